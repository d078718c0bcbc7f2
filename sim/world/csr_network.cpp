#include "sim/world/csr_network.hpp"

#include <algorithm>
#include <atomic>
#include <boost/graph/compressed_sparse_row_graph.hpp>

#include <limits>
#include <memory>
#include <mutex>

#include "sim/core/error.hpp"
#include "sim/core/large_array.hpp"

namespace hibiki::inline world {

struct CsrNetwork::Graph {
  boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property, boost::no_property,
                                     std::uint32_t, std::uint64_t>
      csr;
  Ties kind = Ties::one_way;
  // The ties turned round, made when they are first asked for.
  mutable std::once_flag turning;
  mutable std::atomic<bool> turned = false;
  mutable LargeArray<std::uint32_t> hearer_start;
  mutable LargeArray<std::uint32_t> hearers;
};

namespace {

/// Turns ties round, hearer by hearer. In one thread: several would write the same lines all the time.
void turn(std::span<const std::uint64_t> row_start, std::span<const std::uint32_t> targets,
          LargeArray<std::uint32_t>& start, LargeArray<std::uint32_t>& hearers) {
  const std::size_t agents = row_start.size() - 1;
  start =
      make_large<std::uint32_t>(agents + 2);  // shifted by a place: filling a row moves its start to where it belongs
  std::fill_n(start.get(), agents + 2, 0);
  for (const std::uint32_t target : targets) ++start[target + std::size_t{2}];
  for (std::size_t agent = 0; agent < agents; ++agent) start[agent + 2] += start[agent + 1];
  hearers = make_large<std::uint32_t>(targets.size());
  for (std::size_t agent = 0; agent < agents; ++agent)
    for (std::uint64_t tie = row_start[agent]; tie < row_start[agent + 1]; ++tie)
      hearers[start[targets[tie] + std::size_t{1}]++] = static_cast<std::uint32_t>(agent);
}

}  // namespace

CsrNetwork::CsrNetwork(std::vector<std::uint64_t> row_start, std::vector<std::uint32_t> targets, Ties kind) {
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
  graph->kind = kind;
  graph_ = graph;
}

bool CsrNetwork::may_turn() const { return ties_ <= std::numeric_limits<std::uint32_t>::max(); }

bool CsrNetwork::has_hearers() const { return graph_->kind == Ties::mutual || graph_->turned; }

std::span<const std::uint32_t> CsrNetwork::hearers_of(std::uint32_t agent) const {
  if (graph_->kind == Ties::mutual) return heard_by(agent);
  return {graph_->hearers.get() + graph_->hearer_start[agent], graph_->hearers.get() + graph_->hearer_start[agent + 1]};
}

void CsrNetwork::find_hearers() const {
  if (has_hearers()) return;
  HIBIKI_ASSERT(may_turn());
  std::call_once(graph_->turning, [this] {
    turn({row_start_, size_ + 1}, {targets_, ties_}, graph_->hearer_start, graph_->hearers);
    graph_->turned = true;
  });
}

}  // namespace hibiki::world
