// Why a variant differs from its base, for a terminal of 80 columns.
#pragma once

#include <string>

#include "output/stored_json.hpp"

namespace hibiki {

/// The headline's effect in three parts, by market and by age; who was won and lost, how, and single chains. `colour`
/// adds ANSI colours.
std::string why_text(const StoredJson& why, const StoredJson& comparison, bool colour);

}  // namespace hibiki
