#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "sim/core/portable_math.hpp"
#include "tests/phases/week.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

Scenario alone() {
  Scenario s = tiny_scenario();
  set_lever(s, "labels", &Policy::collaboration_rate, 0.0);
  return s;
}

/// A world whose acts all release in week 0.
World launched(const Scenario& s) {
  World world = make_world(s, 1);
  for (ActState& act : world.industry.acts) act.next_release_week = 0;
  release(world, 0);
  return world;
}

std::map<Key, ReleaseState> by_key(const World& world) {
  std::map<Key, ReleaseState> releases;
  for (const ReleaseState& r : world.industry.releases) releases[r.key] = r;
  return releases;
}

Cents cash_of_all(const World& world) {
  Cents sum = 0;
  for (const LabelState& label : world.industry.labels) sum += label.cash;
  return sum;
}

TEST(Release, ABudgetIsTheFloorAndAShareOfRevenue) {
  Scenario s = alone();
  s.assumptions.label_floor = 520'000.0;
  s.assumptions.reinvestment = 0.5;
  World world = make_world(s, 1);
  LabelState& label = world.industry.label(label_named(world, "A major"));
  label.trailing_revenue = 100 * 1'040'000;
  const Cents cash = label.cash;
  release(world, 0);
  const double annual = floor_budget(s.assumptions, label) + 520'000.0;
  EXPECT_NEAR(static_cast<double>(label.budget), annual / 52.0 * 100.0, 1.0);
  EXPECT_EQ(label.cash, cash - label.budget);
}

TEST(Release, PromotionIsSplitOverMarkets) {
  Scenario s = tiny_scenario({.markets = 4});
  set_lever(s, "labels", &Policy::promotion_share, 0.4);
  set_lever(s, "labels", &Policy::promotion_abroad, 0.3);
  set_lever(s, "labels", &Policy::promotion_west, 0.25);
  set_lever(s, "labels", &Policy::local_partners, 0.0);
  set_lever(s, "labels", &Policy::gala_dependence, 0.0);
  World world = make_world(s, 1);
  release(world, 0);
  const LabelState& label = world.industry.label(label_named(world, "A agency"));
  const double spend = static_cast<double>(label.budget) / 100.0 * 0.4;
  EXPECT_NEAR(label.promotion[0], 0.7 * spend, 0.01);
  EXPECT_NEAR(label.promotion[1] + label.promotion[2], 0.3 * 0.75 * spend, 0.01);
  EXPECT_NEAR(label.promotion[3], 0.3 * 0.25 * spend, 0.01) << "D is the West";
  EXPECT_GT(label.promotion[2], label.promotion[1]) << "C is nearer to A than B is, and as large";
}

TEST(Release, LocalPartnersSitWhereMostIsToBeEarned) {
  Scenario s = alone();
  set_lever(s, "labels", &Policy::local_partners, 0.5);  // one of two markets abroad
  const World world = launched(s);
  EXPECT_THAT(world.industry.label(label_named(world, "A agency")).partner, testing::ElementsAre(false, false, true))
      << "C is nearer to A";
}

TEST(Release, LocalPartnersFollowFansAsFarAsTheyAreToldTo) {
  Scenario s = alone();
  set_lever(s, "labels", &Policy::local_partners, 0.5);  // one of two markets abroad
  for (const double demand : {0.0, 1.0}) {
    s.assumptions.partner_demand = demand;
    World world = launched(s);
    const LabelId id = label_named(world, "A agency");
    const std::size_t acts = world.industry.acts.size();
    world.week = Tallies({3, world.platforms.size(), acts, world.industry.releases.size()});
    for (std::size_t a = 0; a < acts; ++a)
      if (world.industry.acts[a].in_use && world.industry.acts[a].label == id)
        world.week.engaged_act[1 * acts + a] = world.markets.people[1] / 2;  // many fans in B
    release(world, 1);
    EXPECT_THAT(world.industry.label(id).partner,
                demand > 0.0 ? testing::ElementsAre(false, true, false) : testing::ElementsAre(false, false, true))
        << demand;
  }
}

/// US dollars a year that people in market m spend on discs and tickets by its habits.
double spending_in(const World& world, std::size_t m) {
  const Market& market = world.scenario.markets[m];
  const Day day = world.calendar.day(0);
  return static_cast<double>(world.markets.people[m]) / 100.0 *
         (market.price_physical.at(day) * market.physical_habit.at(day) +
          market.price_ticket.at(day) * market.live_habit.at(day));
}

TEST(Release, ALocalPartnerAddsAShareOfTheSalesItExpects) {
  Scenario s = alone();
  s.assumptions.partner_effort = 0.5;
  s.assumptions.partner_prospect = 0.04;
  set_lever(s, "labels", &Policy::local_partners, 0.5);  // one of two markets abroad: C
  for (const double size : {0.0, 300.0}) {
    s.markets[2].recorded_music = DatedValue(size);
    World world = launched(s);
    const LabelId id = label_named(world, "A agency");
    const Cents cash = world.industry.label(id).cash;
    release(world, 1);
    const LabelState& label = world.industry.label(id);
    const double own =
        static_cast<double>(label.budget) / 100.0 * label.policy.promotion_share * label.policy.promotion_abroad;
    const double sales = size > 0.0 ? size * 1e6 : spending_in(world, 2);
    const double expected = sales / 52.0 * 0.04 * portable::exp(-3.0 * world.markets.felt_distance(2, 0));
    EXPECT_NEAR(label.promotion[1] + label.promotion[2], own + 0.5 * expected, 0.01) << size;
    EXPECT_EQ(label.cash, cash - label.budget) << "the licensee pays";
  }
}

TEST(Release, PromotionAbroadIsLimitedByExpectedSales) {
  Scenario s = alone();
  s.assumptions.partner_prospect = 0.0;  // without fans nothing is expected
  s.assumptions.partner_demand = 1.0;
  set_lever(s, "labels", &Policy::local_partners, 0.0);
  set_lever(s, "labels", &Policy::promotion_abroad, 0.5);
  for (const double limit : {0.0, 0.2}) {
    s.assumptions.promotion_limit = limit;
    World world = launched(s);
    const LabelId id = label_named(world, "A agency"), other = label_named(world, "B agency");
    const std::size_t acts = world.industry.acts.size();
    world.week = Tallies({3, world.platforms.size(), acts, world.industry.releases.size()});
    for (std::size_t a = 0; a < acts; ++a)  // in B, few of the engaged pairs are of A agency's acts
      if (const ActState& act = world.industry.acts[a]; act.in_use && (act.label == id || act.label == other))
        world.week.engaged_act[1 * acts + a] = act.label == id ? 1 : 99'999;
    double own = 0.0, all = 0.0;
    for (std::size_t a = 0; a < acts; ++a) {
      const auto engaged = static_cast<double>(world.week.engaged_act[1 * acts + a]);
      all += engaged;
      if (world.industry.acts[a].label == id) own += engaged;
    }
    release(world, 1);
    const LabelState& label = world.industry.label(id);
    const double weekly = static_cast<double>(label.budget) / 100.0 * label.policy.promotion_share;
    const double spent = std::accumulate(label.promotion.begin(), label.promotion.end(), 0.0);
    EXPECT_NEAR(spent, weekly, 0.01) << "what is not spent abroad is spent at home";
    if (limit == 0.0) {
      EXPECT_NEAR(label.promotion[0], 0.5 * weekly, 0.01);
      continue;
    }
    const double most = limit * spending_in(world, 1) / 52.0 * own / all;
    ASSERT_LT(most, 0.2 * weekly) << "or the limit does not bind";
    EXPECT_NEAR(label.promotion[1], most, 0.01);
    EXPECT_EQ(label.promotion[2], 0.0) << "nobody there";
  }
}

TEST(Release, MarketsWithoutPeopleGetNoPromotion) {
  Scenario s = alone();
  set_lever(s, "labels", &Policy::local_partners, 0.0);
  set_lever(s, "labels", &Policy::promotion_abroad, 1.0);
  const auto promotion = [&] {
    const World world = launched(s);
    const LabelState& label = world.industry.label(label_named(world, "A agency"));
    const double weekly = static_cast<double>(label.budget) / 100.0 * label.policy.promotion_share;
    EXPECT_NEAR(std::accumulate(label.promotion.begin(), label.promotion.end(), 0.0), weekly, 0.01);
    return label.promotion;
  };
  EXPECT_EQ(promotion()[0], 0.0) << "all is spent abroad";
  for (const std::size_t m : {1, 2}) s.markets[m].people = DatedRows{.points = {{kTinyStart, {0, 0, 0, 0, 0, 0}}}};
  const std::vector<double> left = promotion();
  EXPECT_GT(left[0], 0.0);
  EXPECT_EQ(left[1], 0.0);
  EXPECT_EQ(left[2], 0.0);
}

TEST(Release, TheGalaKeepsPromotionBackForOneWeek) {
  Scenario s = alone();
  s.markets[0].gala_reach = 10.0;
  set_lever(s, "labels", &Policy::gala_dependence, 0.4);
  World world = make_world(s, 1);
  run_weeks(world, 0, 50);
  const LabelId major = label_named(world, "A major");
  const auto home_share = [&](int week) {
    release(world, week);
    const LabelState& label = world.industry.label(major);
    return label.promotion[0] / (static_cast<double>(label.budget) / 100.0 * label.policy.promotion_share *
                                 (1.0 - label.policy.promotion_abroad));
  };
  EXPECT_NEAR(home_share(50), 0.6, 1e-6);
  EXPECT_NEAR(home_share(51), 0.6 + 0.4 * 52.0, 1e-6) << "29 December 2008";
}

TEST(Release, MoneyBuysQualityWithFallingReturn) {
  Scenario few = alone(), many = alone();
  few.assumptions.quality_money = many.assumptions.quality_money = 0.4;
  set_lever(few, "labels", &Policy::releases_per_year, 1.0);
  set_lever(many, "labels", &Policy::releases_per_year, 4.0);  // the budget is shared
  const auto rich = by_key(launched(few)), poor = by_key(launched(many));
  ASSERT_EQ(rich.size(), poor.size());
  ASSERT_EQ(rich.size(), 20u);
  int compared = 0;
  for (const auto& [key, r] : rich) {
    ASSERT_TRUE(poor.contains(key));
    EXPECT_GE(r.quality, poor.at(key).quality);
    if (std::abs(r.quality - poor.at(key).quality - 0.4 * std::log10(4.0)) < 1e-6) ++compared;
  }
  EXPECT_GE(compared, 12) << "but for budgets below the least a release costs";
}

TEST(Release, FollowsTheRateOfTheLever) {
  Scenario s = alone();
  set_lever(s, "labels", &Policy::releases_per_year, 6.0);
  s.assumptions.release_weeks = 104;
  World world = make_world(s, 1);
  run_weeks(world, 0, 104);
  std::map<std::uint16_t, int> of_act;
  for (const ReleaseState& r : world.industry.releases) ++of_act[r.act.value];
  ASSERT_EQ(of_act.size(), 20u);
  double mean = 0.0;
  for (const auto& [act, count] : of_act) mean += count / 20.0;
  // The first comes within half a year, a quarter on average: six a year from then on.
  EXPECT_NEAR(mean, 6.0 * 1.75 + 0.5, 0.8);
}

TEST(Release, LeavesCirculationAfterItsWeeks) {
  Scenario s = alone();
  s.assumptions.release_weeks = 10;
  World world = make_world(s, 1);
  run_weeks(world, 0, 40);
  ASSERT_FALSE(world.industry.releases.empty());
  for (const ReleaseState& r : world.industry.releases) EXPECT_LT(39 - r.week, 10);
  EXPECT_TRUE(std::is_sorted(world.industry.releases.begin(), world.industry.releases.end(),
                             [](const auto& a, const auto& b) { return a.key < b.key; }));
}

Scenario together(double scope) {
  Scenario s = tiny_scenario({.markets = 4});
  set_lever(s, "labels", &Policy::collaboration_rate, 1.0);
  set_lever(s, "labels", &Policy::collaboration_scope, scope);
  set_lever(s, "labels", &Policy::collaboration_revenue, 0.4);
  return s;
}

TEST(JointRelease, CreditsAnActOfAnotherLabelInScope) {
  for (const double scope : {0.0, 1.0}) {
    const World world = launched(together(scope));
    ASSERT_GT(world.industry.releases.size(), 20u);
    for (const ReleaseState& r : world.industry.releases) {
      ASSERT_TRUE(r.partner);
      const ActState &act = world.industry.act(r.act), &partner = world.industry.act(r.partner);
      EXPECT_NE(act.label, partner.label);
      EXPECT_EQ(r.partner_label, partner.label);
      EXPECT_EQ(r.partner_revenue, 0.4);
      EXPECT_EQ(act.home != partner.home, scope > 0.5);
      if (scope > 0.5) {
        EXPECT_NE(partner.home, MarketId(3)) << "partners abroad are Asian";
      }
      EXPECT_TRUE(world.collaborations.linked(act.label, partner.label));
      for (std::size_t s = 0; s < 4; ++s)
        EXPECT_NEAR(r.heritage[s], 0.5 * (act.heritage[s] + partner.heritage[s]), 1e-12);
    }
  }
}

/// US dollars that a label spends on one release of its own.
double dollars_a_release(const LabelState& label) {
  return static_cast<double>(label.budget) / 100.0 * 52.0 * (1.0 - label.policy.promotion_share) /
         (label.acts * label.policy.releases_per_year);
}

TEST(JointRelease, SplitsItsCostByTheLever) {
  World world = make_world(together(1.0), 1);
  for (ActState& act : world.industry.acts) act.next_release_week = 0;
  const Cents before = cash_of_all(world);
  release(world, 0);
  double expected = static_cast<double>(before);
  for (const LabelState& label : world.industry.labels) expected -= static_cast<double>(label.budget);
  // The primary's label is spared its share, the partner's bears that share of what a release of its own would cost.
  for (const ReleaseState& r : world.industry.releases)
    expected +=
        100.0 * 0.4 *
        (dollars_a_release(world.industry.label(r.label)) - dollars_a_release(world.industry.label(r.partner_label)));
  EXPECT_NEAR(static_cast<double>(cash_of_all(world)), expected, 100.0) << "each amount is rounded to a cent";
}

TEST(JointRelease, IsMadeOfBothBudgets) {
  Scenario apart = together(1.0);
  apart.assumptions.quality_money = 0.4;
  Scenario joined = apart;
  set_lever(apart, "labels", &Policy::collaboration_rate, 0.0);
  const World joint = launched(joined);
  const auto solo = by_key(launched(apart));
  ASSERT_EQ(joint.industry.releases.size(), solo.size());
  int better = 0, worse = 0;
  for (const ReleaseState& r : joint.industry.releases) {
    const double own = dollars_a_release(joint.industry.label(r.label)),
                 other = dollars_a_release(joint.industry.label(r.partner_label));
    EXPECT_NEAR(r.quality - solo.at(r.key).quality, 0.4 * std::log10((0.6 * own + 0.4 * other) / own), 1e-6);
    better += r.quality > solo.at(r.key).quality;
    worse += r.quality < solo.at(r.key).quality;
  }
  EXPECT_GT(better, 0);
  EXPECT_GT(worse, 0) << "a rich label lends its name to a poor one";
}

TEST(Release, CollectsTheLeversIntoTheStyle) {
  Scenario s = alone();
  set_lever(s, "labels", &Policy::western_producers, 1.0);
  set_lever(s, "labels", &Policy::conscious_share, 1.0);
  set_lever(s, "labels", &Policy::english_share, 0.35);
  Scenario none = s;
  set_lever(none, "labels", &Policy::western_producers, 0.0);
  set_lever(none, "labels", &Policy::conscious_share, 0.0);
  const auto with = by_key(launched(s)), without = by_key(launched(none));
  for (const auto& [key, r] : with) {
    EXPECT_TRUE(r.western);
    EXPECT_TRUE(r.conscious);
    EXPECT_EQ(r.english, 0.35);
    const ReleaseState& other = without.at(key);
    EXPECT_GT(r.style[5] + 1e-9, std::min(1.0, other.style[5] + 0.2)) << "regional-Western";
    EXPECT_GT(r.style[7] + 1e-9, std::min(1.0, other.style[7] + 0.2)) << "escapist-conscious";
    for (const int axis : {0, 1, 2, 3, 4, 6}) EXPECT_EQ(r.style[axis], other.style[axis]);
  }
}

TEST(Release, PullsTowardsANamedPoint) {
  Scenario s = alone();
  set_lever(s, "labels", &Policy::style_traditional, 1.0);
  for (const auto& [key, r] : by_key(launched(s)))
    if (!r.western && !r.conscious) {
      EXPECT_NEAR(rms_distance(r.style, traditional_point()), 0.0, 1e-9);
    }
}

TEST(Release, ConsistencyKeepsToTheActsOwnStyle) {
  Scenario loose = alone(), strict = alone();
  for (Scenario* s : {&loose, &strict}) {
    set_lever(*s, "labels", &Policy::innovation_step, 0.4);
    set_lever(*s, "labels", &Policy::western_producers, 0.0);
    set_lever(*s, "labels", &Policy::conscious_share, 0.0);
  }
  set_lever(loose, "labels", &Policy::consistency, 0.0);
  set_lever(strict, "labels", &Policy::consistency, 1.0);
  for (const auto& [key, r] : by_key(launched(strict))) EXPECT_NEAR(r.break_distance, 0.0, 1e-9);
  for (const auto& [key, r] : by_key(launched(loose))) EXPECT_GT(r.break_distance, 0.05);
}

TEST(Arrivals, ANamedActDebutsOnItsDate) {
  Scenario s = alone();
  s.acts.push_back({.name = "Late", .label = "B agency", .debut = kTinyStart + std::chrono::days(7 * 10 - 3)});
  World world = make_world(s, 1);
  const auto present = [&] {
    return std::count_if(world.industry.acts.begin(), world.industry.acts.end(),
                         [](const ActState& a) { return a.key == key_of("Late"); });
  };
  run_weeks(world, 0, 10);
  EXPECT_EQ(present(), 0);
  run_weeks(world, 10, 11);  // the first week that begins on or after the date
  EXPECT_EQ(present(), 1);
  const auto& releases = world.industry.releases;
  EXPECT_TRUE(std::any_of(releases.begin(), releases.end(), [&](const ReleaseState& r) {
    return world.industry.act(r.act).key == key_of("Late") && r.week == 10;
  })) << "with a release";
  run_weeks(world, 11, 30);
  EXPECT_EQ(present(), 1);
}

TEST(Arrivals, LabelsAreFoundedOnTheirDate) {
  Scenario s = alone();
  s.labels.push_back({.name = "Newcomer",
                      .kind = LabelKind::indie,
                      .home = "C",
                      .count = 2,
                      .acts = 2,
                      .founded = kTinyStart + std::chrono::days(70)});
  World world = make_world(s, 1);
  const std::size_t before = world.industry.labels.size();
  run_weeks(world, 0, 10);
  EXPECT_EQ(world.industry.labels.size(), before);
  run_weeks(world, 10, 12);
  ASSERT_EQ(world.industry.labels.size(), before + 2);
  const LabelState& second = world.industry.label(label_named(world, "Newcomer 2"));
  EXPECT_EQ(second.founded_week, 10);
  EXPECT_EQ(second.acts, 2u);
  for (const ActState& act : world.industry.acts)
    if (act.label == label_named(world, "Newcomer 2")) {
      EXPECT_EQ(act.debut_week, 10);
    }
}

TEST(Stage, ToursAndLivestreamsComeAtTheirRate) {
  Scenario s = alone();
  set_lever(s, "labels", &Policy::tours_home, 4.0);
  set_lever(s, "labels", &Policy::tours_abroad, 1.0);
  set_lever(s, "labels", &Policy::livestreams, 6.0);
  World world = make_world(s, 1);
  double home = 0.0, abroad = 0.0, streams = 0.0, act_weeks = 0.0;
  for (int week = 0; week < 104; ++week) {
    release(world, week);
    for (const ActState& act : world.industry.acts) {
      if (world.industry.label(act.label).identity.kind == LabelKind::collective) continue;  // it has no stage
      ++act_weeks;
      streams += act.livestream_week == week;
      if (act.tour_week != week) continue;
      for (std::size_t m = 0; m < 3; ++m)
        (m == act.home.value ? home : abroad) += static_cast<double>((act.tour_markets >> m) & 1);
    }
  }
  const double years = act_weeks / 52.0;  // 36 of them: expected 144, 72 and 216 events
  EXPECT_NEAR(home / years, 4.0, 4.0 * std::sqrt(4.0 / years));
  EXPECT_NEAR(abroad / years, 2.0, 4.0 * std::sqrt(2.0 / years));
  EXPECT_NEAR(streams / years, 6.0, 4.0 * std::sqrt(6.0 / years));
}

TEST(Interventions, CostMoneyWhileTheyHold) {
  Scenario s = alone();
  const World base = launched(s);
  Intervention& paid = intervene(s, "labels[name=A major]", &Policy::posts_per_week, 3.0, 0);
  paid.cost = 1234.56;
  const World changed = launched(s);
  const auto cash = [](const World& world, const std::string& name) {
    return world.industry.label(label_named(world, name)).cash;
  };
  EXPECT_EQ(cash(base, "A major") - cash(changed, "A major"), 123'456);
  EXPECT_EQ(cash(base, "B major"), cash(changed, "B major"));
}

double promoted(const LabelState& label) {
  return std::accumulate(label.promotion.begin(), label.promotion.end(), 0.0);
}

/// `base` with an intervention that costs so much a week, and what pays it.
Scenario paying(Scenario base, const std::string& payer, double cost,
                const std::string& target = "labels[name=A major]") {
  Intervention& paid = intervene(base, target, &Policy::posts_per_week, 3.0, 0);
  paid.cost = cost;
  paid.paid_from = payer;
  return base;
}

LabelState a_major(const Scenario& scenario) {
  const World world = launched(scenario);
  return world.industry.label(label_named(world, "A major"));
}

TEST(Interventions, CanBePaidFromWhatTheLabelSpends) {
  Scenario s = alone();
  set_lever(s, "labels", &Policy::promotion_share, 0.25);
  set_lever(s, "labels", &Policy::local_partners, 0.0);
  set_lever(s, "labels", &Policy::gala_dependence, 0.0);
  const World base = launched(s);
  const LabelState& before = base.industry.label(label_named(base, "A major"));
  const double budget = static_cast<double>(before.budget) / 100.0;
  const auto after = [&](const std::string& payer, double cost) { return a_major(paying(s, payer, cost)); };
  const LabelState promotion = after("promotion", 0.1 * budget), releases = after("releases", 0.1 * budget),
                   both = after("budget", 0.1 * budget), too_much = after("promotion", budget);
  EXPECT_NEAR(promoted(promotion), 0.15 * budget, 0.01);
  EXPECT_NEAR(promoted(releases), 0.25 * budget, 0.01);
  EXPECT_NEAR(promoted(both), 0.225 * budget, 0.01);
  for (const LabelState& label : {promotion, releases, both}) {
    EXPECT_NEAR(static_cast<double>(label.cash), static_cast<double>(before.cash), 1.0) << "no other money is spent";
    EXPECT_NEAR(static_cast<double>(label.lever_cost), 0.1 * static_cast<double>(before.budget), 1.0);
  }
  EXPECT_NEAR(promoted(too_much), 0.0, 0.01);
  EXPECT_NEAR(static_cast<double>(before.cash - too_much.cash), 0.75 * static_cast<double>(before.budget), 1.0)
      << "cash pays the rest";
}

TEST(Interventions, MoneyTakenFromReleasesLowersTheirQuality) {
  Scenario s = alone();
  s.assumptions.quality_money = 0.4;
  const auto quality = [&](const std::string& payer, double cost) {
    const World world = launched(paying(s, payer, cost, "labels"));
    double sum = 0.0;
    for (const ReleaseState& r : world.industry.releases) sum += r.quality;
    return sum;
  };
  EXPECT_EQ(quality("promotion", 1000.0), quality("cash", 1000.0));
  EXPECT_LT(quality("releases", 1000.0), quality("cash", 1000.0));
  EXPECT_LT(quality("budget", 1000.0), quality("cash", 1000.0));
}

TEST(Interventions, WhatReleasesPayIsTakenFromWhatTheyGet) {
  Scenario s = alone();
  set_lever(s, "labels", &Policy::promotion_share, 0.25);
  set_lever(s, "labels", &Policy::production_budget, 5.0);
  const World base = launched(s);
  const LabelState& before = base.industry.label(label_named(base, "A major"));
  for (const char* payer : {"releases", "budget", "promotion", "cash"}) {
    const LabelState after = a_major(paying(s, payer, 100.0));
    EXPECT_EQ(after.lever_cost - before.lever_cost, 10'000) << payer;
    EXPECT_NEAR(static_cast<double>(before.cash - after.cash), payer == std::string("cash") ? 10'000 : 0, 1) << payer;
  }
}

TEST(Release, TheProductionBudgetIsPaidFromCash) {
  Scenario s = alone();
  s.assumptions.quality_money = 0.4;
  set_lever(s, "labels", &Policy::promotion_share, 0.25);
  const World base = launched(s);
  intervene(s, "labels[name=A major]", &Policy::production_budget, 3.0, 0);
  const World changed = launched(s);
  const LabelId id = label_named(base, "A major");
  const LabelState &before = base.industry.label(id), &after = changed.industry.label(id);
  EXPECT_EQ(promoted(after), promoted(before));
  const double more = 2.0 * 0.75 * static_cast<double>(before.budget);
  EXPECT_NEAR(static_cast<double>(before.cash - after.cash), more, 2.0);
  EXPECT_NEAR(static_cast<double>(after.lever_cost), more, 2.0);
  const auto then = by_key(changed);
  int richer = 0;
  for (const auto& [key, release] : by_key(base)) {
    const double gained = then.at(key).quality - release.quality;
    EXPECT_NEAR(gained, release.label == id ? 0.4 * std::log10(3.0) : 0.0, 1e-9);
    richer += release.label == id;
  }
  EXPECT_EQ(richer, 2);
}

/// `base` with an intervention in force that is aimed at markets.
Scenario aimed(Scenario base, const std::string& target, double Policy::*lever, double value,
               const std::vector<std::string>& markets, Intervention::Change change = Intervention::Change::set) {
  Intervention& aim = intervene(base, target, lever, value, 0);
  aim.markets = markets;
  aim.change = change;
  return base;
}

Scenario promoting_abroad() {
  Scenario s = tiny_scenario({.markets = 4});
  set_lever(s, "labels", &Policy::promotion_abroad, 0.3);
  set_lever(s, "labels", &Policy::promotion_west, 0.25);
  set_lever(s, "labels", &Policy::local_partners, 0.0);
  set_lever(s, "labels", &Policy::gala_dependence, 0.0);
  return s;
}

TEST(Aims, MovePromotionFromAllOtherMarkets) {
  const auto promotion = [](const Scenario& s) {
    const World world = launched(s);
    return world.industry.label(label_named(world, "A agency")).promotion;
  };
  const Scenario s = promoting_abroad();
  const std::string target = "labels[home=A]";
  const auto base = promotion(s), more = promotion(aimed(s, target, &Policy::promotion_abroad, 0.4, {"B", "D"})),
             none = promotion(aimed(s, target, &Policy::promotion_abroad, 0.0, {"B"})),
             twice = promotion(aimed(s, target, &Policy::promotion_abroad, 2.0, {"C"}, Intervention::Change::scale)),
             usual = promotion(aimed(s, target, &Policy::promotion_abroad, 0.0, {"B"}, Intervention::Change::current)),
             own = promotion(aimed(s, target, &Policy::promotion_abroad, 0.4, {"A", "B", "D"}));
  const double spend = std::accumulate(base.begin(), base.end(), 0.0);
  for (const auto& one : {more, none, twice}) EXPECT_NEAR(std::accumulate(one.begin(), one.end(), 0.0), spend, 0.01);
  EXPECT_NEAR(more[1] + more[3], 0.4 * spend, 0.01);
  EXPECT_NEAR(more[0] / more[2], base[0] / base[2], 1e-9) << "the others keep their proportions";
  EXPECT_EQ(none[1], 0.0);
  EXPECT_NEAR(none[0] / none[3], base[0] / base[3], 1e-9);
  EXPECT_NEAR(twice[2], 2.0 * base[2], 1e-9);
  EXPECT_EQ(usual, base);
  EXPECT_EQ(own, more) << "home is not abroad";
}

TEST(Aims, PromotionThatLeavesTheOnlyMarketsGoesHome) {
  Scenario s = tiny_scenario({.markets = 3});
  set_lever(s, "labels", &Policy::promotion_abroad, 1.0);
  set_lever(s, "labels", &Policy::local_partners, 0.0);
  set_lever(s, "labels", &Policy::gala_dependence, 0.0);
  const auto label = [](const Scenario& of) {
    const World world = launched(of);
    return world.industry.label(label_named(world, "A agency"));
  };
  const LabelState before = label(s), after = label(aimed(s, "labels", &Policy::promotion_abroad, 0.0, {"B", "C"}));
  EXPECT_EQ(before.promotion[0], 0.0);
  EXPECT_NEAR(after.promotion[0], promoted(before), 0.01);
  EXPECT_EQ(after.promotion[1] + after.promotion[2], 0.0);
}

TEST(Aims, PromotionIsNotLimitedByWhatTheLabelExpects) {
  Scenario s = promoting_abroad();
  s.assumptions.promotion_limit = 0.2;
  s.assumptions.partner_prospect = 0.0;
  s.assumptions.partner_demand = 1.0;
  const World base = launched(s), moved = launched(aimed(s, "labels[home=A]", &Policy::promotion_abroad, 0.4, {"B"}));
  const LabelId id = label_named(base, "A agency");
  EXPECT_EQ(base.industry.label(id).promotion[1], 0.0) << "nothing is expected there";
  EXPECT_NEAR(moved.industry.label(id).promotion[1], 0.4 * promoted(base.industry.label(id)), 0.01);
}

TEST(Aims, PartnersSitInTheNamedMarkets) {
  using testing::ElementsAre;
  const auto partner = [](const Scenario& s) {
    const World world = launched(s);
    return world.industry.label(label_named(world, "A agency")).partner;
  };
  Scenario s = alone();
  set_lever(s, "labels", &Policy::local_partners, 0.0);
  const auto with = [&](double value, const std::vector<std::string>& markets) {
    return partner(aimed(s, "labels", &Policy::local_partners, value, markets));
  };
  EXPECT_THAT(with(1.0, {"B"}), ElementsAre(false, true, false));
  EXPECT_THAT(with(1.0, {"B", "C"}), ElementsAre(false, true, true));
  EXPECT_THAT(with(0.5, {"B", "C"}), ElementsAre(false, false, true)) << "C is nearer to A";
  set_lever(s, "labels", &Policy::local_partners, 1.0);
  EXPECT_THAT(with(0.0, {"C"}), ElementsAre(false, true, false));
}

TEST(Aims, ToursGoToTheNamedMarkets) {
  Scenario s = alone();
  set_lever(s, "labels", &Policy::tours_home, 0.0);
  set_lever(s, "labels", &Policy::tours_abroad, 0.0);
  World world = make_world(aimed(s, "labels[home=A]", &Policy::tours_abroad, 12.0, {"C"}), 1);
  int there = 0;
  for (int week = 0; week < 20; ++week) {
    release(world, week);
    for (const ActState& act : world.industry.acts) {
      if (act.tour_week != week) continue;
      EXPECT_EQ(act.tour_markets, 0b100U);
      EXPECT_EQ(act.home, MarketId(0));
      ++there;
    }
  }
  EXPECT_GT(there, 0);
}

TEST(Aims, JointReleasesHavePartnersFromTheNamedMarkets) {
  const auto homes = [](const Scenario& s) {
    std::map<std::size_t, int> count;  // of the partners of A's acts
    const World world = launched(s);
    for (const ReleaseState& r : world.industry.releases)
      if (r.partner && world.industry.act(r.act).home == MarketId(0)) ++count[world.industry.act(r.partner).home.value];
    return count;
  };
  const auto scope = &Policy::collaboration_scope;
  const std::string target = "labels[home=A]";
  const Scenario usual = together(0.0), abroad = together(1.0);
  const int all = homes(usual)[0];
  ASSERT_GT(all, 4);
  EXPECT_EQ(homes(aimed(usual, target, scope, 1.0, {"B"})), (std::map<std::size_t, int>{{1, all}}));
  EXPECT_EQ(homes(aimed(usual, target, scope, 1.0, {"D"})), (std::map<std::size_t, int>{{3, all}})) << "in the West";
  const auto some = homes(aimed(usual, target, scope, 0.5, {"B"}));
  EXPECT_GT(some.at(0), 0);
  EXPECT_GT(some.at(1), 0);
  EXPECT_EQ(some.size(), 2U);
  EXPECT_EQ(homes(aimed(abroad, target, scope, 0.0, {"B"})), (std::map<std::size_t, int>{{2, all}})) << "none from B";
  EXPECT_EQ(homes(aimed(abroad, target, scope, 0.0, {"B", "C"})), (std::map<std::size_t, int>{{0, all}}))
      << "no other market in Asia is left";
  Scenario ramped = aimed(usual, target, scope, 1.0, {"B"});
  ramped.interventions.back().ramp_weeks = 52;
  EXPECT_EQ(homes(ramped), homes(usual)) << "the ramp has only begun";
}

}  // namespace
}  // namespace hibiki::test
