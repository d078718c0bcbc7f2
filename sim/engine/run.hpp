// One replicate from scenario to summary.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/ranks.hpp"
#include "sim/engine/observation.hpp"
#include "sim/engine/summary.hpp"
#include "sim/scenario/scenario.hpp"

namespace hibiki::inline engine {

/// Result of a replicate, besides the data recorded by observers.
struct RunResult {
  RunSummary summary;
  std::string digest;  ///< of the final state and of every reported series, 16 hexadecimal digits
  int weeks = 0;       ///< simulated, burn-in included
  std::int64_t fans = 0;
};

/// Receives the weeks of a run. Overriding is optional; observing never changes the run.
class Observer {
 public:
  virtual ~Observer() = default;
  /// Before the first week. `reported_weeks` observations will follow.
  virtual void begin(const RunAxes& /*axes*/, int /*reported_weeks*/) {}
  /// After each simulated week, burn-in included, for progress.
  virtual void tick(int /*week*/, int /*weeks*/) {}
  /// After each reported week; the registries hold every act and label that has appeared.
  virtual void week(const WeekObservation& /*observation*/, const std::vector<RegistryEntry>& /*acts*/,
                    const std::vector<RegistryEntry>& /*labels*/) {}
  virtual void end(const RunResult& /*result*/) {}
};

/// Settings without an effect on results; a test runs them all.
struct Execution {
  std::size_t communities_per_chunk = 0;  ///< 0: chosen by size
  /// Over which the fans are spread; nullptr: none. Only rank 0 runs replicates, one after the other, while the others
  /// follow (follow.hpp). They must outlive the run.
  Ranks* ranks = nullptr;
};

/// Simulates one replicate. Throws ScenarioError when the scenario cannot be simulated (validate() finds most).
RunResult run_replicate(const Scenario& scenario, std::uint64_t seed, const std::vector<Observer*>& observers,
                        const Execution& execution = {});

/// Number of worlds in memory at the same time.
struct WorldsInMemory {
  std::int64_t at_once = 1;  ///< of different seeds
  std::int64_t depth = 1;    ///< a world and its forks, of each seed
  std::int64_t results = 1;  ///< worlds with results kept to the end
  bool weekly = true;        ///< whether weekly series are stored
};

/// Estimated memory, disk and time of a run.
struct Estimate {
  std::int64_t fans = 0, ties = 0;
  int weeks = 0, reported_weeks = 0;
  std::int64_t memory_bytes = 0;      ///< peak of the process; replicates come one after the other
  std::int64_t plain_bytes = 0;       ///< the same where no weekly series are stored
  std::int64_t world_bytes = 0;       ///< of it, a world
  std::int64_t fork_bytes = 0;        ///< a fork, which shares its parent's fan network
  std::int64_t waiting_bytes = 0;     ///< weeks of a world that wait to be stored
  std::int64_t result_bytes = 0;      ///< summary of a world that is done
  std::int64_t disk_bytes = 0;        ///< largest size of the folder, while results are written
  std::int64_t kept_bytes = 0;        ///< its size afterwards
  std::int64_t summary_bytes = 0;     ///< its size without results.h5
  std::int64_t checkpoint_bytes = 0;  ///< of a world in progress, at most; without weekly series:
  std::int64_t plain_checkpoint_bytes = 0;
  double seconds_low = 0, seconds_high = 0;  ///< wall time on the threads allowed now

  /// Peak of the process, of an estimate for one replicate.
  std::int64_t memory_with(const WorldsInMemory& worlds) const;
};
Estimate estimate(const Scenario& scenario);
/// Estimated size of a week's tallies.
std::int64_t tally_bytes(const Scenario& scenario);

/// Version of the model: changes when results change (CHANGELOG.md says why).
extern const char* const kModelVersion;

}  // namespace hibiki::engine
