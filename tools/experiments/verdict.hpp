// The answer of a comparison in one sentence.
#pragma once

#include <string>

#include "sim/scenario/scenario.hpp"
#include "tools/experiments/effects.hpp"

namespace hibiki {

/// "J-pop has 41 % more engaged fans abroad than in ... (95 % interval +22 % to +63 %; chance of more: 99.9 %)."
std::string verdict(const Effect& headline, const std::string& scene, const Scenario& base);

}  // namespace hibiki
