// Effects by market and year, and the workbook that holds them.
#include "tools/experiments/market_effects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/core/error.hpp"
#include "sim/core/input_file.hpp"
#include "tests/support/tiny_world.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/experiments/workbook.hpp"

namespace hibiki {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

constexpr int kWeeks = 70;  // of 2008 and 2009
constexpr std::size_t kMarkets = 3, kYears = 2, kSeeds = 3;

Comparison compared(std::size_t seeds) {
  Scenario base = test::tiny_scenario({.markets = kMarkets, .fans = 300, .weeks = kWeeks}), variant = base;
  base.name = "base";
  variant.name = "posts";
  test::intervene(variant, "labels[home=B]", &Policy::posts_per_week, 6.0, 10);
  ArmPlan plan;
  plan.arms = {&base, &variant};
  plan.scope = {scene_of_market(base, "B"), 10};
  Comparison comparison{{}, plan.scope, {"hibiki", "compare"}, "", simulate_arms(plan, 0, seeds)};
  for (const Scenario* scenario : plan.arms) comparison.arms.push_back({{*scenario, "", {}, {}, {}, {}}, "", ""});
  return comparison;
}

TEST(MarketEffects, HaveARowForEachMarketYearAndMeasure) {
  const auto rows = market_effects(compared(kSeeds));
  ASSERT_THAT(rows, SizeIs(kMarkets * kYears * 2));
  EXPECT_EQ(rows[0].market, "A");
  EXPECT_EQ(rows[0].year, 2008);
  EXPECT_EQ(rows[1].year, 2009);
  EXPECT_EQ(rows[2].market, "B");
  EXPECT_EQ(rows[0].measure, "engaged");
  EXPECT_EQ(rows.back().measure, "share_of_engaged_pairs");
  for (const MarketEffect& row : rows) EXPECT_EQ(row.variant, "posts");
}

TEST(MarketEffects, AreThoseOfThePairsByHand) {
  const Comparison comparison = compared(kSeeds);
  const auto rows = market_effects(comparison);
  const std::size_t table = arm_table_index("engaged_by_year"), cell = kYears + 1;  // B in 2009
  std::vector<double> base, variant;
  for (const SeedOutcome& outcome : comparison.outcomes) {
    base.push_back(outcome.arms[0]->record.tables[table].values[cell]);
    variant.push_back(outcome.arms[1]->record.tables[table].values[cell]);
  }
  const PairedEffect by_hand = paired_effect(base, variant);
  const CellEffect& effect = rows[cell].effect;
  EXPECT_EQ(rows[cell].market, "B");
  EXPECT_EQ(effect.pairs, kSeeds);
  EXPECT_EQ(effect.base, by_hand.base);
  EXPECT_EQ(effect.variant, by_hand.variant);
  EXPECT_EQ(effect.difference.mean, by_hand.difference.mean);
  EXPECT_EQ(effect.difference.low, by_hand.difference.low);
  EXPECT_NE(effect.difference.mean, 0.0);
}

TEST(MarketEffects, AsCsvHaveNoIntervalOfOnePair) {
  std::istringstream csv(market_effects_csv(market_effects(compared(1))));
  std::string line;
  std::getline(csv, line);
  EXPECT_EQ(line, "market,year,variant,measure,unit,base,value,difference,low,high,pairs");
  std::size_t rows = 0;
  for (; std::getline(csv, line); ++rows) EXPECT_THAT(line, HasSubstr(",,,1"));
  EXPECT_EQ(rows, kMarkets * kYears * 2);
}

TEST(Workbook, HasTheSameBytesAgain) {
  const Comparison comparison = compared(2);
  const std::filesystem::path one = testing::TempDir() + "one.xlsx", other = testing::TempDir() + "other.xlsx";
  write_workbook(comparison, one);
  write_workbook(comparison, other);
  const std::string bytes = read_whole_file(one);
  EXPECT_THAT(bytes, StartsWith("PK"));
  EXPECT_TRUE(bytes == read_whole_file(other));
  std::filesystem::remove(one);
  std::filesystem::remove(other);
}

TEST(Workbook, SaysThatItCannotBeWritten) {
  EXPECT_THROW(write_workbook(compared(1), testing::TempDir() + "nowhere/a.xlsx"), IoError);
}

}  // namespace
}  // namespace hibiki
