// Simulates the runs of a sweep that are missing: several at a time, the weeks that points share with the sweep's
// scenario once for each seed.
#pragma once

#include <cstdint>
#include <vector>

#include "output/analysis/arm.hpp"
#include "tools/experiments/checkpoints.hpp"
#include "tools/sweep/sweep.hpp"
#include "tools/sweep/sweep_folder.hpp"

namespace hibiki::inline sweep {

/// A part of a sweep, about as much work as each other part.
struct Shard {
  std::size_t part = 1, of = 1;  ///< 1 to `of`
};

/// The points of a sweep, and how they are measured.
struct PlannedSweep {
  SweepFile sweep;
  SweepState state;              ///< without numbers
  std::vector<ArmScope> scopes;  ///< one a scene and its markets; the same window for all points
  std::size_t left_out = 0;      ///< points of the design that do not meet its constraints
  std::size_t twice = 0;         ///< points that are equal to earlier ones, and simulated once
  std::vector<double> cost;      ///< by point: estimated seconds of a run on one thread, after the fork
  std::vector<int> fork_week;    ///< by point: first week that may differ from the sweep's scenario
  std::size_t largest = 0;       ///< point with the most fans
  std::int64_t most_fans = 0;    ///< its fans
};

/// Loads the scenario of every point. Throws ScenarioError that names the first point whose scenario is not valid.
PlannedSweep plan_sweep(SweepFile sweep);

/// Positions of the points of a shard, in order. Each point, the most costly first, goes to the shard that has least
/// work so far: the same shards for the same design and number of shards.
std::vector<std::size_t> points_of(const PlannedSweep& planned, const Shard& shard);

struct SweepRunPlan {
  Shard shard;
  std::size_t at_once = 1;
  CheckpointPlan checkpoints;       ///< its stem is not used: runs have folders of their own
  std::vector<Observer*> watchers;  ///< as of an ArmPlan
  std::vector<std::size_t> only;    ///< points, by position in the design; empty: all
};

/// What simulate_missing() did.
struct SweepProgress {
  std::size_t done = 0, failed = 0, elsewhere = 0;  ///< runs; the last are under way in other processes
  std::vector<std::string> errors;                  ///< of failed runs, with point and seed
};

/// Runs of the shard that are neither done nor under way elsewhere are simulated and logged; failed ones again. Throws
/// what watchers throw; runs under way then have checkpoints.
SweepProgress simulate_missing(const PlannedSweep& planned, SweepFolder& folder, const SweepRunPlan& plan);

/// Runs of the shard that are not done.
std::size_t missing_runs(const PlannedSweep& planned, SweepFolder& folder, const Shard& shard);

}  // namespace hibiki::sweep
