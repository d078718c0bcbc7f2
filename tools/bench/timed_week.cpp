#include "tools/bench/timed_week.hpp"

#include <numeric>

#include "tools/bench/samples.hpp"

namespace hibiki::inline bench {

namespace {
double sum(const PartSeconds& seconds) { return std::accumulate(seconds.begin(), seconds.end(), 0.0); }
}  // namespace

void WeekTimer::phase(Phase which, const std::function<void()>& body) {
  add(static_cast<std::size_t>(which), seconds_of(body));
}

void TimedRun::step() {
  const double before = sum(timer_.spent());
  simulation_.step();
  timer_.add(kParts - 1, seconds_of([&] { simulation_.observe(); }));
  last_week_ = sum(timer_.spent()) - before;
}

}  // namespace hibiki::bench
