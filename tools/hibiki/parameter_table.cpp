#include "tools/hibiki/parameter_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "sim/scenario/sections.hpp"
#include "sim/scenario/toml_text.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

/// Whether [minimum, maximum] of a field limits values of this type.
template <class Value>
constexpr bool kHasRange = std::is_same_v<Value, double> || std::is_same_v<Value, std::int64_t> ||
                           std::is_same_v<Value, DatedValue> || std::is_same_v<Value, DatedRows> ||
                           std::is_same_v<Value, StyleValues> || std::is_same_v<Value, std::map<std::string, double>>;

std::string bounds_text(double minimum, double maximum) {
  const bool low = minimum > -kUnbounded, high = maximum < kUnbounded;
  if (low && high) return fmt::format("{}..{}", minimum, maximum);
  return low ? fmt::format("{}..", minimum) : high ? fmt::format("..{}", maximum) : "any";
}

template <class Owner>
std::string range_of(const Field<Owner>& field) {
  return std::visit(
      [&]<class Value>(Value Owner::*) {
        return kHasRange<Value> ? bounds_text(field.minimum, field.maximum) : std::string{};
      },
      field.member);
}

template <class Owner>
void add_fields(std::vector<Parameter>& all, const std::string& section, std::span<const Field<Owner>> fields) {
  const Owner defaults{};
  for (const Field<Owner>& field : fields)
    all.push_back({section, std::string(field.key), std::string(field.unit),
                   field.required ? "required" : toml_text(defaults, field), range_of(field),
                   std::string(field.meaning), std::string(field.source), field.learnt});
}

void add_keys(std::vector<Parameter>& all, const std::string& section, std::span<const RuleKey> keys) {
  for (const RuleKey& key : keys)
    all.push_back({section, std::string(key.key), std::string(key.unit), "", "", std::string(key.meaning), "", false});
}

/// "market" -> "market.NAME": how a key of a thing in a list is written.
template <class Owner>
std::string section_of(const char* kind) {
  if constexpr (requires(Owner owner) { owner.id; })
    return std::string(kind) + ".ID";
  else
    return std::string(kind) + ".NAME";
}

std::vector<std::string> parts_of(const std::string& section) {
  const auto dot = section.find('.');
  if (dot == std::string::npos) return {section};
  return {section.substr(0, dot), section.substr(dot + 1)};
}

bool is_named(const Parameter& parameter, const std::string& key) {
  if (key == parameter.full_key() || key == parameter.key) return true;
  const auto parts = parts_of(parameter.section);
  if (parts.size() < 2 || !key.starts_with(parts[0] + ".") || !key.ends_with("." + parameter.key)) return false;
  // "market.internet" and "market.JP.internet", but not "market.a.b.internet".
  const std::string tail = parts[1].find('.') == std::string::npos ? "" : parts[1].substr(parts[1].find('.'));
  if (key == parts[0] + tail + "." + parameter.key) return true;
  const std::size_t before = parts[0].size() + 1, after = tail.size() + 1 + parameter.key.size();
  if (key.size() <= before + after || !key.ends_with(tail + "." + parameter.key)) return false;
  const std::string name = key.substr(before, key.size() - before - after);
  return name.front() == '"' || name.find('.') == std::string::npos;
}

/// "0..1 (1 a quarter)".
std::string range_and_unit(const Parameter& parameter) {
  const std::string unit = parameter.unit == "1" ? "" : parameter.unit;
  return parameter.range.empty() ? unit : unit.empty() ? parameter.range : parameter.range + " " + unit;
}

std::string section_table(const std::string& section, const std::vector<Parameter>& rows, std::size_t columns) {
  std::size_t key_width = 0, value_width = 0;
  for (const Parameter& row : rows) {
    key_width = std::max(key_width, row.key.size());
    value_width = std::max(value_width, std::min<std::size_t>(row.value.size(), 12));
  }
  std::string text = fmt::format("[{}]\n", section.empty() ? "top of the file" : section);
  for (const Parameter& row : rows) {
    const std::string line =
        fmt::format("  {:<{}}  {:>{}}  {}", row.key, key_width, row.value, value_width, range_and_unit(row));
    const std::string head = fmt::format("  {}  {}", row.key, row.value);
    text += line.size() <= columns ? line
                                   : (head.size() <= columns ? head : wrapped(head, 2, columns)) + "\n" +
                                         wrapped(range_and_unit(row), 6, columns);
    text.erase(text.find_last_not_of(' ') + 1);
    text += "\n" + wrapped(row.meaning, 6, columns) + "\n";
  }
  return text;
}

}  // namespace

std::vector<Parameter> all_parameters() {
  std::vector<Parameter> all;
  add_keys(all, "", top_keys());
  Scenario none;
  visit_singles(none, [&](const char* name, auto&, auto fields) { add_fields(all, name, fields); });
  visit_lists(none, [&]<class Owner>(const char* kind, std::vector<Owner>&, std::span<const Field<Owner>> fields) {
    const std::string section = section_of<Owner>(kind);
    add_fields(all, section, fields);
    if constexpr (std::is_same_v<Owner, PolicyRule>) {
      add_keys(all, section, policy_rule_keys());
      add_fields(all, section + ".levers", lever_fields());
    }
    if constexpr (std::is_same_v<Owner, Intervention>) add_keys(all, section, intervention_keys());
    if constexpr (std::is_same_v<Owner, Response>) add_keys(all, section, response_keys());
  });
  return all;
}

std::vector<Parameter> find_parameters(const std::string& key) {
  std::vector<Parameter> found;
  for (Parameter& parameter : all_parameters())
    if (is_named(parameter, key)) found.push_back(std::move(parameter));
  return found;
}

std::vector<Parameter> parameters_of_table(const std::string& table) {
  std::vector<Parameter> found;
  for (Parameter& parameter : all_parameters())
    if (!table.empty() && parts_of(parameter.section).front() == table) found.push_back(std::move(parameter));
  return found;
}

std::vector<std::string> parameter_names() {
  std::vector<std::string> names;
  for (const Parameter& parameter : all_parameters()) {
    names.push_back(parameter.key);
    names.push_back(parameter.full_key());
  }
  return names;
}

std::string parameter_table(const std::vector<Parameter>& parameters, std::size_t columns) {
  std::string text;
  for (std::size_t at = 0; at < parameters.size();) {
    std::vector<Parameter> rows;
    const std::string section = parameters[at].section;
    for (; at < parameters.size() && parameters[at].section == section; ++at) rows.push_back(parameters[at]);
    text += (text.empty() ? "" : "\n") + section_table(section, rows, columns);
  }
  return text;
}

std::string parameter_details(const Parameter& parameter, std::size_t columns) {
  std::string text = parameter.full_key() + "\n";
  const auto add = [&](const char* name, const std::string& what) {
    if (what.empty()) return;
    const std::string lines = wrapped(what, 11, columns);
    text += fmt::format("  {:<9}{}\n", name, lines.substr(11));
  };
  add("meaning", parameter.meaning);
  add("unit", parameter.unit == "1" ? "1 (a pure number)" : parameter.unit);
  add("default", parameter.value);
  add("range", parameter.range);
  add("source", parameter.source);
  if (parameter.learnt) add("learnt", "labels copy it from better peers, as fast as their adaptivity");
  return text;
}

}  // namespace hibiki::program
