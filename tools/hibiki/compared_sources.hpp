// Reads the scenarios of a comparison, and refuses those that cannot be paired.
#pragma once

#include <filesystem>
#include <vector>

#include "tools/experiments/comparison.hpp"
#include "tools/hibiki/run_source.hpp"
#include "tools/hibiki/simulation_options.hpp"

namespace hibiki::inline program {

/// The base and its variants with the options applied to each; replicates are set to `replicates`. A --set of an
/// intervention goes to the scenarios that have it. Throws UsageError when a file is named twice or two scenarios
/// cannot be paired; otherwise as load_with.
std::vector<RunSource> load_compared(const SimulationOptions& options, const std::vector<std::filesystem::path>& paths);

/// The scenarios of `sources`, which must outlive the result.
std::vector<const LoadedScenario*> loaded_scenarios(const std::vector<RunSource>& sources);

/// Puts after each variant with responses the same variant without any, named NAME_unanswered.
/// The pairs, as indices of `sources`. Throws UsageError where no variant has such responses.
std::vector<AnsweredVariant> add_unanswered(std::vector<RunSource>& sources);

/// A name for each source's folder, all different.
std::vector<std::string> arm_names(const std::vector<RunSource>& sources);

}  // namespace hibiki::program
