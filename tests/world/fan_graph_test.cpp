#include "sim/world/fan_graph.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/strong_components.hpp>
#include <vector>

#include "tests/support/tiny_world.hpp"

namespace hibiki {
namespace {

BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<FanNetwork>));
BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<FanNetwork>));
BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<FanNetwork>));
BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<FanNetwork>));

using Csr = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                               boost::no_property, std::uint32_t, std::uint64_t>;

World world() { return make_world(test::tiny_scenario({.markets = 3, .fans = 2000}), 1); }

/// The same network as one of Boost's own graphs.
Csr copy_of(const FanNetwork& network) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ties;
  for (std::uint32_t fan = 0; fan < network.size(); ++fan)
    for (const std::uint32_t other : network.heard_by(fan)) ties.emplace_back(fan, other);
  return {boost::edges_are_sorted, ties.begin(), ties.end(), static_cast<std::uint32_t>(network.size())};
}

template <class Graph>
std::vector<int> distances(const Graph& graph) {
  std::vector<int> distance(num_vertices(graph), -1);
  distance[0] = 0;
  const auto index = get(boost::vertex_index, graph);
  auto map = boost::make_iterator_property_map(distance.begin(), index);
  std::vector<boost::default_color_type> colour(num_vertices(graph));
  boost::breadth_first_search(
      graph, 0U,
      boost::visitor(boost::make_bfs_visitor(boost::record_distances(map, boost::on_tree_edge())))
          .color_map(boost::make_iterator_property_map(colour.begin(), index)));
  return distance;
}

template <class Graph>
std::size_t strong_components_of(const Graph& graph) {
  std::vector<std::uint32_t> component(num_vertices(graph));
  const auto index = get(boost::vertex_index, graph);
  return boost::strong_components(graph, boost::make_iterator_property_map(component.begin(), index),
                                  boost::vertex_index_map(index));
}

TEST(FanGraph, BoostsAlgorithmsFindWhatTheyFindInACopy) {
  const World w = world();
  const Csr copy = copy_of(w.network);
  const std::vector<int> distance = distances(w.network);
  EXPECT_EQ(distance, distances(copy));
  EXPECT_GT(*std::ranges::max_element(distance), 2);
  EXPECT_EQ(strong_components_of(w.network), strong_components_of(copy));
}

TEST(FanGraph, ItsEdgesAreTheTiesFanByFan) {
  const World w = world();
  auto [edge, end] = edges(w.network);
  for (std::uint32_t fan = 0; fan < w.network.size(); ++fan) {
    const TieRow row = w.network.heard_by(fan);
    EXPECT_EQ(out_degree(fan, w.network), row.size());
    for (std::size_t place = 0; place < row.size(); ++place, ++edge) {
      ASSERT_NE(edge, end);
      EXPECT_EQ(source(*edge, w.network), fan);
      EXPECT_EQ(target(*edge, w.network), row[place]);
      EXPECT_EQ(*edge, *(out_edges(fan, w.network).first + static_cast<std::ptrdiff_t>(place)));
    }
    EXPECT_TRUE(std::equal(row.begin(), row.end(), adjacent_vertices(fan, w.network).first));
  }
  EXPECT_EQ(edge, end);
  EXPECT_EQ(num_edges(w.network), w.network.ties());
}

}  // namespace
}  // namespace hibiki
