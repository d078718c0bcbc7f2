#include "sim/reference/granovetter.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "sim/reference/cascade.hpp"
#include "sim/reference/closed_forms.hpp"
#include "sim/reference/networks.hpp"
#include "tests/reference/twins.hpp"
#include "tests/support/threads.hpp"

namespace hibiki {
namespace {

using namespace test;

/// Sorted thresholds: the crowd stops at the first one above those before it.
std::size_t by_sorting(std::vector<std::uint32_t> thresholds) {
  std::sort(thresholds.begin(), thresholds.end());
  std::size_t joined = 0;
  while (joined < thresholds.size() && thresholds[joined] <= joined) ++joined;
  return joined;
}

TEST(Granovetter, TheStaircaseAndItsMissingStep) {
  const auto all = granovetter_rounds(staircase_thresholds(100, 1, 1));
  EXPECT_EQ(all.back(), 100u);
  EXPECT_EQ(all.size(), 102u);  // one joins a round, and the last round nobody
  EXPECT_EQ(granovetter_rounds(staircase_thresholds(100, 1, 2)).back(), 1u);
  EXPECT_EQ(granovetter_rounds(staircase_thresholds(100, 0, 1)).back(), 0u);
}

TEST(Granovetter, EndsWhereSortingSays) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto thresholds = normal_thresholds(1000, 0.25, 0.122 + 0.001 * static_cast<double>(seed), Draws(seed));
    EXPECT_EQ(granovetter_rounds(thresholds).back(), by_sorting(thresholds)) << seed;
  }
}

TEST(Granovetter, IsAThresholdCascadeOnTheCompleteNetwork) {
  const auto thresholds = normal_thresholds(200, 0.25, 0.14, Draws(2));
  const CsrNetwork network = mutual_network(200, complete_ties(200));
  std::vector<std::uint32_t> first;
  for (std::uint32_t person = 0; person < 200; ++person)
    if (thresholds[person] == 0) first.push_back(person);
  ASSERT_FALSE(first.empty());
  EXPECT_EQ(threshold_cascade(network, thresholds, first).reached(), granovetter_rounds(thresholds).back());
}

TEST(Granovetter, QuantilesLeadToTheFixedPoint) {
  for (const double deviation : {0.10, 0.122, 0.125, 0.2}) {
    const auto rounds = granovetter_rounds(normal_thresholds(100'000, 0.25, deviation));
    EXPECT_NEAR(static_cast<double>(rounds.back()) / 100'000, granovetter_share(0.25, deviation), 5e-4) << deviation;
  }
}

TEST(Granovetter, ThreadsChangeNothing) {
  same_on_any_threads([] { return granovetter_rounds(normal_thresholds(50'000, 0.25, 0.125)); });
}

}  // namespace
}  // namespace hibiki
