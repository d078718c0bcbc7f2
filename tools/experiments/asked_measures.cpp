#include "tools/experiments/asked_measures.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "sim/scenario/label_name.hpp"
#include "sim/scenario/nearest.hpp"
#include "tools/experiments/comparison_scope.hpp"

namespace hibiki::inline experiments {

namespace {

/// A measure of measure_table() that some markets can be chosen for, and its name when they are: then the home market
/// may be among them.
struct MarketMeasure {
  const char *name, *in_table;
};
constexpr MarketMeasure kMarketMeasures[] = {{"engaged", "engaged_abroad"},
                                             {"reach", "reach_abroad"},
                                             {"pairs", "pairs_abroad"},
                                             {"play_share", "play_share_abroad"},
                                             {"revenue", "revenue_abroad"}};

/// "NAME[key=value|value,key=value]", taken apart.
struct MeasureText {
  std::string name;
  std::map<std::string, std::vector<std::string>> selectors;

  bool has(const char* key) const { return selectors.contains(key); }
};

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

std::vector<std::string> parts_of(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    parts.push_back(trimmed(text.substr(at, end - at)));
    at = end + 1;
  }
  return parts;
}

MeasureText taken_apart(const std::string& text) {
  MeasureText parts;
  const std::size_t open = text.find('[');
  parts.name = trimmed(text.substr(0, open));
  if (open == std::string::npos) return parts;
  if (text.back() != ']' || text.find('[', open + 1) != std::string::npos)
    throw MeasureError("selectors stand in one pair of brackets at the end, as in engaged[market=ID|TH]");
  const std::string inside = text.substr(open + 1, text.size() - open - 2);
  for (const std::string& selector : parts_of(inside, ',')) {
    const std::size_t equals = selector.find('=');
    const std::string key = trimmed(selector.substr(0, equals));
    const std::vector<std::string> keys = {"market", "scene", "label", "act"};
    if (std::ranges::find(keys, key) == keys.end())
      throw MeasureError(fmt::format("no selector '{}'; {}", key, nearest_hint(key, keys)));
    if (equals == std::string::npos) throw MeasureError(fmt::format("{} has no value, as in {}=NAME", key, key));
    if (parts.selectors.contains(key))
      throw MeasureError(fmt::format("{} stands twice; several values are separated by |", key));
    std::vector<std::string>& values = parts.selectors[key] = parts_of(selector.substr(equals + 1), '|');
    if (std::ranges::find(values, "") != values.end()) throw MeasureError(fmt::format("{} has an empty value", key));
  }
  return parts;
}

/// Code of the market that a user names by code or title.
std::string market_named(const Scenario& scenario, const std::string& name) {
  std::vector<std::string> names;
  for (const Market& market : scenario.markets) {
    if (name == market.name || name == market.title) return market.name;
    names.push_back(market.name);
    if (!market.title.empty()) names.push_back(market.title);
  }
  throw MeasureError(fmt::format("{} has no market '{}'; {}", scenario.name, name, nearest_hint(name, names)));
}

MeasuredScene scene_named(const Scenario& scenario, const std::string& name) {
  std::vector<std::string> names;
  for (const Market& market : scenario.markets) {
    if (name == market.scene || name == market.name) return scene_of_market(scenario, market.name);
    names.push_back(market.scene);
    names.push_back(market.name);
  }
  throw MeasureError(fmt::format("{} has no scene '{}'; {}", scenario.name, name, nearest_hint(name, names)));
}

std::string scene_name(const Scenario& scenario, const MeasuredScene& scene) {
  const auto home = std::ranges::find(scenario.markets, scene.market, &Market::name);
  return home == scenario.markets.end() ? scene.market : home->scene;
}

/// By market of the run's axis: whether it is among `codes`.
std::vector<bool> among(const Scenario& scenario, const std::vector<std::string>& codes) {
  std::vector<std::string> markets;
  for (const Market& market : scenario.markets) markets.push_back(market.name);
  std::ranges::sort(markets);
  std::vector<bool> chosen;
  for (const std::string& market : markets) chosen.push_back(std::ranges::find(codes, market) != codes.end());
  return chosen;
}

/// "ID", "ID and TH", "ID, TH and VN".
std::string listed(const std::vector<std::string>& words) {
  if (words.size() == 1) return words.front();
  return fmt::format("{} and {}", fmt::join(words.begin(), words.end() - 1, ", "), words.back());
}

void choose_markets(const Scenario& scenario, const MeasureText& text, bool home_too, AskedMeasure& asked) {
  std::vector<std::string> codes;
  for (const std::string& name : text.selectors.at("market")) {
    codes.push_back(market_named(scenario, name));
    if (std::ranges::count(codes, codes.back()) > 1) throw MeasureError(fmt::format("market {} stands twice", name));
    if (!home_too && codes.back() == asked.scene.market)
      throw MeasureError(fmt::format("{} is the scene's home market, not abroad; {}[market=...] counts it too",
                                     codes.back(), text.name.substr(0, text.name.rfind("_abroad"))));
  }
  asked.scene.abroad = among(scenario, codes);
  Measure& measure = asked.measure;
  constexpr std::string_view kAbroad = " abroad";
  if (measure.title.ends_with(kAbroad)) measure.title.resize(measure.title.size() - kAbroad.size());
  measure.title += " in " + listed(codes);
  measure.definition =
      fmt::format("In the markets {} alone, instead of all abroad: {}", listed(codes), measure.definition);
}

AskedMeasure measure_of_scene(const std::string& text, const MeasureText& parts, const Scenario& base,
                              const MeasuredScene& scene) {
  AskedMeasure asked{{}, scene, std::nullopt};
  std::string name = parts.name;
  bool home_too = false;
  for (const MarketMeasure& one : kMarketMeasures)
    if (parts.has("market") && name == one.name) name = one.in_table, home_too = true;
  const auto table = measure_table();
  const auto found = std::ranges::find(table, name, &Measure::name);
  if (found == table.end()) {
    std::vector<std::string> names;
    for (const Measure& measure : table) names.push_back(measure.name);
    for (const MarketMeasure& one : kMarketMeasures) names.push_back(fmt::format("{}[market=...]", one.name));
    throw MeasureError(fmt::format("no measure '{}'; {}", name, nearest_hint(name, names)));
  }
  asked.measure = *found;
  asked.measure.name = text;
  if (parts.has("scene")) {
    if (parts.selectors.at("scene").size() > 1) throw MeasureError("a measure is of one scene");
    asked.scene = scene_named(base, parts.selectors.at("scene").front());
    if (asked.scene.market != scene.market) asked.measure.subject = scene_name(base, asked.scene);
    if (found->at_end != nullptr) throw MeasureError(fmt::format("'{}' is not of one scene", name));
  }
  if (parts.has("market")) {
    if (!found->abroad)
      throw MeasureError(
          fmt::format("'{}' does not depend on a choice of markets; engaged, reach, pairs, play_share and "
                      "revenue do",
                      name));
    choose_markets(base, parts, home_too, asked);
  }
  return asked;
}

/// Names of the labels or acts that scenarios name.
std::vector<std::string> entity_names(EntityKind kind, const std::vector<const Scenario*>& scenarios) {
  std::vector<std::string> names;
  for (const Scenario* scenario : scenarios)
    if (kind == EntityKind::label)
      for (const Label& label : scenario->labels) names.push_back(label.name);
    else
      for (const Act& act : scenario->acts) names.push_back(act.name);
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

void add_names(const std::vector<const Scenario*>& scenarios, const std::string& name, MeasuredEntity& entity) {
  const std::size_t before = entity.names.size();
  for (const Scenario* scenario : scenarios)
    if (entity.kind == EntityKind::label)
      entity.names.merge(label_entity(*scenario, name).names);
    else if (std::ranges::find(scenario->acts, name, &Act::name) != scenario->acts.end())
      entity.names.insert(name);
  if (entity.names.size() > before) return;
  const char* kind = entity.kind == EntityKind::label ? "label" : "act";
  throw MeasureError(fmt::format("no scenario names {} {} '{}'; {}", entity.kind == EntityKind::label ? "a" : "an",
                                 kind, name, nearest_hint(name, entity_names(entity.kind, scenarios))));
}

AskedMeasure measure_of_entity(const std::string& text, const MeasureText& parts,
                               const std::vector<const Scenario*>& scenarios) {
  if (parts.selectors.size() > 1)
    throw MeasureError("series of a label or an act are not split: label or act stands alone in the brackets");
  MeasuredEntity entity{parts.has("label") ? EntityKind::label : EntityKind::act, "", {}};
  const auto& named = parts.selectors.begin()->second;
  entity.name = fmt::format("{}", fmt::join(named, "|"));
  for (const std::string& name : named) add_names(scenarios, name, entity);
  const std::size_t index = entity_measure_index(entity.kind, parts.name);
  if (index == entity_measures(entity.kind).size()) {
    std::vector<std::string> names;
    for (const Measure& measure : entity_measures(entity.kind)) names.push_back(measure.name);
    throw MeasureError(
        fmt::format("no measure '{}' of a label or an act; {}", parts.name, nearest_hint(parts.name, names)));
  }
  AskedMeasure asked = measures_of(entity)[index];
  asked.measure.name = text;
  return asked;
}

}  // namespace

MeasuredEntity label_entity(const Scenario& scenario, const std::string& name) {
  MeasuredEntity entity{EntityKind::label, name, {}};
  for (const Label& entry : scenario.labels)
    for (std::int64_t i = 0; i < entry.count; ++i)
      if (entry.name == name || label_name(entry, i) == name) entity.names.insert(label_name(entry, i));
  return entity;
}

std::vector<AskedMeasure> measures_of(const MeasuredEntity& entity) {
  std::vector<AskedMeasure> all;
  for (const Measure& measure : entity_measures(entity.kind)) {
    AskedMeasure& asked = all.emplace_back(AskedMeasure{measure, {}, entity});
    asked.measure.subject = entity.title();
    asked.measure.name =
        fmt::format("{}[{}={}]", measure.name, entity.kind == EntityKind::label ? "label" : "act", entity.name);
  }
  return all;
}

AskedMeasure asked_measure(const std::string& text, const std::vector<const Scenario*>& scenarios,
                           const MeasuredScene& scene) {
  const MeasureText parts = taken_apart(text);
  return parts.has("label") || parts.has("act") ? measure_of_entity(text, parts, scenarios)
                                                : measure_of_scene(text, parts, *scenarios.front(), scene);
}

std::map<std::string, Day> starts_of(const AskedMeasure& asked, const std::vector<const Scenario*>& scenarios) {
  std::map<std::string, Day> starts;
  if (!asked.entity) return starts;
  const auto add = [&](const std::string& name, Day start) {
    const auto [it, is_new] = starts.try_emplace(name, start);
    if (!is_new) it->second = std::min(it->second, start);
  };
  for (const Scenario* scenario : scenarios)
    if (asked.entity->kind == EntityKind::label) {
      for (const Label& entry : scenario->labels)
        for (std::int64_t i = 0; i < entry.count; ++i)
          if (asked.entity->names.contains(label_name(entry, i))) add(label_name(entry, i), entry.founded);
    } else {
      for (const Act& act : scenario->acts)
        if (asked.entity->names.contains(act.name)) add(act.name, act.debut);
    }
  return starts;
}

}  // namespace hibiki::experiments
