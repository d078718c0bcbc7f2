#include "sim/engine/gini.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hibiki {
namespace {

/// By its definition: the mean difference of two counts drawn at random, over twice their mean.
double slow_gini(const std::vector<People>& counts) {
  double differences = 0.0, sum = 0.0;
  for (const People a : counts) {
    sum += static_cast<double>(a);
    for (const People b : counts) differences += std::abs(static_cast<double>(a - b));
  }
  return differences / (2.0 * static_cast<double>(counts.size()) * sum);
}

TEST(Gini, IsThatOfItsDefinition) {
  for (const std::vector<People>& counts :
       {std::vector<People>{1, 2, 3}, {9, 0, 4, 4, 100}, {7}, {5, 5, 5, 5}, {0, 0, 0, 8}})
    EXPECT_NEAR(gini(counts), slow_gini(counts), 1e-12);
}

TEST(Gini, IsNothingForEqualsAndNearlyOneWhereOneHasItAll) {
  EXPECT_EQ(gini({4, 4, 4}), 0.0);
  std::vector<People> one(1000, 0);
  one.front() = 3;
  EXPECT_NEAR(gini(one), 0.999, 1e-12);
}

TEST(Gini, OfNothingIsZero) {
  EXPECT_EQ(gini({}), 0.0);
  EXPECT_EQ(gini({0, 0}), 0.0);
}

}  // namespace
}  // namespace hibiki
