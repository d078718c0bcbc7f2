#include "sim/reference/seeding.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "sim/reference/independent_cascade.hpp"
#include "tests/reference/twins.hpp"

namespace hibiki {
namespace {

using namespace test;

TEST(Seeding, WithoutLuckReachIsTheComponents) {
  const ReachWorlds worlds(7, triangle_with_tail(), 1.0, 3, Draws(1));
  EXPECT_EQ(worlds.reach({0}), 6.0);
  EXPECT_EQ(worlds.reach({0, 5}), 6.0);
  EXPECT_EQ(worlds.reach({0, 6}), 7.0);
  EXPECT_EQ(greedy_seeds(worlds, 2), (std::vector<std::uint32_t>{0, 6}));
  EXPECT_EQ(best_seeds(worlds, 2), (std::vector<std::uint32_t>{0, 6}));
}

TEST(Seeding, ReachIsWhatCascadesReachOnAverage) {
  constexpr int kSeeds = 20'000;
  const auto ties = triangle_with_tail();
  const CsrNetwork network = mutual_network(7, ties);
  const std::vector<std::uint32_t> first = {2};
  double reached = 0, squares = 0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    const auto now = static_cast<double>(
        independent_cascade(network, 0.4, first, Draws(static_cast<std::uint64_t>(seed))).reached());
    reached += now, squares += now * now;
  }
  const double mean = reached / kSeeds, spread = std::sqrt(squares / kSeeds - mean * mean);
  // Two independent estimates of one mean, each of so many worlds.
  EXPECT_NEAR(ReachWorlds(7, ties, 0.4, kSeeds, Draws(1)).reach(first), mean, 4 * spread * std::sqrt(2.0 / kSeeds));
}

TEST(Seeding, TheBestIsAtLeastGreedyAndGreedyAtLeastItsBound) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto ties = random_ties(14, 2.5, Draws(seed));
    const ReachWorlds worlds(14, ties, 0.4, 50, Draws(seed));
    const double greedy = worlds.reach(greedy_seeds(worlds, 3)), best = worlds.reach(best_seeds(worlds, 3));
    EXPECT_GE(best, greedy) << seed;
    EXPECT_GE(greedy, (1 - std::exp(-1.0)) * best) << seed;
  }
}

TEST(Seeding, ExhaustiveChoiceTriesEverySet) {
  // Two stars whose leaves overlap: greedy takes the large middle first, the best takes the two others.
  //   0: 2 3 4 5 6 7   1: 8 9 10 11 12   13: 4 5 6 7 8 9 10 11
  std::vector<MutualTie> ties;
  const ReachWorlds none(14, ties, 1.0, 1, Draws(1));
  EXPECT_EQ(best_seeds(none, 3), (std::vector<std::uint32_t>{0, 1, 2}));
  EXPECT_EQ(none.reach(best_seeds(none, 3)), 3.0);
  EXPECT_EQ(best_seeds(none, 14).size(), 14u);
}

}  // namespace
}  // namespace hibiki
