// Separates two uncertainties of an effect: sampling noise (other seeds) and parameters (other sets that the record
// does not rule out).
#pragma once

#include <optional>
#include <vector>

#include "output/analysis/paired.hpp"

namespace hibiki::inline analysis {

/// From the effects of each set under seeds of its own: a one-way layout with random groups (sets), and sampling noise
/// within them.
struct TwoSources {
  double mean = 0;
  /// Sampling noise of the mean over these sets: Student's t on the variance between seeds within sets, with
  /// Satterthwaite's degrees of freedom, since the spread may differ between sets. Narrows with more seeds. None with
  /// one seed a set.
  std::optional<Interval> chance;
  /// Where the effect of another set lies that was not ruled out, as the prediction interval of a random-effects
  /// meta-analysis (Higgins, Thompson and Spiegelhalter 2009): mean +- t x root(variance of the sets, from which
  /// sampling noise was removed, + variance of the sets' means / sets), with sets - 1 degrees of freedom. Does not
  /// narrow much with more seeds. None with one set, and where sets that differ do so no more than by sampling noise:
  /// see `hidden`. Sampling noise cannot be taken away with one seed.
  std::optional<Interval> parameters;
  bool hidden = false;                         ///< sets differ, but not distinguishably from sampling noise
  double seed_variance = 0, set_variance = 0;  ///< of single effects within sets, and of sets without sampling noise
};

/// effects[set][i], all rows of one length, under different seeds; at least one value. Equal rows have a set variance
/// of 0, exactly.
TwoSources two_sources(const std::vector<std::vector<double>>& effects);

}  // namespace hibiki::analysis
