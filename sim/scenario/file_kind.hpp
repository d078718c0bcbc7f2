// All files of the project are TOML, and some have the same name: the kind of a file, recognised by its keys.
#pragma once

#include <cstdint>

#include "sim/scenario/toml_tree.hpp"

namespace hibiki::inline scenario {

enum class FileKind : std::uint8_t { scenario, plan, evidence, ensemble, sweep, preregistration, optimisation };

/// Throws ScenarioError where `root` is clearly of another kind: one problem, which says what the file is and which
/// command takes it, instead of a complaint about each of its keys.
void expect_kind(const Node& root, FileKind expected);

}  // namespace hibiki::scenario
