// The parameter sets kept by a calibration, named by a scenario (`ensemble = "..."`).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/load.hpp"

namespace hibiki::inline calibration {

/// One set: keys as --set takes them.
struct EnsembleSet {
  std::string id;
  double implausibility = 0;
  std::vector<std::pair<std::string, double>> values;

  /// "engagement.gain=0.22", one a value.
  std::vector<std::string> sets() const;
};

struct Ensemble {
  std::filesystem::path path;
  std::string plan, plan_digest, digest, model_version, verdict;
  std::int64_t format_version = 1, seed = 0, not_rejected = 0;
  std::vector<EnsembleSet> sets;  ///< the central one first
};

/// Reads ensemble.toml. Throws ScenarioError with every problem found, IoError.
Ensemble load_ensemble(const std::filesystem::path& path);

/// One line on where a scenario's parameters come from, and which differ from the central set.
std::string provenance(const Ensemble& ensemble, const LoadedScenario& loaded);

}  // namespace hibiki::calibration
