#include "output/recorder.hpp"

#include "sim/core/error.hpp"

namespace hibiki {

ResultsRecorder::ResultsRecorder(const ResultsRecorder& past, std::filesystem::path spool)
    : path_(std::move(spool)), weeks_left_(past.weeks_left_) {
  HIBIKI_ASSERT(past.spool_);
  spool_.emplace(*past.spool_, path_);
}

void ResultsRecorder::begin(const RunAxes&, int reported_weeks) {
  spool_.emplace(path_);
  weeks_left_ = reported_weeks;
}

void ResultsRecorder::week(const WeekObservation& observation, const std::vector<EntityRecord>&,
                           const std::vector<EntityRecord>&) {
  HIBIKI_ASSERT(spool_ && weeks_left_ > 0);
  spool_->append(observation);
  --weeks_left_;
}

void ResultsRecorder::end(const RunResult&) {
  HIBIKI_ASSERT(spool_ && weeks_left_ == 0);
  spool_->close();
  spool_.reset();
}

}  // namespace hibiki
