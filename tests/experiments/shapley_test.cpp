// Shapley values and interactions against games worked out by hand.
#include "tools/experiments/shapley.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <numeric>

namespace hibiki {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using Values = std::vector<double>;

/// Values of all coalitions of a game.
template <class Value>
Values game(std::size_t players, const Value& value) {
  Values values;
  for (Coalition set = 0; set <= everybody(players); ++set) values.push_back(value(set));
  return values;
}

double sum_of(const Values& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

TEST(ShapleyValues, GloveMarketByHand) {
  // Player 0 has a left glove, 1 and 2 a right one each; a pair is worth 1. Of the six orders player 0 completes the
  // pair in four, each of the others in one.
  const Values values = game(3, [](Coalition set) { return (set & 1) && (set & 6) ? 1.0 : 0.0; });
  EXPECT_THAT(shapley_values(3, values),
              ElementsAre(DoubleNear(4.0 / 6, 1e-15), DoubleNear(1.0 / 6, 1e-15), DoubleNear(1.0 / 6, 1e-15)));
}

TEST(ShapleyValues, ThreeUnlikePlayersByHand) {
  // {}: 5, a: 6, b: 8, ab: 13, c: 5, ac: 10, bc: 9, abc: 17. Player a adds, in the orders abc, acb, bac, bca, cab, cba:
  // 1, 1, 5, 8, 5, 8; mean 28/6. Player b: 7, 7, 3, 3, 7, 4; 31/6. Player c: 4, 4, 4, 1, 0, 0; 13/6.
  const Values values{5, 6, 8, 13, 5, 10, 9, 17};
  EXPECT_THAT(shapley_values(3, values),
              ElementsAre(DoubleNear(28.0 / 6, 1e-14), DoubleNear(31.0 / 6, 1e-14), DoubleNear(13.0 / 6, 1e-14)));
}

TEST(ShapleyValues, AnOnlyPlayerGetsTheWhole) { EXPECT_EQ(shapley_values(1, Values{2.5, 7.0}), Values{4.5}); }

RC_GTEST_PROP(ShapleyValues, AddUpToTheWhole, ()) {
  const auto players = *rc::gen::inRange<std::size_t>(1, 7);
  const auto numbers = *rc::gen::container<std::vector<int>>(everybody(players) + 1, rc::gen::inRange(-1000, 1000));
  const Values values(numbers.begin(), numbers.end());
  RC_ASSERT(std::abs(sum_of(shapley_values(players, values)) - (values.back() - values.front())) < 1e-9);
}

RC_GTEST_PROP(ShapleyValues, WhoAddsNothingGetsExactlyNothing, ()) {
  const auto players = *rc::gen::inRange<std::size_t>(2, 7);
  const auto idle = *rc::gen::inRange<std::size_t>(0, players);
  const auto numbers = *rc::gen::container<std::vector<int>>(everybody(players) + 1, rc::gen::inRange(-1000, 1000));
  const Values values = game(players, [&](Coalition set) { return numbers[set & ~only(idle)] / 7.0; });
  RC_ASSERT(std::bit_cast<std::uint64_t>(shapley_values(players, values)[idle]) == std::bit_cast<std::uint64_t>(0.0));
}

RC_GTEST_PROP(ShapleyValues, PlayersAlikeGetTheSameToTheBit, ()) {
  const auto numbers = *rc::gen::container<std::vector<int>>(std::size_t{7}, rc::gen::inRange(-1000, 1000));
  // Only how many take part matters.
  const Values values =
      game(6, [&](Coalition set) { return numbers[static_cast<std::size_t>(std::popcount(set))] / 7.0; });
  const auto shares = shapley_values(6, values);
  for (const double share : shares) RC_ASSERT(share == shares.front());
}

TEST(AddedBeside, PairByHand) {
  const AddedBeside first =
      added_beside(0, 1, 2, Values{1, 2, 4, 9});  // a: 5 with b, 1 without; b: 7 with a, 3 without
  EXPECT_EQ(first.with, 5);
  EXPECT_EQ(first.without, 1);
  const AddedBeside second = added_beside(1, 0, 2, Values{1, 2, 4, 9});
  EXPECT_EQ(second.with, 7);
  EXPECT_EQ(first.interaction(), second.interaction());
}

TEST(AddedBeside, MeanOverTheStatesOfTheThird) {
  // The values of ThreeUnlikePlayersByHand: a adds 1 without b and c, 5 beside c, 5 beside b, 8 beside both.
  const AddedBeside beside = added_beside(0, 1, 3, Values{5, 6, 8, 13, 5, 10, 9, 17});
  EXPECT_DOUBLE_EQ(beside.with, (5.0 + 8.0) / 2);
  EXPECT_DOUBLE_EQ(beside.without, (1.0 + 5.0) / 2);
}

TEST(AddedBeside, WeighsStatesOfMoreByTheirSize) {
  // Four players: c and d beside a pair. Index weights by hand: nobody 1/3, each alone 1/6, both 1/3.
  const Values values = game(4, [](Coalition set) {
    if ((set & 3) != 3) return 0.0;
    return set == 3 ? 6.0 : set == 15 ? 60.0 : 12.0;
  });
  EXPECT_DOUBLE_EQ(added_beside(0, 1, 4, values).interaction(), 6.0 / 3 + 2 * 12.0 / 6 + 60.0 / 3);
}

TEST(AddedInOrder, TelescopesByHand) {
  const Values values{5, 6, 8, 13, 5, 10, 9, 17};
  const std::vector<std::size_t> order{2, 0, 1};
  EXPECT_THAT(added_in_order(order, [&](Coalition set) { return values[set]; }),
              ElementsAre(5, 7, 0));  // a 5, b 7, c 0
}

}  // namespace
}  // namespace hibiki
