#include "sim/world/betweenness.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace hibiki::inline world {

namespace {

/// Contributions of all shortest paths from one vertex to the others.
struct Found {
  std::vector<double> dependency;  ///< by vertex: how many paths lead over it, as parts of their number
  std::vector<std::pair<std::uint32_t, double>>
      next;  ///< neighbours and their contributions to the first vertex, last found first
};

class Search {
 public:
  explicit Search(const BothWaysGraph& graph)
      : graph_(graph), distance_(num_vertices(graph)), paths_(num_vertices(graph)), before_(num_vertices(graph)) {}

  Found from(std::uint32_t source) {
    discover(source);
    Found found{std::vector<double>(distance_.size(), 0.0), {}};
    for (auto at = order_.rbegin(); at != order_.rend(); ++at)
      for (const std::uint32_t previous : before_[*at]) {
        double part = paths_[previous] / paths_[*at];
        part *= 1.0 + found.dependency[*at];
        found.dependency[previous] += part;
        if (previous == source) found.next.emplace_back(*at, part);
      }
    return found;
  }

 private:
  static constexpr std::uint32_t kFar = 0xffffffff;

  void discover(std::uint32_t source) {
    std::fill(distance_.begin(), distance_.end(), kFar);
    for (const std::uint32_t vertex : order_) before_[vertex].clear();
    order_.assign(1, source);
    distance_[source] = 0;
    paths_[source] = 1;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const std::uint32_t from = order_[i];
      for (auto [edge, end] = out_edges(from, graph_); edge != end; ++edge) {
        const auto to = static_cast<std::uint32_t>(target(*edge, graph_));
        if (distance_[to] == kFar) {
          distance_[to] = distance_[from] + 1;
          paths_[to] = 0;
          order_.push_back(to);
        }
        if (distance_[to] != distance_[from] + 1) continue;
        paths_[to] += paths_[from];
        before_[to].push_back(from);
      }
    }
  }

  const BothWaysGraph& graph_;
  std::vector<std::uint32_t> order_;  ///< of discovery
  std::vector<std::uint32_t> distance_;
  std::vector<double>
      paths_;  ///< how many shortest paths lead here; exact up to 2^53, rounded above, where integers would wrap
  std::vector<std::vector<std::uint32_t>> before_;  ///< neighbours a step nearer to the source
};

/// Most vertices of a graph in which the result of a search is kept for others: in larger ones it would fill the
/// memory.
constexpr std::uint32_t kMostKept = 4096;

}  // namespace

std::vector<double> betweenness(const BothWaysGraph& graph) {
  const auto vertices = static_cast<std::uint32_t>(num_vertices(graph));
  const auto only_neighbour = [&](std::uint32_t v) {
    return static_cast<std::uint32_t>(target(*out_edges(v, graph).first, graph));
  };
  std::vector<bool> carries(vertices, false);  // vertices that hang on it
  for (std::uint32_t v = 0; v < vertices; ++v)
    if (out_degree(v, graph) == 1) carries[only_neighbour(v)] = true;

  Search search(graph);
  std::vector<std::optional<Found>> kept(vertices);
  Found once;
  const auto found_from = [&](std::uint32_t source) -> const Found& {
    if (!carries[source] || vertices > kMostKept) return once = search.from(source);
    if (!kept[source]) kept[source] = search.from(source);
    return *kept[source];
  };
  std::vector<double> among(vertices, 0.0);
  for (std::uint32_t source = 0; source < vertices; ++source) {
    const bool hangs = out_degree(source, graph) == 1;
    const std::uint32_t origin = hangs ? only_neighbour(source) : source;
    const Found& found = found_from(origin);
    // Paths do not count at their own ends; the only neighbour of the source lies on its paths to all others.
    const double over_source = among[source];
    double to_others = 0.0;
    if (hangs)
      for (const auto& [next, part] : found.next)
        if (next != source) to_others += part;
    const double over_origin = among[origin] + to_others;
    for (std::uint32_t v = 0; v < vertices; ++v) among[v] += found.dependency[v];
    among[origin] = over_origin;
    among[source] = over_source;
  }
  return among;
}

}  // namespace hibiki::world
