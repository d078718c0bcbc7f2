#include "sim/world/network_structure.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "tests/support/tiny_world.hpp"

namespace hibiki {
namespace {

using Rows = std::vector<std::vector<std::uint32_t>>;  ///< who is heard, by fan

CsrNetwork network_of(const Rows& rows) {
  std::vector<std::uint64_t> row_start{0};
  std::vector<std::uint32_t> targets;
  for (const auto& row : rows) {
    targets.insert(targets.end(), row.begin(), row.end());
    row_start.push_back(targets.size());
  }
  return CsrNetwork(row_start, targets);
}

NetworkStructure structure_of_rows(const Rows& rows) {
  return structure_of(network_of(rows), 0, static_cast<std::uint32_t>(rows.size()));
}

//   0 <-> 1 <-> 2 <-> 0      3 -> 4      5
TEST(NetworkStructure, OfATriangleAPairAndAFanAlone) {
  const NetworkStructure s = structure_of_rows({{1, 2}, {0, 2}, {0, 1}, {4}, {}, {}});
  EXPECT_EQ(s.fans, 6u);
  EXPECT_EQ(s.ties, 7u);
  EXPECT_EQ(s.least_heard, 0u);
  EXPECT_EQ(s.most_heard, 2u);
  EXPECT_DOUBLE_EQ(s.mean_heard(), 7.0 / 6.0);
  EXPECT_EQ(s.components, 3u);
  EXPECT_EQ(s.largest_component, 3u);
  EXPECT_EQ(s.largest_core, 2u);
}

TEST(NetworkStructure, OfNobodyIsNothing) {
  const NetworkStructure s = structure_of_rows({});
  EXPECT_EQ(s.fans, 0u);
  EXPECT_EQ(s.components, 0u);
  EXPECT_EQ(s.largest_core, 0u);
  EXPECT_EQ(s.mean_heard(), 0.0);
}

//   3 -> 0, and 0 -> 1 -> 2 -> 0: one hears its neighbour around the ring, and nobody hears 3.
TEST(NetworkStructure, CoresGoByWhoIsHeardAndComponentsByEither) {
  const NetworkStructure s = structure_of_rows({{1}, {2}, {0}, {0}});
  EXPECT_EQ(s.components, 1u);
  EXPECT_EQ(s.largest_component, 4u);
  EXPECT_EQ(s.largest_core, 1u);
  EXPECT_EQ(s.most_heard, 2u);
}

//   0 -> 1, and of fans 1 to 3: 1 -> 2 <-> 3 -> 1
TEST(NetworkStructure, OfSomeFansKeepsTheTiesAmongThem) {
  const CsrNetwork network = network_of({{1, 2}, {0, 2}, {0, 3}, {2, 1}});
  const NetworkStructure part = structure_of(network, 1, 4);
  EXPECT_EQ(part.fans, 3u);
  EXPECT_EQ(part.ties, 4u);
  EXPECT_EQ(part.least_heard, 1u);
  EXPECT_EQ(part.most_heard, 2u);
  EXPECT_EQ(part.components, 1u);
  EXPECT_EQ(structure_of(network, 0, 1).ties, 0u);
  EXPECT_EQ(structure_of(network, 2, 2).fans, 0u);
}

/// Sizes of components: a fan takes over the lowest number among those it hears or is heard by, until nothing changes.
std::vector<std::uint32_t> slow_component_sizes(const Rows& rows) {
  std::vector<std::uint32_t> lowest(rows.size());
  std::iota(lowest.begin(), lowest.end(), 0u);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t fan = 0; fan < rows.size(); ++fan)
      for (const std::uint32_t other : rows[fan])
        if (lowest[fan] != lowest[other]) {
          lowest[fan] = lowest[other] = std::min(lowest[fan], lowest[other]);
          changed = true;
        }
  }
  std::vector<std::uint32_t> sizes(rows.size(), 0);
  for (const std::uint32_t of : lowest) ++sizes[of];
  std::erase(sizes, 0u);
  return sizes;
}

/// Whether some fans are left when all are removed, again and again, whom fewer than k of those left hear.
bool slow_has_core(const Rows& rows, std::uint64_t k) {
  std::vector<bool> left(rows.size(), true);
  for (bool changed = true; changed;) {
    changed = false;
    std::vector<std::uint64_t> heard(rows.size(), 0);
    for (std::size_t fan = 0; fan < rows.size(); ++fan)
      if (left[fan])
        for (const std::uint32_t other : rows[fan]) ++heard[other];
    for (std::size_t fan = 0; fan < rows.size(); ++fan)
      if (left[fan] && heard[fan] < k) {
        left[fan] = false;
        changed = true;
      }
  }
  return std::ranges::find(left, true) != left.end();
}

RC_GTEST_PROP(NetworkStructure, IsThatOfTheSlowTwin, ()) {
  const auto fans = *rc::gen::inRange<std::uint32_t>(1, 40);
  Rows rows;
  for (std::uint32_t fan = 0; fan < fans; ++fan)
    rows.push_back(*rc::gen::container<std::vector<std::uint32_t>>(*rc::gen::inRange(0, 5),
                                                                   rc::gen::inRange<std::uint32_t>(0, fans)));
  const NetworkStructure s = structure_of_rows(rows);
  const auto sizes = slow_component_sizes(rows);
  RC_ASSERT(s.components == sizes.size());
  RC_ASSERT(s.largest_component == std::ranges::max(sizes));
  RC_ASSERT(slow_has_core(rows, s.largest_core));
  RC_ASSERT(!slow_has_core(rows, s.largest_core + 1));
}

TEST(NetworkStructure, OfARealWorldIsThatOfTheSlowTwin) {
  Scenario scenario = test::tiny_scenario({.markets = 3, .fans = 900});
  scenario.assumptions.ties_community = 3;
  scenario.assumptions.ties_market = 1;
  scenario.assumptions.ties_abroad = 1;
  const World world = make_world(scenario, 1);
  Rows rows;
  for (std::uint32_t fan = 0; fan < world.network.size(); ++fan) {
    const auto heard = world.network.heard_by(fan);
    rows.emplace_back(heard.begin(), heard.end());
  }
  const NetworkStructure s = structure_of(world.network);
  const auto sizes = slow_component_sizes(rows);
  EXPECT_EQ(s.ties, world.network.ties());
  EXPECT_EQ(s.components, sizes.size());
  EXPECT_EQ(s.largest_component, std::ranges::max(sizes));
  EXPECT_TRUE(slow_has_core(rows, s.largest_core));
  EXPECT_FALSE(slow_has_core(rows, s.largest_core + 1));
}

}  // namespace
}  // namespace hibiki
