#include "tools/experiments/precision.hpp"

#include <gtest/gtest.h>

namespace hibiki {
namespace {

/// An effect on the first measure, as a difference, with these differences of pairs.
Effect effect_with(const std::vector<double>& differences) {
  std::vector<double> base(differences.size(), -100.0), variant;  // negative levels have no ratio
  for (const double difference : differences) variant.push_back(-100.0 + difference);
  return {&measure_table().front(), paired_effect(base, variant), differences};
}

TEST(PairsToSettle, AreThoseThatShowTheMeanInFourOfFiveComparisons) {
  // Mean 1, standard deviation s = 4 x root(16 / 15) = 4.131, its upper limit s x root(15 / chi2(.2; 15) = 10.307) =
  // 4.984: n pairs show (t(.975; n - 1) + t(.8; n - 1)) x 4.984 / root n, and t(196) = 1.972 and .844: 2.816 x 4.984 =
  // 14.03 = root 197.
  const Effect effect = effect_with({-3, 5, -3, 5, -3, 5, -3, 5, -3, 5, -3, 5, -3, 5, -3, 5});
  const auto pairs = pairs_to_settle(effect);
  ASSERT_TRUE(pairs);
  EXPECT_NEAR(static_cast<double>(*pairs), 197.0, 1.0);
}

TEST(PairsToSettle, AreNoneWhereItIsSettledOrCannotBe) {
  EXPECT_FALSE(pairs_to_settle(effect_with({5, 6, 5, 6}))) << "0 is left out";
  EXPECT_FALSE(pairs_to_settle(effect_with({1, -1}))) << "a mean of 0 never leaves 0 out";
  EXPECT_FALSE(pairs_to_settle(effect_with({0, 0, 0})));
  EXPECT_FALSE(pairs_to_settle(effect_with({3}))) << "one pair has no interval";
  EXPECT_FALSE(pairs_to_settle(effect_with({-3, 5, -3, 5, -3, 5, 1}))) << "seven pairs are too few for a forecast";
  EXPECT_TRUE(pairs_to_settle(effect_with({-3, 5, -3, 5, -3, 5, 1, 1})));
}

TEST(WorstPrecision, AVariantWithoutAWidthIsTheWorstWhereverItStands) {
  // Two seeds of three arms; the base has the value 0, which has no ratio and no share, against arm 2 alone.
  const auto outcomes = [](std::vector<std::vector<double>> values) {
    std::vector<SeedOutcome> all;
    for (const auto& arms : values) {
      SeedOutcome& outcome = all.emplace_back();
      for (const double value : arms) {
        outcome.arms.emplace_back(ArmReplicate{});
        outcome.arms.back()->record.measures.assign(measure_table().size(), value);
      }
      outcome.errors.resize(arms.size());
    }
    return all;
  };
  const Precision both = worst_precision(outcomes({{2, 3, 4}, {2, 3.5, 4.5}}), 3, 0.2);
  EXPECT_GT(both.width, 0);
  for (const auto& arms : {outcomes({{0, 0, 4}, {0, 0, 4.5}}), outcomes({{0, 4, 0}, {0, 4.5, 0}})})
    EXPECT_TRUE(std::isnan(worst_precision(arms, 3, 0.2).width));
}

}  // namespace
}  // namespace hibiki
