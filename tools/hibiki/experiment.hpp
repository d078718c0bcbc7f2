// Common parts of the commands that simulate many runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sim/scenario/load.hpp"
#include "tools/experiments/arms.hpp"
#include "tools/hibiki/disk.hpp"
#include "tools/hibiki/run_source.hpp"

namespace hibiki::inline program {

/// Replicates when neither the command line nor the scenario says how many.
inline constexpr std::int64_t kUsualReplicates = 16;

/// Whether --replicates, --set or a scenario file says how many replicates to simulate. A single one in the manifest of
/// a run says nothing: every run writes all its values there.
bool states_replicates(const RunSource& source);

/// A warning on standard error.
void say_failed(const std::string& arm, std::uint64_t seed, const std::string& error);

/// The warnings of scenarios on stderr, those that several share once.
void say_warnings(const std::vector<const LoadedScenario*>& scenarios);

/// Worlds of all arms of a seed that are in memory together, so many times over as there are threads and room.
std::size_t seeds_at_once(const Scenario& scenario, int depth, bool weekly);

/// The size of an experiment.
struct ExperimentSize {
  const Scenario* scenario = nullptr;  ///< any of its worlds
  std::string noun;                    ///< of a group of worlds under one seed, in plural: "pairs"
  std::size_t groups = 0, at_once = 1;
  std::int64_t weeks_each = 0;  ///< simulated for a group
  int depth = 1;                ///< worlds of a group in memory together
  std::size_t folders = 0;      ///< of arms, which hold a run each
  std::size_t results = 1;      ///< runs whose results are kept in memory to the end
  std::size_t recorded = 0;     ///< groups of which they hold the worlds
  Keep keep = Keep::weekly;
  std::size_t ranks = 1;    ///< among which the groups of a set are shared
  std::size_t sets = 1;     ///< of parameters, simulated one after the other
  bool page = true;         ///< whether report.html is written
  bool checkpoints = true;  ///< of worlds under way; other experiments go on with the next group
};

/// The disk space of an experiment's folder.
DiskNeed disk_need(const ExperimentSize& size);

/// Prints memory, disk and time; `json` has the preceding members of the JSON output, or is null for text.
void print_size(const ExperimentSize& size, const nlohmann::ordered_json& json);

}  // namespace hibiki::program
