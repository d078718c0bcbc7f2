// Betweenness of a graph with many vertices of a single edge, such as acts connected only to their label.
#pragma once

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <cstdint>
#include <vector>

namespace hibiki::inline world {

/// Edges once each way, the neighbours of a vertex in order.
using BothWaysGraph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                         boost::no_property, std::uint32_t, std::uint32_t>;

/// By vertex, the bits of boost::brandes_betweenness_centrality with path counts in doubles (its own are of the graph's
/// edge index type and wrap): every path counts in both directions. Brandes (A faster algorithm for betweenness
/// centrality, 2001) searches from every vertex; for one with a single edge the result is that of
/// its neighbour's search, one step later.
std::vector<double> betweenness(const BothWaysGraph& graph);

}  // namespace hibiki::world
