// The results of `hibiki why`, for a terminal.
#pragma once

#include <string>

#include "output/results/stored_json.hpp"
#include "tools/hibiki/terminal.hpp"

namespace hibiki::inline program {

/// The headline's effect in three parts, by market and by age; gained and lost fans, channels, and examples of chains.
std::string why_text(const StoredJson& why, const StoredJson& comparison, const Layout& layout);

}  // namespace hibiki::program
