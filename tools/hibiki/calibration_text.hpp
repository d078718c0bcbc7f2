// calibration.json in tables for a terminal.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace hibiki {

/// At most 80 columns.
std::string calibration_text(const nlohmann::ordered_json& calibration, bool colour);

}  // namespace hibiki
