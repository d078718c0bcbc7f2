// Effects over all parameter sets of an ensemble, each with two intervals: one for sampling noise and
// one for parameter uncertainty.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "output/analysis/two_sources.hpp"
#include "tools/experiments/effects.hpp"

namespace hibiki::inline experiments {

/// The outcomes of a comparison under each set, with as many seeds, which differ.
using OutcomesBySet = std::vector<const std::vector<SeedOutcome>*>;

/// The effect on one measure. Where a seed of some set has no value, the seed in its place of every set is left out.
struct EnsembleEffect {
  const Measure* measure = nullptr;
  bool as_ratio = false;              ///< `sources` is of log ratios: the measure is a ratio and every value positive
  std::optional<TwoSources> sources;  ///< nullopt without seeds
  std::vector<double> set_means;      ///< one a set, on the same scale
  std::size_t seeds = 0;
};

/// In the order of `measures`, that of the records.
std::vector<EnsembleEffect> ensemble_effects(const OutcomesBySet& sets, std::size_t variant,
                                             const MeasureList& measures = table_measures());

/// A list of {measure, scale, mean, chance, parameters, hidden, sets, seeds}: ratios, or differences.
nlohmann::ordered_json ensemble_effects_json(const std::vector<EnsembleEffect>& effects);

}  // namespace hibiki::experiments
