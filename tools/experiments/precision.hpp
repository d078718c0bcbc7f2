// The precision of a comparison's headline, and the number of pairs for a required precision.
#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

#include "tools/experiments/effects.hpp"

namespace hibiki::inline experiments {

/// The headline's interval: its width, and pairs that the wanted width needs.
struct Precision {
  double width = std::nan("");  ///< of the ratio; where there is no ratio, of the difference as a share of the base
  std::size_t pairs_needed = 0;
};

/// Precision of the variant with the widest interval; arm 0 is the base. Of the first of `measures`, those of the
/// records.
Precision worst_precision(const std::vector<SeedOutcome>& outcomes, std::size_t arms, double wanted,
                          const MeasureList& measures = table_measures());

/// Pairs, those simulated included, with which the 95 % interval leaves 0 out with a probability of 80 %, if the true
/// effect is the measured mean (values_to_detect()). nullopt if it excludes 0 already, for fewer than kLeastForForecast
/// pairs, and if the mean is 0.
std::optional<std::size_t> pairs_to_settle(const Effect& effect);

}  // namespace hibiki::experiments
