// A week by its phases, so that a test can look in between or change something on the way.
#pragma once

#include "sim/phases/phases.hpp"

namespace hibiki::test {

/// What comes before fans listen: who has which platform, what is out, what is on offer.
inline void prepare_week(World& world, int week, Exposure& exposure) {
  update_access(world.scenario, world.calendar.day(week), world.platforms);
  release(world, week);
  rank(world, week, exposure);
}

/// The week up to the counts that settle takes.
inline Tallies listen_week(World& world, int week, Exposure& exposure) {
  prepare_week(world, week, exposure);
  return listen(world, week, exposure);
}

/// Weeks `from` ... `to` - 1, without the yearly and quarterly phases.
inline void run_weeks(World& world, int from, int to) {
  Exposure exposure;
  for (int week = from; week < to; ++week) settle(listen_week(world, week, exposure), week, world);
}

}  // namespace hibiki::test
