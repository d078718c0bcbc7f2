// The source of a run: a scenario file, or the manifest of a run to repeat.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "output/results/manifest.hpp"
#include "sim/scenario/load.hpp"

namespace hibiki::inline program {

struct RunSource {
  LoadedScenario loaded;
  std::string text;                  ///< the scenario file as its author gave it
  std::optional<Manifest> manifest;  ///< of the run to repeat
};

/// The manifest of a run given by its folder or by its manifest.json. Throws IoError if it is not a run.
std::filesystem::path manifest_path(const std::filesystem::path& run);

/// Reads a scenario file; "-" is standard input, named "stdin", which extends files relative to the current folder.
/// Throws ScenarioError, IoError.
LoadedScenario load_given(const std::filesystem::path& path, const std::vector<std::string>& sets = {});

/// Reads a scenario file ("-": standard input), or the manifest.json of a run, and applies `sets` to it. Throws
/// ScenarioError, IoError; VerificationError when the run's resolved.toml is not the one its manifest was written for.
RunSource load_source(const std::filesystem::path& path, const std::vector<std::string>& sets);

}  // namespace hibiki::program
