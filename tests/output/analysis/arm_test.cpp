// An arm's record against sums by hand: two markets, A (home of the scene asked about) and B, and three weeks, of which
// the last two are in the window.
#include "output/analysis/arm.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hibiki {
namespace {

constexpr std::size_t kA = 0;

RunAxes two_markets() { return {{"A", "B"}, {"Aland", "Bland"}, {"A-pop", "B-pop"}, {"radio"}}; }

/// A major and an indie of A, an agency of B.
std::vector<RegistryEntry> labels() {
  return {{1, "Major", "A", "major", make_day(1985, 1, 7)},
          {2, "Indie", "A", "indie", make_day(2003, 5, 1)},
          {3, "Other", "B", "agency", make_day(1985, 1, 7)}};
}

/// Numbers grow with the week: n = 1, 2, 3.
WeekObservation week_of(int n) {
  WeekObservation w;
  w.week = n;
  w.day = make_day(2009, 12, 21) + std::chrono::days(7 * n);  // 28 Dec 2009, 4 Jan, 11 Jan 2010
  w.plays = {80 * n, 20 * n, 10 * n, 30 * n};
  w.engaged = {500 * n, 100, 60 * n, 900};
  w.reach = {700, 200, 40 * n, 800};
  w.engaged_pairs = {600 * n, 200 * n, 50 * n, 150 * n};
  w.revenue = {1000 * n, 300, 400 * n, 2000};
  w.leadership = {0.1 * n, 0.2};
  w.leadership_people = {0.3, 0.4};
  w.fan_age = {20.0 + n, 30};
  w.lever_cost = {5200 * n, 77};
  w.gini = {0.5, 0.7};
  w.hhi = {0.1, 0.3};
  w.diversity = {0.2, 0.4};
  w.turnover = {0.0, 0.5};
  w.plays_by_channel.assign(2 * kChannels, n);
  w.revenue_by_source.assign(kSources * 2, 100 * n);
  w.labels = {0, 1, 2};
  w.label_revenue = {300 * n, 100 * n, 999};
  w.label_engaged = {40 * n, 20 * n, 5};
  return w;
}

ArmScope scope() { return {{kA, "A", {false, true}, {}, {false, true}}, 2}; }

ArmRecord record_of_three_weeks() {
  ArmBuilder builder(scope());
  builder.begin(two_markets(), 3);
  for (int n = 1; n <= 3; ++n) builder.week(week_of(n), {}, labels());
  builder.end({});
  return builder.record();
}

double measured(const ArmRecord& record, std::string_view name) { return record.measures[measure_index(name)]; }

TEST(ArmBuilder, MeasuresAreMeansOverTheWindow) {
  const ArmRecord r = record_of_three_weeks();  // mean n of the window: 2.5
  EXPECT_DOUBLE_EQ(measured(r, "engaged_abroad"), 60 * 2.5);
  EXPECT_DOUBLE_EQ(measured(r, "engaged_home"), 500 * 2.5);
  EXPECT_DOUBLE_EQ(measured(r, "engaged_west"), 60 * 2.5);
  EXPECT_DOUBLE_EQ(measured(r, "reach_abroad"), 40 * 2.5);
  EXPECT_DOUBLE_EQ(measured(r, "pairs_abroad"), 50 * 2.5);
  EXPECT_DOUBLE_EQ(measured(r, "play_share_abroad"), 0.25);
  EXPECT_DOUBLE_EQ(measured(r, "home_share"), 0.75);
  EXPECT_DOUBLE_EQ(measured(r, "leadership"), 0.25);
  EXPECT_NEAR(measured(r, "revenue_abroad"), 4.0 * 2.5 * kWeeksInYear, 1e-9);  // cents to dollars, weeks to years
  EXPECT_NEAR(measured(r, "revenue_home"), 10.0 * 2.5 * kWeeksInYear, 1e-9);
  EXPECT_NEAR(measured(r, "revenue"), 14.0 * 2.5 * kWeeksInYear, 1e-9);
  EXPECT_NEAR(measured(r, "label_revenue"), 4.0 * 2.5 * kWeeksInYear, 1e-9);
  EXPECT_DOUBLE_EQ(measured(r, "major_share"), 0.75);
  EXPECT_DOUBLE_EQ(measured(r, "fan_age"), 22.5);
  EXPECT_DOUBLE_EQ(measured(r, "gini"), 0.6);
  EXPECT_DOUBLE_EQ(measured(r, "turnover"), 0.25);
  EXPECT_TRUE(std::isnan(measured(r, "overtake")));
}

TEST(ArmBuilder, MoneyOfTheWindow) {
  const ArmRecord r = record_of_three_weeks();
  EXPECT_DOUBLE_EQ(r.cost_usd, 52.0 * 5);
  EXPECT_DOUBLE_EQ(r.label_money_usd, 4.0 * 5);
}

TEST(ArmBuilder, TablesByYearAndQuarterCoverAllReportedWeeks) {
  const ArmRecord r = record_of_three_weeks();
  EXPECT_EQ(r.years, (std::vector<int>{2009, 2010}));
  EXPECT_EQ(r.quarters, (std::vector<Day>{make_day(2009, 10, 1), make_day(2010, 1, 1)}));
  EXPECT_EQ(r.headline_by_quarter, (std::vector<double>{60, 150}));
  EXPECT_EQ(r.table("engaged_by_year"), (ArmTable{2, 2, {500, 1250, 60, 150}}));
  EXPECT_EQ(r.table("share_by_year"), (ArmTable{2, 2, {0.75, 0.75, 0.25, 0.25}}));
  EXPECT_EQ(r.year_weeks, (std::vector<int>{1, 2}));
  for (std::size_t s = 0; s < kSources; ++s) {  // a dollar in the one week of 2009, five in the two of 2010
    EXPECT_DOUBLE_EQ(r.table("revenue_by_source").values[2 * s], kWeeksInYear);
    EXPECT_DOUBLE_EQ(r.table("revenue_by_source").values[2 * s + 1], 2.5 * kWeeksInYear);
  }
}

TEST(ArmBuilder, TablesOfTheWindow) {
  const ArmRecord r = record_of_three_weeks();
  EXPECT_EQ(r.table("flow"), (ArmTable{2, 2, {1500, 500, 125, 375}}));
  EXPECT_EQ(r.table("reach").values, (std::vector<double>{700, 100}));
  EXPECT_EQ(r.table("channels").values[0], 5);
  EXPECT_EQ(r.table("label_engaged").values, (std::vector<double>{100, 0, 50, 0}));  // major, agency, indie, collective
  EXPECT_NEAR(r.table("label_revenue").values[0], 3.0 * 2.5 * kWeeksInYear, 1e-9);
  EXPECT_NEAR(r.table("label_revenue_by_age").values[0], 3.0 * 2.5 * kWeeksInYear, 1e-9);  // the major, before 1990
  EXPECT_NEAR(r.table("label_revenue_by_age").values[2], 1.0 * 2.5 * kWeeksInYear, 1e-9);  // the indie, 2000s
}

TEST(ArmBuilder, WhatIsMissingIsInNoMean) {
  ArmBuilder builder(scope());
  builder.begin(two_markets(), 3);
  for (int n = 1; n <= 3; ++n) {
    WeekObservation w = week_of(n);
    if (n == 2) {  // nobody is engaged with A-pop, nothing is played in B
      w.fan_age[kA] = kMissing;
      w.engaged_pairs = {0, 0, 50, 150};
      w.gini[1] = w.hhi[1] = w.diversity[1] = w.turnover[1] = kMissing;
    }
    builder.week(w, {}, labels());
  }
  builder.end({});
  const ArmRecord r = builder.record();
  EXPECT_DOUBLE_EQ(measured(r, "fan_age"), 23) << "of the third week alone";
  EXPECT_EQ(r.measure_weeks[measure_index("fan_age")], 1);
  EXPECT_EQ(r.measure_weeks[measure_index("engaged_abroad")], 2);
  EXPECT_DOUBLE_EQ(measured(r, "home_share"), 0.75);
  EXPECT_DOUBLE_EQ(measured(r, "gini"), (0.5 + 0.6) / 2) << "in the second week of market A alone";
  EXPECT_DOUBLE_EQ(r.table("fan_age_by_year").values[1], 23);
  EXPECT_DOUBLE_EQ(r.table("share_by_year").values[1], 0.75);
}

TEST(ArmBuilder, WhatIsMissingThroughoutIsMissing) {
  ArmBuilder builder(scope());
  builder.begin(two_markets(), 3);
  for (int n = 1; n <= 3; ++n) {
    WeekObservation w = week_of(n);
    w.fan_age[kA] = kMissing;
    builder.week(w, {}, labels());
  }
  builder.end({});
  EXPECT_TRUE(std::isnan(measured(builder.record(), "fan_age")));
  EXPECT_TRUE(std::isnan(builder.record().table("fan_age_by_year").values[0]));
}

TEST(ArmBuilder, LeadershipIsAlsoOfPlaysAndOfPeople) {
  ArmScope asked = scope();
  asked.scene.third = {true, true};
  for (const Measure& measure : further_measures()) asked.asked.push_back({measure, asked.scene, std::nullopt});
  ArmBuilder builder(asked);
  builder.begin(two_markets(), 3);
  for (int n = 1; n <= 3; ++n) {
    WeekObservation w = week_of(n);
    if (n == 2) w.plays[2] = 0;  // A's in B
    builder.week(w, {}, labels());
  }
  builder.end({});
  EXPECT_EQ(asked.measures()[0]->name, "leadership_plays");
  EXPECT_DOUBLE_EQ(builder.record().measures[0], (0.0 + 0.5) / 2) << "of two foreign scenes each leads where it can";
  EXPECT_EQ(asked.measures()[1]->name, "leadership_engaged");
  EXPECT_DOUBLE_EQ(builder.record().measures[1], 0.5);
  EXPECT_DOUBLE_EQ(builder.record().table("leadership_plays_by_year").values[0], 0.5);
}

TEST(ArmBuilder, WhatIsAskedForComesFirst) {
  ArmScope asked = scope();
  const Measure& fan_age = measure_table()[measure_index("fan_age")];
  asked.asked = {{fan_age, asked.scene, std::nullopt}};
  Measure of_b = fan_age;
  of_b.name = "fan_age[scene=B]";
  asked.asked.push_back({of_b, {1, "B", {}, {}, {}}, std::nullopt});
  EXPECT_EQ(asked.measures().size(), measure_table().size() + 1) << "fan_age is not taken twice";
  ArmBuilder builder(asked);
  builder.begin(two_markets(), 3);
  for (int n = 1; n <= 3; ++n) {
    WeekObservation w = week_of(n);
    if (n == 1) w.fan_age[kA] = kMissing;
    builder.week(w, {}, labels());
  }
  builder.end({});
  const ArmRecord& r = builder.record();
  EXPECT_EQ(r.measures.size(), asked.measures().size());
  EXPECT_DOUBLE_EQ(r.measures[0], 22.5);
  EXPECT_DOUBLE_EQ(r.measures[1], 30);
  EXPECT_EQ(asked.measures()[2]->name, "engaged_abroad");
  EXPECT_DOUBLE_EQ(r.measures[2], 60 * 2.5);
  EXPECT_TRUE(std::isnan(r.headline_by_quarter[0])) << "its only week has no value";
  EXPECT_DOUBLE_EQ(r.headline_by_quarter[1], 22.5);
}

TEST(ArmBuilder, ACopyGoesOnFromThere) {
  ArmBuilder builder(scope());
  builder.begin(two_markets(), 3);
  builder.week(week_of(1), {}, labels());
  builder.week(week_of(2), {}, labels());
  ArmBuilder fork = builder;
  fork.week(week_of(3), {}, labels());
  fork.end({});
  EXPECT_EQ(fork.record().table("flow"), record_of_three_weeks().table("flow"));
  EXPECT_EQ(fork.record().headline_by_quarter, record_of_three_weeks().headline_by_quarter);
}

TEST(MeanRecord, IsTheMeanOfReplicates) {
  const ArmRecord one = record_of_three_weeks();
  ArmRecord other = one;
  for (double& value : other.tables[arm_table_index("flow")].values) value *= 3;
  other.cost_usd *= 3;
  const ArmRecord* const both[] = {&one, &other};
  const ArmRecord mean = mean_record(both);
  EXPECT_EQ(mean.table("flow").values[0], 3000);
  EXPECT_DOUBLE_EQ(mean.cost_usd, 52.0 * 10);
  EXPECT_EQ(mean.years, one.years);
}

TEST(MeanRecord, LeavesMissingValuesOut) {
  const ArmRecord one = record_of_three_weeks();
  ArmRecord other = one;
  other.tables[arm_table_index("fan_age_by_year")].values[0] = kMissing;
  const ArmRecord* const both[] = {&one, &other};
  EXPECT_EQ(mean_record(both).table("fan_age_by_year"), one.table("fan_age_by_year"));
  EXPECT_EQ(replicates_with_value(both, arm_table_index("fan_age_by_year")), (ArmTable{2, 2, {1, 2, 2, 2}}));
}

}  // namespace
}  // namespace hibiki
