#include "sim/scenario/target.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/nearest.hpp"
#include "sim/scenario/split.hpp"

namespace hibiki::inline scenario {

namespace {

bool listed(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// Adds one "key=value|value" to the target; returns an error message, or an empty text.
std::string add_condition(Target& target, std::string_view condition) {
  const auto equals = condition.find('=');
  if (equals == std::string_view::npos) return fmt::format("'{}' is not key=value", condition);
  const auto key = trimmed(condition.substr(0, equals));
  for (const auto value : split(condition.substr(equals + 1), '|')) {
    if (value.empty()) return fmt::format("'{}' lacks a value", condition);
    if (key == "home")
      target.homes.emplace_back(value);
    else if (key == "scene")
      target.scenes.emplace_back(value);
    else if (key == "name")
      target.names.emplace_back(value);
    else if (key == "kind") {
      const auto* kind = std::find(kLabelKindNames.begin(), kLabelKindNames.end(), value);
      if (kind == kLabelKindNames.end())
        return fmt::format("'{}' is not a kind of label; {}", value,
                           nearest_hint(value, {kLabelKindNames.begin(), kLabelKindNames.end()}));
      target.kinds.push_back(static_cast<LabelKind>(kind - kLabelKindNames.begin()));
    } else {
      return fmt::format("labels cannot be selected by '{}'; {}", key,
                         nearest_hint(key, {"home", "kind", "scene", "name"}));
    }
  }
  return {};
}

}  // namespace

std::optional<Target> Target::parse(std::string_view text, std::string& error) {
  constexpr std::string_view kForm = "write labels, or labels[home=JP,kind=major]; values are joined by |";
  constexpr std::string_view kWord = "labels";
  text = trimmed(text);
  Target target;
  if (text == kWord) return target;
  auto rest = text.substr(std::min(kWord.size(), text.size()));
  rest = trimmed(rest);
  if (text.substr(0, kWord.size()) != kWord || rest.size() < 2 || rest.front() != '[' || rest.back() != ']') {
    error = kForm;
    return std::nullopt;
  }
  std::vector<std::string_view> keys;
  for (const auto condition : split(rest.substr(1, rest.size() - 2), ',')) {
    const auto key = trimmed(condition.substr(0, condition.find('=')));
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
      error = fmt::format("'{0}' is given twice, and all conditions must hold; for alternatives write {0}=A|B", key);
      return std::nullopt;
    }
    keys.push_back(key);
    error = add_condition(target, condition);
    if (!error.empty()) return std::nullopt;
  }
  return target;
}

bool Target::selects(LabelKind kind, std::string_view home, std::string_view scene, std::string_view entry,
                     std::string_view name) const {
  return (homes.empty() || listed(homes, home)) && (scenes.empty() || listed(scenes, scene)) &&
         (kinds.empty() || std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) &&
         (names.empty() || listed(names, entry) || listed(names, name));
}

}  // namespace hibiki::scenario
