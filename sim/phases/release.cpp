// Labels act. Everything here is serial and small: a hundred labels, a few hundred acts.
#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/core/draw_uses.hpp"
#include "sim/core/error.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/phases/phases.hpp"
#include "sim/scenario/label_name.hpp"

namespace hibiki::inline phases {

namespace {

constexpr double kFewestDollars = 1000.0;     ///< a release costs something
constexpr double kWesternProducerPull = 0.5;  ///< [M] style units on the regional-Western axis
constexpr int kWesternAxis = 5, kConsciousAxis = 7;
constexpr double kLocalCost = 0.2;     ///< [M] part of the budget that local versions of all words would take
constexpr double kPartnerReach = 3.0;  ///< [M] decay of expected sales with distance
constexpr double kNegligible = 1e-9;   ///< part of a sum that rounding may leave

/// What a label spends in the week, as shares of its budget.
struct Spending {
  double promotion = 0.0;  ///< in all markets
  double releases = 0.0;   ///< production and videos; production_budget may make it more than the budget leaves
  double levers = 0.0;     ///< costs of interventions that the other two pay
};

Spending spending(const LabelState& label) {
  const double share = label.policy.promotion_share;
  Spending parts{share, (1.0 - share) * label.policy.production_budget, 0.0};
  const double budget = static_cast<double>(label.budget) / kCentsInDollar;
  if (label.plan.cost() <= 0.0 || budget <= 0.0) return parts;
  const auto [cash, of_promotion, of_releases, of_both] = label.plan.costs();
  const double planned = parts.promotion + parts.releases;
  const double left = planned > 0.0 ? 1.0 - std::min(of_both / budget / planned, 1.0) : 1.0;
  parts = {parts.promotion * left, parts.releases * left, planned * (1.0 - left)};
  for (const auto& [cost, part] :
       {std::pair(of_promotion, &parts.promotion), std::pair(of_releases, &parts.releases)}) {
    const double taken = std::min(cost / budget, *part);
    *part -= taken;
    parts.levers += taken;
  }
  return parts;
}

std::size_t place_of(const ReleaseView& world, const LabelState& label) {
  return static_cast<std::size_t>(&label - world.industry.labels.data());
}

/// Markets as labels abroad see them this week, whichever the label.
struct Abroad {
  Abroad(const ReleaseView& world, Day day)
      : a(world.scenario.assumptions), markets(world.markets.size()), pulls(markets) {
    engaged.assign(world.industry.labels.size() * markets, 0);
    all_engaged.assign(markets, 0);
    if (a.partner_demand > 0.0) count_engaged(world);
    for (std::size_t m = 0; m < markets; ++m) {
      const Market& market = world.scenario.markets[m];
      const auto people = static_cast<double>(world.markets.people[m]);
      spending.push_back(people *
                         (market.price_physical.at(day) * market.physical_habit.at(day) +
                          market.price_ticket.at(day) * market.live_habit.at(day)) /
                         kCentsInDollar);
      const double size = recorded_size(market, day);
      sales.push_back(size > 0.0 ? size : spending.back());
      for (std::size_t home = 0; home < markets; ++home) {
        const double felt = world.markets.felt_distance(m, home);
        prospect.push_back(a.partner_prospect * portable::exp(-kPartnerReach * felt));
        near.push_back(std::sqrt(people) * portable::exp(-felt));
      }
    }
  }
  void count_engaged(const ReleaseView& world) {
    const std::size_t acts = world.week.shape.acts;
    for (std::size_t i = 0; i < acts; ++i)
      if (const ActState& act = world.industry.acts[i]; act.in_use)
        for (std::size_t m = 0; m < markets; ++m) {
          engaged[act.label.value * markets + m] += world.week.engaged_act[m * acts + i];
          all_engaged[m] += world.week.engaged_act[m * acts + i];
        }
  }
  /// Share of market m's sales that label l has by the share of engaged pairs, as far as expectations follow demand.
  double demanded(std::size_t l, std::size_t m) const {
    return a.partner_demand * static_cast<double>(engaged[l * markets + m]) /
           static_cast<double>(std::max<People>(1, all_engaged[m]));
  }
  /// Sales that label l of this home expects in market m, US dollars a week.
  double expected_sales(std::size_t l, std::size_t m, MarketId home) const {
    return sales[m] / kWeeksInModelYear * (prospect[at(m, home)] + demanded(l, m));
  }
  std::size_t at(std::size_t m, MarketId home) const { return m * markets + home.value; }

  /// How promotion from a home spreads over the other markets: weights, and their sums in Asia and in the West.
  struct Pull {
    double focus = -1.0;  ///< that it was worked out for
    std::vector<double> to;
    double asia = 0.0, west = 0.0;
  };
  /// Worked out again only where the last label from there had another focus: hardly ever.
  const Pull& pull(const ReleaseView& world, MarketId home, double focus) {
    Pull& known = pulls[home.value];
    if (known.focus == focus) return known;
    known = {focus, std::vector<double>(markets, 0.0)};
    for (std::size_t m = 0; m < markets; ++m) {
      const double nearness = near[at(m, home)];
      if (m == home.value || nearness <= 0.0) continue;
      known.to[m] = portable::pow(nearness, focus);
      (world.markets.asian[m] ? known.asia : known.west) += known.to[m];
    }
    return known;
  }

  const Assumptions& a;
  std::size_t markets;
  std::vector<double> spending;     ///< by market: discs and tickets at usual prices and habits, US dollars a year
  std::vector<double> sales;        ///< by market: its recorded size, or else its spending
  std::vector<People> engaged;      ///< (label, market): engaged pairs of last week; 0 with partner.demand 0
  std::vector<People> all_engaged;  ///< by market: of all labels
  std::vector<double> prospect;     ///< (market, home): share of sales that a newcomer expects, by nearness
  std::vector<double> near;         ///< (market, home): people and nearness, for promotion
  std::vector<Pull> pulls;          ///< by home
};

/// visit(aim) for each aim of `lever`.
template <class Visit>
void visit_aims(const LabelState& label, double Policy::*lever, const Visit& visit) {
  for (const PolicyPlan::Aim& aim : label.plan.aims())
    if (aim.lever == lever) visit(aim);
}

/// Markets where a label works abroad with a local partner: first those with most to be sold by licence, that is, by
/// spending on discs and tickets and by the share of it that is expected from nearness (Asia and the West by the
/// direction of the label's promotion) and, as far as licensees follow demand, from the fans that its acts have.
void choose_partners(const ReleaseView& world, const Abroad& abroad, LabelState& label) {
  const std::size_t l = place_of(world, label);
  std::vector<std::size_t> candidates;
  std::vector<double> sizes(world.markets.size());
  for (std::size_t m = 0; m < world.markets.size(); ++m) {
    if (m == label.home.value) continue;
    candidates.push_back(m);
    const double focus = world.markets.asian[m] ? 1.0 - label.policy.promotion_west : label.policy.promotion_west;
    sizes[m] = abroad.spending[m] * (focus * abroad.prospect[abroad.at(m, label.home)] + abroad.demanded(l, m));
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [&](std::size_t a, std::size_t b) { return sizes[a] > sizes[b]; });
  const auto count =
      static_cast<std::size_t>(label.policy.local_partners * static_cast<double>(candidates.size()) + 0.5);
  label.partner.assign(world.markets.size(), false);
  for (std::size_t i = 0; i < count; ++i) label.partner[candidates[i]] = true;
  // Among the markets of an aim, a share of them has partners, the largest first.
  visit_aims(label, &Policy::local_partners, [&](const PolicyPlan::Aim& aim) {
    double all = 0.0, partners = 0.0;
    for (const std::size_t m : candidates) {
      if (!aim.names(m)) continue;
      all += 1.0;
      partners += label.partner[m] ? 1.0 : 0.0;
    }
    auto wanted = static_cast<std::size_t>(std::clamp(aim.over(partners / all), 0.0, 1.0) * all + 0.5);
    for (const std::size_t m : candidates)
      if (aim.names(m)) label.partner[m] = wanted > 0 && wanted-- > 0;
  });
}

/// Moves promotion to the markets of an aim, or away from them, US dollars by market: what they get more, all other
/// markets get less, in proportion. Under `set` they share it by people and nearness, like all promotion abroad. It may
/// exceed what sales are expected to bear: it is a decision against what the label would do.
void aim_promotion(const PolicyPlan::Aim& aim, const Abroad::Pull& pull, double weekly, MarketId home,
                   std::vector<double>& promotion) {
  double before = 0.0, pulls = 0.0, others = 0.0;
  for (std::size_t m = 0; m < promotion.size(); ++m) {
    (aim.names(m) ? before : others) += promotion[m];
    if (aim.names(m)) pulls += pull.to[m];
  }
  const double after = std::clamp(aim.over(before / weekly), 0.0, 1.0) * weekly;
  const bool scales = aim.change == Intervention::Change::scale;
  if (after == before || (scales ? before <= 0.0 : pulls <= 0.0)) return;
  for (std::size_t m = 0; m < promotion.size(); ++m) {
    if (!aim.names(m))
      promotion[m] = others > 0.0 ? promotion[m] * ((weekly - after) / others) : m == home.value ? weekly - after : 0.0;
    else if (scales)
      promotion[m] *= after / before;
    else
      promotion[m] += aim.part * (aim.value * weekly * pull.to[m] / pulls - promotion[m]);
  }
}

/// Promotion of the week by market, US dollars: home, then abroad by people and nearness as the focus says, Asia and
/// the West by the lever, but no more than a part of the sales expected there: the rest stays at home. A licensee adds
/// money of its own, a share of the same sales. Part of home promotion may wait for the gala. Aims come before the
/// licensees' money.
void split_promotion(const ReleaseView& world, int week, Abroad& markets, LabelState& label) {
  const Policy& p = label.policy;
  const double weekly = static_cast<double>(label.budget) / kCentsInDollar * spending(label).promotion;
  const std::size_t l = place_of(world, label);
  const Assumptions& a = world.scenario.assumptions;
  const Abroad::Pull& pull = markets.pull(world, label.home, p.promotion_focus);
  const double abroad = pull.asia + pull.west > 0.0 ? p.promotion_abroad : 0.0;
  const double to_west = pull.asia <= 0.0 ? 1.0 : pull.west <= 0.0 ? 0.0 : p.promotion_west;
  double at_home = weekly;
  for (std::size_t m = 0; m < world.markets.size(); ++m) {
    if (m == label.home.value) continue;
    const bool asian = world.markets.asian[m];
    const double pulled = asian ? pull.asia : pull.west;  // 0 without people
    const double share = pulled > 0.0 ? pull.to[m] / pulled * (asian ? 1.0 - to_west : to_west) : 0.0;
    const double expected = markets.expected_sales(l, m, label.home);
    const double planned = weekly * abroad * share;
    const double own = a.promotion_limit > 0.0 ? std::min(planned, a.promotion_limit * expected) : planned;
    at_home -= own;
    label.promotion[m] = own;
  }
  if (at_home < kNegligible * weekly) at_home = 0.0;  // all is spent abroad
  visit_aims(label, &Policy::promotion_abroad, [&](const PolicyPlan::Aim& aim) {
    if (weekly <= 0.0) return;
    label.promotion[label.home.value] = at_home;
    aim_promotion(aim, pull, weekly, label.home, label.promotion);
    at_home = label.promotion[label.home.value];
  });
  for (std::size_t m = 0; m < world.markets.size(); ++m)
    if (m != label.home.value && label.partner[m])
      label.promotion[m] += a.partner_effort * markets.expected_sales(l, m, label.home);
  const bool gala_market = world.scenario.markets[label.home.value].gala_reach > 0.0;
  const double kept = gala_market ? p.gala_dependence : 0.0;
  const double gala = gala_market && world.calendar.year_end(week) ? kept * kWeeksInModelYear : 0.0;
  label.promotion[label.home.value] = at_home * (1.0 - kept + gala);
}

void fund(const ReleaseView& world, int week, Abroad& abroad, LabelState& label) {
  const Day day = world.calendar.day(week);
  label.policy = label.plan.effective(day, label.learnt);
  label.costs = cost_level(world.scenario.assumptions, world.scenario.markets[label.home.value], day);
  const double annual =
      floor_budget(world.scenario.assumptions, label) +
      world.scenario.assumptions.reinvestment * static_cast<double>(label.trailing_revenue) / kCentsInDollar;
  label.budget = to_cents(annual / kWeeksInModelYear * kCentsInDollar);
  const Spending parts = spending(label);
  const auto budget = static_cast<double>(label.budget);
  // What the lever adds to the budget; below 1 it saves.
  const double left_for_releases = budget * (1.0 - label.policy.promotion_share);
  const Cents produced = to_cents(left_for_releases * label.policy.production_budget) - to_cents(left_for_releases);
  const Cents levers = to_cents(label.plan.cost() * kCentsInDollar);
  label.lever_cost = levers + produced;
  label.cash -= label.budget + levers - to_cents(budget * parts.levers) + produced;
  choose_partners(world, abroad, label);
  split_promotion(world, week, abroad, label);
}

/// US dollars that one release of an act of the label gets.
double release_budget(const LabelState& label) {
  const double annual =
      static_cast<double>(label.budget) / kCentsInDollar * kWeeksInModelYear * spending(label).releases;
  return annual / (std::max(1u, label.acts) * label.policy.releases_per_year);
}

/// Home markets that the partner of a joint release may be from: usually the act's own or, with the chance of
/// collaboration.scope, any other in Asia. An aim has a chance of its own, and usual choices leave its markets out;
/// where no other is left, the partner is from home.
std::uint64_t partner_homes(const ReleaseView& world, const ActState& act, Key release_key) {
  const LabelState& label = world.industry.label(act.label);
  double u = world.draws.uniform(kDrawAcross, release_key);  // of what is left to decide
  std::uint64_t taken = 0, chosen = 0;
  visit_aims(label, &Policy::collaboration_scope, [&](const PolicyPlan::Aim& aim) {
    if (chosen != 0) return;
    if (u >= aim.part) {  // it ramps, and does not hold yet for this release
      u = (u - aim.part) / (1.0 - aim.part);
      return;
    }
    u /= aim.part;
    if (u < aim.value)
      chosen = aim.markets;
    else
      u = (u - aim.value) / (1.0 - aim.value);
    taken |= aim.markets;
  });
  if (chosen != 0) return chosen;
  const std::uint64_t own = std::uint64_t{1} << act.home.value;
  if (u >= label.policy.collaboration_scope) return own;
  std::uint64_t asian = 0;
  for (std::size_t m = 0; m < world.markets.size(); ++m)
    if (world.markets.asian[m]) asian |= std::uint64_t{1} << m;
  asian &= ~own & ~taken;
  return asian != 0 || taken == 0 ? asian : own;
}

/// Partner of a joint release: of the acts in scope, one by fame, coupled (the same draws seldom choose another
/// when an act is added). None when nobody is in scope.
ActId choose_partner(const ReleaseView& world, const ActState& act, Key release_key, std::uint64_t homes) {
  ActId best;
  double best_score = -std::numeric_limits<double>::infinity();
  for (std::size_t a = 0; a < world.industry.acts.size(); ++a) {
    const ActState& other = world.industry.acts[a];
    if (!other.in_use || other.retired || other.label == act.label) continue;
    if (((homes >> other.home.value) & 1) == 0) continue;
    const double u = world.draws.uniform(kDrawPartner, mix(release_key ^ other.key));
    const double weight = std::sqrt(static_cast<double>(other.engaged) + 1000.0);
    const double score = choice_score(u, weight);
    if (score > best_score) {
      best_score = score;
      best = ActId(a);
    }
  }
  return best;
}

Style release_style(const ReleaseView& world, const ActState& act, const LabelState& label, const ReleaseState& r) {
  const Policy& p = label.policy;
  Style style = act.style;
  const double step = p.innovation_step * (1.0 + p.individuality - 0.3);
  for (std::uint32_t i = 0; i < kStyleAxes; ++i)
    style[static_cast<Eigen::Index>(i)] += step * world.draws.normal(kDrawReleaseStyle, r.key, 0, i);
  style = towards(style, act.mean_style, p.consistency);
  style = towards(style, traditional_point(), p.style_traditional);
  style = towards(style, western_point(), p.style_western);
  style = towards(style, fusion_point(), p.style_fusion);
  if (r.western) style[kWesternAxis] += kWesternProducerPull;
  if (r.conscious) style[kConsciousAxis] += world.scenario.assumptions.conscious_pull;
  return clipped(style);
}

double log_money(double dollars, double reference) {
  return portable::log10(std::max(dollars, kFewestDollars) / reference);
}

void add_partner(const ReleaseView& world, ActState& act, ReleaseState& r, double own_budget, double& budget,
                 int week) {
  const LabelState& label = world.industry.label(act.label);
  r.partner = choose_partner(world, act, r.key, partner_homes(world, act, r.key));
  if (!r.partner) return;
  const ActState& partner = world.industry.act(r.partner);
  r.partner_label = partner.label;
  r.partner_revenue = label.policy.collaboration_revenue;
  LabelState& other = world.industry.label(partner.label);
  // Each bears its share of the cost, measured by what it spends on a release of its own.
  const double theirs = r.partner_revenue * release_budget(other);
  other.cash -= to_cents(theirs * kCentsInDollar);
  world.industry.label(act.label).cash += to_cents(own_budget * r.partner_revenue * kCentsInDollar);
  budget = own_budget * (1.0 - r.partner_revenue) + theirs;
  for (std::size_t s = 0; s < r.heritage.size(); ++s) r.heritage[s] = 0.5 * (r.heritage[s] + partner.heritage[s]);
  r.style = towards(r.style, partner.style, 0.5);
  world.collaborations.add(act.label, partner.label, ActId(static_cast<std::size_t>(&act - world.industry.acts.data())),
                           r.partner, week);
}

void launch(const ReleaseView& world, ActId id, int week) {
  ActState& act = world.industry.act(id);
  const LabelState& label = world.industry.label(act.label);
  const Assumptions& a = world.scenario.assumptions;
  const Policy& p = label.policy;
  ReleaseState r;
  r.key = child_key(act.key, Purpose::release_birth, act.releases);
  r.act = id;
  r.label = act.label;
  r.week = week;
  const auto drawn = [&](const DrawUse& use) { return world.draws.uniform(use, r.key); };
  r.western = drawn(kDrawWesternProducers) < p.western_producers;
  r.conscious = drawn(kDrawConscious) < p.conscious_share;
  r.english = p.english_share;
  r.local = p.local_versions;
  r.heritage = act.heritage;
  r.style = release_style(world, act, label, r);
  const double own_budget = release_budget(label) * (1.0 - kLocalCost * p.local_versions);
  double budget = own_budget;
  if (drawn(kDrawJoint) < p.collaboration_rate) add_partner(world, act, r, own_budget, budget, week);
  r.packed = pack(r.style);
  r.break_distance = rms_distance(r.style, act.mean_style);
  const double reference = a.quality_reference * world.industry.label(act.label).costs;
  r.quality = a.quality_money * log_money(budget * (1.0 - p.video_budget), reference * 0.85) + act.talent +
              a.quality_luck * world.draws.normal(kDrawQuality, r.key);
  r.video_quality = std::clamp(1.0 + a.quality_money * log_money(budget * p.video_budget, reference * 0.15), 0.3, 2.0);
  r.popularity.assign(world.markets.size(), 0);

  ++act.releases;
  act.last_active_week = week;
  act.mean_style = towards(act.mean_style, r.style, 1.0 / std::min(8.0, act.releases + 1.0));
  const double interval = kWeeksInModelYear / p.releases_per_year * (0.75 + 0.5 * drawn(kDrawInterval));
  act.next_release_week = week + std::max(1, static_cast<int>(interval + 0.5));
  auto& releases = world.industry.releases;
  const auto place = std::lower_bound(releases.begin(), releases.end(), r.key,
                                      [](const ReleaseState& other, Key key) { return other.key < key; });
  releases.insert(place, std::move(r));
}

/// Tours and livestreams of the coming week, each a chance of its own.
void plan_stage(const ReleaseView& world, int week, const LabelState& label, ActState& act) {
  act.tour_week = act.livestream_week = -1;
  act.tour_markets = 0;
  const bool stages = label.identity.kind != LabelKind::collective;  // user-made music lives online alone
  for (std::size_t m = 0; stages && m < world.markets.size(); ++m) {
    const double a_year = m == label.home.value ? label.policy.tours_home : lever_in(label, &Policy::tours_abroad, m);
    if (a_year <= 0.0) continue;
    const Key place = mix(act.key ^ world.markets.keys[m]);
    if (world.draws.uniform(kDrawTour, place, week) < a_year / kWeeksInModelYear)
      act.tour_markets |= std::uint64_t{1} << m;
  }
  if (act.tour_markets != 0) act.tour_week = week;
  if (world.draws.uniform(kDrawLivestream, act.key, week) < label.policy.livestreams / kWeeksInModelYear)
    act.livestream_week = week;
}

void retire_old_releases(const ReleaseView& world, int week) {
  const auto weeks = static_cast<int>(world.scenario.assumptions.release_weeks);
  std::erase_if(world.industry.releases, [&](const ReleaseState& r) { return week - r.week >= weeks; });
}

bool lives(const ReleaseView& world, const std::string& label_name) {
  return std::ranges::any_of(world.industry.labels,
                             [&](const LabelState& label) { return label.alive && label.identity.name == label_name; });
}

/// Labels and named acts whose day has come since last week. An act whose label has closed by then never appears.
void arrive(const ReleaseView& world, int week) {
  const Day today = world.calendar.day(week), last_week = world.calendar.day(week - 1);
  for (const Label& entry : world.scenario.labels)
    if (entry.founded > last_week && entry.founded <= today && entry.founded > world.scenario.run.start)
      for (std::int64_t i = 0; i < entry.count; ++i) {
        const std::string name = label_name(entry, i);
        const LabelId id = add_label(world, entry, name, week);
        for (std::int64_t n = 0; n < entry.acts; ++n) sign_act(world, id, week, week);
      }
  for (std::size_t i = 0; i < world.scenario.acts.size(); ++i)
    if (world.scenario.acts[i].debut > last_week && world.scenario.acts[i].debut <= today &&
        world.scenario.acts[i].debut > world.scenario.run.start && lives(world, world.scenario.acts[i].label))
      add_named_act(world, i, week);
}

/// The act of that name or, of the label of that name (in the file or its own), the most followed; none when there is
/// no such act or it has no fans.
ActId most_followed(const ReleaseView& world, const std::string& name) {
  ActId best;
  People most = 0;
  for (std::size_t a = 0; a < world.industry.acts.size(); ++a) {
    const ActState& act = world.industry.acts[a];
    if (!act.in_use) continue;
    const LabelIdentity& owner = world.industry.label(act.label).identity;
    const bool meant = act.key == key_of(name) || owner.name == name || owner.entry == name;
    if (meant && act.engaged > most) {
      most = act.engaged;
      best = ActId(a);
    }
  }
  return best;
}

/// A supergroup debuts: style and heritage of the acts its members come from, and part of their fans.
void gather_members(const ReleaseView& world, ActId id, const Act& spec, int week) {
  std::vector<ActId> from;
  for (const std::string& name : spec.members)
    if (const ActId act = most_followed(world, name); act && act != id && std::ranges::find(from, act) == from.end())
      from.push_back(act);
  if (from.empty()) return;
  ActState& act = world.industry.act(id);
  const double part = 1.0 / static_cast<double>(from.size());
  if (!spec.has_style) {
    act.style = Style::Zero();
    for (const ActId other : from) act.style += part * world.industry.act(other).style;
    act.mean_style = act.style;
  }
  if (spec.heritage.empty()) {
    std::ranges::fill(act.heritage, 0.0);
    for (const ActId other : from)
      for (std::size_t s = 0; s < act.heritage.size(); ++s)
        act.heritage[s] += part * world.industry.act(other).heritage[s];
  }
  for (const ActId other : from) inherit_fans(world, id, other, spec.inherit_share, week);
}

void take_inheritances(const ReleaseView& world, int week) {
  for (std::size_t a = 0; a < world.industry.acts.size(); ++a) {
    ActState& act = world.industry.acts[a];
    if (!act.in_use || !act.inherits || week < act.debut_week) continue;
    const Act& spec = world.scenario.acts[*act.inherits];
    act.inherits.reset();
    const ActId left = spec.inherits_from.empty() ? ActId{} : most_followed(world, spec.inherits_from);
    if (left) inherit_fans(world, ActId(a), left, spec.inherit_share, week);
    gather_members(world, ActId(a), spec, week);
  }
}

}  // namespace

void release(const ReleaseView& world, int week) {
  if (week > 0) arrive(world, week);
  Abroad abroad(world, world.calendar.day(week));
  for (LabelState& label : world.industry.labels)
    if (label.alive) fund(world, week, abroad, label);
  retire_old_releases(world, week);
  take_inheritances(world, week);
  for (std::size_t a = 0; a < world.industry.acts.size(); ++a) {
    ActState& act = world.industry.acts[a];
    if (!act.in_use || act.retired) continue;
    plan_stage(world, week, world.industry.label(act.label), act);
    if (week >= act.debut_week && week >= act.next_release_week) launch(world, ActId(a), week);
  }
}

}  // namespace hibiki::phases
