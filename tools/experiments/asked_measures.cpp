#include "tools/experiments/asked_measures.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include "sim/scenario/label_name.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/split.hpp"
#include "tools/experiments/comparison_scope.hpp"

namespace hibiki::inline experiments {

namespace {

/// A measure of measure_table() that some markets can be chosen for. With its own `name` the home market may be among
/// them, with that of the table it may not. Title and definition have {} for the markets.
struct MarketMeasure {
  const char *name, *in_table, *title, *definition;
};
constexpr MarketMeasure kMarketMeasures[] = {
    {"engaged", "engaged_abroad", "engaged fans in {}",
     "People in {} who are engaged with at least one of the scene's acts; mean over the weeks of the window."},
    {"reach", "reach_abroad", "weekly listeners in {}",
     "People in {} who tried at least one of the scene's releases in a week; mean over the weeks of the window."},
    {"pairs", "pairs_abroad", "engaged pairs in {}",
     "Pairs of a person in {} and an act of the scene with which that person is engaged; mean over the weeks of the "
     "window."},
    {"play_share", "play_share_abroad", "share of plays in {}",
     "The scene's share of all plays in {}; mean over the weeks of the window."},
    {"revenue", "revenue_abroad", "paid in {}",
     "US dollars of 2015 that fans in {} paid for the scene's acts, shares of platforms and partners included; per "
     "year "
     "of the window."}};

/// "NAME[key=value|value,key=value]", taken apart.
struct MeasureText {
  std::string name;
  std::map<std::string, std::vector<std::string>> selectors;

  bool has(const char* key) const { return selectors.contains(key); }
};

MeasureText taken_apart(const std::string& text) {
  MeasureText parts;
  const std::size_t open = text.find('[');
  parts.name = trimmed(text.substr(0, open));
  if (open == std::string::npos) return parts;
  if (text.back() != ']' || text.find('[', open + 1) != std::string::npos)
    throw MeasureError("selectors stand in one pair of brackets at the end, as in engaged[market=ID|TH]");
  const std::string inside = text.substr(open + 1, text.size() - open - 2);
  for (const std::string_view selector : split(inside, ',')) {
    const std::size_t equals = selector.find('=');
    const std::string key(trimmed(selector.substr(0, equals)));
    const std::vector<std::string> keys = {"market", "scene", "label", "act"};
    if (std::ranges::find(keys, key) == keys.end())
      throw MeasureError(fmt::format("no selector '{}'; {}", key, nearest_hint(key, keys)));
    if (equals == std::string_view::npos) throw MeasureError(fmt::format("{} has no value, as in {}=NAME", key, key));
    if (parts.selectors.contains(key))
      throw MeasureError(fmt::format("{} stands twice; several values are separated by |", key));
    for (const std::string_view value : split(selector.substr(equals + 1), '|')) {
      if (value.empty()) throw MeasureError(fmt::format("{} has an empty value", key));
      parts.selectors[key].emplace_back(value);
    }
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

std::string scene_name(const Scenario& scenario, const MeasuredScene& scene) {
  const auto home = std::ranges::find(scenario.markets, scene.market, &Market::name);
  return home == scenario.markets.end() ? scene.market : home->scene;
}

/// "ID", "ID and TH", "ID, TH and VN".
std::string listed(const std::vector<std::string>& words) {
  if (words.size() == 1) return words.front();
  return fmt::format("{} and {}", fmt::join(words.begin(), words.end() - 1, ", "), words.back());
}

/// Codes of the markets that a measure is restricted to.
std::vector<std::string> markets_of(const Scenario& scenario, const MeasureText& text, const MarketMeasure& measure,
                                    const MeasuredScene& scene) {
  std::vector<std::string> codes;
  for (const std::string& name : text.selectors.at("market")) {
    codes.push_back(market_named(scenario, name));
    if (std::ranges::count(codes, codes.back()) > 1) throw MeasureError(fmt::format("market {} stands twice", name));
    if (text.name != measure.name && codes.back() == scene.market)
      throw MeasureError(fmt::format("{} is the scene's home market, not abroad; {}[market=...] counts it too",
                                     codes.back(), measure.name));
  }
  std::ranges::sort(codes);
  return codes;
}

/// The measure in some markets, as `found` there.
void choose_markets(const Scenario& scenario, const MeasureText& text, AskedMeasure& asked) {
  const auto found = std::ranges::find_if(
      kMarketMeasures, [&](const MarketMeasure& one) { return text.name == one.name || text.name == one.in_table; });
  if (found == std::end(kMarketMeasures)) {
    std::vector<std::string> names;
    for (const MarketMeasure& one : kMarketMeasures) names.emplace_back(one.name);
    throw MeasureError(fmt::format("'{}' is not measured in a choice of markets; {} are", text.name, listed(names)));
  }
  const std::vector<std::string> codes = markets_of(scenario, text, *found, asked.scene);
  asked.scene.abroad = markets_named(scenario, codes);
  asked.measure.name = fmt::format("{}[market={}]", found->name, fmt::join(codes, "|"));
  asked.measure.title = fmt::format(fmt::runtime(found->title), listed(codes));
  asked.measure.definition = fmt::format(fmt::runtime(found->definition), listed(codes));
}

/// The scene that the text names, with its part of the measure's name.
void choose_scene(const Scenario& scenario, const MeasureText& text, AskedMeasure& asked) {
  if (text.selectors.at("scene").size() > 1) throw MeasureError("a measure is of one scene");
  if (!asked.measure.of_scene) throw MeasureError(fmt::format("'{}' is not of one scene", text.name));
  const std::string own = asked.scene.market;
  try {
    asked.scene = scene_named(scenario, text.selectors.at("scene").front());
  } catch (const std::invalid_argument& error) {
    throw MeasureError(error.what());
  }
  if (asked.scene.market != own) asked.measure.subject = scene_name(scenario, asked.scene);
}

/// Its name is the same however the text is written: codes of markets, and no scene where it is the comparison's own.
AskedMeasure measure_of_scene(const MeasureText& parts, const Scenario& base, const MeasuredScene& scene) {
  std::string name = parts.name;
  for (const MarketMeasure& one : kMarketMeasures)
    if (parts.has("market") && name == one.name) name = one.in_table;
  const Measure* found = nullptr;
  for (const auto table : {measure_table(), further_measures()})
    for (const Measure& measure : table)
      if (measure.name == name) found = &measure;
  if (found == nullptr) {
    for (const MarketMeasure& one : kMarketMeasures)
      if (name == one.name)
        throw MeasureError(
            fmt::format("'{}' needs markets or a label or act, as in {}[market=CODE] and {}[label=NAME]; "
                        "{} counts all markets abroad",
                        name, name, name, one.in_table));
    if (entity_measure_index(EntityKind::label, name) < entity_measures(EntityKind::label).size())
      throw MeasureError(fmt::format("'{}' is of a label or an act, as in {}[label=NAME]", name, name));
    std::vector<std::string> names;
    for (const auto table : {measure_table(), further_measures()})
      for (const Measure& measure : table) names.push_back(measure.name);
    for (const MarketMeasure& one : kMarketMeasures) names.push_back(fmt::format("{}[market=...]", one.name));
    throw MeasureError(fmt::format("no measure '{}'; {}", name, nearest_hint(name, names)));
  }
  AskedMeasure asked{*found, scene, std::nullopt};
  if (parts.has("scene")) choose_scene(base, parts, asked);
  if (parts.has("market")) choose_markets(base, parts, asked);
  if (!asked.measure.subject.empty()) {
    std::string& full = asked.measure.name;
    const std::string selector = "scene=" + asked.measure.subject;
    full = full.ends_with(']') ? full.insert(full.find('[') + 1, selector + ",") : full + "[" + selector + "]";
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
  std::set<std::string> found;
  for (const Scenario* scenario : scenarios)
    if (entity.kind == EntityKind::label)
      found.merge(label_entity(*scenario, name).names);
    else if (std::ranges::find(scenario->acts, name, &Act::name) != scenario->acts.end())
      found.insert(name);
  for (const std::string& one : found)
    if (!entity.names.insert(one).second) throw MeasureError(fmt::format("{} stands twice", one));
  if (!found.empty()) return;
  const char* kind = entity.kind == EntityKind::label ? "label" : "act";
  throw MeasureError(fmt::format("no scenario names {} {} '{}'; {}", entity.kind == EntityKind::label ? "a" : "an",
                                 kind, name, nearest_hint(name, entity_names(entity.kind, scenarios))));
}

AskedMeasure measure_of_entity(const MeasureText& parts, const std::vector<const Scenario*>& scenarios) {
  if (parts.selectors.size() > 1)
    throw MeasureError("series of a label or an act are not split: label or act stands alone in the brackets");
  MeasuredEntity entity{parts.has("label") ? EntityKind::label : EntityKind::act, "", {}};
  std::vector<std::string> named = parts.selectors.begin()->second;
  std::ranges::sort(named);
  entity.name = fmt::format("{}", fmt::join(named, "|"));
  for (const std::string& name : named) add_names(scenarios, name, entity);
  const std::size_t index = entity_measure_index(entity.kind, parts.name);
  if (index == entity_measures(entity.kind).size()) {
    std::vector<std::string> names;
    for (const Measure& measure : entity_measures(entity.kind)) names.push_back(measure.name);
    throw MeasureError(
        fmt::format("no measure '{}' of a label or an act; {}", parts.name, nearest_hint(parts.name, names)));
  }
  return measures_of(entity)[index];
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
  return parts.has("label") || parts.has("act") ? measure_of_entity(parts, scenarios)
                                                : measure_of_scene(parts, *scenarios.front(), scene);
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
