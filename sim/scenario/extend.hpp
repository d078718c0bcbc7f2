// A scenario file together with the files it extends, as one tree.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "sim/core/input_file.hpp"
#include "sim/scenario/toml_tree.hpp"

namespace hibiki::inline scenario {

/// The bytes of a file, 16 MiB at most. Throws IoError that says what is wrong (no such file: with the nearest name; a
/// folder, a device, too large).
std::string read_text(const std::filesystem::path& path);

/// Tree of `source`, which stands at `path`, on top of the parents it extends. Tables merge key by key; arrays of
/// tables merge by id, or else name; all else replaces. Name, title and question are not inherited.
/// Throws ScenarioError when a text is not TOML, a parent is missing, or the files extend each other in a circle, and
/// IoError when a file cannot be read.
Node resolve_extends(const std::shared_ptr<const SourceText>& source, const std::filesystem::path& path,
                     std::vector<Problem>& problems);

/// Puts `value` into `table`, in place of what it excludes: `set` and `scale` of an intervention exclude each other.
void put(Node& table, const std::string& key, Node value);

}  // namespace hibiki::scenario
