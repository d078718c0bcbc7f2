// From values of a TOML tree to members of structs, according to the schema table.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/nearest.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/toml_tree.hpp"

namespace hibiki::inline scenario {

/// Result of reading: problems, and the location of each given key.
struct Reading {
  std::vector<Problem> problems;
  std::map<std::string, const Node*> places;  ///< full dotted key -> its value; tables too
  std::set<std::string> failed;               ///< keys with a missing or invalid value
};

/// An invalid value.
struct Mistake {
  const Node* node;
  std::string expected;   ///< "a number", "one of major, indie"
  std::string hint = {};  ///< instead of the range of the key; may be empty
};

// Each stores the value, or leaves `value` unchanged and returns the expectation.
std::optional<Mistake> read_value(const Node& node, double& value);
std::optional<Mistake> read_value(const Node& node, std::int64_t& value);
std::optional<Mistake> read_value(const Node& node, bool& value);
std::optional<Mistake> read_value(const Node& node, std::string& value);
std::optional<Mistake> read_value(const Node& node, Day& value);
std::optional<Mistake> read_value(const Node& node, DatedValue& value);
std::optional<Mistake> read_value(const Node& node, DatedRows& value);
std::optional<Mistake> read_value(const Node& node, StyleValues& value);
std::optional<Mistake> read_value(const Node& node, std::vector<std::string>& value);
std::optional<Mistake> read_value(const Node& node, std::map<std::string, double>& value);
std::optional<Mistake> read_value(const Node& node, std::map<std::string, Day>& value);
std::optional<Mistake> read_value(const Node& node, PlatformKind& value);
std::optional<Mistake> read_value(const Node& node, LabelKind& value);

/// "0 to 1 (sd)": the valid range and unit of a key, for hints; "" without range and unit.
std::string range_text(double minimum, double maximum, std::string_view unit);

/// Notes where `key` stands and, unless all is well, that it could not be taken.
/// `what` is a text that describes the valid values.
void note(Reading& reading, const std::string& key, const Node& node, const std::optional<Mistake>& mistake,
          std::string_view what);

/// Calls leaf(key, node) for every value of a table, `key` dotted: a table that is itself a value (`is_value` of
/// its key) or leads to none (`leads` of its key) counts as one.
template <class IsValue, class Leads, class Leaf>
void flatten(const Node& table, const std::string& prefix, const IsValue& is_value, const Leads& leads,
             const Leaf& leaf) {
  for (const auto& [name, node] : table.members) {
    const std::string key = prefix.empty() ? name : prefix + "." + name;
    if (node.kind == Node::Kind::table && !is_value(key) && leads(key))
      flatten(node, key, is_value, leads, leaf);
    else
      leaf(key, node);
  }
}

/// Reads every key of `table` that `fields` or `others` (read by the caller) know into `owner`.
template <class Owner>
void read_table(const Node& table, const std::string& name, Owner& owner, std::span<const Field<Owner>> fields,
                const std::vector<std::string_view>& others, Reading& reading) {
  std::vector<std::string> known(others.begin(), others.end());
  for (const auto& field : fields) known.emplace_back(field.key);
  const auto is_key = [&](std::string_view key) { return std::find(known.begin(), known.end(), key) != known.end(); };
  const auto leads = [&](const std::string& key) {
    return std::any_of(known.begin(), known.end(), [&](const auto& k) { return k.rfind(key + ".", 0) == 0; });
  };
  reading.places[name] = &table;
  flatten(table, "", is_key, leads, [&](const std::string& key, const Node& node) {
    const std::string full = name + "." + key;
    for (const auto& field : fields) {
      if (field.key != key) continue;
      const auto mistake = std::visit([&](auto member) { return read_value(node, owner.*member); }, field.member);
      note(reading, full, node, mistake, range_text(field.minimum, field.maximum, field.unit));
      return;
    }
    if (!is_key(key))
      reading.problems.push_back(
          problem_at_key(node, key, fmt::format("unknown key '{}' in {}", key, name), nearest_hint(key, known)));
  });
  for (const auto& field : fields) {
    const std::string full = name + "." + std::string(field.key);
    if (!field.required || reading.places.count(full) > 0) continue;
    reading.problems.push_back(problem_at(table, fmt::format("{} lacks '{}'", name, field.key), field.meaning));
    reading.failed.insert(full);
  }
}

/// Complains of numbers of `owner` that were given under the name `where` (as to read_table) and are out of their
/// range.
template <class Owner>
void check_range(const std::string& where, const Owner& owner, std::span<const Field<Owner>> fields, Reading& reading) {
  for (const Field<Owner>& field : fields) {
    const std::string key = where + "." + std::string(field.key);
    const auto given = reading.places.find(key);
    if (given == reading.places.end() || reading.failed.count(key) > 0) continue;
    std::visit(
        [&](auto member) {
          if constexpr (std::is_arithmetic_v<std::decay_t<decltype(owner.*member)>>)
            if (const auto value = static_cast<double>(owner.*member);
                !(value >= field.minimum && value <= field.maximum))
              reading.problems.push_back(problem_at(*given->second,
                                                    fmt::format("{} = {} is out of range", field.key, value),
                                                    range_text(field.minimum, field.maximum, field.unit)));
        },
        field.member);
  }
}

}  // namespace hibiki::scenario
