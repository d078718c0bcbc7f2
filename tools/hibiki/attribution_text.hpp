// What an attribution found, for a terminal of 80 columns.
#pragma once

#include <string>
#include <vector>

#include "output/stored_json.hpp"

namespace hibiki {

/// The whole effect in one sentence, each intervention's share of it, and which work together; for the measures named
/// of an attribution.json. `colour` adds ANSI colours.
std::string attribution_text(const StoredJson& attribution, const std::vector<std::string>& measures,
                             bool colour);

}  // namespace hibiki
