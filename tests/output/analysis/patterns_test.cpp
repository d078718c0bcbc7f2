#include "output/analysis/patterns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/output/analysis/small_record.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;

/// Two scenes, J-pop and K-pop, 1990-2024: J-pop leads by `leadership`, exports are twice the record where there is
/// one.
RunSummary history(double leadership, std::optional<int> overtake) {
  RunSummary run;
  run.axes.markets = {"JP", "KR"};
  run.axes.scenes = {"J-pop", "K-pop"};
  for (int year = 1990; year <= 2024; ++year) {
    YearSummary y;
    y.year = year;
    y.weeks = 52;
    y.leadership = {leadership, 0.3};
    y.home_share = {0.9, 0.9};
    y.gini = {0.8, 0.8};
    y.act_plays = {50, 50};
    y.engaged_abroad = {1000, 1000};
    const Cents million = 100'000'000;
    y.revenue_home = {0, 0};
    y.received = {0, 0, 0, 0};
    y.received[1] = year == 2010 ? 20 * million : year == 2012 ? 80 * million : year == 2018 ? 320 * million : 0;
    run.years.push_back(y);
  }
  if (overtake) run.overtake = make_day(*overtake, 7, 1);
  run.livestreams = {{"Number_i", "TOBE", "JP", make_day(2023, 10, 15), 600'000}};
  return run;
}

const Pattern& find(const std::vector<Pattern>& patterns, const std::string& id) {
  return *std::find_if(patterns.begin(), patterns.end(), [&](const Pattern& p) { return p.id == id; });
}

TEST(Patterns, OfRunsThatShowThem) {
  const RunSummary a = history(0.5, 2008), b = history(0.4, 2012), c = history(0.6, 2011);
  const auto found = check_patterns({&a, &b, &c}, {}, kRecord);
  EXPECT_EQ(find(found, "P1").result, PatternResult::yes);
  EXPECT_EQ(find(found, "P1").measured, "J-pop's leadership 0.50 (0.40 to 0.60)");
  EXPECT_EQ(find(found, "P2").verdict, "yes, 3 of 3");
  EXPECT_EQ(find(found, "P2").measured, "overtakes in 3, median 2011");
  EXPECT_EQ(find(found, "P3").result, PatternResult::yes);
  EXPECT_THAT(find(found, "P4").text, HasSubstr("unverified record"));
  EXPECT_THAT(find(found, "P4").verdict, HasSubstr("log correlation 1.00"));
  EXPECT_THAT(find(found, "P4").measured, HasSubstr("level x2.01"));  // 52 weeks are not quite a year
  EXPECT_EQ(find(found, "P5").measured, "effective number of acts 2.00 (2.00 to 2.00)");
  EXPECT_EQ(find(found, "P5").verdict, "share 1.00 (1.00 to 1.00)");
  EXPECT_EQ(find(found, "P6").result, PatternResult::not_in_this_run);
  EXPECT_EQ(find(found, "P7").result, PatternResult::yes);
}

TEST(Patterns, OvertakingByPlaysCountsPeopleInThirdMarkets) {
  RunSummary run = history(0.5, 2016);
  run.axes.markets = {"JP", "KR", "SG", "TH"};
  run.axes.scenes = {"J-pop", "K-pop", "S-pop", "T-pop"};
  for (YearSummary& y : run.years) {
    y.leadership = {0.5, 0.3, 0.0, 0.0};
    y.home_share = {0.9, 0.9, 0.9, 0.9};
    y.engaged_abroad = {1000, 1000, 0, 0};
    y.revenue_home = {0, 0, 0, 0};
    y.received.assign(16, 0);
    const People there = y.year < 2008 ? 10 : 30;  // K-pop's plays in Thailand, where J-pop has 20; Singapore is small
    y.plays = {900, 0, 0, 0, 0, 500, 0, 0, 5, 1, 0, 0, 20, there, 0, 700};
  }
  const auto found = check_patterns({&run}, {}, kRecord);
  const auto played = std::ranges::find_if(
      found, [](const Pattern& p) { return p.id == "P2" && p.text.find("plays") != std::string::npos; });
  ASSERT_NE(played, found.end());
  EXPECT_EQ(played->verdict, "yes, 1 of 1");
  EXPECT_EQ(played->measured, "overtakes in 1, median 2008");
  EXPECT_EQ(find(found, "P2").result, PatternResult::no) << "by leadership, in 2016";
}

TEST(Patterns, TheRankedProbabilityScoreIsTheDistanceOfOneRun) {
  const RunSummary a = history(0.5, 2008);
  const auto found = check_patterns({&a}, {}, kRecord);
  EXPECT_THAT(find(found, "P4").measured, HasSubstr("CRPS 0.70 log")) << "twice the record: log 2 and 52 weeks";
}

TEST(Patterns, TheRankedProbabilityScoreRewardsSpreadAroundTheRecord) {
  RunSummary low = history(0.5, 2008), high = history(0.5, 2008);  // as recorded, and four times that
  for (YearSummary& y : low.years) y.received[1] /= 2;
  for (YearSummary& y : high.years) y.received[1] *= 2;
  const auto found = check_patterns({&low, &high}, {}, kRecord);
  EXPECT_THAT(find(found, "P4").measured, HasSubstr("CRPS 0.35 log")) << "log 4 / 2 - 2 log 4 / 8";
}

TEST(Patterns, OfRunsThatDoNot) {
  const RunSummary a = history(0.2, std::nullopt), b = history(0.2, 2020);
  const auto found = check_patterns({&a, &b}, {}, kRecord);
  EXPECT_EQ(find(found, "P1").verdict, "no, 0 of 2");
  EXPECT_EQ(find(found, "P2").result, PatternResult::no);
}

TEST(Patterns, CounterfactualsArePaired) {
  const RunSummary a = history(0.5, 2008), b = history(0.4, 2012);
  RunSummary without_a = a, without_b = b;
  for (RunSummary* run : {&without_a, &without_b})
    for (YearSummary& year : run->years) year.engaged_abroad[0] = 499.5;  // (499.5 + 1) / (1000 + 1) = 1/2
  const auto found = check_patterns({&a, &b}, {{"japan_ignores_video", {&without_a, &without_b}}}, kRecord);
  EXPECT_EQ(find(found, "P6").measured, "fans abroad 2010-23 x0.50 (log -0.69 +- 0.00), leadership +0.000");
}

TEST(Patterns, LeadingFromTheStartIsNeitherOvertakingNorNever) {
  RunSummary ahead = history(0.2, std::nullopt);
  ahead.led_from_start = true;
  const RunSummary a = history(0.2, 2020);
  const Pattern overtaking = find(check_patterns({&a, &ahead}, {}, kRecord), "P2");
  EXPECT_EQ(overtaking.measured, "overtakes in 1, median 2020, led from the start in 1");
  EXPECT_THAT(overtaking.off, HasSubstr("0 never overtake, 1 too early or too late, led from the start in 1"));
}

TEST(Patterns, AYearThatIsNotWholeIsNotCovered) {
  RunSummary run = history(0.5, 2008), other = run;
  run.years.back().home_share[0] = 0.1;
  run.years.back().weeks = 13;
  EXPECT_EQ(find(check_patterns({&run}, {}, kRecord), "P3").result, PatternResult::yes) << "13 weeks are not a year";
  for (RunSummary* short_run : {&run, &other}) short_run->years.resize(25);  // to 2014
  const auto found = check_patterns({&run}, {{"japan_ignores_video", {&other}}}, kRecord);
  EXPECT_EQ(find(found, "P6").result, PatternResult::not_in_this_run) << "2010-23 is asked for";
}

TEST(Patterns, ExportsAreAYearWhateverItsWeeks) {
  RunSummary a = history(0.5, 2008);
  for (YearSummary& year : a.years)
    if (year.year == 2012) {
      year.weeks = 53;
      year.received[1] = year.received[1] / 52 * 53;
    }
  EXPECT_THAT(find(check_patterns({&a}, {}, kRecord), "P4").verdict, HasSubstr("log correlation 1.00"));
  EXPECT_NEAR(a.years[22].a_year(53), kWeeksInYear, 1e-12);
}

TEST(Patterns, ResultsWithoutReceiptsShowNoExports) {
  RunSummary old = history(0.5, 2008);
  for (YearSummary& year : old.years) year.received.clear();
  const auto found = check_patterns({&old}, {}, kRecord);
  EXPECT_EQ(find(found, "P4").result, PatternResult::not_in_this_run);
  EXPECT_EQ(std::ranges::count(found, "P4", &Pattern::id), 1);
}

TEST(Patterns, OtherScenariosHaveNone) {
  RunSummary run = history(0.5, 2008);
  run.axes.scenes = {"A-pop", "B-pop"};
  const auto found = check_patterns({&run}, {}, kRecord);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].result, PatternResult::not_in_this_run);
}

TEST(Patterns, AShortRunSaysWhatItDoesNotCover) {
  RunSummary run = history(0.5, 2008);
  run.years.resize(5);
  const auto found = check_patterns({&run}, {}, kRecord);
  EXPECT_EQ(find(found, "P2").result, PatternResult::not_in_this_run);
  EXPECT_EQ(find(found, "P4").result, PatternResult::not_in_this_run);
  EXPECT_EQ(find(found, "P3").result, PatternResult::yes);
}

}  // namespace
}  // namespace hibiki
