#include "sim/scenario/read_scenario.hpp"

#include <fmt/ranges.h>

#include <charconv>

#include "sim/scenario/sections.hpp"
#include "sim/scenario/trends.hpp"

namespace hibiki::inline scenario {

namespace {

std::vector<std::string_view> keys_of(std::span<const RuleKey> keys) {
  std::vector<std::string_view> names;
  for (const RuleKey& key : keys) names.push_back(key.key);
  return names;
}

/// "52 weeks", "1 week", 52.
std::optional<Mistake> read_weeks(const Node& node, std::int64_t& weeks) {
  const Mistake wrong{&node, "a number of weeks, as \"52 weeks\""};
  if (node.kind != Node::Kind::text) return read_value(node, weeks) ? std::optional(wrong) : std::nullopt;
  const char* end = node.text.data() + node.text.size();
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(node.text.data(), end, number);
  const std::string unit(rest, end);
  if (error != std::errc{} || (unit != " weeks" && unit != " week" && !unit.empty())) return wrong;
  weeks = number;
  return std::nullopt;
}

std::optional<Mistake> read_lever(const Node& node, double Policy::*& lever) {
  std::string key;
  if (read_value(node, key)) return Mistake{&node, "the key of a lever, in quotes"};
  const auto* field = find_lever(key);
  if (field == nullptr) return Mistake{&node, "a lever"};
  lever = std::get<double Policy::*>(field->member);
  return std::nullopt;
}

std::vector<std::string> lever_names() {
  std::vector<std::string> names;
  for (const auto& field : lever_fields()) names.emplace_back(field.key);
  return names;
}

std::string lever_hint(const Intervention& intervention) {
  if (intervention.lever == nullptr) return "a number, or \"current\"";
  const auto* field = &lever_field(intervention.lever);
  return range_text(field->minimum, field->maximum, field->unit) + ", or \"current\"";
}

/// `set` or `scale`, exactly one of them.
void read_change(const Node& table, const std::string& name, Intervention& intervention, Reading& reading) {
  const Node *set = table.find("set"), *scale = table.find("scale");
  if (set != nullptr && scale != nullptr) {
    reading.problems.push_back(problem_at(*scale, name + " has both set and scale", "keep one of them"));
    reading.failed.insert(name + ".scale");
  } else if (set != nullptr && set->kind == Node::Kind::text && set->text == "current") {
    intervention.change = Intervention::Change::current;
    note(reading, name + ".set", *set, std::nullopt, "");
  } else if (set != nullptr) {
    note(reading, name + ".set", *set, read_value(*set, intervention.value), lever_hint(intervention));
  } else if (scale != nullptr) {
    intervention.change = Intervention::Change::scale;
    note(reading, name + ".scale", *scale, read_value(*scale, intervention.value), range_text(0, kLargestScale, ""));
  } else {
    reading.problems.push_back(
        problem_at(table, name + " lacks 'set' or 'scale'", "set = 0.9, set = \"current\" or scale = 2.0"));
    reading.failed.insert(name + ".set");
  }
}

void read_rest(const Node& table, const std::string& name, Intervention& intervention, Reading& reading) {
  if (const Node* lever = table.find("lever")) {
    const std::string word = lever->kind == Node::Kind::text ? lever->text : std::string{};
    note(reading, name + ".lever", *lever, read_lever(*lever, intervention.lever), nearest_hint(word, lever_names()));
  } else {
    reading.problems.push_back(problem_at(table, name + " lacks 'lever'", "lever = \"official_uploads.video\""));
    reading.failed.insert(name + ".lever");
  }
  read_change(table, name, intervention, reading);
  if (const Node* markets = table.find("markets");
      markets != nullptr && markets->kind == Node::Kind::array && markets->items.empty())
    reading.problems.push_back(
        problem_at(*markets, name + ".markets names no market", "leave it out if the change holds everywhere"));
  if (const Node* ramp = table.find("ramp"))
    note(reading, name + ".ramp", *ramp, read_weeks(*ramp, intervention.ramp_weeks),
         range_text(0, kLongestRamp, "weeks"));
}

/// Levers in the order of the schema: their order in the file means nothing.
void read_rest(const Node& table, const std::string& name, PolicyRule& rule, Reading& reading) {
  const Node* levers = table.find("levers");
  if (levers == nullptr) return;
  reading.places[name + ".levers"] = levers;
  if (levers->kind != Node::Kind::table) {
    note(reading, name + ".levers", *levers, Mistake{levers, "a table"}, "[policy.levers]");
    return;
  }
  const auto names = lever_names();
  const auto leads = [&](const std::string& key) {
    return std::any_of(names.begin(), names.end(), [&](const auto& lever) { return lever.rfind(key + ".", 0) == 0; });
  };
  std::map<const Field<Policy>*, DatedValue> found;
  flatten(
      *levers, "", [](const std::string& key) { return find_lever(key) != nullptr; }, leads,
      [&](const std::string& key, const Node& node) {
        const auto* field = find_lever(key);
        if (field == nullptr) {
          reading.problems.push_back(
              problem_at_key(node, key, fmt::format("unknown lever '{}' in {}", key, name), nearest_hint(key, names)));
          return;
        }
        DatedValue value;
        note(reading, name + "." + key, node, read_value(node, value),
             range_text(field->minimum, field->maximum, field->unit));
        found.emplace(field, std::move(value));
      });
  for (const auto& field : lever_fields())
    if (const auto it = found.find(&field); it != found.end())
      rule.levers.emplace_back(std::get<double Policy::*>(field.member), it->second);
}

void read_rest(const Node& table, const std::string& name, Response& response, Reading& reading) {
  if (const Node* delay = table.find("delay"))
    note(reading, name + ".delay", *delay, read_weeks(*delay, response.delay_weeks),
         range_text(0, kLongestRamp, "weeks"));
}

void read_rest(const Node& table, const std::string&, Act& act, Reading&) {
  act.has_style = table.find("style") != nullptr;
}
template <class Owner>
void read_rest(const Node&, const std::string&, Owner&, Reading&) {}

template <class Owner>
std::vector<std::string_view> other_keys() {
  if constexpr (std::is_same_v<Owner, PolicyRule>)
    return keys_of(policy_rule_keys());
  else if constexpr (std::is_same_v<Owner, Intervention>)
    return keys_of(intervention_keys());
  else if constexpr (std::is_same_v<Owner, Response>)
    return keys_of(response_keys());
  else
    return {};
}

/// All tables of one kind.
template <class Owner>
void read_list(const Node& list, const std::string& kind, std::vector<Owner>& owners,
               std::span<const Field<Owner>> fields, Reading& reading) {
  constexpr const char* id = requires(Owner owner) { owner.id; }
  ? "id" : "name";
  if (list.kind != Node::Kind::array) {
    reading.problems.push_back(
        problem_at_key(list, kind, fmt::format("{0} must be a list of tables, not {1}", kind, kind_name(list.kind)),
                       fmt::format("[[{}]]", kind)));
    return;
  }
  for (const Node& item : list.items) {
    if (item.kind != Node::Kind::table) {
      reading.problems.push_back(problem_at(
          item, fmt::format("a {} must be a table, not {}", kind, kind_name(item.kind)), fmt::format("[[{}]]", kind)));
      continue;
    }
    const Node* given = item.find(id);
    const std::string name =
        kind + "." + key_part(given != nullptr && given->kind == Node::Kind::text ? given->text : "");
    Owner& owner = owners.emplace_back();
    read_table(item, name, owner, fields, other_keys<Owner>(), reading);
    read_rest(item, name, owner, reading);
  }
}

template <class Owner>
void read_single(const Node* node, const std::string& name, Owner& owner, std::span<const Field<Owner>> fields,
                 Reading& reading) {
  if (node == nullptr) return;
  if (node->kind == Node::Kind::table)
    read_table(*node, name, owner, fields, {}, reading);
  else
    reading.problems.push_back(problem_at_key(*node, name,
                                              fmt::format("{} must be a table, not {}", name, kind_name(node->kind)),
                                              fmt::format("[{}]", name)));
}

template <class Value>
void read_top(const Node& root, const std::string& key, Value& value, Reading& reading) {
  if (const Node* node = root.find(key)) note(reading, key, *node, read_value(*node, value), "");
}

void report_unknown_tops(const Node& root, const std::vector<std::string>& known, Reading& reading) {
  for (const auto& [key, node] : root.members) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const bool list =
        node.kind == Node::Kind::array && !node.items.empty() && node.items.front().kind == Node::Kind::table;
    reading.problems.push_back(problem_at_key(list ? node.items.front() : node, key,
                                              fmt::format("unknown key '{}'", key), nearest_hint(key, known)));
  }
}

/// The default contenders are KR and JP, as far as they are markets.
void default_contenders(Scenario& scenario) {
  auto& names = scenario.contenders;
  names.erase(std::remove_if(names.begin(), names.end(),
                             [&](const std::string& name) {
                               return std::none_of(scenario.markets.begin(), scenario.markets.end(),
                                                   [&](const Market& market) { return market.name == name; });
                             }),
              names.end());
}

}  // namespace

Scenario read_scenario(const Node& root, const std::string& name, Reading& reading) {
  Scenario scenario;
  scenario.name = name;
  std::vector<std::string> known;
  for (const RuleKey& key : top_keys()) known.emplace_back(key.key);
  read_top(root, "format_version", scenario.format_version, reading);
  read_top(root, "name", scenario.name, reading);
  const Node* own_name = root.find("name");
  if (own_name != nullptr && scenario.name.find_first_not_of(" \t\r\n") == std::string::npos)
    reading.problems.push_back(problem_at(*own_name, "the name is empty", "leave it out to use the name of the file"));
  read_top(root, "title", scenario.title, reading);
  read_top(root, "question", scenario.question, reading);
  read_top(root, "contenders", scenario.contenders, reading);
  visit_singles(scenario, [&](const char* name, auto& owner, auto fields) {
    known.emplace_back(name);
    read_single(root.find(name), name, owner, fields, reading);
  });
  visit_lists(scenario, [&](const std::string& kind, auto& owners, auto fields) {
    known.push_back(kind);
    if (const Node* list = root.find(kind)) read_list(*list, kind, owners, fields, reading);
  });
  if (root.find("contenders") == nullptr) default_contenders(scenario);
  apply_trends(scenario);
  report_unknown_tops(root, known, reading);
  return scenario;
}

}  // namespace hibiki::scenario
