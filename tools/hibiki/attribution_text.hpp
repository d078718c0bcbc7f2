// What an attribution found, for a terminal of 80 columns.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace hibiki {

/// The whole effect in one sentence, each intervention's share of it, and which work together; for the measures named
/// of an attribution.json. `colour` adds ANSI colours.
std::string attribution_text(const nlohmann::ordered_json& attribution, const std::vector<std::string>& measures,
                             bool colour);

}  // namespace hibiki
