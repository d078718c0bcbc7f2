#include "tools/experiments/variant_ranking.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace hibiki {
namespace {

/// Every measure of an arm's world is `value`.
std::optional<ArmReplicate> arm_of(double value) {
  ArmReplicate arm;
  arm.record.measures.assign(measure_table().size(), value);
  return arm;
}

/// One seed: the base's value, then the variants'.
SeedOutcome seed_of(const std::vector<double>& values) {
  SeedOutcome outcome;
  for (const double value : values) outcome.arms.push_back(arm_of(value));
  outcome.errors.resize(values.size());
  return outcome;
}

/// Seeds differ tenfold, which pairs do not feel. Variant 1 doubles, variant 2 triples, variant 3 comes to 2.9 to 3.1
/// times.
std::vector<SeedOutcome> outcomes() {
  return {seed_of({1, 2, 3, 2.9}), seed_of({10, 20, 30, 31}), seed_of({100, 200, 300, 295})};
}

TEST(Ranking, PutsTheBestFirstAndComparesTheOthersWithIt) {
  const VariantRanking ranking = ranking_of(outcomes(), 4);
  ASSERT_TRUE(ranking.as_ratio);
  ASSERT_EQ(ranking.variants.size(), 3u);
  EXPECT_EQ(ranking.variants[0].arm, 2u);
  EXPECT_EQ(ranking.variants[1].arm, 3u);
  EXPECT_EQ(ranking.variants[2].arm, 1u);
  EXPECT_FALSE(ranking.variants[0].to_best);
  EXPECT_NEAR(ranking.variants[0].effect.interval().mean, std::log(3), 1e-12);
  const Interval& last = ranking.variants[2].to_best->interval();
  EXPECT_NEAR(last.mean, std::log(2.0 / 3), 1e-12);
  EXPECT_NEAR(*last.high, std::log(2.0 / 3), 1e-12) << "pairs share their luck: the ratio is the same in each";
  EXPECT_GT(*ranking.variants[1].to_best->interval().high, 0) << "not told apart";
}

TEST(Ranking, IsOfDifferencesWhereAnyVariantHasNoRatio) {
  auto all = outcomes();
  all[0].arms[1] = arm_of(0);
  const VariantRanking ranking = ranking_of(all, 4);
  EXPECT_FALSE(ranking.as_ratio);
  const auto json = ranking_json(ranking);
  EXPECT_EQ(json["scale"], "difference");
  EXPECT_DOUBLE_EQ(json["variants"][0]["effect"]["mean"].get<double>(), (2.0 + 20 + 200) / 3);
}

TEST(Ranking, PutsAVariantWithoutAPairLast) {
  auto all = outcomes();
  for (SeedOutcome& outcome : all) outcome.arms[2].reset();
  const VariantRanking ranking = ranking_of(all, 4);
  EXPECT_EQ(ranking.variants.back().arm, 2u);
  const auto json = ranking_json(ranking)["variants"];
  EXPECT_EQ(json[2]["pairs"], 0);
  EXPECT_TRUE(json[2]["effect"].is_null() && json[2]["to_best"].is_null());
  EXPECT_TRUE(json[0]["to_best"].is_null());
  EXPECT_EQ(json[0]["variant"], 2) << "counted from 0 among the variants";
}

}  // namespace
}  // namespace hibiki
