// Checks of a TOML text before the TOML library reads it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hibiki::inline scenario {

/// A stretch of text that cannot stand, and why.
struct Flaw {
  std::size_t offset;
  std::size_t length;
  std::string message;
  std::string hint;
  bool fatal;  ///< the library must not be given this text
};

/// Finds text that is not UTF-8, nesting deep enough to exhaust the stack, and dates that do not exist. Dates are
/// not fatal: they are overwritten in `text` by one that exists, so that the rest can be checked as well.
std::vector<Flaw> scan_toml(std::string& text);

}  // namespace hibiki::scenario
