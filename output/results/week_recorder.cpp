#include "output/results/week_recorder.hpp"

#include "sim/core/error.hpp"

namespace hibiki::inline results {

WeekRecorder::WeekRecorder(const WeekRecorder& past, std::filesystem::path spool)
    : path_(std::move(spool)),
      axes_(past.axes_),
      reported_weeks_(past.reported_weeks_),
      taken_(past.taken_),
      weeks_(past.weeks_) {
  HIBIKI_ASSERT(past.spool_);
  spool_.emplace(*past.spool_, path_);
}

void WeekRecorder::begin(const RunAxes& axes, int reported_weeks) {
  spool_.emplace(path_);
  axes_ = axes;
  reported_weeks_ = static_cast<std::size_t>(reported_weeks);
}

void WeekRecorder::week(const WeekObservation& observation, const std::vector<RegistryEntry>&,
                        const std::vector<RegistryEntry>&) {
  HIBIKI_ASSERT(spool_ && taken_ < reported_weeks_);
  weeks_.append(observation);
  ++taken_;
  if (weeks_.size() == kBlockWeeks) store();
}

void WeekRecorder::end(const RunResult&) {
  HIBIKI_ASSERT(spool_ && taken_ == reported_weeks_);
  if (weeks_.size() > 0) store();
  spool_->sync();  // a checkpoint may say that it is whole
  spool_->close();
  spool_.reset();
}

std::uint64_t WeekRecorder::stored_bytes() {
  if (!spool_) return 0;  // about to be read
  spool_->sync();
  return spool_->bytes();
}

void WeekRecorder::store() {
  spool_->append(weeks_.pack(axes_, reported_weeks_));
  weeks_.clear();
}

}  // namespace hibiki::results
