#include "sim/world/industry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/core/draw_uses.hpp"
#include "sim/core/error.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/world/world.hpp"

namespace hibiki::inline world {

namespace {

constexpr double kHouseSpread = 0.15;      ///< sd of a label's house style around its market's taste
constexpr double kCollectiveSpread = 1.6;  ///< user-made scenes vary that much more
constexpr double kTraitSpread = 0.12;      ///< sd of performance, visuals and craft
constexpr double kGuestHeritage = 0.4;     ///< part of a mixed line-up's heritage that comes from abroad
constexpr std::size_t kMostActs = 65535;
constexpr std::array<double, 4> kFloorOfKind = {8.0, 2.5, 1.0, 0.5};  ///< [M] major, agency, indie, collective

double unit(double value) { return std::clamp(value, 0.0, 1.0); }

/// Normal deviates of one new entity, counted up.
class Deviates {
 public:
  Deviates(const Draws& draws, const DrawUse& use, Key key) : draws_(draws), use_(use), key_(key) {}
  double normal() { return draws_.normal(use_, key_, 0, index_++); }
  double uniform() { return draws_.uniform(use_, key_, 0, index_++); }
  Style style(double spread) {
    Style s;
    for (int i = 0; i < kStyleAxes; ++i) s[i] = spread * normal();
    return s;
  }

 private:
  const Draws& draws_;
  const DrawUse& use_;
  Key key_;
  std::uint32_t index_ = 0;
};

Style house_style(const IndustryView& world, const LabelState& label) {
  Deviates deviates(world.draws, kDrawHouseStyle, label.key);
  return world.markets.mean_taste[label.home.value] + deviates.style(kHouseSpread);
}

/// Imitation of the leading scene, then differentiation from it; neither affects the leading scene itself.
Style positioned(const IndustryView& world, const LabelState& label, Style style) {
  if (!world.leader.scene || world.leader.scene == label.home) return clipped(style);
  style = towards(style, world.leader.style, label.policy.imitation);
  const double wanted = label.policy.differentiation * world.scenario.assumptions.act_style_spread;
  const double gap = rms_distance(style, world.leader.style);
  if (gap < wanted && gap > 1e-9) style = world.leader.style + (style - world.leader.style) * (wanted / gap);
  return clipped(style);
}

/// The Asian market of a mixed line-up's guests, drawn by population; empty if there is no other.
MarketId guest_market(const IndustryView& world, MarketId home, double u) {
  const auto eligible = [&](std::size_t m) { return m != home.value && world.markets.asian[m]; };
  People total = 0;
  for (std::size_t m = 0; m < world.markets.size(); ++m) total += eligible(m) ? world.markets.people[m] : 0;
  const auto wanted = static_cast<People>(u * static_cast<double>(total));
  People sum = 0;
  for (std::size_t m = 0; m < world.markets.size(); ++m) {
    if (!eligible(m)) continue;
    sum += world.markets.people[m];
    if (wanted < sum) return MarketId(m);
  }
  return {};
}

std::uint32_t register_act(Industry& industry, Key key, std::string name, const std::string& home,
                           const std::string& label, int since_week) {
  industry.act_registry.push_back({key, std::move(name), home, label, since_week});
  return static_cast<std::uint32_t>(industry.act_registry.size() - 1);
}

ActState blank_act(const IndustryView& world, const LabelState& label, Key key) {
  ActState act;
  act.key = key;
  act.in_use = true;
  act.home = label.home;
  act.heritage.assign(world.markets.size(), 0.0);
  act.heritage[label.home.value] = 1.0;
  return act;
}

/// First release within half a year, at a time of the act's own.
int first_release(const IndustryView& world, const ActState& act, int week) {
  return week + static_cast<int>(26.0 * world.draws.uniform(kDrawFirstRelease, act.key));
}

}  // namespace

double floor_budget(const Assumptions& assumptions, const LabelState& label) {
  return assumptions.label_floor * kFloorOfKind[static_cast<std::size_t>(label.identity.kind)] * label.costs;
}

double untired_viewers(const Assumptions& assumptions, const ActState& act) {
  const double half = assumptions.livestream_tiring;
  return half <= 0.0 ? 1.0 : half / (half + act.livestreams);
}

double cost_level(const Assumptions& assumptions, const Market& market, Day day) {
  constexpr double kUsualIncome = 30'000.0, kLeastIncome = 100.0;  // US dollars of 2015 a year
  constexpr double kUsualSize = 1e9;                               // US dollars of 2015 a year
  const double size = recorded_size(market, day);
  return portable::pow(std::max(market.income.at(day), kLeastIncome) / kUsualIncome, assumptions.local_costs) *
         (size > 0.0 ? portable::pow(size / kUsualSize, assumptions.size_costs) : 1.0);
}

ActId take_act_slot(Industry& industry) {
  for (std::size_t a = 0; a < industry.acts.size(); ++a)
    if (!industry.acts[a].in_use) return ActId(a);
  if (industry.acts.size() >= kMostActs)
    throw std::runtime_error(
        fmt::format("more than {} acts at once: use fewer labels, or fewer acts per label", kMostActs));
  industry.acts.emplace_back();
  return ActId(industry.acts.size() - 1);
}

LabelId add_label(const IndustryView& world, const Label& entry, const std::string& name, int week) {
  const auto home = std::find_if(world.scenario.markets.begin(), world.scenario.markets.end(),
                                 [&](const Market& m) { return m.name == entry.home; });
  HIBIKI_ASSERT(home != world.scenario.markets.end());
  const LabelIdentity identity{entry.kind, entry.home, home->scene, entry.name, name};
  LabelState label{.key = key_of(name), .identity = identity, .plan = PolicyPlan(world.scenario, identity)};
  label.home = MarketId(static_cast<std::size_t>(home - world.scenario.markets.begin()));
  label.founded_week = week;
  label.talent = entry.talent;
  label.costs = cost_level(world.scenario.assumptions, *home, world.calendar.day(week));
  for (const auto& field : lever_fields()) label.learnt.*std::get<double Policy::*>(field.member) = 0.0;
  label.policy = label.plan.effective(world.calendar.day(week), label.learnt);
  label.cash = to_cents(entry.cash * kCentsInDollar);
  label.promotion.assign(world.markets.size(), 0.0);
  label.partner.assign(world.markets.size(), false);
  world.industry.label_registry.push_back(
      {label.key, name, entry.home, kLabelKindNames[static_cast<std::size_t>(entry.kind)], week});
  label.registry_row = static_cast<std::uint32_t>(world.industry.label_registry.size() - 1);
  world.industry.labels.push_back(std::move(label));
  world.licences.resize(world.industry.labels.size() * world.platforms.size(), 0);
  return LabelId(world.industry.labels.size() - 1);
}

double lever_in(const LabelState& label, double Policy::*lever, std::size_t market) {
  const double usual = label.policy.*lever;
  return label.alive ? label.plan.in_market(lever, market, usual) : usual;
}

ActId sign_act(const IndustryView& world, LabelId label_id, int week, int debut_week) {
  LabelState& label = world.industry.label(label_id);
  const Assumptions& a = world.scenario.assumptions;
  const Policy& p = label.policy;
  const std::uint32_t ordinal = label.next_act++;
  ActState act = blank_act(world, label, child_key(label.key, Purpose::act_birth, ordinal));
  act.label = label_id;
  Deviates deviates(world.draws, kDrawAct, act.key);

  double spread = a.act_style_spread * (1.0 - 0.7 * p.training_rigidity);
  if (label.identity.kind == LabelKind::collective) spread *= kCollectiveSpread;
  act.style = positioned(world, label, house_style(world, label) + deviates.style(spread));
  act.mean_style = act.style;
  act.talent = a.quality_talent * (label.talent + (0.7 + p.signing_risk) * deviates.normal());
  // Training polishes performance; leaving acts to themselves brings out craft.
  act.performance =
      unit(0.5 + 0.3 * (p.training_rigidity - 0.3) - 0.15 * (p.individuality - 0.3) + kTraitSpread * deviates.normal());
  act.visuals = unit(0.5 + kTraitSpread * deviates.normal());
  act.craft =
      unit(0.5 + 0.3 * (p.individuality - 0.3) - 0.1 * (p.training_rigidity - 0.3) + kTraitSpread * deviates.normal());
  const double mixed = deviates.uniform(), guest = deviates.uniform();
  if (mixed < p.multinational)
    if (const MarketId from = guest_market(world, label.home, guest)) {
      act.heritage[label.home.value] = 1.0 - kGuestHeritage;
      act.heritage[from.value] = kGuestHeritage;
    }
  act.debut_week = debut_week;
  act.last_active_week = week;
  act.next_release_week = first_release(world, act, week);
  act.registry_row = register_act(world.industry, act.key, fmt::format("{} / act {}", label.identity.name, ordinal + 1),
                                  label.identity.home, label.identity.name, debut_week);
  ++label.acts;
  const ActId id = take_act_slot(world.industry);
  world.industry.act(id) = std::move(act);
  return id;
}

ActId add_named_act(const IndustryView& world, std::size_t index, int week) {
  const Act& spec = world.scenario.acts[index];
  const auto found = std::find_if(world.industry.labels.begin(), world.industry.labels.end(),
                                  [&](const LabelState& l) { return l.identity.name == spec.label; });
  HIBIKI_ASSERT(found != world.industry.labels.end());
  LabelState& label = *found;
  ActState act = blank_act(world, label, key_of(spec.name));
  act.label = LabelId(static_cast<std::size_t>(found - world.industry.labels.begin()));
  Deviates deviates(world.draws, kDrawAct, act.key);
  const Style drawn =
      positioned(world, label, house_style(world, label) + deviates.style(world.scenario.assumptions.act_style_spread));
  act.style = act.mean_style = spec.has_style ? to_style(spec.style) : drawn;
  act.talent = spec.talent * world.scenario.assumptions.quality_talent;
  act.performance = spec.performance;
  act.visuals = spec.visuals;
  act.craft = spec.craft;
  if (!spec.heritage.empty()) {
    act.heritage.assign(world.markets.size(), 0.0);
    for (std::size_t m = 0; m < world.markets.size(); ++m)
      act.heritage[m] =
          static_cast<double>(std::count(spec.heritage.begin(), spec.heritage.end(), world.scenario.markets[m].name)) /
          static_cast<double>(spec.heritage.size());
  }
  act.debut_week = act.last_active_week = act.next_release_week = week;
  if (!spec.inherits_from.empty() || !spec.members.empty()) act.inherits = index;
  act.registry_row = register_act(world.industry, act.key, spec.name, label.identity.home, spec.label, week);
  ++label.acts;
  const ActId id = take_act_slot(world.industry);
  world.industry.act(id) = std::move(act);
  return id;
}

}  // namespace hibiki::world
