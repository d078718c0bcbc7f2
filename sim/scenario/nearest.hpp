// The most similar valid word for a mistyped one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hibiki::inline scenario {

/// Letters to insert, delete, replace or swap to turn one word into the other, ASCII case ignored.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate closest to `word` (the first of equals), or "" when there is none. A candidate that ends in
/// "." + `word` is as close as one letter.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// One line of help: "did you mean 'quality'?", followed by all candidates when they are few.
std::string nearest_hint(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace hibiki::scenario
