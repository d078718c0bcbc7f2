// Detects a change of the headline's effect in the last years, which the mean over the window hides.
#pragma once

#include <optional>

#include "tools/experiments/effects.hpp"

namespace hibiki::inline experiments {

/// The last calendar years of a comparison, at least two, in each of which the effect is clear and has one direction:
/// the 95 % interval leaves out 0.
struct LateEffect {
  int from = 0;                    ///< first of these years
  Effect effect;                   ///< over them
  std::optional<int> other_until;  ///< last of two earlier years running in which the opposite was clear
};

/// 1 or -1 where the 95 % interval leaves out 0; 0 where it does not, or where one pair gives none.
int clear_direction(const Effect& effect);

/// nullopt if the last two years show no clear effect. `headline` is the measure of ArmRecord::headline_by_quarter.
std::optional<LateEffect> late_effect_of(const PairedRecords& pairs, const Measure& headline);

}  // namespace hibiki::experiments
