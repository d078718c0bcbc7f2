#include "sim/world/csr_network.hpp"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>

#include "sim/core/error.hpp"

namespace hibiki::inline world {

struct CsrNetwork::Graph {
  boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property, boost::no_property,
                                     std::uint32_t, std::uint64_t>
      csr;
};

CsrNetwork::CsrNetwork(std::vector<std::uint64_t> row_start, std::vector<std::uint32_t> targets) {
  HIBIKI_ASSERT(!row_start.empty() && row_start.front() == 0 && row_start.back() == targets.size());
  HIBIKI_ASSERT(std::ranges::is_sorted(row_start));
  HIBIKI_ASSERT(std::ranges::all_of(targets, [&](std::uint32_t target) { return target + 1 < row_start.size(); }));
  size_ = row_start.size() - 1;
  ties_ = targets.size();
  const auto graph = std::make_shared<Graph>();
  // Written straight into Boost's columns: its own constructors read edges one after the other.
  graph->csr.m_forward.m_rowstart = std::move(row_start);
  graph->csr.m_forward.m_column = std::move(targets);
  row_start_ = graph->csr.m_forward.m_rowstart.data();
  targets_ = graph->csr.m_forward.m_column.data();
  graph_ = graph;
}

}  // namespace hibiki::world
