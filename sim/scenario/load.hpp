// From scenario files to a validated Scenario, and back. Only this header's implementation uses TOML.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/scenario/scenario.hpp"

namespace hibiki::inline scenario {

/// Where a value of the loaded scenario came from.
struct Origin {
  std::string key;    ///< dotted: "assumptions.try.quality", "market.JP.internet", "intervention.early_video.set"
  std::string value;  ///< as TOML
  std::string place;  ///< "history.toml:12", "--set", or "default"
};

/// A scenario with the text it was made from.
struct LoadedScenario {
  Scenario scenario;
  std::string text;             ///< the file as given, byte for byte
  std::vector<Origin> origins;  ///< every key of the resolved scenario, in the order of resolved TOML
  std::filesystem::path path;
  std::filesystem::path ensemble;  ///< parameter sets not rejected, as it can be opened; empty when none is named
  std::vector<Problem> warnings;   ///< valid settings that are probably mistakes
};

/// Reads `path` and its parents (`extends`, relative to the file that says it), applies `sets` ("KEY=VALUE",
/// value in TOML, bare words taken as text), validates everything.
/// Throws ScenarioError with every problem found, IoError when a file cannot be read.
LoadedScenario load_scenario(const std::filesystem::path& path, const std::vector<std::string>& sets = {});

/// The same from text; `name` stands for the file in messages, `directory` is where `extends` looks.
LoadedScenario parse_scenario(const std::string& text, const std::string& name,
                              const std::vector<std::string>& sets = {}, const std::filesystem::path& directory = ".");

/// A scenario file with its parents, read once for many variants of it. Copies share what was read; may be used from
/// several threads at once.
class ScenarioFile {
 public:
  /// Throws what load_scenario throws of files that cannot be read or are not TOML.
  explicit ScenarioFile(const std::filesystem::path& path);
  /// The scenario that load_scenario(path, sets) gives. Throws ScenarioError with every problem found.
  Scenario with(const std::vector<std::string>& sets) const;

  struct Tree;

 private:
  std::shared_ptr<const Tree> tree_;
};

/// The scenario with every value spelled out. parse_scenario of this gives an equal scenario.
std::string to_toml(const Scenario& scenario);

/// JSON Schema (draft 2020-12) of a scenario file, for editors.
std::string json_schema();

/// Problems that no single key shows: dates out of order, unknown names, interventions without a label ...
/// Called by load_scenario; for scenarios built in code.
std::vector<Problem> validate(const Scenario& scenario);

}  // namespace hibiki::scenario
