// The result of a comparison in a sentence.
#pragma once

#include <string>

#include "sim/scenario/scenario.hpp"
#include "tools/experiments/effects.hpp"

namespace hibiki::inline experiments {

/// The interval of an effect on its own scale, "+22 % to +63 %"; of at least two pairs.
std::string range_text(const Effect& effect);

/// "J-pop has 41 % more engaged fans abroad than in ... (95 % interval +22 % to +63 %; chance of more: 99.9 %)." Where
/// the last years say something else than the whole window, that too: "It turned: ahead until 2012, behind from 2016 on
/// (...)." One pair proves no effect: only its levels are given. `headline` is of `pairs`.
std::string verdict(const Effect& headline, const PairedRecords& pairs, const std::string& scene, const Scenario& base);

}  // namespace hibiki::experiments
