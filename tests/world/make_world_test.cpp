#include "sim/world/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "sim/scenario/load.hpp"
#include "tests/support/threads.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki {
namespace {

using test::tiny_scenario;

TEST(TinyWorld, IsAValidScenario) {
  for (int markets = 1; markets <= 4; ++markets)
    for (const Problem& problem : validate(tiny_scenario({.markets = markets}))) ADD_FAILURE() << problem.message;
}

TEST(MakeWorld, IsTheSameForAnyNumberOfThreads) {
  test::same_on_any_threads([] { return test::weekly_digests(tiny_scenario({.fans = 3000}), 4, 0).front(); });
}

TEST(MakeWorld, StandsForThePopulation) {
  const World world = make_world(tiny_scenario({.markets = 4, .fans = 2000}), 1);
  for (std::size_t m = 0; m < 4; ++m) EXPECT_NEAR(static_cast<double>(world.markets.people[m]), 15.5e6, 1000) << m;
}

TEST(MakeWorld, DrawsTastesAroundTheMarketsWithTheAskedSpread) {
  Scenario s = tiny_scenario({.markets = 2, .fans = 20'000});
  s.assumptions.fan_taste_spread = 0.3;
  s.assumptions.market_taste_spread = 0.2;
  s.markets[0].taste = {0.3, -0.3, 0, 0, 0, 0, 0, 0};
  const World world = make_world(s, 1);
  double sums[2] = {}, squares = 0.0;
  const std::uint32_t count = world.fans.market_first[1];
  for (std::uint32_t fan = 0; fan < count; ++fan) {
    const Style taste = unpack(world.fans.taste[fan]);
    sums[0] += taste[0];
    sums[1] += taste[1];
    squares += (taste[0] - 0.3) * (taste[0] - 0.3);
  }
  // About 40 communities, each with a centre of its own: their spread is what the mean is uncertain by.
  EXPECT_NEAR(sums[0] / count, 0.3, 4.0 * 0.2 / std::sqrt(39.0));
  EXPECT_NEAR(sums[1] / count, -0.3, 4.0 * 0.2 / std::sqrt(39.0));
  EXPECT_NEAR(squares / count, 0.3 * 0.3 + 0.2 * 0.2, 0.03);
}

TEST(MakeWorld, MakesFansAsAttentiveAndOpenAsAssumed) {
  Scenario s = tiny_scenario({.markets = 2, .fans = 20'000});
  s.assumptions.attention_mean = 0.25;
  s.assumptions.openness_mean = 0.6;
  const World world = make_world(s, 1);
  double activity = 0.0, openness = 0.0, readiness = 0.0;
  for (std::size_t fan = 0; fan < world.fans.size(); ++fan) {
    activity += world.fans.activity[fan] / 256.0;
    openness += world.fans.openness[fan] / 255.0;
    readiness += (world.fans.readiness[fan] + 0.5) / 256.0;
  }
  const auto n = static_cast<double>(world.fans.size());
  EXPECT_NEAR(activity / n, 0.25, 0.006);
  EXPECT_NEAR(openness / n, 0.6, 0.012);
  EXPECT_NEAR(readiness / n, 0.5, 0.009);
}

TEST(MakeWorld, StartsWithoutFavourites) {
  const World world = make_world(tiny_scenario(), 1);
  for (const auto& slots : world.fans.favourites)
    for (const ActId act : slots) EXPECT_FALSE(act);
}

TEST(MakeWorld, LabelsComeInOrderOfNameAndOnlyThoseFounded) {
  Scenario s = tiny_scenario();
  s.labels.back().founded = test::kTinyStart + std::chrono::days(1);
  const World world = make_world(s, 1);
  const auto& labels = world.industry.labels;
  EXPECT_EQ(labels.size(), 12u);
  EXPECT_TRUE(std::is_sorted(labels.begin(), labels.end(),
                             [](const auto& a, const auto& b) { return a.identity.name < b.identity.name; }));
}

}  // namespace
}  // namespace hibiki
