#include "sim/world/network_structure.hpp"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/core_numbers.hpp>
#include <boost/graph/incremental_components.hpp>
#include <boost/pending/disjoint_sets.hpp>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/world/fan_graph.hpp"

namespace hibiki::inline world {

namespace {

/// Rows of some fans, numbered from 0: an edge leads from a fan to one that it hears.
using Csr = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                               boost::no_property, std::uint32_t, std::uint64_t>;

template <class Network>
Csr part_of(const Network& network, std::uint32_t first, std::uint32_t end) {
  Csr csr;
  auto& rows = csr.m_forward.m_rowstart;
  auto& targets = csr.m_forward.m_column;
  rows.assign(1, 0);
  for (std::uint32_t fan = first; fan < end; ++fan) {
    for (const std::uint32_t other : network.heard_by(fan))
      if (other >= first && other < end) targets.push_back(other - first);
    rows.push_back(targets.size());
  }
  return csr;
}

template <class Graph>
void find_degrees(const Graph& graph, NetworkStructure& structure) {
  std::vector<std::uint32_t> heard(num_vertices(graph), 0);
  for (auto [edge, end] = edges(graph); edge != end; ++edge) ++heard[target(*edge, graph)];
  const auto [least, most] = std::ranges::minmax(heard);
  structure.least_heard = least;
  structure.most_heard = most;
}

/// Boost's connected_components() wants an undirected graph; incremental_components() unites the ends of every edge,
/// which is the same where direction does not count.
template <class Graph>
void find_components(const Graph& graph, NetworkStructure& structure) {
  const std::uint32_t fans = structure.fans;
  std::vector<std::uint32_t> rank(fans, 0), parent(fans, 0), sizes(fans, 0);
  const auto index = get(boost::vertex_index, graph);
  boost::disjoint_sets sets(boost::make_iterator_property_map(rank.begin(), index),
                            boost::make_iterator_property_map(parent.begin(), index));
  initialize_incremental_components(graph, sets);
  incremental_components(graph, sets);
  for (std::uint32_t fan = 0; fan < fans; ++fan) ++sizes[sets.find_set(fan)];
  structure.components = fans - static_cast<std::uint32_t>(std::ranges::count(sizes, 0U));
  structure.largest_component = std::ranges::max(sizes);
}

template <class Graph>
std::uint64_t largest_core(const Graph& graph) {
  std::vector<std::uint32_t> cores(num_vertices(graph), 0);
  return boost::core_numbers(graph, boost::make_iterator_property_map(cores.begin(), get(boost::vertex_index, graph)));
}

template <class Graph>
NetworkStructure structure(const Graph& graph) {
  NetworkStructure structure;
  structure.fans = static_cast<std::uint32_t>(num_vertices(graph));
  if (structure.fans == 0) return structure;
  structure.ties = num_edges(graph);
  find_degrees(graph, structure);
  find_components(graph, structure);
  structure.largest_core = largest_core(graph);
  return structure;
}

template <class Network>
NetworkStructure structure_of_part(const Network& network, std::uint32_t first, std::uint32_t end) {
  HIBIKI_ASSERT(first <= end && end <= network.size());
  return first == end ? NetworkStructure{} : structure(part_of(network, first, end));
}

}  // namespace

NetworkStructure structure_of(const FanNetwork& network, std::uint32_t first, std::uint32_t end) {
  return structure_of_part(network, first, end);
}

NetworkStructure structure_of(const CsrNetwork& network, std::uint32_t first, std::uint32_t end) {
  return structure_of_part(network, first, end);
}

NetworkStructure structure_of(const FanNetwork& network) { return structure(network); }

}  // namespace hibiki::world
