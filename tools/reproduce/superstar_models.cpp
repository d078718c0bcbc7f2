// Superstars (Rosen 1981; Adler 1985): effects of talent and of chance on revenue, with the model's default parameters.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>

#include "sim/engine/gini.hpp"
#include "sim/engine/simulation.hpp"
#include "tools/reproduce/models.hpp"

namespace hibiki::inline reproduction {

namespace {

constexpr double kMostTalent = 1.5;  ///< of the best act, in units of quality.talent; the worst has as little

std::string act_name(std::size_t i) { return fmt::format("act {:02d}", i + 1); }

double talent_of(std::size_t i, std::size_t acts) {
  return kMostTalent * (2.0 * static_cast<double>(i) / static_cast<double>(acts - 1) - 1.0);
}

Platform platform(const std::string& name, PlatformKind kind, double exponent) {
  Platform p;
  p.name = name;
  p.kind = kind;
  p.launch = make_day(1950, 1, 1);
  p.online = false;
  p.ceiling = 1.0;
  p.midpoint_years = -50.0;
  p.popularity_exponent = exponent;
  return p;
}

/// One market of three million people, all channels open to all people, and one label with acts that differ in talent
/// alone.
Scenario superstar_scenario(const Parameters& p) {
  Scenario s;
  s.name = s.title = "superstars";
  s.run.start = s.run.report_from = make_day(2000, 1, 3);
  s.run.end = make_day(2000 + static_cast<int>(p["years"]), 1, 1);
  s.run.fans = p.whole("fans");
  s.assumptions.quality_talent = p["talent_spread"];
  s.assumptions.quality_luck = 0.0;
  s.assumptions.entry_rate = s.assumptions.acts_per_label = 0.0;
  s.assumptions.contract_years = 50.0;
  Market market;
  market.name = market.title = market.scene = "A";
  market.language = "en";
  market.people = DatedRows{.points = {{s.run.start, std::vector<double>(6, 0.5)}}};
  s.markets = {market};
  s.contenders = {market.name};
  s.platforms = {
      platform("radio", PlatformKind::broadcast, 0.0), platform("shops", PlatformKind::retail, p["exponent"]),
      platform("stage", PlatformKind::live, p["exponent"]), platform("clips", PlatformKind::video, p["exponent"]),
      platform("streams", PlatformKind::streaming, p["exponent"])};
  Label label;
  label.name = "label";
  label.kind = LabelKind::agency;
  label.home = market.name;
  label.acts = 0;
  label.cash = 1e9;
  s.labels = {label};
  for (std::size_t i = 0; i < p.whole("acts"); ++i) {
    Act act;
    act.name = act_name(i);
    act.label = label.name;
    act.has_style = true;
    act.talent = talent_of(i, p.whole("acts"));
    s.acts.push_back(act);
  }
  PolicyRule alike{.id = "alike", .target = "labels", .levers = {}};
  for (const auto& [lever, value] : {std::pair{&Policy::official_uploads_video, 1.0},
                                     {&Policy::official_uploads_streaming, 1.0},
                                     {&Policy::collaboration_rate, 0.0},
                                     {&Policy::innovation_step, 0.0},
                                     {&Policy::conscious_share, 0.0},
                                     {&Policy::western_producers, 0.0}})
    alike.levers.emplace_back(lever, DatedValue(value));
  s.policies = {alike};
  return s;
}

/// Revenue of each act, worst first, in the second half of the run.
std::vector<Cents> earnings(const Scenario& scenario, std::uint64_t seed) {
  std::map<Key, std::size_t> place;
  for (std::size_t i = 0; i < scenario.acts.size(); ++i) place[key_of(scenario.acts[i].name)] = i;
  std::vector<Cents> earned(scenario.acts.size(), 0);
  Simulation simulation(scenario, seed);
  const World& world = simulation.world();
  while (!simulation.finished()) {
    simulation.step();
    if (simulation.week() <= world.calendar.weeks / 2) continue;
    for (std::size_t a = 0; a < world.industry.acts.size(); ++a) {
      const auto at = place.find(world.industry.acts[a].key);
      if (at == place.end() || !world.industry.acts[a].in_use) continue;
      earned[at->second] += world.ledger.by_act[a];
    }
  }
  return earned;
}

Outcome superstars(const Parameters& p, std::uint64_t seed) {
  const std::vector<Cents> earned = earnings(superstar_scenario(p), seed);
  const std::size_t third = earned.size() / 3;
  const auto sum = [&](std::size_t from, std::size_t count) {
    const auto first = earned.begin() + static_cast<std::ptrdiff_t>(from);
    return static_cast<double>(std::accumulate(first, first + static_cast<std::ptrdiff_t>(count), Cents{0}));
  };
  const double all = sum(0, earned.size());
  Outcome out;
  if (all <= 0.0) return out;
  const double worst = sum(0, third), middle = sum((earned.size() - third) / 2, third),
               best = sum(earned.size() - third, third);
  out.values = {{"gini", gini(earned)},
                {"top_share", best / all},
                {"top_step", (best - middle) / all},
                {"bottom_step", (middle - worst) / all},
                {"convexity", (best - 2.0 * middle + worst) / all}};
  Curve by_quality{"revenue", {}, {}, 0}, by_rank{"revenue", {}, {}, 1};
  for (std::size_t i = 0; i < earned.size(); ++i) {
    by_quality.x.push_back(talent_of(i, earned.size()) * p["talent_spread"]);
    by_quality.y.push_back(static_cast<double>(earned[i]) / all);
    by_rank.x.push_back(static_cast<double>(i + 1));
  }
  by_rank.y = by_quality.y;
  std::ranges::sort(by_rank.y, std::greater<>());
  out.curves = {std::move(by_quality), std::move(by_rank)};
  return out;
}

ReferenceModel superstars_model() {
  return {
      .name = "superstars",
      .title = "A market of acts that differ only in talent: the market model with default parameters",
      .parameters = {{"talent_spread", "sd",
                      "factor on the talents, which range from -1.5 to 1.5 (quality.talent); 0: all equal", 0.3, 0, 5},
                     {"exponent", "1", "ranking exponent of platforms (popularity_exponent)", 0.7, 0, 3},
                     {"acts", "acts", "acts of the only label", 21, 3, 200, true},
                     {"years", "years", "length of the run; the second half is measured", 8, 2, 40, true},
                     {"fans", "fans", "number of fans", 3000, 10, 1e6, true}},
      .measures = {{"gini", "1", "inequality of revenue over acts"},
                   {"top_share", "share", "share of revenue of the best third of acts"},
                   {"top_step", "share", "share of revenue of the best third minus that of the middle third"},
                   {"bottom_step", "share", "share of revenue of the middle third minus that of the worst third"},
                   {"convexity", "share", "top_step minus bottom_step: positive if revenue is convex in quality"}},
      .figures = {{"quality of the act", "share of revenue by quality"},
                  {.x = "rank of the act", .y = "share of revenue by rank", .logarithmic = true}},
      .check = nullptr,
      .measure = superstars,
      .theory = nullptr};
}

}  // namespace

std::vector<ReferenceModel> superstar_models() { return {superstars_model()}; }

}  // namespace hibiki::reproduction
