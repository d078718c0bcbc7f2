#include "sim/phases/ranked_list.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/draws.hpp"

namespace hibiki::test {
namespace {

TEST(RankedList, WeighsByPosition) {
  std::vector<double> weights = {10.0, 20.0, 30.0, 40.0};
  discount_by_position(std::vector{5.0, 7.0, 1.0, 6.0}, std::vector{0.0, 0.0, 0.0, 0.0}, 0.5, weights);
  const std::vector<double> positions = {3, 1, 4, 2};
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_NEAR(weights[i], 10.0 * static_cast<double>(i + 1) / std::sqrt(positions[i]), 1e-6) << i;
}

TEST(RankedList, EqualsStandInTheOrderOfTheirDraws) {
  std::vector<double> weights = {1.0, 1.0, 1.0};
  discount_by_position(std::vector{2.0, 2.0, 2.0}, std::vector{0.1, 0.9, 0.5}, 1.0, weights);
  EXPECT_NEAR(weights[0], 1.0 / 3.0, 1e-8);
  EXPECT_NEAR(weights[1], 1.0, 1e-8);
  EXPECT_NEAR(weights[2], 1.0 / 2.0, 1e-8);
}

TEST(RankedList, AgreesWithCountingThoseAhead) {
  const Draws draws(3);
  std::vector<double> scores, ties;
  for (Key i = 0; i < 200; ++i) {
    scores.push_back(std::floor(10.0 * draws.uniform(Purpose::choice, i, 0)));
    ties.push_back(draws.uniform(Purpose::choice, i, 1));
  }
  std::vector<double> weights(scores.size(), 1.0);
  discount_by_position(scores, ties, 1.3, weights);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    int ahead = 0;
    for (std::size_t j = 0; j < scores.size(); ++j)
      ahead += scores[j] > scores[i] || (scores[j] == scores[i] && ties[j] > ties[i]);
    EXPECT_NEAR(weights[i], std::pow(ahead + 1.0, -1.3), 1e-7) << i;
  }
}

}  // namespace
}  // namespace hibiki::test
