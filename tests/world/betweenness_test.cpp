#include "sim/world/betweenness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/betweenness_centrality.hpp>
#include <cmath>
#include <set>

#include "sim/core/draws.hpp"

namespace hibiki {
namespace {

using testing::ElementsAre;
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
using Edges = std::set<std::pair<std::size_t, std::size_t>>;

Neighbours neighbours_of(const Edges& edges, std::size_t size) {
  std::vector<std::vector<std::uint32_t>> lists(size);
  for (const auto& [a, b] : edges) {
    lists[a].push_back(static_cast<std::uint32_t>(b));
    lists[b].push_back(static_cast<std::uint32_t>(a));
  }
  Neighbours neighbours{{0}, {}};
  for (auto& list : lists) {
    std::sort(list.begin(), list.end());
    neighbours.of.insert(neighbours.of.end(), list.begin(), list.end());
    neighbours.first.push_back(static_cast<std::uint32_t>(neighbours.of.size()));
  }
  return neighbours;
}

/// The obvious twin: Boost.Graph's, which starts a search at every vertex.
std::vector<double> by_boost(const Edges& edges, std::size_t size) {
  const Graph graph(edges.begin(), edges.end(), size);
  std::vector<double> centrality(size);
  boost::brandes_betweenness_centrality(graph, boost::make_iterator_property_map(centrality.begin(), get(boost::vertex_index, graph)));
  return centrality;
}

/// Some hubs, which know one another, and leaves on them in any order; some vertices hang on several, some on none.
Edges some_industry(Key seed, std::size_t size) {
  const Draws draws(seed);
  const std::size_t hubs = 1 + size / 8;
  Edges edges;
  const auto add = [&](std::size_t a, std::size_t b) {
    if (a != b) edges.insert(std::minmax(a, b));
  };
  for (std::size_t v = 0; v < size; ++v) {
    const Words words = draws.words(Purpose::tie, v, 0, 0);
    const std::size_t ties = words[0] % 8 == 0 ? 0 : words[0] % 8 < 6 ? 1 : 3;
    for (std::size_t i = 0; i < ties; ++i) add(v, (words[1 + i % 3] >> 3) % (i == 2 ? size : hubs) * (i == 2 ? 1 : 7) % size);
  }
  return edges;
}

TEST(Betweenness, OfAPathAndOfAStar) {
  EXPECT_THAT(betweenness(neighbours_of({{0, 1}, {1, 2}, {2, 3}}, 4)), ElementsAre(0.0, 2.0, 2.0, 0.0));
  EXPECT_THAT(betweenness(neighbours_of({{0, 3}, {1, 3}, {2, 3}}, 5)), ElementsAre(0.0, 0.0, 0.0, 3.0, 0.0));
  EXPECT_THAT(betweenness(neighbours_of({}, 2)), ElementsAre(0.0, 0.0));
}

TEST(Betweenness, IsBoostsToTheBit) {
  std::size_t fractions = 0;
  for (Key seed = 1; seed <= 60; ++seed) {
    const std::size_t size = 2 + static_cast<std::size_t>(seed) * 3;
    const Edges edges = some_industry(seed, size);
    const std::vector<double> ours = betweenness(neighbours_of(edges, size));
    ASSERT_EQ(ours, by_boost(edges, size)) << size << " vertices";
    fractions += static_cast<std::size_t>(std::ranges::count_if(ours, [](double x) { return x != std::floor(2.0 * x) / 2.0; }));
  }
  EXPECT_GT(fractions, 500u) << "sums of whole numbers would be equal in any order";
}

}  // namespace
}  // namespace hibiki
