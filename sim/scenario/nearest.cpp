#include "sim/scenario/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace hibiki::inline scenario {

namespace {

/// Longer words are not compared: they match no key, and the cost is quadratic.
constexpr std::size_t kLongestWord = 200;
/// Up to this many candidates are listed in full.
constexpr std::size_t kFew = 12;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::size_t closeness(std::string_view word, const std::string& candidate) {
  const std::string_view whole = candidate, name = whole.substr(0, whole.find('['));  // "engaged[market=...]"
  const std::size_t distance = std::min(edit_distance(word, whole), 1 + edit_distance(word, name));
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos ? distance : std::min(distance, 1 + edit_distance(word, name.substr(dot + 1)));
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  if (a.size() > kLongestWord || b.size() > kLongestWord) return std::max(a.size(), b.size());
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const auto best = std::min_element(candidates.begin(), candidates.end(), [&](const auto& a, const auto& b) {
    return closeness(word, a) < closeness(word, b);
  });
  return best == candidates.end() ? std::string{} : *best;
}

std::string nearest_hint(std::string_view word, const std::vector<std::string>& candidates) {
  if (candidates.empty()) return "there is none";
  const std::string best = nearest(word, candidates);
  const bool close = closeness(word, best) <= std::max<std::size_t>(1, word.size() / 2);
  std::string hint = close ? fmt::format("did you mean '{}'?", best) : std::string{};
  if (candidates.size() <= kFew && !(close && candidates.size() == 1))
    hint += fmt::format("{}known: {}", hint.empty() ? "" : " ", fmt::join(candidates, ", "));
  else if (hint.empty())
    hint = fmt::format("the nearest is '{}'", best);
  return hint;
}

}  // namespace hibiki::scenario
