// Why a variant differs from its base, for a terminal.
#pragma once

#include <string>

#include "output/results/stored_json.hpp"
#include "tools/hibiki/terminal.hpp"

namespace hibiki::inline program {

/// The headline's effect in three parts, by market and by age; who was won and lost, how, and single chains.
std::string why_text(const StoredJson& why, const StoredJson& comparison, const Layout& layout);

}  // namespace hibiki::program
