#include "sim/scenario/sets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "sim/scenario/extend.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/sections.hpp"

namespace hibiki::inline scenario {

namespace {

/// "KEY=VALUE" taken apart.
struct Set {
  std::vector<std::string> parts;  ///< of KEY, quotes removed
  std::string value;
};

std::optional<Set> take_apart(const std::string& text) {
  Set set;
  std::string part;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote)
        quote = 0;
      else
        part += c;
    } else if ((c == '"' || c == '\'') && part.empty()) {
      quote = c;
    } else if (c == '.' || c == '=') {
      set.parts.push_back(std::move(part));
      part.clear();
      if (c == '.') continue;
      set.value = text.substr(i + 1);
      const bool empty = std::any_of(set.parts.begin(), set.parts.end(), [](const auto& p) { return p.empty(); });
      return empty ? std::nullopt : std::optional(std::move(set));
    } else {
      part += c;
    }
  }
  return std::nullopt;
}

std::string joined(const std::vector<std::string>& parts, std::size_t from, std::size_t to) {
  std::string text;
  for (std::size_t i = from; i < to; ++i) text += (i > from ? "." : "") + parts[i];
  return text;
}

/// Gives a node and all in it the place "--set".
void place_at(Node& node, const std::shared_ptr<const SourceText>& source, std::size_t offset) {
  node.source = source, node.offset = offset, node.length = source->text.size() - offset;
  for (auto& [key, member] : node.members) place_at(member, source, offset);
  for (Node& item : node.items) place_at(item, source, offset);
}

/// VALUE as TOML; a text when it is not (except that what opens as array, table or string must close as one).
Node parse_value(const std::string& value, const std::shared_ptr<const SourceText>& source,
                 std::vector<Problem>& problems) {
  Node result;
  result.kind = Node::Kind::text;
  result.text = value;
  const bool must_parse = !value.empty() && std::string_view("[{\"'").find(value.front()) != std::string_view::npos;
  try {
    std::vector<Problem> flaws;
    Node tree = parse_toml(std::make_shared<SourceText>(SourceText{"--set", "value = " + value, {}}), flaws);
    if (tree.members.size() == 1 && flaws.empty()) result = std::move(tree.members.front().node);
  } catch (const ScenarioError& error) {
    if (must_parse)
      problems.push_back({{}, 0, 0, "--set: " + source->text + ": " + error.problems().front().message, {}});
  }
  place_at(result, source, source->text.size() - value.size());
  return result;
}

/// Puts `value` below `table` at the dotted key parts[from...], making tables on the way.
void put_below(Node& table, const std::vector<std::string>& parts, std::size_t from, Node value,
               std::vector<Problem>& problems) {
  Node* owner = &table;
  for (std::size_t i = from; i + 1 < parts.size(); ++i) {
    owner = &owner->member(parts[i], value);
    if (owner->kind == Node::Kind::table) continue;
    problems.push_back(problem_at(
        value, fmt::format("'{}' is {}: it has no keys to set", joined(parts, 0, i + 1), kind_name(owner->kind)),
        "set it whole"));
    return;
  }
  put(*owner, parts.back(), std::move(value));
}

template <class Owner>
bool is_field(std::string_view key, std::span<const Field<Owner>> fields) {
  return std::any_of(fields.begin(), fields.end(), [&](const auto& field) { return field.key == key; });
}

/// Kinds of lists of tables: market, barrier ...
std::vector<std::string> list_kinds() {
  std::vector<std::string> kinds;
  Scenario none;
  visit_lists(none, [&](const char* kind, auto&, auto) { kinds.emplace_back(kind); });
  return kinds;
}

bool is_single(const std::string& table) {
  bool found = false;
  Scenario none;
  visit_singles(none, [&](const char* name, auto&, auto) { found = found || table == name; });
  return found;
}

/// Name of an item of a list of tables, "" when it has none.
std::string item_name(const Node& item) {
  const Node* name = item.find("id");
  if (name == nullptr) name = item.find("name");
  return name != nullptr && name->kind == Node::Kind::text ? name->text : std::string{};
}

/// Sets inside an item of a list: parts are KIND, NAME (perhaps with dots), then the key.
void set_in_list(Node& root, const std::vector<std::string>& parts, Node value, std::vector<Problem>& problems) {
  std::vector<std::string> names;
  Node* list = root.find(parts[0]);
  for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
    Node& item = list->items[i];
    names.push_back(item_name(item));
    for (std::size_t used = 2; used < parts.size(); ++used) {
      if (names.back() != joined(parts, 1, used)) continue;
      const bool lever =
          parts[0] == "policy" && parts[used] != "levers" && !is_field<PolicyRule>(parts[used], policy_rule_fields());
      put_below(lever ? item.member("levers", value) : item, parts, used, std::move(value), problems);
      return;
    }
  }
  if (parts.size() < 3)
    problems.push_back(
        problem_at(value, fmt::format("{} needs a name and a key", parts[0]), parts[0] + ".NAME.KEY=VALUE"));
  else
    problems.push_back(
        problem_at(value, fmt::format("unknown {} '{}'", parts[0], parts[1]), nearest_hint(parts[1], names)));
}

void report_unknown(const std::string& key, const Node& value, std::vector<Problem>& problems) {
  std::vector<std::string> known = list_kinds();
  for (const auto& top : top_keys()) known.emplace_back(top.key);
  for (const auto& field : run_fields()) known.push_back("run." + std::string(field.key));
  for (const auto& field : trend_fields()) known.push_back("trend." + std::string(field.key));
  for (const auto& field : assumption_fields()) known.emplace_back(field.key);
  problems.push_back(problem_at(value, fmt::format("unknown key '{}'", key), nearest_hint(key, known)));
}

}  // namespace

namespace {

/// KEY as resolved TOML has it: "run.fans" for "fans".
std::string full_key(const std::vector<std::string>& parts) {
  const std::string key = joined(parts, 0, parts.size());
  if (is_field(key, assumption_fields())) return "assumptions." + key;
  return is_field(key, run_fields()) ? "run." + key : key;
}

}  // namespace

void apply_sets(Node& root, const std::vector<std::string>& sets, std::vector<Problem>& problems) {
  std::map<std::string, std::string> given;
  for (const std::string& text : sets) {
    if (const auto set = take_apart(text)) {
      const auto [before, first] = given.emplace(full_key(set->parts), text);
      if (!first)
        problems.push_back(
            {{},
             0,
             0,
             fmt::format("{} is set twice: {} and {}; give it once", before->first, before->second, text),
             {}});
    }
    apply_set(root, text, problems);
  }
}

void apply_set(Node& root, const std::string& text, std::vector<Problem>& problems) {
  const auto set = take_apart(text);
  if (!set) {
    problems.push_back({{}, 0, 0, fmt::format("--set '{}': write KEY=VALUE, as in --set run.fans=20000", text), {}});
    return;
  }
  const auto source = std::make_shared<SourceText>(SourceText{{}, text, "--set"});
  Node value = parse_value(set->value, source, problems);
  const std::string key = joined(set->parts, 0, set->parts.size());
  const std::vector<std::string>& parts = set->parts;
  const auto kinds = list_kinds();
  const auto is_top = [&](const RuleKey& top) { return top.key == key && key != "extends"; };
  if (std::any_of(top_keys().begin(), top_keys().end(), is_top)) {
    put(root, key, std::move(value));
  } else if (std::find(kinds.begin(), kinds.end(), parts[0]) != kinds.end()) {
    set_in_list(root, parts, std::move(value), problems);
  } else if (is_single(parts[0]) && parts.size() > 1) {
    put_below(root, parts, 0, std::move(value), problems);
  } else if (const char* table = is_field(key, assumption_fields()) ? "assumptions"
                                 : is_field(key, run_fields())      ? "run"
                                                                    : nullptr) {
    Node& owner = root.member(table, value);  // reads where the value stands, which a call with both might have moved
    put_below(owner, parts, 0, std::move(value), problems);
  } else {
    report_unknown(key, value, problems);
  }
}

}  // namespace hibiki::scenario
