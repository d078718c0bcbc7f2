#include "sim/reference/independent_cascade.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "sim/reference/cascade.hpp"
#include "sim/reference/closed_forms.hpp"
#include "tests/reference/twins.hpp"

namespace hibiki {
namespace {

using namespace test;

TEST(IndependentCascade, APathIsPassedWithTheProductOfItsChances) {
  // 0 - 1 - 2 - 3: the end is reached with chance p^3, in many worlds.
  const CsrNetwork path = mutual_network(4, std::vector<MutualTie>{{0, 1}, {1, 2}, {2, 3}});
  constexpr int kSeeds = 20'000;
  const double chance = 0.6, wanted = chance * chance * chance;
  const std::uint32_t first = 0;
  int reached = 0;
  for (int seed = 0; seed < kSeeds; ++seed)
    reached += independent_cascade(path, chance, {&first, 1}, Draws(static_cast<std::uint64_t>(seed))).last.test(3);
  EXPECT_NEAR(reached / double{kSeeds}, wanted, 4 * std::sqrt(wanted * (1 - wanted) / kSeeds));
}

TEST(IndependentCascade, ReachesTheGiantShareAsOften) {
  constexpr int kSeeds = 300;
  constexpr std::size_t kAgents = 5000;
  int large = 0;
  double size = 0, squares = 0;
  for (int seed = 1; seed <= kSeeds; ++seed) {
    const Draws draws(static_cast<std::uint64_t>(seed));
    const CsrNetwork network = mutual_network(kAgents, random_ties(kAgents, 8, draws));
    const std::uint32_t first = drawn_agent(kAgents, draws);
    const double share =
        static_cast<double>(independent_cascade(network, 0.25, {&first, 1}, draws).reached()) / kAgents;
    if (share > 0.1) ++large, size += share, squares += share * share;
  }
  const double theory = giant_share(2), mean = size / large, spread = std::sqrt(squares / large - mean * mean);
  EXPECT_NEAR(large / double{kSeeds}, theory, 4 * std::sqrt(theory * (1 - theory) / kSeeds));
  EXPECT_NEAR(mean, theory, 4 * spread / std::sqrt(large) + 1.0 / kAgents);
}

TEST(SusceptibleInfected, TakesOverWhoeverCanBeReached) {
  const CsrNetwork network = mutual_network(7, triangle_with_tail());
  const std::uint32_t first = 5;
  EXPECT_EQ(susceptible_infected(network, 0.5, {&first, 1}, 200, Draws(1)).reached(), 6u);
  EXPECT_EQ(susceptible_infected(network, 0.0, {&first, 1}, 200, Draws(1)).reached(), 1u);
}

/// Everybody ties with everybody: the chance to stay off is (1 - b)^on, so shares follow x' = x + (1 - x)(1 - (1 -
/// b)^(n x)).
TEST(SusceptibleInfected, IsLogisticWhereEverybodyMeets) {
  constexpr std::size_t kAgents = 1000;
  constexpr double kChance = 0.0005;
  const CsrNetwork network = mutual_network(kAgents, complete_ties(kAgents));
  std::vector<std::uint32_t> first(100);
  for (std::uint32_t i = 0; i < first.size(); ++i) first[i] = i;
  const Course course = susceptible_infected(network, kChance, first, 12, Draws(3));
  double share = 0.1;
  for (std::size_t tick = 0; tick < course.on.size(); ++tick) {
    // Half a thousand binomial events that later ticks multiply: five times the spread of one tick.
    EXPECT_NEAR(static_cast<double>(course.on[tick]) / kAgents, share, 5 * std::sqrt(0.25 / kAgents)) << tick;
    share += (1 - share) * (1 - std::pow(1 - kChance, kAgents * share));
  }
}

TEST(SusceptibleInfected, FollowsTheEdgeBasedEquationOnARandomNetwork) {
  constexpr std::size_t kAgents = 20'000, kFirst = 1000;
  constexpr double kDegree = 4, kStep = 0.02;
  constexpr int kSeeds = 8, kTicks = 400;
  std::vector<std::uint32_t> first(kFirst);
  for (std::uint32_t i = 0; i < kFirst; ++i) first[i] = i;
  std::vector<double> mean(kTicks + 1);
  for (int seed = 1; seed <= kSeeds; ++seed) {
    const Draws draws(static_cast<std::uint64_t>(seed));
    const CsrNetwork network = mutual_network(kAgents, random_ties(kAgents, kDegree, draws));
    const Course course = susceptible_infected(network, 1 - std::exp(-kStep / kDegree), first, kTicks, draws);
    for (std::size_t tick = 0; tick < mean.size(); ++tick)
      mean[tick] += static_cast<double>(course.on[tick]) / kAgents / kSeeds;
  }
  const auto theory = si_shares_on_random(double{kFirst} / kAgents, kDegree, 1, kStep, kTicks);
  // Early luck of a thousand is carried along: a spread of 1 / sqrt(1000) of x (1 - x) a seed; four of its standard
  // errors, and ticks lag by step / 2 a unit of time, at a slope of 1/4 at most.
  for (int tick = 0; tick <= kTicks; tick += 20)
    EXPECT_NEAR(mean[static_cast<std::size_t>(tick)], theory[static_cast<std::size_t>(tick)],
                4 * 0.25 / std::sqrt(double{kFirst} * kSeeds) + 0.5 * kStep * kStep * tick * 0.25)
        << tick;
}

}  // namespace
}  // namespace hibiki
