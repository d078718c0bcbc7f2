#include "output/recorder.hpp"

#include "sim/core/error.hpp"

namespace hibiki {

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
