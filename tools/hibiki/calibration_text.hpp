// calibration.json in tables for a terminal.
#pragma once

#include <string>

#include "output/results/stored_json.hpp"
#include "tools/hibiki/terminal.hpp"

namespace hibiki::inline program {

std::string calibration_text(const StoredJson& calibration, const Layout& layout);

}  // namespace hibiki::program
