// The results of an attribution, for a terminal.
#pragma once

#include <string>
#include <vector>

#include "output/results/stored_json.hpp"
#include "tools/hibiki/terminal.hpp"

namespace hibiki::inline program {

/// The whole effect in one sentence, each intervention's share of it, and which work together; for the measures named
/// of an attribution.json.
std::string attribution_text(const StoredJson& attribution, const std::vector<std::string>& measures,
                             const Layout& layout);

}  // namespace hibiki::program
