#include "sim/scenario/data_ends.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/tiny_world.hpp"

namespace hibiki {
namespace {

DatedValue until(int year) {
  DatedValue value;
  value.points = {{make_day(1990, 1, 1), 1.0}, {make_day(year, 1, 1), 2.0}};
  return value;
}

TEST(DataEnds, AreThoseOfValuesThatChange) {
  Scenario scenario = test::tiny_scenario({.markets = 3});
  scenario.run.end = make_day(2035, 12, 31);
  ASSERT_TRUE(data_ends(scenario).empty()) << "constants have no end";
  for (Market& market : scenario.markets) market.income = until(2023);
  scenario.markets[0].internet = until(2024);
  scenario.markets[1].internet = until(2020);
  scenario.markets[2].internet = until(2035);  // ends with the run
  scenario.markets[0].people.points = {{make_day(1990, 1, 1), {1, 1, 1, 1, 1, 1}},
                                       {make_day(2025, 1, 1), {2, 1, 1, 1, 1, 1}}};
  std::vector<std::string> said;
  for (const DataEnd& end : data_ends(scenario))
    said.push_back(std::string(end.key) + " " + std::to_string(end.year) + " " + std::to_string(end.markets));
  std::ranges::sort(said);
  EXPECT_EQ(said, (std::vector<std::string>{"income 2023 3", "internet 2020 1", "internet 2024 1", "people 2025 1"}));
  scenario.run.end = make_day(2020, 12, 31);
  EXPECT_TRUE(data_ends(scenario).empty());
}

TEST(DataEnds, NameTheTrendWithWhichLaterYearsGoOn) {
  Scenario scenario = test::tiny_scenario({.markets = 1});
  scenario.run.end = make_day(2035, 12, 31);
  scenario.markets[0].income = scenario.markets[0].internet = until(2023);
  scenario.trends.income = 0.02;
  const auto ends = data_ends(scenario);
  ASSERT_EQ(ends.size(), 2U);
  for (const DataEnd& end : ends) EXPECT_EQ(end.trend, end.key == "income" ? 0.02 : 0.0) << end.key;
}

}  // namespace
}  // namespace hibiki
