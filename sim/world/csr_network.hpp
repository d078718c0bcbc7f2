// A directed network given tie by tie, in Boost.Graph's compressed sparse rows: for textbook models, whose ties follow
// no layout. Copies share it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace hibiki::inline world {

class CsrNetwork {
 public:
  CsrNetwork() = default;
  /// Agent i hears targets[row_start[i]] to targets[row_start[i + 1] - 1]. row_start: one entry more than agents,
  /// ascending from 0 to targets.size(); every target below the number of agents.
  CsrNetwork(std::vector<std::uint64_t> row_start, std::vector<std::uint32_t> targets);

  std::size_t size() const { return size_; }
  std::uint64_t ties() const { return ties_; }
  /// Agents that `agent` hears. Contiguous, valid while the network lives.
  std::span<const std::uint32_t> heard_by(std::uint32_t agent) const {
    return {targets_ + row_start_[agent], targets_ + row_start_[agent + 1]};
  }

 private:
  struct Graph;
  std::shared_ptr<const Graph> graph_;
  const std::uint64_t* row_start_ = nullptr;
  const std::uint32_t* targets_ = nullptr;
  std::size_t size_ = 0;
  std::uint64_t ties_ = 0;
};

}  // namespace hibiki::world
