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

}  // namespace
}  // namespace hibiki
