#include "sim/scenario/scenario.hpp"

namespace hibiki::inline scenario {

Calendar Scenario::calendar() const {
  const auto days = (run.end - run.start).count();
  return {run.start, days < 0 ? 0 : static_cast<int>(days / 7) + 1};
}

}  // namespace hibiki::scenario
