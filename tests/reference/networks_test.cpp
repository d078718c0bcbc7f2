#include "sim/reference/networks.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tests/reference/twins.hpp"

namespace hibiki {
namespace {

using namespace test;
using testing::ElementsAre;

std::vector<std::size_t> degrees(std::size_t agents, const std::vector<MutualTie>& ties) {
  std::vector<std::size_t> degrees;
  for (const Agents& neighbours : neighbours_of(agents, ties)) degrees.push_back(neighbours.size());
  return degrees;
}

/// Triangles through a node over pairs of its neighbours, mean over nodes of degree two and more.
double clustering(std::size_t agents, const std::vector<MutualTie>& ties) {
  const auto neighbours = neighbours_of(agents, ties);
  double sum = 0, nodes = 0;
  for (const Agents& own : neighbours) {
    if (own.size() < 2) continue;
    double closed = 0, pairs = 0;
    for (const auto a : own)
      for (const auto b : own)
        if (a < b) closed += neighbours[a].contains(b), ++pairs;
    sum += closed / pairs, ++nodes;
  }
  return sum / nodes;
}

TEST(Networks, MutualTiesAreHeardBothWays) {
  const CsrNetwork network = mutual_network(7, triangle_with_tail());
  EXPECT_EQ(network.size(), 7u);
  EXPECT_EQ(network.ties(), 12u);
  EXPECT_THAT(network.heard_by(2), ElementsAre(1, 0, 3));
  EXPECT_THAT(network.heard_by(5), ElementsAre(4));
  EXPECT_TRUE(network.heard_by(6).empty());
}

TEST(Networks, RandomDegreesArePoisson) {
  constexpr std::size_t kAgents = 40'000;
  constexpr double kMean = 3.0;
  const auto ties = random_ties(kAgents, kMean, Draws(5));
  EXPECT_TRUE(std::all_of(ties.begin(), ties.end(), [](const MutualTie& tie) { return tie.b < tie.a; }));
  std::map<std::size_t, double> found;
  for (const std::size_t degree : degrees(kAgents, ties)) ++found[degree];  // sets: a double tie would show
  double chance = std::exp(-kMean);
  for (std::size_t degree = 0; degree < 9; ++degree) {
    // Binomial counts: four standard deviations.
    EXPECT_NEAR(found[degree] / kAgents, chance, 4 * std::sqrt(chance * (1 - chance) / kAgents)) << degree;
    chance *= kMean / static_cast<double>(degree + 1);
  }
}

TEST(Networks, EveryPairIsEquallyLikely) {
  // 300 networks of 6: each of 15 pairs present with chance 2 / 5.
  constexpr int kNetworks = 3000;
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> found;
  for (int seed = 0; seed < kNetworks; ++seed)
    for (const MutualTie& tie : random_ties(6, 2.0, Draws(static_cast<std::uint64_t>(seed)))) ++found[{tie.a, tie.b}];
  ASSERT_EQ(found.size(), 15u);
  for (const auto& [pair, count] : found) EXPECT_NEAR(count / kNetworks, 0.4, 4.5 * std::sqrt(0.4 * 0.6 / kNetworks));
}

TEST(Networks, ARingIsClusteredAndRegular) {
  const auto ties = ring_ties(100, 6);
  EXPECT_THAT(degrees(100, ties), testing::Each(6u));
  EXPECT_NEAR(clustering(100, ties), 0.6, 1e-12);  // 3 (z - 2) / 4 (z - 1), Watts and Strogatz (1998)
}

TEST(Networks, RewiringKeepsDegreesAndLosesClusters) {
  const auto ring = ring_ties(1000, 6);
  const auto other = rewired(ring, 10, Draws(7));
  EXPECT_EQ(other.size(), ring.size());
  EXPECT_THAT(degrees(1000, other), testing::Each(6u));
  EXPECT_LT(clustering(1000, other), 0.02);  // (z - 1) / n of a random one: 0.005
  EXPECT_EQ(degrees(7, rewired(triangle_with_tail(), 10, Draws(8))), degrees(7, triangle_with_tail()));
}

TEST(Networks, Ends) {
  EXPECT_TRUE(random_ties(10, 0, Draws(1)).empty());
  EXPECT_TRUE(random_ties(1, 5, Draws(1)).empty());
  EXPECT_EQ(random_ties(10, 50, Draws(1)).size(), 45u);
  EXPECT_EQ(complete_ties(5).size(), 10u);
}

}  // namespace
}  // namespace hibiki
