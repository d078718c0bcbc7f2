// The week, top to bottom.
#include "sim/engine/simulation.hpp"

namespace hibiki::inline engine {

void Simulation::step() {
  const int week = week_;
  if (world_.calendar.new_year(week)) renew(world_, week);
  if (world_.calendar.new_quarter(week)) adapt(world_, week);
  update_access(world_.scenario, world_.calendar.day(week), world_.platforms);
  release(world_, week);
  Tallies tallies;
  rank_and_listen(week, execution_.communities_per_chunk, world_, ranking_state_, tallies, discoveries_);
  settle(std::move(tallies), week, world_);
  ++week_;
}

}  // namespace hibiki::engine
