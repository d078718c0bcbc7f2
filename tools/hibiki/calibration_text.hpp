// calibration.json in tables for a terminal.
#pragma once

#include <string>

#include "output/stored_json.hpp"

namespace hibiki {

/// At most 80 columns.
std::string calibration_text(const StoredJson& calibration, bool colour);

}  // namespace hibiki
