// An optimisation in words and tables.
#pragma once

#include <string>

#include "output/results/stored_json.hpp"
#include "tools/hibiki/terminal.hpp"

namespace hibiki::inline program {

/// Of optimise.json.
std::string optimise_text(const StoredJson& optimisation, const Layout& layout);

}  // namespace hibiki::program
