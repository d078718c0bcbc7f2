// A simulated comparison, and compare.json with all its results.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/load.hpp"
#include "tools/experiments/arms.hpp"
#include "tools/experiments/effects.hpp"
#include "tools/experiments/preregistration.hpp"

namespace hibiki::inline experiments {

/// A scenario as it takes part.
struct ComparedScenario {
  LoadedScenario loaded;
  std::string path;    ///< as given
  std::string folder;  ///< of its run, relative to the comparison's
};

/// The same comparison under the other parameter sets of an ensemble, each with seeds of its own; Comparison::outcomes
/// is that under the first.
struct ComparedEnsemble {
  std::string plan, digest, verdict;  ///< of the calibration
  std::vector<std::string> sets;      ///< names, the first too
  std::vector<std::vector<SeedOutcome>> others;
};

/// A variant with its responses, and the same without any.
struct AnsweredVariant {
  std::size_t variant = 0, unanswered = 0;  ///< arms
};

struct Comparison {
  std::vector<ComparedScenario> arms;  ///< the base first
  ArmScope scope;
  std::vector<std::string> command;  ///< word by word
  std::string identity;              ///< equal for comparisons that must come out equal
  std::vector<SeedOutcome> outcomes;
  std::optional<ComparedEnsemble> ensemble = std::nullopt;
  std::optional<Preregistration> preregistration = std::nullopt;  ///< of a comparison with one variant
  std::vector<AnsweredVariant> answered = {};                     ///< with --responses
};

/// compare.json; of a base alone, the same without variants and of kind "run". At least one replicate of the base must
/// not have failed.
nlohmann::ordered_json comparison_json(const Comparison& comparison);

/// Name of the scene asked about: "J-pop".
std::string scene_title(const Comparison& comparison);

/// What an effect is of: "J-pop", "label TOBE".
std::string subject_of_effect(const Effect& effect, const Comparison& comparison);

/// The JSON as it stands in files: one line.
std::string json_text(const nlohmann::ordered_json& json);

}  // namespace hibiki::experiments
