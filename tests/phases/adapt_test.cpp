#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/scenario/schema.hpp"
#include "tests/phases/week.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

constexpr int kQuarter = 12;  // 31 March 2008: the week before a quarter's first

/// A world at its first quarter's end in which "B major" posts a lot and grows fastest, and nobody enters.
Scenario learning(double adaptivity) {
  Scenario s = tiny_scenario();
  s.assumptions.entry_rate = 0.0;
  s.assumptions.platform_nudge = 0.0;
  set_lever(s, "labels", &Policy::adaptivity, adaptivity);
  set_lever(s, "labels", &Policy::posts_per_week, 1.0);
  set_lever(s, "labels", &Policy::signing_risk, 0.2);
  set_lever(s, "labels[name=B major]", &Policy::posts_per_week, 5.0);
  set_lever(s, "labels[name=B major]", &Policy::signing_risk, 0.9);
  return s;
}

/// Millions of dollars a year, five years ago first, the last year at the end.
void set_revenues(LabelState& label, const std::array<double, 6>& millions) {
  for (std::size_t quarter = 0; quarter < label.past_revenue.size(); ++quarter)
    label.past_revenue[quarter] = to_cents(millions[quarter / 4] * 1e6 * kCentsInDollar);
  label.trailing_revenue = to_cents(millions.back() * 1e6 * kCentsInDollar);
}

World with_a_winner(const Scenario& s) {
  World world = make_world(s, 1);
  run_weeks(world, 0, kQuarter);
  for (LabelState& label : world.industry.labels) {
    set_revenues(label, {1.0, 1.0, 1.0, 1.0, 1.0, 1.0});
    label.founded_week = -1000;  // long enough ago for its growth to mean something
  }
  set_revenues(world.industry.label(label_named(world, "B major")), {1.0, 2.0, 4.0, 8.0, 16.0, 32.0});
  return world;
}

double learnt_posts(const World& world, const std::string& label) {
  return world.industry.label(label_named(world, label)).learnt.posts_per_week;
}

TEST(Learning, MovesTowardsThePeerThatGrowsMost) {
  World world = with_a_winner(learning(0.4));
  adapt(world, kQuarter + 1);
  for (const std::string name : {"B agency", "B indie 1", "B indie 2"}) {
    EXPECT_GT(learnt_posts(world, name), 0.0) << name;
    EXPECT_LT(learnt_posts(world, name), 4.0) << name << " goes part of the way";
  }
  EXPECT_EQ(learnt_posts(world, "B major"), 0.0) << "the best has nobody to learn from";
}

TEST(Learning, GoesFurtherTheMoreAdaptiveTheLabel) {
  World slow = with_a_winner(learning(0.2)), fast = with_a_winner(learning(0.8));
  adapt(slow, kQuarter + 1);
  adapt(fast, kQuarter + 1);
  EXPECT_NEAR(learnt_posts(fast, "B agency"), 4.0 * learnt_posts(slow, "B agency"), 1e-9);
}

TEST(Learning, NeedsAdaptivity) {
  World world = with_a_winner(learning(0.0));
  adapt(world, kQuarter + 1);
  for (const LabelState& label : world.industry.labels)
    for (const auto& field : lever_fields())
      EXPECT_EQ(label.learnt.*std::get<double Policy::*>(field.member), 0.0) << field.key;
}

TEST(Learning, ComesNearWithTheYears) {
  World world = with_a_winner(learning(1.0));
  for (int quarter = 1; quarter <= 40; ++quarter) {
    adapt(world, kQuarter + 1);
    for (LabelState& label : world.industry.labels) set_revenues(label, {1.0, 1.0, 1.0, 1.0, 1.0, 1.0});
    set_revenues(world.industry.label(label_named(world, "B major")), {1.0, 2.0, 4.0, 8.0, 16.0, 32.0});
  }
  EXPECT_NEAR(learnt_posts(world, "B agency"), 4.0, 0.1);
}

TEST(Learning, ANewcomerTeachesNobody) {
  World world = with_a_winner(learning(1.0));
  world.industry.label(label_named(world, "B major")).founded_week = kQuarter - 2 * 52;
  adapt(world, kQuarter + 1);
  EXPECT_EQ(learnt_posts(world, "B agency"), 0.0);
}

TEST(Learning, AYearOfGrowthAmongOthersIsNoise) {
  World world = with_a_winner(learning(1.0));
  LabelState& major = world.industry.label(label_named(world, "B major"));
  set_revenues(major, {8.0, 32.0, 8.0, 32.0, 8.0, 32.0});  // five log ratios of +-1.4: mean .28, standard error .68
  adapt(world, kQuarter + 1);
  EXPECT_EQ(learnt_posts(world, "B agency"), 0.0);
  set_revenues(major, {8.0, 10.0, 13.0, 17.0, 23.0, 32.0});  // as much in all, evenly
  adapt(world, kQuarter + 1);
  EXPECT_GT(learnt_posts(world, "B agency"), 0.0);
}

TEST(Learning, TheRecordIsNotLearntAnew) {
  Scenario s = learning(0.4);
  s.run.now = make_day(2030, 1, 1);
  set_lever(s, "labels[name=B major]", &Policy::training_rigidity, 0.9);  // no rule sets it for others
  World world = with_a_winner(s);
  adapt(world, kQuarter + 1);
  const LabelState& agency = world.industry.label(label_named(world, "B agency"));
  EXPECT_EQ(agency.learnt.posts_per_week, 0.0) << "a rule says it";
  EXPECT_GT(agency.learnt.training_rigidity, 0.0) << "no rule says it";
  world.scenario.run.now = make_day(2000, 1, 1);
  World later = with_a_winner(world.scenario);
  adapt(later, kQuarter + 1);
  EXPECT_GT(learnt_posts(later, "B agency"), 0.0) << "the record has ended";
}

TEST(Learning, AnInterventionCanAddToWhatTheRecordHolds) {
  Scenario base = learning(0.4), quick = base;
  base.run.now = quick.run.now = make_day(2030, 1, 1);
  Intervention change{.id = "quick", .target = "labels[name=B agency]", .lever = &Policy::adaptivity, .value = 0.6};
  change.from = quick.run.start;
  quick.interventions.push_back(change);
  World world = with_a_winner(quick);
  adapt(world, kQuarter + 1);
  EXPECT_NEAR(learnt_posts(world, "B agency"), (0.6 - 0.4) / 4.0 * (5.0 - 1.0), 1e-9);
  EXPECT_EQ(learnt_posts(world, "B indie 1"), 0.0);
}

TEST(Learning, LeavesAloneWhatIsNotLearnt) {
  World world = with_a_winner(learning(1.0));
  adapt(world, kQuarter + 1);
  for (const auto& field : lever_fields())
    if (!field.learnt) {
      for (const LabelState& label : world.industry.labels)
        EXPECT_EQ(label.learnt.*std::get<double Policy::*>(field.member), 0.0) << field.key;
    }
}

TEST(Signing, ActsComeAndGoWithTheirLabels) {
  World world = with_a_winner(learning(0.0));
  world.scenario.assumptions.acts_per_label = 6.0;
  const auto before = world.industry.label(label_named(world, "A agency")).acts;
  adapt(world, kQuarter + 1);
  EXPECT_GT(world.industry.label(label_named(world, "A agency")).acts, before);
  for (std::size_t l = 0; l < world.industry.labels.size(); ++l) {
    std::uint32_t acts = 0;
    for (const ActState& act : world.industry.acts) acts += act.in_use && !act.retired && act.label == LabelId(l);
    EXPECT_EQ(world.industry.labels[l].acts, acts) << world.industry.labels[l].identity.name;
  }
}

TEST(Failing, ALabelDeepInDebtClosesAndItsActsRetire) {
  World world = with_a_winner(learning(0.0));
  const LabelId broke = label_named(world, "C agency");
  world.industry.label(broke).cash = -1'000'000'000'000;
  adapt(world, kQuarter + 1);
  EXPECT_FALSE(world.industry.label(broke).alive);
  EXPECT_EQ(world.industry.label_registry[world.industry.label(broke).registry_row].closed_week, kQuarter + 1);
  EXPECT_TRUE(world.industry.label(label_named(world, "C major")).alive);
  int retired = 0;
  for (const ActState& act : world.industry.acts)
    if (act.in_use && act.label == broke) {
      EXPECT_TRUE(act.retired);
      ++retired;
    }
  EXPECT_GT(retired, 0);
  const std::size_t releases = world.industry.releases.size();
  release(world, kQuarter + 1);
  for (const ReleaseState& r : world.industry.releases)
    if (r.label == broke) {
      EXPECT_LE(r.week, kQuarter);
    }
  EXPECT_GE(world.industry.releases.size(), releases - 1);
}

TEST(Entering, NewcomersAreNamedByMarketAndMonth) {
  Scenario s = learning(0.0);
  s.assumptions.entry_rate = 16.0;  // certain: one a quarter without digital access
  s.platforms.erase(std::ranges::find(s.platforms, PlatformKind::video, &Platform::kind));
  World world = with_a_winner(s);
  const int week = kQuarter + 1;  // begins on 7 April 2008
  adapt(world, week);
  for (const std::string market : {"A", "B", "C"}) {
    const LabelState& entrant = world.industry.label(label_named(world, market + " entrant 2008-04"));
    EXPECT_EQ(entrant.identity.home, market);
    EXPECT_EQ(entrant.identity.kind, LabelKind::indie);
    EXPECT_EQ(entrant.founded_week, week);
    EXPECT_GE(entrant.acts, 1u);
  }
  EXPECT_EQ(world.industry.labels.size(), 13u + 3u);
}

TEST(Entering, NobodyComesAtRateZero) {
  World world = with_a_winner(learning(0.0));
  for (int quarter = 0; quarter < 20; ++quarter) adapt(world, kQuarter + 1 + 13 * quarter);
  EXPECT_EQ(world.industry.labels.size(), 13u);
}

TEST(Entering, DigitalMarketsSeeMoreNewcomers) {
  const auto entrants = [](double access) {
    Scenario s = learning(0.0);
    s.assumptions.entry_rate = 0.7;
    World world = with_a_winner(s);
    for (double& mean : world.platforms.access_mean) mean = access;
    for (int quarter = 0; quarter < 100; ++quarter) adapt(world, kQuarter + 1 + 13 * quarter);
    return world.industry.labels.size() - 13;
  };
  EXPECT_GT(static_cast<double>(entrants(1.0)), 1.5 * static_cast<double>(entrants(0.0)));
}

TEST(Entering, FollowsWhatLabelsAtHomeEarn) {
  const auto entrants = [](double exponent, double millions, std::size_t* agencies) {
    Scenario s = learning(0.0);
    s.assumptions.entry_rate = 0.5;
    s.assumptions.entry_profit = exponent;
    World world = with_a_winner(s);
    for (int quarter = 0; quarter < 40; ++quarter) {
      for (LabelState& label : world.industry.labels)
        set_revenues(label, {0.0, 0.0, 0.0, 0.0, 0.0, label.identity.kind == LabelKind::agency ? millions : 0.0});
      adapt(world, kQuarter + 1 + 13 * quarter);
    }
    const auto& labels = world.industry.labels;
    *agencies = static_cast<std::size_t>(std::count_if(
        labels.begin() + 13, labels.end(), [](const LabelState& l) { return l.identity.kind == LabelKind::agency; }));
    return labels.size() - 13;
  };
  std::size_t agencies = 0;
  const std::size_t usual = entrants(0.0, 400.0, &agencies);
  EXPECT_EQ(agencies, 0u) << "independents, without the mechanism";
  EXPECT_EQ(entrants(0.0, 0.4, &agencies), usual);
  const std::size_t rich = entrants(0.5, 400.0, &agencies);
  EXPECT_GT(rich, 2 * usual);
  EXPECT_EQ(agencies, rich) << "of the kind that earns";
  EXPECT_LT(entrants(0.5, 0.4, &agencies), usual);
}

TEST(Entering, SeveralOfAQuarterHaveNamesOfTheirOwn) {
  Scenario s = learning(0.0);
  s.assumptions.entry_rate = 48.0;  // three a quarter and more
  World world = with_a_winner(s);
  adapt(world, kQuarter + 1);
  for (const std::string name : {"A entrant 2008-04", "A entrant 2008-04 2", "A entrant 2008-04 3"})
    EXPECT_TRUE(label_named(world, name)) << name;
}

/// One platform's trial, prepared so that one arm did better.
struct Trial {
  explicit Trial(bool nudge_helped) : world(make_world(scenario(), 1)), p(platform_index(world, "clips")) {
    run_weeks(world, 0, kQuarter);
    for (std::size_t m = 0; m < 4; ++m) {
      const std::size_t cell = m * world.platforms.size() + p;
      world.trials.arm[cell] = m < 2;
      world.trials.exposures_before[cell] = 1000;
      world.trials.tries_before[cell] = 200;
      world.trials.exposures[cell] = 1000;
      world.trials.tries[cell] = (m < 2) == nudge_helped ? 300 : 200;
    }
    world.trials.nudge_exponent[p] = 0.05;
    world.trials.nudge_cross_border[p] = -0.05;
    for (const Eigen::Index m : {0, 1, 2, 3}) {
      world.platforms.exponent(m, column()) = m < 2 ? 0.75 : 0.7;
      world.platforms.cross_border(m, column()) = m < 2 ? 0.45 : 0.5;
    }
  }
  static Scenario scenario() {
    Scenario s = tiny_scenario({.markets = 4});
    s.assumptions.platform_nudge = 0.02;
    return s;
  }
  Eigen::Index column() const { return static_cast<Eigen::Index>(p); }
  /// Rule of a market without the nudge that the next trial has already begun with.
  double settled_exponent(std::size_t m) const {
    const bool on_trial = world.trials.arm[m * world.platforms.size() + p];
    return world.platforms.exponent(static_cast<Eigen::Index>(m), column()) -
           (on_trial ? world.trials.nudge_exponent[p] : 0.0);
  }
  World world;
  std::size_t p;
};

TEST(Tuning, KeepsANudgeThatHelpedAndRollsItOut) {
  Trial trial(true);
  adapt(trial.world, kQuarter + 1);
  for (std::size_t m = 0; m < 4; ++m) EXPECT_NEAR(trial.settled_exponent(m), 0.75, 1e-12) << m;
}

TEST(Tuning, TakesBackANudgeThatDidNot) {
  Trial trial(false);
  adapt(trial.world, kQuarter + 1);
  for (std::size_t m = 0; m < 4; ++m) EXPECT_NEAR(trial.settled_exponent(m), 0.7, 1e-12) << m;
}

TEST(Tuning, StartsTheNextTrialWithTheAskedStep) {
  Trial trial(true);
  adapt(trial.world, kQuarter + 1);
  EXPECT_NEAR(std::abs(trial.world.trials.nudge_exponent[trial.p]), 0.02, 1e-12);
  EXPECT_NEAR(std::abs(trial.world.trials.nudge_cross_border[trial.p]), 0.02, 1e-12);
  for (const People count : trial.world.trials.tries) EXPECT_EQ(count, 0) << "counting begins anew";
}

TEST(Tuning, StaysWithinBounds) {
  Trial trial(true);
  trial.world.scenario.assumptions.platform_nudge = 1.0;
  for (int quarter = 0; quarter < 30; ++quarter) adapt(trial.world, kQuarter + 1 + 13 * quarter);
  EXPECT_GE(trial.world.platforms.exponent.minCoeff(), 0.0);
  EXPECT_LE(trial.world.platforms.exponent.maxCoeff(), 3.0);
  EXPECT_GE(trial.world.platforms.cross_border.minCoeff(), 0.0);
  EXPECT_LE(trial.world.platforms.cross_border.maxCoeff(), 5.0);
}

TEST(Tuning, StepZeroLeavesEveryRuleAlone) {
  Trial trial(true);
  trial.world.scenario.assumptions.platform_nudge = 0.0;
  const Eigen::MatrixXd exponent = trial.world.platforms.exponent, cross_border = trial.world.platforms.cross_border;
  for (int quarter = 0; quarter < 5; ++quarter) adapt(trial.world, kQuarter + 1 + 13 * quarter);
  EXPECT_EQ(trial.world.platforms.exponent, exponent);
  EXPECT_EQ(trial.world.platforms.cross_border, cross_border);
}

TEST(Leader, IsWhoHoldsTheThirdMarkets) {
  World world = with_a_winner(learning(0.0));
  Tallies& t = world.week;
  std::fill(t.engaged_act.begin(), t.engaged_act.end(), 0);
  for (std::size_t a = 0; a < t.shape.acts; ++a)
    if (world.industry.acts[a].home == MarketId(1)) t.engaged_act[2 * t.shape.acts + a] = 500;  // B's acts in C
  for (std::size_t a = 0; a < t.shape.acts; ++a)
    if (world.industry.acts[a].home == MarketId(0))
      t.engaged_act[1 * t.shape.acts + a] = 9000;  // A's acts in B: no third market
  adapt(world, kQuarter + 1);
  EXPECT_EQ(world.leader.scene, MarketId(1));
}

TEST(Licences, AreWhatALabelHasOnAPlatform) {
  Scenario s = learning(0.0);
  set_lever(s, "labels[name=A major]", &Policy::official_uploads_video, 0.0);
  set_lever(s, "labels[name=A major]", &Policy::official_uploads_streaming, 1.0);
  World world = with_a_winner(s);
  adapt(world, kQuarter + 1);
  const auto licensed = [&](const std::string& label, const std::string& platform) {
    return world.licences[label_named(world, label).value * world.platforms.size() + platform_index(world, platform)] !=
           0;
  };
  EXPECT_FALSE(licensed("A major", "clips"));
  EXPECT_TRUE(licensed("A major", "streams"));
  EXPECT_TRUE(licensed("B major", "clips"));
  EXPECT_TRUE(licensed("A collective", "clips")) << "user-made";
  EXPECT_FALSE(licensed("A collective", "radio"));
}

/// B major's posts are an intervention, begun in the first week, and the others answer.
Scenario answering(double adaptivity, const std::string& how) {
  Scenario s = learning(adaptivity);
  Intervention posts;
  posts.id = "posts";
  posts.target = "labels[name=B major]";
  posts.lever = &Policy::posts_per_week;
  posts.value = 5.0;
  posts.from = s.run.start;
  s.interventions.push_back(posts);
  Response response;
  response.id = "others";
  response.by = "labels";
  response.how = how;
  response.delay_weeks = 1;
  response.rate = 0.8;
  s.responses.push_back(response);
  return s;
}

TEST(Responses, MakeLabelsLearnTheAnsweredLeverAlone) {
  World world = with_a_winner(answering(0.0, "learn"));
  adapt(world, kQuarter + 1);
  const LabelState& agency = world.industry.label(label_named(world, "B agency"));
  EXPECT_NEAR(agency.learnt.posts_per_week, 0.8 / 4.0 * (5.0 - 1.0), 1e-9);
  EXPECT_EQ(agency.learnt.training_rigidity, 0.0) << "not answered";
}

TEST(Responses, KeepLabelsFromLearning) {
  Scenario s = answering(0.4, "never");
  set_lever(s, "labels[name=B major]", &Policy::training_rigidity, 0.9);
  World world = with_a_winner(s);
  adapt(world, kQuarter + 1);
  const LabelState& agency = world.industry.label(label_named(world, "B agency"));
  EXPECT_EQ(agency.learnt.posts_per_week, 0.0);
  EXPECT_GT(agency.learnt.training_rigidity, 0.0) << "another lever";
}

}  // namespace
}  // namespace hibiki::test
