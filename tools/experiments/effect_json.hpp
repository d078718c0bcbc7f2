// Effects in compare.json.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "tools/experiments/effects.hpp"

namespace hibiki::inline experiments {

/// One object an effect. `base` and `variant` are levels by the mean that `statistic` names: a geometric mean where the
/// effect is the `ratio` of the two, else the arithmetic one. `difference` is between the arithmetic `means`. Then
/// chance, pairs, and how many of them settle it (pairs_to_settle()). `simultaneous`, on the effect's own scale: the
/// interval of the first effect, the headline, as it is; those of all others hold together (held_together()).
/// `detectable`: the smallest true effect that these pairs show with a probability of 80 %.
nlohmann::ordered_json effects_json(const std::vector<Effect>& effects);

/// pairs_to_settle(), or null.
nlohmann::ordered_json pairs_to_settle_json(const Effect& effect);

/// The headline's difference by quarter with its band, and the first pairs singly.
nlohmann::ordered_json over_time_json(const DifferenceOverTime& over_time, const Measure& headline);

}  // namespace hibiki::experiments
