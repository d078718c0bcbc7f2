#include "output/results/sealed_json.hpp"

#include <nlohmann/json.hpp>

#include "output/results/file_digest.hpp"
#include "sim/core/error.hpp"

namespace hibiki::inline results {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kKey = "check";
constexpr std::size_t kDigits = 16;  // of the SHA-256

/// An object of the check alone: how sealed text ends. Its brace is where the other members come to stand.
std::string ending(std::string_view before, int indent) {
  return Json{{kKey, written_text("", before).sha256.substr(0, kDigits)}}.dump(indent) + "\n";
}

}  // namespace

std::string sealed(const Json& object, int indent) {
  HIBIKI_ASSERT(object.is_object() && !object.empty() && !object.contains(kKey));
  std::string text = object.dump(indent, ' ', false, Json::error_handler_t::replace);
  text.resize(text.size() - (indent < 0 ? 1 : 2));  // the brace, and the new line before it
  return text + "," + ending(text, indent).substr(1);
}

bool is_sealed(std::string_view text, int indent) {
  const std::size_t length = ending("", indent).size();  // the same for every text
  if (text.size() <= length || text[text.size() - length] != ',') return false;
  const std::string_view before = text.substr(0, text.size() - length);
  return text.substr(before.size() + 1) == std::string_view(ending(before, indent)).substr(1);
}

std::vector<std::string> whole_lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0, end = text.find('\n'); end != std::string::npos; at = end + 1, end = text.find('\n', at))
    lines.push_back(text.substr(at, end + 1 - at));
  return lines;
}

}  // namespace hibiki::results
