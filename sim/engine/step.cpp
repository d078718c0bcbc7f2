// The week, top to bottom.
#include "sim/engine/simulation.hpp"

namespace hibiki {

void Simulation::step() {
  const int week = week_;
  if (world_.calendar.new_year(week)) renew(world_, week);
  if (world_.calendar.new_quarter(week)) adapt(world_, week);
  update_access(world_.scenario, world_.calendar.day(week), world_.platforms);
  release(world_, week);
  rank(world_, week, exposure_);
  Tallies tallies;
  if (discoveries_)
    listen_traced(exposure_, week, execution_.communities_per_chunk, world_, tallies, *discoveries_);
  else
    listen(exposure_, week, execution_.communities_per_chunk, world_, tallies);
  settle(std::move(tallies), week, world_);
  ++week_;
}

}  // namespace hibiki
