#include "sim/world/betweenness.hpp"

#include <gmock/gmock.h>

#include <boost/graph/betweenness_centrality.hpp>
#include <set>

#include "sim/core/draws.hpp"

namespace hibiki {
namespace {

using Edges = std::set<std::pair<std::size_t, std::size_t>>;

BothWaysGraph graph_of(const Edges& edges, std::size_t vertices) {
  return {boost::edges_are_sorted, edges.begin(), edges.end(), static_cast<std::uint32_t>(vertices)};
}

/// The slow, obvious twin.
std::vector<double> searched_from_all(const BothWaysGraph& graph) {
  std::vector<double> among(num_vertices(graph));
  boost::brandes_betweenness_centrality(graph, boost::make_iterator_property_map(among.begin(), get(boost::vertex_index, graph)));
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

TEST(Betweenness, OfAGraphTooLargeToKeepWhatWasFound) {
  Edges edges;
  for (std::size_t v = 1; v < 4200; ++v) connect(edges, v, v < 8 ? 0 : v % 8);
  const BothWaysGraph graph = graph_of(edges, 4200);
  EXPECT_EQ(betweenness(graph), searched_from_all(graph));
}

}  // namespace
}  // namespace hibiki
