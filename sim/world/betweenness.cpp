#include "sim/world/betweenness.hpp"

#include <limits>

namespace hibiki {

namespace {

/// The shortest paths from one vertex, and what they make of the others.
class Search {
 public:
  explicit Search(const Neighbours& graph)
      : graph_(graph), distance_(graph.size(), kFar), paths_(graph.size()), dependency_(graph.size()) {}

  void from(std::uint32_t source) {
    forget();
    distance_[source] = 0;
    paths_[source] = 1;
    reached_.push_back(source);
    for (std::size_t i = 0; i < reached_.size(); ++i) pass(reached_[i]);
    for (std::size_t i = reached_.size(); i-- > 1;) depend_on(reached_[i]);
  }

  /// By vertex: the parts of shortest paths from the source that lead through it, the source's own aside.
  const std::vector<double>& dependency() const { return dependency_; }

  /// What the source's neighbours make of it when a path comes to it from `leaf`: its own dependency without the leaf's
  /// part, added up in the order in which it would have been.
  double dependency_from(std::uint32_t source, std::uint32_t leaf) const {
    double sum = 0.0;
    const auto neighbours = graph_[source];
    for (std::size_t i = neighbours.size(); i-- > 0;)
      if (neighbours[i] != leaf) sum += 1.0 + dependency_[neighbours[i]];
    return sum;
  }

 private:
  static constexpr std::uint32_t kFar = std::numeric_limits<std::uint32_t>::max();

  void forget() {
    for (const std::uint32_t v : reached_) {
      distance_[v] = kFar;
      paths_[v] = 0;
      dependency_[v] = 0.0;
    }
    reached_.clear();
  }
  void pass(std::uint32_t v) {
    for (const std::uint32_t w : graph_[v]) {
      if (distance_[w] == kFar) {
        distance_[w] = distance_[v] + 1;
        reached_.push_back(w);
      }
      if (distance_[w] == distance_[v] + 1) paths_[w] += paths_[v];
    }
  }
  void depend_on(std::uint32_t w) {
    for (const std::uint32_t v : graph_[w])
      if (distance_[v] + 1 == distance_[w])
        dependency_[v] += static_cast<double>(paths_[v]) / static_cast<double>(paths_[w]) * (1.0 + dependency_[w]);
  }

  const Neighbours& graph_;
  std::vector<std::uint32_t> distance_, reached_;
  std::vector<std::uint64_t> paths_;
  std::vector<double> dependency_;
};

}  // namespace

std::vector<double> betweenness(const Neighbours& graph) {
  const std::size_t size = graph.size();
  std::vector<double> sum(size, 0.0);
  // Sums go by source in order, so what a vertex found is kept for the leaves on it.
  std::vector<std::vector<double>> kept(size);
  std::vector<double> through_hub(size, 0.0);  ///< by leaf: what its paths make of the one it hangs on
  Search search(graph);
  const auto add = [&](const std::vector<double>& dependency, std::uint32_t source, std::uint32_t other) {
    const double before = sum[source], before_other = sum[other];
    for (std::size_t v = 0; v < size; ++v) sum[v] += dependency[v];
    sum[source] = before;
    sum[other] = before_other;
  };
  for (std::uint32_t source = 0; source < size; ++source) {
    const auto neighbours = graph[source];
    if (neighbours.empty()) continue;
    const std::uint32_t hub = neighbours.front();
    if (neighbours.size() == 1 && !kept[hub].empty()) {
      add(kept[hub], source, hub);
      sum[hub] += through_hub[source];
      continue;
    }
    search.from(source);
    add(search.dependency(), source, source);
    for (const std::uint32_t leaf : neighbours) {
      if (leaf < source || graph[leaf].size() != 1) continue;
      through_hub[leaf] = search.dependency_from(source, leaf);
      if (kept[source].empty()) kept[source] = search.dependency();
    }
  }
  for (double& x : sum) x /= 2.0;  // each pair was met from both ends
  return sum;
}

}  // namespace hibiki
