// JSON text whose last member, "check", is a digest of the text before it, so that changes are detected. Not a
// protection against forgery.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hibiki::inline results {

/// The object as text that ends with its check and a new line. `indent` as of nlohmann's dump(): spaces a level, or -1
/// for one line. The object has members, and none of that name; bytes that are not UTF-8 are replaced.
std::string sealed(const nlohmann::ordered_json& object, int indent);

/// Whether a text is the output of sealed() with this `indent` for some object.
bool is_sealed(std::string_view text, int indent);

/// The lines of a log of such objects, with their new lines. A last one without is left out: it is being written, or
/// was torn.
std::vector<std::string> whole_lines(const std::string& text);

}  // namespace hibiki::results
