// Measures that are asked for by name, against the same numbers taken from the observations of the run; and the errors
// of those that cannot be.
#include "tools/experiments/asked_measures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/support/tiny_world.hpp"
#include "tools/experiments/arms.hpp"
#include "tools/experiments/comparison_scope.hpp"

namespace hibiki {
namespace {

using test::tiny_scenario;
using testing::AllOf;
using testing::HasSubstr;

constexpr int kWeeks = 60, kFrom = 30;
constexpr std::uint64_t kSeed = 5;

class AskedMeasuresTest : public testing::Test {
 protected:
  AskedMeasuresTest() {
    scenario_.acts.push_back({.name = "Solo", .label = "B agency", .debut = monday(40)});
    other_ = scenario_;
    other_.labels.push_back({.name = "Newcomer", .home = "A", .founded = monday(50)});
  }
  static Day monday(int week) { return test::kTinyStart + std::chrono::days(7 * week); }

  AskedMeasure asked(const std::string& text) const {
    return asked_measure(text, {&scenario_, &other_}, scene_of_market(scenario_, "B"));
  }
  std::string complaint(const std::string& text) const try {
    asked(text);
    return "";
  } catch (const MeasureError& error) {
    return error.what();
  }

  /// As an arm records it.
  double measured(const std::string& text) const {
    ArmPlan plan;
    plan.arms = {&scenario_};
    plan.scope = {scene_of_market(scenario_, "B"), kFrom, {asked(text)}};
    plan.first_seed = kSeed;
    return simulate_arms(plan, 0, 1).front().arms.front()->record.measures.front();
  }
  /// Mean over the weeks of the window of what `weekly` takes from them.
  double mean(const std::function<double(const WeekObservation&)>& weekly) const {
    double sum = 0;
    for (const WeekObservation& week : test::observe_run(scenario_, kSeed))
      if (week.week >= kFrom) sum += weekly(week);
    return sum / (kWeeks - kFrom);
  }
  /// Sum over markets, by position, of a scene's part of a (market, scene) series.
  template <class Number>
  static double sum(const std::vector<Number>& series, std::size_t scene, const std::vector<std::size_t>& markets) {
    double total = 0;
    for (const std::size_t m : markets) total += static_cast<double>(series[m * 3 + scene]);
    return total;
  }

  Scenario scenario_ = tiny_scenario({.markets = 3, .fans = 400, .weeks = kWeeks});
  Scenario other_;
};

TEST_F(AskedMeasuresTest, MarketsAreCountedAlone) {
  const auto engaged = [](std::size_t scene, std::vector<std::size_t> markets) {
    return [=](const WeekObservation& w) { return sum(w.engaged, scene, markets); };
  };
  EXPECT_GT(measured("engaged[market=C]"), 0);
  EXPECT_DOUBLE_EQ(measured("engaged[market=C]"), mean(engaged(1, {2})));
  EXPECT_DOUBLE_EQ(measured("engaged[market=A|C]"), measured("engaged_abroad"));
  EXPECT_DOUBLE_EQ(measured("engaged_abroad[market=C]"), measured("engaged[market=C]"));
  EXPECT_DOUBLE_EQ(measured("engaged[market=B|C]"), mean(engaged(1, {1, 2}))) << "the home market too";
  EXPECT_DOUBLE_EQ(measured("engaged[scene=A,market=B]"), mean(engaged(0, {1})));
  EXPECT_DOUBLE_EQ(measured("play_share[market=C]"), mean([](const WeekObservation& w) {
                     return sum(w.plays, 1, {2}) / (sum(w.plays, 0, {2}) + sum(w.plays, 1, {2}) + sum(w.plays, 2, {2}));
                   }));
  EXPECT_NEAR(measured("revenue[market=B]"), measured("revenue_home"), 1e-9 * measured("revenue_home"));
}

TEST_F(AskedMeasuresTest, LabelsAndActsAreThoseOfTheirNames) {
  double all = 0;
  for (const char* label : {"B major", "B agency", "B indie"})
    all += measured(std::string("revenue[label=") + label + "]");
  EXPECT_GT(all, 0);
  EXPECT_NEAR(all, measured("label_revenue"), 1e-9 * all) << "all labels of the scene";
  EXPECT_NEAR(measured("revenue[label=B major|B agency|B indie]"), all, 1e-9 * all);
  EXPECT_NEAR(measured("plays[label=B indie 1]") + measured("plays[label=B indie 2]"), measured("plays[label=B indie]"),
              1e-9);
  EXPECT_GT(measured("plays[act=Solo]"), 0);
  EXPECT_LT(measured("plays[act=Solo]"), measured("plays[label=B agency]"));
  EXPECT_EQ(measured("engaged[label=Newcomer]"), 0) << "of the other scenario alone";
}

TEST_F(AskedMeasuresTest, SayWhatTheyAre) {
  const AskedMeasure market = asked("engaged[market=A|C]");
  EXPECT_EQ(market.measure.name, "engaged[market=A|C]");
  EXPECT_EQ(market.measure.full_title(), "engaged fans in A and C");
  EXPECT_EQ(
      market.measure.definition,
      "People in A and C who are engaged with at least one of the scene's acts; mean over the weeks of the window.");
  EXPECT_EQ(asked("leadership[scene=A]").measure.full_title(), "leadership, " + scenario_.markets[0].scene);
  EXPECT_EQ(asked("leadership[scene=B]").measure.full_title(), "leadership") << "the comparison's own";
  for (const char* same : {"engaged[market=A|C]", "engaged[market=C|A]", "engaged_abroad[market=C|A]"})
    EXPECT_EQ(asked(same).measure.name, "engaged[market=A|C]") << same;
  EXPECT_EQ(asked("plays[label=B major|B agency]").measure.name, "plays[label=B agency|B major]");
  for (const char* same : {"leadership", " leadership ", "leadership[scene=B]"})
    EXPECT_EQ(asked(same).measure.name, "leadership") << same;
  EXPECT_EQ(asked("engaged[ scene = A , market = B ]").measure.name,
            "engaged[scene=" + scenario_.markets[0].scene + ",market=B]");
  EXPECT_EQ(asked("plays[act=Solo]").measure.full_title(), "plays a week, act Solo");
  const auto starts = starts_of(asked("plays[label=Newcomer|B major]"), {&scenario_, &other_});
  EXPECT_EQ(starts.at("Newcomer"), monday(50));
  EXPECT_LT(starts.at("B major"), test::kTinyStart);
}

TEST_F(AskedMeasuresTest, WhatCannotBeMeasuredIsSaid) {
  EXPECT_THAT(complaint("engagd_abroad"), AllOf(HasSubstr("no measure 'engagd_abroad'"), HasSubstr("engaged_abroad")));
  EXPECT_THAT(complaint("engaged"), HasSubstr("engaged[market=CODE]"));
  EXPECT_THAT(complaint("engaged[market=Q]"), HasSubstr("has no market 'Q'"));
  EXPECT_THAT(complaint("engaged[market=A|A]"), HasSubstr("market A stands twice"));
  EXPECT_THAT(complaint("engaged[market=A,market=C]"), HasSubstr("separated by |"));
  EXPECT_THAT(complaint("engaged_abroad[market=B]"), HasSubstr("engaged[market=...] counts it too"));
  EXPECT_THAT(complaint("gini[market=A]"), HasSubstr("engaged, reach, pairs, play_share and revenue are"));
  EXPECT_THAT(complaint("engaged_west[market=C]"), HasSubstr("not measured in a choice of markets"));
  EXPECT_THAT(complaint("plays[act=Solo|Solo]"), HasSubstr("Solo stands twice"));
  EXPECT_THAT(complaint("plays[label=B indie|B indie 1]"), HasSubstr("B indie 1 stands twice"));
  EXPECT_THAT(complaint("leadership[scene=Q]"), HasSubstr("no scene of the name 'Q'"));
  EXPECT_THAT(complaint("overtake[scene=A]"), HasSubstr("not of one scene"));
  EXPECT_THAT(complaint("plays[label=B majo]"), AllOf(HasSubstr("names a label 'B majo'"), HasSubstr("'B major'")));
  EXPECT_THAT(complaint("plays[act=Duo]"), HasSubstr("names an act 'Duo'"));
  EXPECT_THAT(complaint("gini[label=B major]"), HasSubstr("no measure 'gini' of a label or an act"));
  EXPECT_THAT(complaint("plays[label=B major,market=A]"), HasSubstr("not split"));
  EXPECT_THAT(complaint("plays[act=]"), HasSubstr("act has an empty value"));
  EXPECT_THAT(complaint("plays[act]"), HasSubstr("act has no value"));
  EXPECT_THAT(complaint("plays[acts=Solo]"), HasSubstr("no selector 'acts'"));
  for (const char* torn : {"plays[act=Solo", "plays[act=Solo]x", "plays[[act=Solo]]", "plays[act=So[l]o]"})
    EXPECT_THAT(complaint(torn), HasSubstr("one pair of brackets")) << torn;
  EXPECT_NE(complaint(""), "");
  EXPECT_NE(complaint("[]"), "");
}

}  // namespace
}  // namespace hibiki
