#include "sim/world/betweenness.hpp"

#include <gmock/gmock.h>

#include <boost/graph/betweenness_centrality.hpp>
#include <cstdint>
#include <set>
#include <vector>

#include "sim/core/draws.hpp"

namespace hibiki {
namespace {

using Edges = std::set<std::pair<std::size_t, std::size_t>>;

BothWaysGraph graph_of(const Edges& edges, std::size_t vertices) {
  return {boost::edges_are_sorted, edges.begin(), edges.end(), static_cast<std::uint32_t>(vertices)};
}

/// The slow, obvious twin. Path counts are doubles: Boost's own are of the graph's edge index type, 32 bits, and wrap.
std::vector<double> searched_from_all(const BothWaysGraph& graph) {
  const std::size_t vertices = num_vertices(graph);
  const auto index = get(boost::vertex_index, graph);
  std::vector<double> among(vertices), dependency(vertices), paths(vertices);
  std::vector<std::uint32_t> distance(vertices);
  std::vector<std::vector<BothWaysGraph::edge_descriptor>> incoming(vertices);
  const auto map = [&](auto& column) { return boost::make_iterator_property_map(column.begin(), index); };
  boost::brandes_betweenness_centrality(graph, map(among), boost::dummy_property_map(), map(incoming), map(distance),
                                        map(dependency), map(paths), index);
  return among;
}

void connect(Edges& edges, std::size_t a, std::size_t b) {
  if (a == b) return;
  edges.emplace(a, b);
  edges.emplace(b, a);
}

TEST(Betweenness, OfAStarAndOfAPair) {
  Edges star;
  for (std::size_t leaf = 1; leaf < 5; ++leaf) connect(star, 0, leaf);
  connect(star, 5, 6);
  EXPECT_THAT(betweenness(graph_of(star, 7)), testing::ElementsAre(12.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0));
  EXPECT_THAT(betweenness(graph_of({}, 3)), testing::Each(0.0));
  EXPECT_TRUE(betweenness(graph_of({}, 0)).empty());
}

TEST(Betweenness, HasTheBitsOfASearchFromEveryVertex) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Draws draws(seed);
    const auto below = [&](std::uint32_t index, std::size_t n) {
      return static_cast<std::size_t>(draws.uniform(Purpose::choice, seed, 0, index) * static_cast<double>(n));
    };
    // Labels that work together, what most hang on, a chain at the end, and some of nothing.
    const std::size_t core = 3 + below(0, 20), vertices = core + 10 + below(1, 120);
    Edges edges;
    std::uint32_t index = 2;
    for (std::size_t i = 0; i < 2 * core; ++i, index += 2) connect(edges, below(index, core), below(index + 1, core));
    for (std::size_t v = core; v + 6 < vertices; ++v, index += 3) {
      connect(edges, v, below(index, core));
      if (below(index + 1, 5) == 0) connect(edges, v, below(index + 2, v));
    }
    connect(edges, vertices - 4, vertices - 3);
    connect(edges, vertices - 3, vertices - 2);
    const BothWaysGraph graph = graph_of(edges, vertices);
    ASSERT_EQ(betweenness(graph), searched_from_all(graph)) << "seed " << seed;
  }
}

constexpr std::size_t kSide = 20;  // C(38, 19), or 35,345,263,800 shortest paths, from corner to corner

/// A square lattice, row by row.
BothWaysGraph lattice() {
  Edges edges;
  for (std::size_t v = 0; v < kSide * kSide; ++v) {
    if (v % kSide + 1 < kSide) connect(edges, v, v + 1);
    if (v + kSide < kSide * kSide) connect(edges, v, v + kSide);
  }
  return graph_of(edges, kSide * kSide);
}

/// Shortest paths of a lattice from `a` to `b`: the ways to order their steps.
double lattice_paths(std::size_t a, std::size_t b) {
  const auto apart = [](std::size_t i, std::size_t j) { return static_cast<double>(i > j ? i - j : j - i); };
  const double rows = apart(a / kSide, b / kSide), columns = apart(a % kSide, b % kSide);
  double ways = 1.0;
  for (double i = 1; i <= rows; ++i) ways = ways * (columns + i) / i;  // whole at every step
  return ways;
}

std::size_t lattice_distance(std::size_t a, std::size_t b) {
  const auto apart = [](std::size_t i, std::size_t j) { return i > j ? i - j : j - i; };
  return apart(a / kSide, b / kSide) + apart(a % kSide, b % kSide);
}

/// By definition: the part of the shortest paths of all pairs that leads over `v`.
double lattice_betweenness(std::size_t v) {
  double sum = 0.0;
  for (std::size_t a = 0; a < kSide * kSide; ++a)
    for (std::size_t b = 0; b < kSide * kSide; ++b)
      if (a != b && a != v && b != v && lattice_distance(a, v) + lattice_distance(v, b) == lattice_distance(a, b))
        sum += lattice_paths(a, v) * lattice_paths(v, b) / lattice_paths(a, b);
  return sum;
}

TEST(Betweenness, OfALatticeWithMorePathsThanThirtyTwoBitsCount) {
  const BothWaysGraph graph = lattice();
  const std::vector<double> among = betweenness(graph);
  EXPECT_EQ(lattice_paths(0, kSide * kSide - 1), 35'345'263'800.0);
  for (const std::size_t v : {0u, 1u, 21u, 210u, 399u})
    EXPECT_NEAR(among[v], lattice_betweenness(v), 1e-9 * among[v]) << v;
  EXPECT_EQ(among, searched_from_all(graph));
}

/// Pairs of vertices in a row, each vertex joined to both of the next pair: 2^70 shortest paths from end to end.
TEST(Betweenness, OfMorePathsThanSixtyFourBitsCount) {
  constexpr std::size_t kPairs = 70, kEnd = 2 * kPairs + 1;
  Edges edges;
  connect(edges, 0, 1), connect(edges, 0, 2);
  for (std::size_t v = 1; v + 2 < kEnd; ++v)
    for (const std::size_t next : {v + 1 + v % 2, v + 2 + v % 2}) connect(edges, v, next);
  connect(edges, kEnd - 2, kEnd), connect(edges, kEnd - 1, kEnd);
  const std::vector<double> among = betweenness(graph_of(edges, kEnd + 1));
  for (std::size_t v = 1; v < kEnd; v += 2) EXPECT_NEAR(among[v], among[v + 1], 1e-9 * among[v]) << v;
  // Over vertex 1 lead, both ways, half of the paths from 0 to all behind the first pair and a quarter of those in the
  // second.
  EXPECT_NEAR(among[1], 2.0 * (kPairs - 1) + 1.0 + 0.5, 1e-9);
  EXPECT_EQ(among, searched_from_all(graph_of(edges, kEnd + 1)));
}

TEST(Betweenness, OfAGraphTooLargeToKeepWhatWasFound) {
  Edges edges;
  for (std::size_t v = 1; v < 4200; ++v) connect(edges, v, v < 8 ? 0 : v % 8);
  const BothWaysGraph graph = graph_of(edges, 4200);
  EXPECT_EQ(betweenness(graph), searched_from_all(graph));
}

}  // namespace
}  // namespace hibiki
