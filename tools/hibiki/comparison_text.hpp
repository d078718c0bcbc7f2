// What a comparison found, for a terminal of 80 columns.
#pragma once

#include <string>
#include <vector>

#include "output/stored_json.hpp"

namespace hibiki {

/// The answer in one sentence, a table of measures, the difference over time as a sparkline, money, and what a narrower
/// interval needs; for each variant of a compare.json. `colour` adds ANSI colours.
std::string comparison_text(const StoredJson& comparison, bool colour);

/// Numbers as a row of blocks, from the lowest (or 0) to the highest (or 0).
std::string sparkline(const std::vector<double>& values);

}  // namespace hibiki
