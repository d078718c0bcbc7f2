#include "tools/experiments/comparison_scope.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

#include "sim/core/error.hpp"
#include "sim/scenario/first_difference.hpp"
#include "sim/scenario/label_name.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/responses.hpp"
#include "sim/scenario/target.hpp"

namespace hibiki::inline experiments {

namespace {

/// picks(entry, ordinal name) for each label of the file that a target means.
template <class Visit>
void visit_picked(const Scenario& scenario, const std::string& text, const Visit& visit) {
  std::string error;
  const auto target = Target::parse(text, error);
  HIBIKI_ASSERT(target.has_value());
  for (const Label& entry : scenario.labels) {
    const auto home = std::ranges::find(scenario.markets, entry.home, &Market::name);
    const std::string scene = home == scenario.markets.end() ? "" : home->scene;
    for (std::int64_t i = 0; i < entry.count; ++i)
      if (const std::string name = label_name(entry, i);
          target->selects(entry.kind, entry.home, scene, entry.name, name))
        visit(entry, name);
  }
}

/// Homes of the labels a target picks; those of labels yet to come when it names them.
void add_homes(const Scenario& scenario, const std::string& target, std::set<std::string>& homes) {
  visit_picked(scenario, target, [&](const Label& label, const std::string&) { homes.insert(label.home); });
}

bool same(const PolicyRule& a, const PolicyRule& b) { return a.target == b.target && a.levers == b.levers; }
bool same(const Intervention& a, const Intervention& b) { return a == b; }
bool same(const Response& a, const Response& b) { return a == b; }

/// visit(owner) for each of `list` that `other` has not alike.
template <class Owner, class Visit>
void visit_new(const std::vector<Owner>& list, const std::vector<Owner>& other, const Visit& visit) {
  for (const Owner& owner : list)
    if (std::ranges::none_of(other, [&](const Owner& o) { return same(o, owner); })) visit(owner);
}

void add_targets(const Scenario& base, const Scenario& variant, std::set<std::string>& homes) {
  const auto add = [&](const auto& owner) { add_homes(base, owner.target, homes); };
  visit_new(variant.interventions, base.interventions, add);
  visit_new(base.interventions, variant.interventions, add);
  visit_new(variant.policies, base.policies, add);
  visit_new(base.policies, variant.policies, add);
  // A response is about the labels that it answers.
  const auto add_answered = [&](const Scenario& scenario) {
    return [&](const Response& response) {
      for (const Intervention* change : answered(scenario, response)) add(*change);
    };
  };
  visit_new(variant.responses, base.responses, add_answered(variant));
  visit_new(base.responses, variant.responses, add_answered(base));
}

template <class Owner>
std::set<std::string> names_of(const std::vector<Owner>& owners, std::string Owner::*name) {
  std::set<std::string> names;
  for (const Owner& owner : owners) names.insert(owner.*name);
  return names;
}

/// The difference of a market of two scenarios in keys that define measures; empty if there is none. Effects would
/// compare two definitions: the measured scene by its home, leadership by third_market, the West by region.
std::string other_definition(const Market& base, const Market& variant) {
  const auto differs = [&](const char* key, const std::string& left, const std::string& right) {
    return fmt::format("{} of the market {} ({} against {})", key, base.name, right, left);
  };
  if (base.scene != variant.scene) return differs("scene", base.scene, variant.scene);
  if (base.third_market != variant.third_market)
    return differs("third_market", fmt::to_string(base.third_market), fmt::to_string(variant.third_market));
  if (base.region != variant.region) return differs("region", base.region, variant.region);
  return {};
}

/// The same over all markets, which must have the same names.
std::string other_definition(const Scenario& base, const Scenario& variant) {
  for (const Market& market : base.markets) {
    const auto other = std::ranges::find(variant.markets, market.name, &Market::name);
    HIBIKI_ASSERT(other != variant.markets.end());
    if (std::string what = other_definition(market, *other); !what.empty()) return what;
  }
  return {};
}

/// Keys without influence on a run: names, texts, seed and replicates.
bool is_only_a_name(const std::string& key) {
  static const std::set<std::string> kNames = {"name", "title", "question", "run.seed", "run.replicates"};
  return kNames.contains(key);
}

}  // namespace

std::string why_incomparable(const Scenario& base, const Scenario& variant) {
  const auto other = [&](const char* what, const auto& left, const auto& right) {
    return fmt::format(
        "{} has another {} than {} ({} against {}): pairs must run over the same weeks with the same fans; "
        "let one extend the other, or set it for both with --set",
        variant.name, what, base.name, right, left);
  };
  if (names_of(base.markets, &Market::name) != names_of(variant.markets, &Market::name) ||
      names_of(base.markets, &Market::scene) != names_of(variant.markets, &Market::scene))
    return fmt::format(
        "{} has other markets or scenes than {}: their worlds cannot be paired; let one extend the other "
        "('hibiki show' prints both in full)",
        variant.name, base.name);
  if (const std::string what = other_definition(base, variant); !what.empty())
    return fmt::format(
        "{} has another {} than {}: measures would not be comparable; let one extend the other and leave this "
        "key out, or set it for both with --set",
        variant.name, what, base.name);
  if (base.run.start != variant.run.start)
    return other("run.start", to_string(base.run.start), to_string(variant.run.start));
  if (base.run.end != variant.run.end) return other("run.end", to_string(base.run.end), to_string(variant.run.end));
  if (base.run.report_from != variant.run.report_from)
    return other("run.report_from", to_string(base.run.report_from), to_string(variant.run.report_from));
  if (base.run.fans != variant.run.fans) return other("run.fans", base.run.fans, variant.run.fans);
  if (base.contenders != variant.contenders)
    return fmt::format("{} names other contenders than {}, so leadership is not comparable", variant.name, base.name);
  return {};
}

std::vector<Intervention> new_interventions(const Scenario& base, const Scenario& variant) {
  std::vector<Intervention> found;
  visit_new(variant.interventions, base.interventions, [&](const Intervention& i) { found.push_back(i); });
  return found;
}

MeasuredScene asked_scene(const Scenario& base, const std::vector<const Scenario*>& variants) {
  std::set<std::string> homes;
  for (const Scenario* variant : variants) add_targets(base, *variant, homes);
  if (homes.size() == 1) return scene_of_market(base, *homes.begin());
  return scene_of_market(base, base.contenders.size() > 1 ? base.contenders[1] : "");
}

MeasuredScene scene_of_market(const Scenario& base, const std::string& home) {
  std::vector<Market> markets = base.markets;
  std::ranges::sort(markets, {}, &Market::name);  // the order of a run's axes
  const auto found = std::ranges::find(markets, home, &Market::name);
  const std::size_t index = found == markets.end() ? 0 : static_cast<std::size_t>(found - markets.begin());
  MeasuredScene scene{index, markets[index].name, {}, {}, {}};
  for (std::size_t m = 0; m < markets.size(); ++m) {
    scene.west.push_back(m != index && markets[m].region != "asia");
    scene.third.push_back(markets[m].third_market);
  }
  return scene;
}

MeasuredScene scene_named(const Scenario& base, const std::string& name) {
  std::vector<std::string> names;
  for (const Market& market : base.markets) {
    if (name == market.scene || name == market.name) return scene_of_market(base, market.name);
    names.push_back(market.scene);
    names.push_back(market.name);
  }
  throw std::invalid_argument(
      fmt::format("{} has no scene of the name '{}'; {}", base.name, name, nearest_hint(name, names)));
}

std::vector<bool> markets_named(const Scenario& base, const std::vector<std::string>& names) {
  std::vector<std::string> markets;
  for (const Market& market : base.markets) markets.push_back(market.name);
  std::ranges::sort(markets);
  std::vector<bool> chosen;
  for (const std::string& market : markets) chosen.push_back(std::ranges::find(names, market) != names.end());
  return chosen;
}

MeasuredScene only_in(const Scenario& base, MeasuredScene scene, const std::vector<std::string>& names) {
  std::vector<bool> abroad = markets_named(base, names);
  for (std::size_t m = 0; m < abroad.size(); ++m) abroad[m] = abroad[m] && scene.is_abroad(m);
  if (std::ranges::count(abroad, true) + 1 < static_cast<std::ptrdiff_t>(abroad.size())) scene.abroad = abroad;
  return scene;
}

int asked_from_week(const Scenario& base, const std::vector<const Scenario*>& variants) {
  const Calendar calendar = base.calendar();
  const int reported = std::max(0, calendar.week_on_or_after(base.run.report_from));
  std::optional<int> first;
  for (const Scenario* variant : variants)
    if (const auto week = first_difference(base, *variant)) first = std::min(first.value_or(*week), *week);
  return std::max(reported, first.value_or(reported));
}

std::size_t labels_picked(const Scenario& scenario, const std::string& target) {
  std::size_t count = 0;
  visit_picked(scenario, target, [&](const Label&, const std::string&) { ++count; });
  return count;
}

std::string label_picked_by_both(const Scenario& scenario, const std::string& one, const std::string& other) {
  std::set<std::string> picked;
  std::string both;
  visit_picked(scenario, one, [&](const Label&, const std::string& name) { picked.insert(name); });
  visit_picked(scenario, other, [&](const Label&, const std::string& name) {
    if (both.empty() && picked.contains(name)) both = name;
  });
  return both;
}

std::string where_text(const Intervention& intervention) {
  return intervention.markets.empty() ? "" : fmt::format("in {}", fmt::join(intervention.markets, ", "));
}

std::string change_text(const Intervention& intervention) {
  const auto value = [&] {
    switch (intervention.change) {
      case Intervention::Change::set:
        return fmt::format("set {}", intervention.value);
      case Intervention::Change::scale:
        return fmt::format("scale {}", intervention.value);
      case Intervention::Change::current:
        break;
    }
    return std::string("current");
  };
  return intervention.markets.empty() ? value() : value() + " " + where_text(intervention);
}

std::vector<ScenarioDifference> differences(const LoadedScenario& base, const LoadedScenario& variant) {
  std::map<std::string, std::string> ours;
  for (const Origin& origin : base.origins) ours[origin.key] = origin.value;
  std::vector<ScenarioDifference> found;
  for (const Origin& origin : variant.origins) {
    const auto it = ours.find(origin.key);
    const std::string before = it == ours.end() ? "" : it->second;
    if (before != origin.value && !is_only_a_name(origin.key)) found.push_back({origin.key, before, origin.value});
    if (it != ours.end()) ours.erase(it);
  }
  for (const Origin& origin : base.origins)
    if (ours.contains(origin.key)) found.push_back({origin.key, origin.value, ""});
  return found;
}

}  // namespace hibiki::experiments
