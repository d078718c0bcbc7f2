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

/// Pairs, those simulated included, that settle whether there is an effect: with so many the 95 % interval leaves 0
/// out, if mean and spread stay as they are. nullopt if it excludes 0 already, without an interval, and if the
/// mean is 0.
std::optional<std::size_t> pairs_to_settle(const Effect& effect);

}  // namespace hibiki::experiments
