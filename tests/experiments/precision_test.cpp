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

TEST(PairsToSettle, AreThoseWhoseIntervalIsAsNarrowAsTheMean) {
  // Mean 1, standard deviation s = 4 x root(16 / 15) = 4.131: n pairs have the half width t(n - 1) x s / root n, and
  // t(67) = 1.996 (tables of Student's t): 1.996 x 4.131 = 8.246 = root 68.0.
  const Effect effect = effect_with({-3, 5, -3, 5, -3, 5, -3, 5, -3, 5, -3, 5, -3, 5, -3, 5});
  const auto pairs = pairs_to_settle(effect);
  ASSERT_TRUE(pairs);
  EXPECT_NEAR(static_cast<double>(*pairs), 68.0, 1.0);
}

TEST(PairsToSettle, AreNoneWhereItIsSettledOrCannotBe) {
  EXPECT_FALSE(pairs_to_settle(effect_with({5, 6, 5, 6}))) << "0 is left out";
  EXPECT_FALSE(pairs_to_settle(effect_with({1, -1}))) << "a mean of 0 never leaves 0 out";
  EXPECT_FALSE(pairs_to_settle(effect_with({0, 0, 0})));
  EXPECT_FALSE(pairs_to_settle(effect_with({3}))) << "one pair has no interval";
}

}  // namespace
}  // namespace hibiki
