#include "sim/scenario/toml_scan.hpp"

#include <fmt/format.h>

#include "sim/core/calendar.hpp"

namespace hibiki::inline scenario {

namespace {

/// Brackets within brackets, and dots in one key: the library recurses on both.
constexpr int kDeepest = 64;
constexpr std::string_view kSomeDate = "2000-01-01";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-'; }

/// Bytes of the UTF-8 character at `at`; 0 when it is none (overlong and surrogate forms included).
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(at), second = byte(at + 1);
  if (first < 0x80U) return 1;
  if (first >= 0xC2U && first <= 0xDFU) return continues(at + 1) ? 2 : 0;
  if ((first & 0xF0U) == 0xE0U) {
    const bool allowed = (first != 0xE0U || second >= 0xA0U) && (first != 0xEDU || second < 0xA0U);
    return allowed && continues(at + 1) && continues(at + 2) ? 3 : 0;
  }
  if (first >= 0xF0U && first <= 0xF4U) {
    const bool allowed = (first != 0xF0U || second >= 0x90U) && (first != 0xF4U || second < 0x90U);
    return allowed && continues(at + 1) && continues(at + 2) && continues(at + 3) ? 4 : 0;
  }
  return 0;
}

/// End of the string that begins at `at`, its quotes included.
std::size_t string_end(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string three(3, quote);
  const bool multiline = text.substr(at, 3) == three;
  for (std::size_t i = at + (multiline ? 3 : 1); i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\')
      ++i;
    else if (multiline && text.substr(i, 3) == three)
      return i + 3;
    else if (!multiline && (text[i] == quote || text[i] == '\n'))
      return i + 1;
  }
  return text.size();
}

bool looks_like_date(std::string_view word) {
  if (word.size() != 10) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (i == 4 || i == 7 ? word[i] != '-' : !is_digit(word[i])) return false;
  return true;
}

/// Depth of brackets and of dotted keys, followed character by character.
struct Depth {
  int brackets = 0, dots = 0;
  bool too_deep(char c) {
    if (c == '[' || c == '{') ++brackets;
    if ((c == ']' || c == '}') && brackets > 0) --brackets;
    if (c == '.')
      ++dots;
    else if (c == '=' || c == ',' || c == '\n' || c == '[' || c == '{')
      dots = 0;
    return brackets > kDeepest || dots > kDeepest;
  }
};

}  // namespace

std::vector<Flaw> scan_toml(std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    if (length == 0) return {{i, 1, "this is not UTF-8", "save the file as UTF-8", true}};
    i += length;
  }
  std::vector<Flaw> flaws;
  Depth depth;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '#') {
      i = std::min(text.find('\n', i), text.size());
    } else if (c == '"' || c == '\'') {
      i = std::min(string_end(text, i), text.size());
    } else if (is_word(c)) {
      const std::size_t begin = i;
      while (i < text.size() && is_word(text[i])) ++i;
      const std::string word = text.substr(begin, std::min<std::size_t>(i - begin, 11));
      if (looks_like_date(word) && !parse_day(word)) {
        flaws.push_back({begin, word.size(), fmt::format("there is no day {}", word),
                         "a date is year-month-day, as 2008-01-07", false});
        text.replace(begin, kSomeDate.size(), kSomeDate);
      }
    } else {
      if (depth.too_deep(c))
        return {
            {i, 1, "brackets or dotted keys are nested too deeply", fmt::format("at most {} deep", kDeepest), true}};
      ++i;
    }
  }
  return flaws;
}

}  // namespace hibiki::scenario
