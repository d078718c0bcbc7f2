#include "sim/world/network_structure.hpp"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/core_numbers.hpp>
#include <boost/graph/incremental_components.hpp>
#include <boost/pending/disjoint_sets.hpp>
#include <vector>

#include "sim/core/error.hpp"

namespace hibiki::inline world {

namespace {

/// Rows of some fans, numbered from 0: an edge leads from a fan to one that it hears.
using Csr = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                               boost::no_property, std::uint32_t, std::uint64_t>;

Csr part_of(const FanNetwork& network, std::uint32_t first, std::uint32_t end) {
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

void find_degrees(const Csr& csr, NetworkStructure& structure) {
  std::vector<std::uint32_t> heard(num_vertices(csr), 0);
  for (const std::uint32_t fan : csr.m_forward.m_column) ++heard[fan];
  const auto [least, most] = std::ranges::minmax(heard);
  structure.least_heard = least;
  structure.most_heard = most;
}

/// Boost's connected_components() wants an undirected graph; incremental_components() unites the ends of every edge,
/// which is the same where direction does not count.
void find_components(const Csr& csr, NetworkStructure& structure) {
  const std::uint32_t fans = structure.fans;
  std::vector<std::uint32_t> rank(fans, 0), parent(fans, 0), sizes(fans, 0);
  const auto index = get(boost::vertex_index, csr);
  boost::disjoint_sets sets(boost::make_iterator_property_map(rank.begin(), index),
                            boost::make_iterator_property_map(parent.begin(), index));
  initialize_incremental_components(csr, sets);
  incremental_components(csr, sets);
  for (std::uint32_t fan = 0; fan < fans; ++fan) ++sizes[sets.find_set(fan)];
  structure.components = fans - static_cast<std::uint32_t>(std::ranges::count(sizes, 0U));
  structure.largest_component = std::ranges::max(sizes);
}

std::uint64_t largest_core(const Csr& csr) {
  std::vector<std::uint32_t> cores(num_vertices(csr), 0);
  return boost::core_numbers(csr, boost::make_iterator_property_map(cores.begin(), get(boost::vertex_index, csr)));
}

}  // namespace

NetworkStructure structure_of(const FanNetwork& network, std::uint32_t first, std::uint32_t end) {
  HIBIKI_ASSERT(first <= end && end <= network.size());
  NetworkStructure structure;
  if (first == end) return structure;
  const Csr csr = part_of(network, first, end);
  structure.fans = end - first;
  structure.ties = csr.m_forward.m_column.size();
  find_degrees(csr, structure);
  find_components(csr, structure);
  structure.largest_core = largest_core(csr);
  return structure;
}

}  // namespace hibiki::world
