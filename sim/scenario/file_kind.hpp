// The project's files are all TOML, and some bear the same name: what a file is for, told by what stands in it.
#pragma once

#include <cstdint>

#include "sim/scenario/toml_tree.hpp"

namespace hibiki::inline scenario {

enum class FileKind : std::uint8_t { scenario, plan, evidence, ensemble };

/// Throws ScenarioError where `root` is clearly of another kind: one problem, which says what the file is and which
/// command takes it, instead of a complaint about each of its keys.
void expect_kind(const Node& root, FileKind expected);

}  // namespace hibiki::scenario
