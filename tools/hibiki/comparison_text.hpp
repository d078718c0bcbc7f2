// The results of a comparison, for a terminal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "output/results/stored_json.hpp"
#include "tools/hibiki/terminal.hpp"

namespace hibiki::inline program {

/// Of a compare.json with one variant: the answer in one sentence, a table of measures, the difference over time as a
/// sparkline, money, and the pairs needed for a clear result. Of one with several variants: a table with a row a
/// variant, best first (ranking_text()). `seconds_a_pair` is the time that a pair took, where that is known. With
/// `effect_size` (a ratio less 1, or a difference) the power for an effect of that size.
std::string comparison_text(const StoredJson& comparison, const Layout& layout,
                            std::optional<double> seconds_a_pair = std::nullopt,
                            std::optional<double> effect_size = std::nullopt);

/// At most `most` numbers: means of neighbours, as many together as it takes.
std::vector<double> shortened(const std::vector<double>& values, std::size_t most);

/// Numbers as a row of blocks, from the lowest (or 0) to the highest (or 0).
std::string sparkline(const std::vector<double>& values);

}  // namespace hibiki::program
