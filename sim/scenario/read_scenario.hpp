// From a merged TOML tree to a Scenario.
#pragma once

#include <string>

#include "sim/scenario/read_fields.hpp"

namespace hibiki::inline scenario {

/// Reads everything; `name` is the scenario's when the tree gives none. Problems go to `reading`, which notes
/// where each key stands (pointers into `root`). What could not be read keeps its default.
Scenario read_scenario(const Node& root, const std::string& name, Reading& reading);

}  // namespace hibiki::scenario
