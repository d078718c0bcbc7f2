// Values given on the command line: --set KEY=VALUE.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/toml_tree.hpp"

namespace hibiki::inline scenario {

/// Puts the value of `set` ("KEY=VALUE") where KEY says: "run.fans", "assumptions.try.quality" (or "try.quality"),
/// "market.JP.internet", "policy.ID.LEVER", "intervention.ID.set" ... Names may be quoted, and must be when
/// in doubt. VALUE is TOML, or else a text. Keys inside tables are checked when the tree is read.
void apply_set(Node& root, const std::string& set, std::vector<Problem>& problems);

/// All of them, in order; a key that is set twice is a problem.
void apply_sets(Node& root, const std::vector<std::string>& sets, std::vector<Problem>& problems);

}  // namespace hibiki::scenario
