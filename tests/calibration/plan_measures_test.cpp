#include "tools/calibration/plan_measures.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/engine/summary.hpp"

namespace hibiki {
namespace {

constexpr Cents kMillion = 100'000'000;

/// Markets A, B, C with their scenes; 2001 and 2002. Rows of money are markets.
RunSummary two_years() {
  RunSummary run;
  run.axes.markets = {"A", "B", "C"};
  run.axes.scenes = {"a", "b", "c"};
  for (const int year : {2001, 2002}) {
    const Cents m = kMillion * (year == 2002 ? 3 : 1);
    YearSummary y;
    y.year = year;
    y.weeks = 52;
    y.revenue = {6 * m, 2 * m, 2 * m,  //
                 3 * m, 9 * m, 0,      //
                 1 * m, 0,     4 * m};
    y.received = {5 * m, 1 * m, 1 * m,  //
                  3 * m, 8 * m, 0,      //
                  1 * m, 0,     3 * m};
    y.revenue_home = {6 * m, 9 * m, 4 * m};
    y.revenue_abroad = {4 * m, 2 * m, 2 * m};
    y.revenue_recorded = {5 * m, 11 * m, 0};
    y.plays = {10, 20, 30, 40, 0, 0, 50, 0, 0};
    y.act_plays = std::vector<People>(12, 10);
    y.act_plays[3] = year == 2001 ? 30 : 50;
    y.leadership = {0.5, 0.25, 0};
    y.home_share = {0.9, 0.8, 0.7};
    y.gini = {0.1, 0.2, year == 2002 ? 0.5 : 0.3};
    run.years.push_back(y);
  }
  return run;
}

double outcome(const std::string& measure, int first, int last, const std::function<void(PlanTarget&)>& also = {}) {
  PlanTarget t;
  t.measure = measure;
  t.scene = "a";
  t.market = "C";
  t.years = {first, last};
  if (also) also(t);
  return target_outcome(two_years(), t);
}

TEST(TargetMeasures, AreWhatTheirDefinitionsSay) {
  constexpr double kYear = kWeeksInYear / 52;                          // of weeks that a year has on average
  EXPECT_DOUBLE_EQ(outcome("revenue_abroad", 2001, 2002), 8 * kYear);  // 4 and 12 million in 52 weeks
  EXPECT_DOUBLE_EQ(outcome("exports", 2001, 2002), 8 * kYear);         // 4 and 12 million received
  EXPECT_DOUBLE_EQ(outcome("exports", 2001, 2001, [](PlanTarget& t) { t.scene = "c"; }), 1 * kYear);
  EXPECT_DOUBLE_EQ(outcome("export_share", 2001, 2002, [](PlanTarget& t) { t.markets = {"B"}; }), 0.75);
  EXPECT_DOUBLE_EQ(outcome("export_share", 2001, 2002, [](PlanTarget& t) { t.markets = {"B", "C"}; }), 1.0);
  EXPECT_DOUBLE_EQ(outcome("export_ratio", 2001, 2002, [](PlanTarget& t) { t.markets = {"B"}; }), 3.0);
  EXPECT_GT(outcome("export_ratio", 2001, 2001, [](PlanTarget& t) { t.scene = "b", t.markets = {"A"}; }), 1e6)
      << "nothing from C";
  // Of 12 acts one has 80 plays in both years together, the others 20 each.
  EXPECT_DOUBLE_EQ(outcome("top_ten_share", 2001, 2002), (80.0 + 9 * 20) / 300);
  EXPECT_DOUBLE_EQ(outcome("effective_acts", 2001, 2002), 300.0 * 300 / (80 * 80 + 11 * 20 * 20));
  EXPECT_DOUBLE_EQ(outcome("market_share", 2001, 2001), 0.2);
  EXPECT_DOUBLE_EQ(outcome("plays_share", 2001, 2001), 0.5);
  EXPECT_DOUBLE_EQ(outcome("plays_in_market", 2001, 2001, [](PlanTarget& t) { t.market = "A"; }), 1.0 / 6);
  // A paid 6, 2, 2 for the scenes, which take 5/10, 11/11 and none of theirs from discs and streams.
  EXPECT_DOUBLE_EQ(outcome("recorded_revenue", 2001, 2001, [](PlanTarget& t) { t.market = "A"; }), 5 * kYear);
  EXPECT_DOUBLE_EQ(outcome("gini", 2001, 2002), 0.4);
  EXPECT_DOUBLE_EQ(outcome("leadership", 2001, 2002), 0.5);
  EXPECT_DOUBLE_EQ(outcome("home_share", 2001, 2002), 0.9);
}

TEST(TargetMeasures, MayBeRelativeToOtherYears) {
  EXPECT_DOUBLE_EQ(outcome("revenue_abroad", 2002, 2002, [](PlanTarget& t) { t.relative_to = {2001, 2001}; }), 3);
}

TEST(TargetMeasures, AYearOf53WeeksIsNotLargerAndAPartOfAYearIsNothing) {
  RunSummary run = two_years();
  PlanTarget t;
  t.measure = "revenue_abroad";
  t.scene = "a";
  t.years = {2001, 2001};
  run.years[0].weeks = 53;
  run.years[0].revenue_abroad[0] = 53 * kMillion;
  EXPECT_DOUBLE_EQ(target_outcome(run, t), kWeeksInYear);
  run.years[0].weeks = 13;
  EXPECT_TRUE(std::isnan(target_outcome(run, t)));
}

TEST(TargetMeasures, AYearWithoutAValueIsLeftOut) {
  RunSummary run = two_years();
  run.years[0].leadership[0] = kMissing;
  PlanTarget t;
  t.measure = "leadership";
  t.scene = "a";
  t.years = {2001, 2002};
  EXPECT_DOUBLE_EQ(target_outcome(run, t), 0.5);
}

TEST(TargetMeasures, AYearThatIsNotThereIsNothing) { EXPECT_TRUE(std::isnan(outcome("revenue_abroad", 2002, 2003))); }

TEST(TargetMeasures, OvertakingHasAYearWhateverHappens) {
  RunSummary run = two_years();
  PlanTarget t;
  t.measure = "overtake_year";
  EXPECT_EQ(target_outcome(run, t), 2003) << "never";
  run.overtake = make_day(2002, 7, 2);
  EXPECT_NEAR(target_outcome(run, t), 2002.5, 0.01);
  run.led_from_start = true;
  EXPECT_EQ(target_outcome(run, t), 2001);
}

TEST(TargetMeasures, LivestreamsAreOfTheNamedAct) {
  RunSummary run = two_years();
  run.livestreams = {{"X", "L", "A", {}, 900}, {"Y", "L", "A", {}, 500}};
  PlanTarget t;
  t.measure = "livestream_peak";
  t.act = "Y";
  EXPECT_EQ(target_outcome(run, t), 500);
}

}  // namespace
}  // namespace hibiki
