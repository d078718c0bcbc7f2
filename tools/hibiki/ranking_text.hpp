// The results of a comparison of several variants, for a terminal.
#pragma once

#include <optional>
#include <string>

#include "output/results/stored_json.hpp"
#include "tools/hibiki/terminal.hpp"

namespace hibiki::inline program {

/// Of a compare.json with two variants or more: a row for each, best first, with its effect on the headline and how far
/// it is from the best; those without a clear difference from the best, and the pairs needed for the nearest.
/// `seconds_a_pair` is the time that a pair took, where that is known.
std::string ranking_text(const StoredJson& comparison, const Layout& layout, std::optional<double> seconds_a_pair,
                         std::optional<double> effect_size);

}  // namespace hibiki::program
