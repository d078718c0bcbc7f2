#include "sim/scenario/read_fields.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/scenario/platform_traits.hpp"

namespace hibiki::inline scenario {

namespace {

std::optional<Mistake> wrong(const Node& node, std::string expected) { return Mistake{&node, std::move(expected)}; }

constexpr const char* kDatedForm = "a number, or dated numbers [[1990-01-01, 0.1], [2000-01-01, 0.2]]";

template <class Kind, std::size_t count>
std::optional<Mistake> read_kind(const Node& node, Kind& value, const std::array<const char*, count>& names) {
  std::string word;
  if (!read_value(node, word))
    for (std::size_t i = 0; i < count; ++i)
      if (word == names[i]) {
        value = static_cast<Kind>(i);
        return std::nullopt;
      }
  const std::vector<std::string> all(names.begin(), names.end());
  const bool text = node.kind == Node::Kind::text;
  return Mistake{&node, fmt::format("one of {}", fmt::join(all, ", ")),
                 text ? nearest_hint(node.text, all) : std::string{}};
}

/// A table of values of one type; `value` is only changed when all of them are right.
template <class Value>
std::optional<Mistake> read_map(const Node& node, std::map<std::string, Value>& value, const char* expected) {
  if (node.kind != Node::Kind::table) return wrong(node, expected);
  std::map<std::string, Value> result;
  for (const auto& [key, member] : node.members)
    if (const auto mistake = read_value(member, result[key])) return mistake;
  value = std::move(result);
  return std::nullopt;
}

/// Reads "[date, number, ...]"; `numbers` is how many numbers must follow, 0 for at least one.
std::optional<Mistake> read_row(const Node& row, std::size_t numbers, Day& day, std::vector<double>& values) {
  const bool long_enough = row.kind == Node::Kind::array && row.items.size() >= 2;
  if (!long_enough || (numbers > 0 && row.items.size() != numbers + 1))
    return wrong(row, numbers == 1 ? "[date, number]" : "[date, number, number, ...]");
  if (const auto mistake = read_value(row.items[0], day)) return mistake;
  values.resize(row.items.size() - 1);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (const auto mistake = read_value(row.items[i + 1], values[i])) return mistake;
  return std::nullopt;
}

/// The text of an invalid value in messages.
std::string found_text(const Node& node) {
  if (node.kind == Node::Kind::integer) return fmt::format("{}", node.integer);
  if (node.kind == Node::Kind::real) return fmt::format("{}", node.real);
  if (node.kind == Node::Kind::text) return fmt::format("the text \"{}\"", node.text);
  return kind_name(node.kind);
}

/// The number that a text means, "30%" or "20k", as a hint; "" when it means none.
std::string meant_number(const Node& node) {
  if (node.kind != Node::Kind::text) return {};
  std::string_view text = node.text;
  double number = 0.0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || !std::isfinite(number)) return {};
  std::string_view unit(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  constexpr std::pair<std::string_view, double> kUnits[] = {{"", 1.0}, {"%", 0.01}, {"k", 1e3}, {"M", 1e6}, {"G", 1e9}};
  for (const auto& [name, factor] : kUnits)
    if (unit == name) return fmt::format("write {:.12g}, without quotes or unit", number * factor);
  return {};
}

}  // namespace

std::optional<Mistake> read_value(const Node& node, double& value) {
  if (!node.is_number()) return Mistake{&node, "a number", meant_number(node)};
  const double number = node.kind == Node::Kind::integer ? static_cast<double>(node.integer) : node.real;
  if (!std::isfinite(number)) return wrong(node, "a finite number");
  value = number;
  return std::nullopt;
}

std::optional<Mistake> read_value(const Node& node, std::int64_t& value) {
  constexpr double kLimit = 9.2e18;
  const bool integral =
      node.kind == Node::Kind::real && std::abs(node.real) < kLimit && std::trunc(node.real) == node.real;
  if (node.kind != Node::Kind::integer && !integral) return Mistake{&node, "a whole number", meant_number(node)};
  value = integral ? static_cast<std::int64_t>(node.real) : node.integer;
  return std::nullopt;
}

std::optional<Mistake> read_value(const Node& node, bool& value) {
  if (node.kind != Node::Kind::boolean) return wrong(node, "true or false");
  value = node.boolean;
  return std::nullopt;
}

std::optional<Mistake> read_value(const Node& node, std::string& value) {
  if (node.kind != Node::Kind::text) return wrong(node, "a text in quotes");
  value = node.text;
  return std::nullopt;
}

std::optional<Mistake> read_value(const Node& node, Day& value) {
  if (node.kind == Node::Kind::date) {
    value = node.date;
    return std::nullopt;
  }
  const auto day = node.kind == Node::Kind::text ? parse_day(node.text) : std::nullopt;
  if (!day) return wrong(node, "a date, as 2008-01-07");
  value = *day;
  return std::nullopt;
}

std::optional<Mistake> read_value(const Node& node, DatedValue& value) {
  if (node.is_number()) {
    double number = 0.0;
    const auto mistake = read_value(node, number);
    if (!mistake) value = DatedValue(number);
    return mistake;
  }
  if (node.kind != Node::Kind::array || node.items.empty()) return Mistake{&node, kDatedForm, meant_number(node)};
  DatedValue result;
  result.points.clear();
  for (const Node& row : node.items) {
    Day day;
    std::vector<double> numbers;
    if (const auto mistake = read_row(row, 1, day, numbers)) return mistake;
    result.points.emplace_back(day, numbers[0]);
  }
  // A single point holds at all times.
  value = result.constant() ? DatedValue(result.points.front().second) : std::move(result);
  return std::nullopt;
}

std::optional<Mistake> read_value(const Node& node, DatedRows& value) {
  if (node.kind != Node::Kind::array) return wrong(node, "dated rows [[date, number, number, ...], ...]");
  DatedRows result;
  for (const Node& row : node.items) {
    auto& [day, numbers] = result.points.emplace_back();
    if (const auto mistake = read_row(row, 0, day, numbers)) return mistake;
  }
  value = std::move(result);
  return std::nullopt;
}

std::optional<Mistake> read_value(const Node& node, StyleValues& value) {
  if (node.kind != Node::Kind::array || node.items.size() != value.size())
    return wrong(
        node, fmt::format("{} numbers, one for each style axis ({})", value.size(), fmt::join(kStyleAxisNames, ", ")));
  StyleValues result{};
  for (std::size_t i = 0; i < result.size(); ++i)
    if (const auto mistake = read_value(node.items[i], result[i])) return mistake;
  value = result;
  return std::nullopt;
}

std::optional<Mistake> read_value(const Node& node, std::vector<std::string>& value) {
  if (node.kind != Node::Kind::array) return wrong(node, "an array of texts");
  std::vector<std::string> result(node.items.size());
  for (std::size_t i = 0; i < result.size(); ++i)
    if (const auto mistake = read_value(node.items[i], result[i])) return mistake;
  value = std::move(result);
  return std::nullopt;
}

std::optional<Mistake> read_value(const Node& node, std::map<std::string, double>& value) {
  return read_map(node, value, "a table of numbers {NAME = 0.5}");
}
std::optional<Mistake> read_value(const Node& node, std::map<std::string, Day>& value) {
  return read_map(node, value, "a table of dates {NAME = 2008-01-07}");
}
std::optional<Mistake> read_value(const Node& node, PlatformKind& value) {
  return read_kind(node, value, kPlatformKindNames);
}
std::optional<Mistake> read_value(const Node& node, LabelKind& value) {
  return read_kind(node, value, kLabelKindNames);
}

std::string range_text(double minimum, double maximum, std::string_view unit) {
  const bool named = !unit.empty() && unit != "1";
  if (minimum >= maximum) return named && unit != "date" ? std::string(unit) : std::string{};
  return fmt::format("valid: {} to {}{}{}", minimum, maximum, named ? " " : "", named ? unit : "");
}

void note(Reading& reading, const std::string& key, const Node& node, const std::optional<Mistake>& mistake,
          std::string_view what) {
  reading.places[key] = &node;
  if (!mistake) return;
  reading.failed.insert(key);
  if (mistake->node->kind == Node::Kind::flawed) return;
  const std::string_view hint = mistake->hint.empty() ? what : mistake->hint;
  reading.problems.push_back(problem_at(
      *mistake->node, fmt::format("{} must be {}, not {}", key, mistake->expected, found_text(*mistake->node)), hint));
}

}  // namespace hibiki::scenario
