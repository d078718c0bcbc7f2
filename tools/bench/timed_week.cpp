#include "tools/bench/timed_week.hpp"

#include "tools/bench/samples.hpp"

namespace hibiki::inline bench {

template <class Body>
void TimedRun::timed(Part part, const Body& body) {
  const double seconds = seconds_of(body);
  spent_[static_cast<std::size_t>(part)] += seconds;
  last_week_ += seconds;
}

const Exposure& TimedRun::prepare_listening() {
  if (world_.calendar.new_year(week_)) timed(Part::renew, [&] { renew(world_, week_); });
  if (world_.calendar.new_quarter(week_)) timed(Part::adapt, [&] { adapt(world_, week_); });
  timed(Part::release, [&] {
    update_access(world_.scenario, world_.calendar.day(week_), world_.platforms);
    release(world_, week_);
  });
  timed(Part::rank, [&] { rank(world_, week_, exposure_); });
  return exposure_;
}

void TimedRun::step() {
  last_week_ = 0.0;
  prepare_listening();
  Tallies tallies;
  timed(Part::listen, [&] { listen(exposure_, week_, 0, world_, tallies); });
  timed(Part::settle, [&] { settle(std::move(tallies), week_, world_); });
  ++week_;
  timed(Part::observe, [&] { measure(world_, week_ - 1, memory_); });
}

}  // namespace hibiki::bench
