#include "sim/scenario/trends.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/scenario/schema.hpp"
#include "tests/scenario/small_world.hpp"

namespace hibiki::test {
namespace {

/// The small world, whose internet in Japan is .3 from 2000 on, with trends; `now` is its end of the record.
Scenario with(const std::string& trends, const std::string& now = "") {
  return parse(small_world("end = 2000-12-25", "end = 2020-12-28\n" + now) + "[trend]\n" + trends).scenario;
}

double years_between_days(Day from, Day to) { return static_cast<double>((to - from).count()) / 365.25; }

TEST(Trends, GrowFromTheLastPointOn) {
  Scenario scenario = with("income = 0.02");
  scenario.markets[0].income.points = {{make_day(1990, 1, 1), 10'000.0}, {make_day(2000, 1, 1), 20'000.0}};
  const DatedValue& income = scenario.markets[0].income;
  EXPECT_EQ(income.at(make_day(1995, 1, 1)), 10'000.0 + 10'000.0 * 1826 / 3652);
  EXPECT_EQ(income.at(make_day(2000, 1, 1)), 20'000.0);
  const Day later = make_day(2010, 1, 1);
  EXPECT_NEAR(income.at(later), 20'000.0 * std::pow(1.02, years_between_days(make_day(2000, 1, 1), later)), 1e-4);
}

TEST(Trends, OfPeopleOnlineApproachAll) {
  const DatedValue& internet = with("internet = 0.1").markets[0].internet;
  const Day last = make_day(2000, 1, 1), later = make_day(2020, 1, 1);
  EXPECT_EQ(internet.at(last), 0.3);
  EXPECT_NEAR(internet.at(later), 1.0 - 0.7 * std::pow(0.9, years_between_days(last, later)), 1e-12);
  EXPECT_LT(internet.at(make_day(2900, 1, 1)), 1.0 + 1e-12);
}

TEST(Trends, BeginWithTheEndOfTheRecord) {
  const DatedValue& internet = with("internet = 0.1", "now = 2010-01-04\n").markets[0].internet;
  EXPECT_EQ(internet.at(make_day(2010, 1, 4)), 0.3) << "the record is as without a trend";
  EXPECT_NEAR(internet.at(make_day(2011, 1, 4)), 0.3 + 0.07, 1e-3);
}

TEST(Trends, LeaveConstantsAndSeriesWithoutOneAlone) {
  const Scenario scenario = with("income = 0.05");
  EXPECT_EQ(scenario.markets[0].income.at(make_day(2020, 1, 1)), 30'000.0) << "a constant has no last point";
  EXPECT_EQ(scenario.markets[0].internet.at(make_day(2020, 1, 1)), 0.3);
}

TEST(Trends, EachBelongsToASeriesOfMarkets) {
  for (const Field<Trends>& trend : trend_fields()) {
    Scenario scenario = with(std::string(trend.key) + " = 0.04");
    const auto series = std::ranges::find(market_fields(), trend.key, &Field<Market>::key);
    ASSERT_NE(series, market_fields().end()) << trend.key;
    for (const Field<Market>& field : market_fields())
      if (const auto* member = std::get_if<DatedValue Market::*>(&field.member)) {
        DatedValue& value = scenario.markets[1].**member;
        value.points = {{make_day(1990, 1, 1), 0.5}, {make_day(2000, 1, 1), 0.5}};
        EXPECT_EQ(value.at(make_day(2010, 1, 1)) != 0.5, field.key == trend.key) << field.key << ", " << trend.key;
      }
  }
}

TEST(Trends, AreChecked) {
  const auto problems = problems_of(kSmallWorld + "[trend]\ninkome = 0.1\n");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0].message, testing::HasSubstr("unknown key 'inkome' in trend"));
  const auto range = problems_of(kSmallWorld + "[trend]\nincome = 0.3\n");
  ASSERT_EQ(range.size(), 1U);
  EXPECT_THAT(range[0].message, testing::HasSubstr("trend.income is 0.3, out of range"));
}

TEST(RecordEnds, IsTheLastRecordedDayOfARunThatGoesOn) {
  EXPECT_EQ(record_ends(with("")), std::nullopt) << "nothing is a record";
  EXPECT_EQ(record_ends(with("", "now = 2010-01-04\n")), make_day(2010, 1, 4));
  EXPECT_EQ(record_ends(with("", "now = 2020-12-28\n")), std::nullopt) << "all is a record";
}

TEST(RecordEnds, AYearIsAfterItWhereMostWeeksAre) {
  EXPECT_FALSE(is_after_record(2024, make_day(2024, 12, 30)));
  EXPECT_TRUE(is_after_record(2025, make_day(2024, 12, 30)));
  EXPECT_TRUE(is_after_record(2024, make_day(2024, 3, 1)));
  EXPECT_FALSE(is_after_record(2024, std::nullopt));
}

}  // namespace
}  // namespace hibiki::test
