#include "sim/engine/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

const Day kFirst = make_day(2008, 1, 7);

RunAxes axes() {
  return {{"A", "B", "C"}, {"Market A", "Market B", "Market C"}, {"A-pop", "B-pop", "C-pop"}, {"clips"}};
}

Scenario scenario() {
  Scenario s = tiny_scenario();
  s.contenders = {"B", "A"};  // challenger, incumbent
  s.acts = {{.name = "Star", .label = "A major"}, {.name = "Other", .label = "B major"}};
  return s;
}

WeekObservation quiet(int week) {
  WeekObservation w;
  w.week = week;
  w.day = kFirst + std::chrono::days(7 * week);
  for (auto* matrix : {&w.plays, &w.engaged, &w.engaged_pairs, &w.revenue}) matrix->assign(9, 0);
  for (auto* column : {&w.leadership, &w.leadership_people, &w.gini}) column->assign(3, 0.0);
  for (auto* column : {&w.paid, &w.to_labels, &w.to_platforms}) column->assign(3, 0);
  return w;
}

/// Summary of a run in which the challenger leads in the weeks marked '+', is level in '=' and behind in '-'. In '0'
/// both hold nothing, in '?' nobody holds anything.
RunSummary race(const std::string& weeks) {
  SummaryBuilder builder(scenario(), axes());
  for (std::size_t i = 0; i < weeks.size(); ++i) {
    WeekObservation w = quiet(static_cast<int>(i));
    w.leadership[1] = weeks[i] == '+' ? 0.6 : weeks[i] == '=' ? 0.5 : 0.4;
    w.leadership[0] = 1.0 - w.leadership[1];
    if (weeks[i] == '0' || weeks[i] == '?') w.leadership[0] = w.leadership[1] = weeks[i] == '0' ? 0.0 : kMissing;
    builder.add(w, {});
  }
  return builder.finish({}, {});
}

std::string times(std::size_t count, char what) { return std::string(count, what); }

TEST(Overtake, IsTheFirstOfTwentySixWeeksInTheLead) {
  const RunSummary summary = race(times(10, '-') + times(26, '+'));
  ASSERT_TRUE(summary.overtake);
  EXPECT_EQ(*summary.overtake, kFirst + std::chrono::days(70));
  EXPECT_FALSE(summary.led_from_start);
}

TEST(Summary, AddsThePlaysOfEachAct) {
  SummaryBuilder builder(scenario(), axes());
  WeekObservation w = quiet(0);
  w.acts = {0, 2};
  w.act_plays = {5, 7};
  w.act_livestream_viewers = {0, 0};
  const std::vector<RegistryEntry> acts(3);
  builder.add(w, acts);
  w = quiet(1);
  w.acts = {2};
  w.act_plays = {4};
  w.act_livestream_viewers = {0};
  builder.add(w, acts);
  EXPECT_THAT(builder.finish({}, {}).years.front().act_plays, testing::ElementsAre(5, 0, 11));
}

TEST(Overtake, TwentyFiveWeeksAreNotEnough) {
  EXPECT_FALSE(race(times(10, '-') + times(25, '+')).overtake);
  EXPECT_FALSE(race(times(10, '-') + times(25, '+') + "-" + times(25, '+')).overtake);
}

TEST(Overtake, AnInterruptionStartsTheCountAnew) {
  const RunSummary summary = race("-" + times(20, '+') + "-" + times(30, '+') + times(60, '-') + times(40, '+'));
  ASSERT_TRUE(summary.overtake);
  EXPECT_EQ(*summary.overtake, kFirst + std::chrono::days(7 * 22)) << "the first such run counts";
}

TEST(Overtake, ATieIsNoLead) { EXPECT_FALSE(race("-" + times(20, '+') + "=" + times(20, '+')).overtake); }

TEST(Overtake, NobodyOvertakesWhoLedFromTheStart) {
  const RunSummary summary = race(times(40, '+'));
  EXPECT_TRUE(summary.led_from_start);
  EXPECT_FALSE(summary.overtake);
  EXPECT_FALSE(race(times(40, '-')).led_from_start);
}

TEST(Overtake, LevelAtNothingIsNotBehind) {
  for (const char nothing : {'0', '?'}) {
    const RunSummary summary = race(times(30, nothing) + times(26, '+'));
    EXPECT_FALSE(summary.overtake) << nothing;
    EXPECT_TRUE(summary.led_from_start) << "from the first week in which there was something";
  }
  EXPECT_TRUE(race(times(30, '0') + "-" + times(26, '+')).overtake);
  EXPECT_TRUE(race("=" + times(26, '+')).overtake) << "level at something is not ahead";
  EXPECT_FALSE(race("-" + times(20, '+') + "?" + times(20, '+')).overtake) << "nor does nothing go on with a lead";
}

TEST(Summary, WhatIsMissingIsInNoMean) {
  SummaryBuilder builder(scenario(), axes());
  for (int week = 0; week < 4; ++week) {
    WeekObservation w = quiet(week);
    if (week >= 2) {
      w.engaged_pairs = {30, 10, 0, 0, 0, 0, 0, 0, 0};
      w.leadership = {0.5, 0.25, 0.25};
      w.gini[0] = 0.8;
    } else {
      w.leadership.assign(3, kMissing);
    }
    for (std::size_t m = week >= 2 ? 1 : 0; m < 3; ++m) w.gini[m] = kMissing;
    builder.add(w, {});
  }
  const YearSummary year = builder.finish({}, {}).years.front();
  EXPECT_DOUBLE_EQ(year.home_share[0], 0.75);
  EXPECT_EQ(year.known.home_share, (std::vector<int>{2, 0, 0}));
  EXPECT_DOUBLE_EQ(year.leadership[1], 0.25);
  EXPECT_EQ(year.known.leadership, (std::vector<int>{2, 2, 2}));
  EXPECT_DOUBLE_EQ(year.gini[0], 0.8);
  EXPECT_TRUE(std::isnan(year.gini[1]) && std::isnan(year.home_share[1]) && std::isnan(year.plays_home_share[0]));
  EXPECT_EQ(year.engaged_home[0], 0) << "nobody is a number of people";
}

TEST(Summary, NamesTheContenders) {
  const RunSummary summary = race("-");
  EXPECT_EQ(summary.challenger, "B-pop");
  EXPECT_EQ(summary.incumbent, "A-pop");
  EXPECT_EQ(summary.challenger_index, 1u);
  EXPECT_EQ(summary.incumbent_index, 0u);
}

TEST(Summary, TakesMeansAndSumsOverCalendarYears) {
  SummaryBuilder builder(scenario(), axes());
  for (int week = 0; week < 60; ++week) {  // 52 weeks of 2008, 8 of 2009
    WeekObservation w = quiet(week);
    w.leadership = {0.25, week < 26 ? 0.0 : 1.0, 0.0};
    w.engaged = {10, 1, 0, 20, 0, 0, 30, 0, 0};  // A-pop: 10 at home, 20 in B, 30 in C
    w.engaged_pairs = {30, 10, 0, 1, 0, 0, 0, 0, 5};
    w.plays = {8, 0, 8, 0, 0, 0, 0, 0, 0};
    w.revenue = {100, 0, 0, 7, 0, 0, 3, 0, 0};
    w.received = {60, 0, 0, 4, 1, 0, 1, 0, 0};  // labels of A got 4 in B and 1 in C
    w.revenue_by_source.assign(3 * kSources, 0);
    w.revenue_by_source[static_cast<std::size_t>(Source::physical) * 3] = 50;
    w.revenue_by_source[static_cast<std::size_t>(Source::streaming) * 3] = 5;
    w.revenue_by_source[static_cast<std::size_t>(Source::tickets) * 3] = 55;
    w.paid = {100, 7, 3};
    w.to_labels = {60, 5, 1};
    w.to_platforms = {40, 2, 2};
    builder.add(w, {});
  }
  const RunSummary summary = builder.finish({}, {});
  ASSERT_EQ(summary.years.size(), 2u);
  const YearSummary &first = summary.years[0], &second = summary.years[1];
  EXPECT_EQ(first.year, 2008);
  EXPECT_EQ(first.weeks, 52);
  EXPECT_EQ(second.weeks, 8);
  EXPECT_NEAR(first.leadership[1], 0.5, 1e-12);
  EXPECT_NEAR(second.leadership[1], 1.0, 1e-12);
  EXPECT_NEAR(first.leadership[0], 0.25, 1e-12);
  EXPECT_NEAR(first.engaged_home[0], 10.0, 1e-9);
  EXPECT_NEAR(first.engaged_abroad[0], 50.0, 1e-9);
  EXPECT_NEAR(first.home_share[0], 0.75, 1e-12);
  EXPECT_NEAR(first.home_share[2], 1.0, 1e-12);
  EXPECT_NEAR(first.plays_home_share[0], 0.5, 1e-12);
  EXPECT_EQ(first.revenue_home[0], 5200);
  EXPECT_EQ(second.revenue_abroad[0], 80);
  EXPECT_EQ(first.revenue, (std::vector<Cents>{5200, 0, 0, 52 * 7, 0, 0, 52 * 3, 0, 0}));
  EXPECT_EQ(second.received, (std::vector<Cents>{8 * 60, 0, 0, 8 * 4, 8, 0, 8, 0, 0}));
  EXPECT_EQ(received_abroad(second, 0), 8.0 * 5);
  EXPECT_EQ(received_abroad(second, 1), 0.0);
  EXPECT_TRUE(std::isnan(received_abroad(race("+").years[0], 0))) << "results of model version 4 lack it";
  EXPECT_EQ(second.plays, (std::vector<People>{64, 0, 64, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(second.revenue_recorded, (std::vector<Cents>{8 * 55, 0, 0})) << "discs and streams, no tickets";
  EXPECT_EQ(summary.paid, 60 * 110);
  EXPECT_EQ(summary.paid, summary.to_labels + summary.to_platforms);
}

TEST(Summary, KeepsTheBestLivestreamOfEachNamedAct) {
  SummaryBuilder builder(scenario(), axes());
  const std::vector<RegistryEntry> acts = {{1, "Star", "A", "A major", kFirst},
                                           {2, "Unknown", "A", "A major", kFirst},
                                           {3, "Other", "B", "B major", kFirst}};
  const std::vector<std::vector<People>> viewers = {{500, 9000, 100}, {800, 9000, 0}, {700, 0, 900}};
  for (int week = 0; week < 3; ++week) {
    WeekObservation w = quiet(week);
    w.acts = {0, 1, 2};
    w.act_livestream_viewers = viewers[static_cast<std::size_t>(week)];
    builder.add(w, acts);
  }
  const RunSummary summary = builder.finish(acts, {});
  ASSERT_EQ(summary.livestreams.size(), 2u) << "only acts that the scenario names";
  EXPECT_EQ(summary.livestreams[0].act, "Other");
  EXPECT_EQ(summary.livestreams[0].viewers, 900);
  EXPECT_EQ(summary.livestreams[1].act, "Star");
  EXPECT_EQ(summary.livestreams[1].viewers, 800);
  EXPECT_EQ(summary.livestreams[1].day, kFirst + std::chrono::days(7));
}

}  // namespace
}  // namespace hibiki::test
