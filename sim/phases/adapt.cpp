// Quarterly: labels learn from peers, sign, drop, fail and enter; platforms weigh the nudge they tried and try
// another. Serial: labels by position, acts by slot, each with draws of its own.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/core/draw_uses.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/phases/phases.hpp"
#include "sim/scenario/schema.hpp"

namespace hibiki::inline phases {

namespace {

constexpr std::array<double, 4> kActsOfKind = {2.0, 1.0, 0.75,
                                               2.5};  ///< [M] roster relative to industry.acts_per_label
constexpr double kQuartersAYear = 4.0;
constexpr double kComparable = 0.5;         ///< [M] a peer's sales are at least this part of the label's
constexpr double kEvidence = 2.0;           ///< [M] standard errors by which a peer must have grown more
constexpr double kYearsOfDebt = 8.0;        ///< [M] floor budgets a label can owe before it closes: owners are patient
constexpr double kTrialWeeks = 104.0;       ///< [M] an act is not judged before
constexpr double kWeakShare = 0.15;         ///< [M] of the label's mean following below which an act is dropped
constexpr double kRenewal = 0.7;            ///< [M] chance that a contract is renewed at its end
constexpr double kCareerYears = 20.0;       ///< [M] renewals grow rarer by e in this time: members tire and age
constexpr double kMove = 0.3;               ///< [M] chance that an act not renewed joins another label
constexpr double kEntrantsAYear = 0.25;     ///< [M] a market, before digital access
constexpr double kDigitalEntry = 2.0;       ///< [M] more of them where everybody is on video
constexpr double kEntrantCash = 800'000.0;  ///< [M] US dollars
constexpr double kUsualReturn = 10.0;       ///< [M] revenue of a label, in floor budgets, at which entry is usual
constexpr double kMostEntry = 20.0;         ///< [M] times the usual entry, however much labels earn
constexpr double kStyleDrift = 0.25;        ///< [M] of imitation x adaptivity, a quarter
constexpr double kLeastExponent = 0.3, kMostExponent = 1.5, kMostCrossBorder = 1.5;

/// Engaged pairs that scene s holds in the third markets, as people.
People third_market_pairs(const AdaptView& world, std::size_t scene) {
  People pairs = 0;
  for (std::size_t a = 0; a < world.week.shape.acts; ++a) {
    if (!world.industry.acts[a].in_use || world.industry.acts[a].home.value != scene) continue;
    for (std::size_t m = 0; m < world.markets.size(); ++m)
      if (world.markets.third[m] && m != scene) pairs += world.week.engaged_act[m * world.week.shape.acts + a];
  }
  return pairs;
}

/// The scene that leads abroad, and the mean style of its plays there.
void find_leader(const AdaptView& world) {
  People most = 0;
  world.leader.scene = MarketId{};
  for (std::size_t s = 0; s < world.markets.size(); ++s)
    if (const People pairs = third_market_pairs(world, s); pairs > most) {
      most = pairs;
      world.leader.scene = MarketId(s);
    }
  if (!world.leader.scene) return;
  std::int64_t plays = 0;
  std::array<std::int64_t, kStyleAxes> sums{};
  for (const ReleaseState& r : world.industry.releases) {
    if (world.industry.act(r.act).home != world.leader.scene) continue;
    for (std::size_t m = 0; m < world.markets.size(); ++m) {
      if (!world.markets.third[m]) continue;
      plays += r.popularity[m];
      for (int i = 0; i < kStyleAxes; ++i) sums[static_cast<std::size_t>(i)] += r.popularity[m] * r.packed.axis(i);
    }
  }
  if (plays > 0)
    for (int i = 0; i < kStyleAxes; ++i)
      world.leader.style[i] =
          static_cast<double>(sums[static_cast<std::size_t>(i)]) / static_cast<double>(plays) / kPackedScale;
}

double annual_floor(const AdaptView& world, const LabelState& label) {
  return floor_budget(world.scenario.assumptions, label);
}

/// How a label's revenue grew, as the mean of its last yearly log ratios and the variance of that mean.
struct Growth {
  double mean = 0.0, variance = 0.0;
  bool known = false;  ///< false with fewer than two years to compare
};

/// A label's first year is left out: growth from nothing tells nothing. A floor under revenues keeps small labels from
/// standing out by a few dollars.
Growth growth_of(const AdaptView& world, const LabelState& label, int week) {
  constexpr std::size_t kQuarters = 4, kMostYears = std::tuple_size_v<decltype(label.past_revenue)> / kQuarters;
  const auto age = static_cast<std::size_t>(std::max(0, week - label.founded_week)) / std::size_t{52};
  if (!label.alive || age < 3) return {};
  const std::size_t years = std::min(kMostYears, age - 1);
  const double floor = annual_floor(world, label) * kCentsInDollar;
  const auto revenue = [&](std::size_t years_ago) {
    const Cents then =
        years_ago == 0 ? label.trailing_revenue : label.past_revenue[(kMostYears - years_ago) * kQuarters];
    return std::max(static_cast<double>(then), 0.0) + floor;
  };
  std::array<double, kMostYears> rates{};
  for (std::size_t y = 0; y < years; ++y) rates[y] = portable::log(revenue(y) / revenue(y + 1));
  Growth growth{.known = true};
  const auto n = static_cast<double>(years);
  for (std::size_t y = 0; y < years; ++y) growth.mean += rates[y] / n;
  for (std::size_t y = 0; y < years; ++y)
    growth.variance += (rates[y] - growth.mean) * (rates[y] - growth.mean) / (n - 1.0) / n;
  return growth;
}

/// Peers a label compares itself with: of its size or larger, at home, of the leading scene, or partners.
bool sees(const AdaptView& world, LabelId self, LabelId other) {
  const LabelState& a = world.industry.label(self);
  const LabelState& b = world.industry.label(other);
  if (static_cast<double>(b.trailing_revenue) < kComparable * static_cast<double>(a.trailing_revenue)) return false;
  return a.home == b.home || b.home == world.leader.scene || world.collaborations.linked(self, other);
}

/// The peer whose growth over the last years exceeds that of `self` most, and by more than kEvidence standard errors
/// of the difference; `self` when there is none.
std::size_t best_peer(const AdaptView& world, const std::vector<Growth>& growths, std::size_t self) {
  std::size_t best = self;
  if (!growths[self].known) return best;
  for (std::size_t other = 0; other < growths.size(); ++other) {
    if (!growths[other].known || growths[other].mean <= growths[best].mean) continue;
    const double advantage = growths[other].mean - growths[self].mean;
    const double error = std::sqrt(growths[self].variance + growths[other].variance);
    if (advantage > kEvidence * error && sees(world, LabelId(self), LabelId(other))) best = other;
  }
  return best;
}

void learn(const AdaptView& world, int week) {
  std::vector<Growth> growths;
  for (const LabelState& label : world.industry.labels) growths.push_back(growth_of(world, label, week));
  const Day day = world.calendar.day(week);
  std::vector<Policy> learnt;
  for (std::size_t l = 0; l < world.industry.labels.size(); ++l) {
    const LabelState& label = world.industry.labels[l];
    learnt.push_back(label.learnt);
    const std::size_t best = best_peer(world, growths, l);
    if (best == l) continue;
    // Interventions replace the policy in force; learning goes on underneath, from where it would stand without.
    const Policy dated = label.plan.dated(day);
    // While the record is in force, a label learns by no more than the adaptivity that an intervention adds.
    const double added = std::max(0.0, label.policy.adaptivity - dated.adaptivity);
    for (const auto& field : lever_fields()) {
      if (!field.learnt) continue;
      const auto lever = std::get<double Policy::*>(field.member);
      const double own = std::clamp(dated.*lever + label.learnt.*lever, field.minimum, field.maximum);
      const double target = world.industry.labels[best].policy.*lever;
      const double usual = label.plan.recorded(lever, day) ? added : label.policy.adaptivity;
      const double speed = label.plan.learning_rate(lever, day).value_or(usual);
      if (speed > 0.0) learnt[l].*lever = own + speed / kQuartersAYear * (target - own) - dated.*lever;
    }
  }
  for (std::size_t l = 0; l < learnt.size(); ++l) world.industry.labels[l].learnt = learnt[l];
}

/// Acts already signed drift to the leading scene's style as far as their label imitates.
void drift_styles(const AdaptView& world) {
  if (!world.leader.scene) return;
  for (ActState& act : world.industry.acts) {
    if (!act.in_use || act.retired || act.home == world.leader.scene) continue;
    const Policy& p = world.industry.label(act.label).policy;
    act.style = clipped(towards(act.style, world.leader.style, kStyleDrift * p.imitation * p.adaptivity));
  }
}

void retire(const AdaptView& world, ActState& act) {
  act.retired = true;
  LabelState& label = world.industry.label(act.label);
  if (label.acts > 0) --label.acts;
}

/// Another label of the same home for an act without contract: the richest by revenue, most often.
LabelId new_home(const AdaptView& world, const ActState& act, int week) {
  LabelId best;
  double best_score = -std::numeric_limits<double>::infinity();
  for (std::size_t l = 0; l < world.industry.labels.size(); ++l) {
    const LabelState& label = world.industry.labels[l];
    if (!label.alive || label.home != act.home || LabelId(l) == act.label) continue;
    const double u = world.draws.uniform(kDrawNewLabel, mix(act.key ^ label.key), week);
    const double weight =
        1.0 + static_cast<double>(std::max<Cents>(0, label.trailing_revenue)) / (1e6 * kCentsInDollar);
    const double score = choice_score(u, weight);
    if (score > best_score) {
      best_score = score;
      best = LabelId(l);
    }
  }
  return best;
}

void move_or_retire(const AdaptView& world, ActState& act, int week) {
  const bool moves = world.draws.uniform(kDrawMove, act.key, week) < kMove;
  const LabelId to = moves ? new_home(world, act, week) : LabelId{};
  if (!to) return retire(world, act);
  LabelState& from = world.industry.label(act.label);
  if (from.acts > 0) --from.acts;
  act.label = to;
  ++world.industry.label(to).acts;
}

/// Whether a contract ends in the quarter that begins at `week`.
bool contract_ends(const AdaptView& world, const ActState& act, int week) {
  const double years = world.scenario.assumptions.contract_years;
  const double now = (week - act.debut_week) / kWeeksInModelYear, before = now - 1.0 / kQuartersAYear;
  return now > 0.0 && std::floor(now / years) > std::floor(before / years);
}

void judge_acts(const AdaptView& world, int week) {
  std::vector<People> following(world.industry.labels.size(), 0);
  for (const ActState& act : world.industry.acts)
    if (act.in_use && !act.retired) following[act.label.value] += act.engaged;
  std::vector<double> means;
  for (std::size_t l = 0; l < following.size(); ++l)
    means.push_back(static_cast<double>(following[l]) / std::max(1u, world.industry.labels[l].acts));
  for (ActState& act : world.industry.acts) {
    if (!act.in_use || act.retired) continue;
    const double mean = means[act.label.value];
    const bool weak = week - act.debut_week > kTrialWeeks && static_cast<double>(act.engaged) < kWeakShare * mean;
    const double u = world.draws.uniform(kDrawContract, act.key, week);
    if (weak && u < 0.25) {
      retire(world, act);
    } else if (contract_ends(world, act, week)) {
      const double career = (week - act.debut_week) / kWeeksInModelYear;
      const double chance = (static_cast<double>(act.engaged) >= mean ? 1.0 - (1.0 - kRenewal) / 2.0 : kRenewal) *
                            portable::exp(-career / kCareerYears);
      if (u >= chance) move_or_retire(world, act, week);
    }
  }
}

/// Acts a label can afford: more money, more acts, by the square root.
std::uint32_t roster(const AdaptView& world, const LabelState& label) {
  const double kind = kActsOfKind[static_cast<std::size_t>(label.identity.kind)];
  const double plenty = 1.0 + std::max(0.0, static_cast<double>(label.trailing_revenue) / kCentsInDollar) /
                                  (10.0 * annual_floor(world, label) + 1.0);
  return static_cast<std::uint32_t>(
      std::max(1.0, world.scenario.assumptions.acts_per_label * kind * std::min(2.0, std::sqrt(plenty)) + 0.5));
}

void sign_acts(const AdaptView& world, int week) {
  for (std::size_t l = 0; l < world.industry.labels.size(); ++l) {
    const LabelState& label = world.industry.labels[l];
    // A label that the file gives no acts beyond its named ones signs as it grows, like any other.
    if (label.alive && label.acts < roster(world, label)) sign_act(world, LabelId(l), week, week);
  }
}

void close_failed(const AdaptView& world, int week) {
  for (std::size_t l = 0; l < world.industry.labels.size(); ++l) {
    LabelState& label = world.industry.labels[l];
    const auto limit = static_cast<Cents>(-kYearsOfDebt * annual_floor(world, label) * kCentsInDollar);
    if (!label.alive || label.cash >= limit) continue;
    for (ActState& act : world.industry.acts)
      if (act.in_use && !act.retired && act.label == LabelId(l)) retire(world, act);
    label.alive = false;
    world.industry.label_registry[label.registry_row].closed_week = week;
    std::ranges::fill(label.promotion, 0.0);
  }
}

double video_access(const AdaptView& world, std::size_t m) {
  double most = 0.0;
  for (std::size_t p = 0; p < world.platforms.size(); ++p)
    if (world.platforms.kinds[p] == PlatformKind::video)
      most = std::max(most, world.platforms.access_mean[m * world.platforms.size() + p]);
  return most;
}

/// What labels at home in a market earned in the last year, in the budgets of labels without revenue: the mean, and
/// that of each kind; 0 where there is none.
struct Returns {
  double mean = 0.0;
  std::array<double, 4> of_kind{};
};

Returns returns_in(const AdaptView& world, std::size_t m) {
  std::array<double, 4> earned{}, labels{};
  for (const LabelState& label : world.industry.labels) {
    if (!label.alive || label.home.value != m) continue;
    const auto kind = static_cast<std::size_t>(label.identity.kind);
    const double floor = annual_floor(world, label) * kCentsInDollar;
    earned[kind] += static_cast<double>(std::max<Cents>(0, label.trailing_revenue)) / std::max(floor, 1.0);
    labels[kind] += 1.0;
  }
  Returns returns;
  double all = 0.0;
  for (std::size_t kind = 0; kind < earned.size(); ++kind) {
    returns.mean += earned[kind];
    all += labels[kind];
    returns.of_kind[kind] = labels[kind] > 0.0 ? earned[kind] / labels[kind] : 0.0;
  }
  if (all > 0.0) returns.mean /= all;
  return returns;
}

/// Entrants as a multiple of the usual number, given the earnings of labels at home.
double pull_of_profit(double mean_return, double exponent) {
  return exponent <= 0.0 ? 1.0
                         : std::min(kMostEntry, portable::pow(std::max(mean_return, 0.0) / kUsualReturn, exponent));
}

/// Labels enter, the more so where digital platforms lower the barrier and, with industry.entry_profit, where labels
/// earn well. Named by market and quarter, so that an entrant is the same one whatever else happens.
void enter(const AdaptView& world, int week) {
  const Assumptions& a = world.scenario.assumptions;
  const double base = a.entry_rate * kEntrantsAYear / kQuartersAYear;
  for (std::size_t m = 0; m < world.markets.size(); ++m) {
    if (world.markets.people[m] <= 0) continue;
    const Returns returns = a.entry_profit > 0.0 ? returns_in(world, m) : Returns{};
    const double expected =
        base * (1.0 + kDigitalEntry * video_access(world, m)) * pull_of_profit(returns.mean, a.entry_profit);
    const auto agency = static_cast<std::size_t>(LabelKind::agency), indie = static_cast<std::size_t>(LabelKind::indie);
    for (std::uint64_t nth = 0; static_cast<double>(nth) < expected; ++nth) {
      const Key key = nth == 0 ? world.markets.keys[m] : mix(world.markets.keys[m] ^ nth);
      if (world.draws.uniform(kDrawEntrant, key, week) >= expected - static_cast<double>(nth)) break;
      Label entry;
      entry.name = fmt::format("{} entrant {}", world.scenario.markets[m].name,
                               to_string(world.calendar.day(week)).substr(0, 7));
      if (nth > 0) entry.name += fmt::format(" {}", nth + 1);
      entry.kind = returns.of_kind[agency] > returns.of_kind[indie] ? LabelKind::agency : LabelKind::indie;
      entry.home = world.scenario.markets[m].name;
      entry.cash = kEntrantCash;
      const LabelId id = add_label(world, entry, entry.name, week);
      sign_act(world, id, week, week);
    }
  }
}

void remember_revenue(const AdaptView& world) {
  for (LabelState& label : world.industry.labels) {
    std::shift_left(label.past_revenue.begin(), label.past_revenue.end(), 1);
    label.past_revenue.back() = label.trailing_revenue;
  }
}

/// Change of tries per exposure since the quarter before, over the markets of one arm.
double change_of_arm(const AdaptView& world, std::size_t p, bool arm) {
  People tries = 0, exposures = 0, tries_before = 0, exposures_before = 0;
  for (std::size_t m = 0; m < world.markets.size(); ++m) {
    const std::size_t cell = m * world.platforms.size() + p;
    if (world.trials.arm[cell] != arm) continue;
    tries += world.trials.tries[cell];
    exposures += world.trials.exposures[cell];
    tries_before += world.trials.tries_before[cell];
    exposures_before += world.trials.exposures_before[cell];
  }
  if (exposures == 0 || exposures_before == 0) return 0.0;
  return static_cast<double>(tries) / static_cast<double>(exposures) -
         static_cast<double>(tries_before) / static_cast<double>(exposures_before);
}

/// Adds the nudge (times `sign`) in the markets of one arm, within bounds.
void nudge_arm(const AdaptView& world, std::size_t p, bool arm, double sign) {
  for (std::size_t m = 0; m < world.markets.size(); ++m) {
    if (world.trials.arm[m * world.platforms.size() + p] != arm) continue;
    const auto row = static_cast<Eigen::Index>(m), column = static_cast<Eigen::Index>(p);
    double& exponent = world.platforms.exponent(row, column);
    double& cross_border = world.platforms.cross_border(row, column);
    exponent = std::clamp(exponent + sign * world.trials.nudge_exponent[p], kLeastExponent, kMostExponent);
    cross_border = std::clamp(cross_border + sign * world.trials.nudge_cross_border[p], 0.0, kMostCrossBorder);
  }
}

/// Ends each platform's trial (kept and rolled out where tries per exposure rose more, taken back otherwise) and
/// starts the next in a random half of its markets.
void tune_platforms(const AdaptView& world, int week) {
  const double step = world.scenario.assumptions.platform_nudge;
  if (step <= 0.0) return;
  for (std::size_t p = 0; p < world.platforms.size(); ++p) {
    if (!world.platforms.traits(p).by_plays) continue;
    if (change_of_arm(world, p, true) > change_of_arm(world, p, false))
      nudge_arm(world, p, false, 1.0);
    else
      nudge_arm(world, p, true, -1.0);
    const Key key = world.platforms.keys[p];
    const auto sign = [&](std::uint32_t index) {
      return world.draws.uniform(kDrawNudges, key, week, index) < 0.5 ? -1.0 : 1.0;
    };
    world.trials.nudge_exponent[p] = step * sign(0);
    world.trials.nudge_cross_border[p] = step * sign(1);
    for (std::size_t m = 0; m < world.markets.size(); ++m)
      world.trials.arm[m * world.platforms.size() + p] =
          world.draws.uniform(kDrawTrialArm, mix(key ^ world.markets.keys[m]), week) < 0.5;
    nudge_arm(world, p, true, 1.0);
  }
  world.trials.tries_before = world.trials.tries;
  world.trials.exposures_before = world.trials.exposures;
  std::ranges::fill(world.trials.tries, 0);
  std::ranges::fill(world.trials.exposures, 0);
}

/// Which labels have anything on which platform: the licences of the industry graph.
void renew_licences(const AdaptView& world) {
  world.licences.assign(world.industry.labels.size() * world.platforms.size(), 0);
  for (std::size_t l = 0; l < world.industry.labels.size(); ++l) {
    const LabelState& label = world.industry.labels[l];
    for (std::size_t p = 0; label.alive && p < world.platforms.size(); ++p) {
      const PlatformTraits& traits = world.platforms.traits(p);
      const bool launched = world.platforms.access_mean[label.home.value * world.platforms.size() + p] > 0.0;
      bool there = !traits.licence || label.policy.*traits.licence > 0.0;
      if (label.identity.kind == LabelKind::collective && traits.collectives != Collectives::as_others)
        there = traits.collectives == Collectives::always;
      world.licences[l * world.platforms.size() + p] = there && launched ? 1 : 0;
    }
  }
}

}  // namespace

void adapt(const AdaptView& world, int week) {
  find_leader(world);
  learn(world, week);
  remember_revenue(world);
  drift_styles(world);
  close_failed(world, week);
  judge_acts(world, week);
  sign_acts(world, week);
  enter(world, week);
  tune_platforms(world, week);
  world.collaborations.expire(week - static_cast<int>(2 * kWeeksInModelYear));
  renew_licences(world);
}

}  // namespace hibiki::phases
