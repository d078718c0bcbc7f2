// The effects of a comparison pair by pair, as a tidy table: a row for a variant, seed and measure.
#pragma once

#include <string>

#include "tools/experiments/comparison.hpp"

namespace hibiki::inline experiments {

/// "variant,set,seed,measure,unit,base,value,difference,log_ratio" and the rows. `set` is the parameter set of an
/// ensemble, empty without one; `base` and `value` are of the base and the variant. A missing value is empty, so is
/// log_ratio where one of the two is not positive. Pairs with a failed run are left out.
std::string effects_csv(const Comparison& comparison);

}  // namespace hibiki::experiments
