// Separates two uncertainties of an effect: sampling noise (other seeds) and parameters (other sets that the record
// does not rule out).
#pragma once

#include <optional>
#include <vector>

#include "output/analysis/paired.hpp"

namespace hibiki::inline analysis {

/// From the effect of each set under each seed. Every set was simulated under the same seeds, so the effects are a
/// two-way table with random rows (sets) and columns (sampling noise common to all sets) and one value a cell.
struct TwoSources {
  double mean = 0;
  /// Sampling noise with the parameters held fixed: Student's t on the variance between seeds of one set,
  /// averaged over sets. Narrows with more seeds. None with one seed.
  std::optional<Interval> chance;
  /// Where the effect of another set lies that was not ruled out: mean +- t x root(1 + 1 / sets) x the deviation
  /// between sets, from which sampling noise was removed (variance components: mean square of rows minus residual mean
  /// square, over the seeds), with Satterthwaite's degrees of freedom. Does not narrow with more seeds. None with one
  /// set, and where sets that differ do so no more than by sampling noise: see `hidden`. Sampling noise cannot be taken
  /// away with one seed.
  std::optional<Interval> parameters;
  bool hidden = false;                         ///< sets differ, but not distinguishably from sampling noise
  double seed_variance = 0, set_variance = 0;  ///< of single cells, and of sets without chance
};

/// effects[set][seed], all rows of one length; at least one value. Equal rows have a set variance of 0,
/// exactly.
TwoSources two_sources(const std::vector<std::vector<double>>& effects);

}  // namespace hibiki::analysis
