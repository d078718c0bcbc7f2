// Parts of a text between separators, as in "home=JP|KR".
#pragma once

#include <string_view>
#include <vector>

namespace hibiki::inline scenario {

/// Without white space at both ends.
std::string_view trimmed(std::string_view text);

/// The parts of `text` between `separator`s, trimmed; one empty part when there is nothing.
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace hibiki::scenario
