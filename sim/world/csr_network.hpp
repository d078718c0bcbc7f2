// A directed network given tie by tie, in Boost.Graph's compressed sparse rows: for textbook models, whose ties follow
// no layout. Copies share it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace hibiki::inline world {

/// Whether every tie has one in the other direction.
enum class Ties { one_way, mutual };

class CsrNetwork {
 public:
  CsrNetwork() = default;
  /// Agent i hears targets[row_start[i]] to targets[row_start[i + 1] - 1]. row_start: one entry more than agents,
  /// ascending from 0 to targets.size(); every target below the number of agents.
  CsrNetwork(std::vector<std::uint64_t> row_start, std::vector<std::uint32_t> targets, Ties kind = Ties::one_way);

  std::size_t size() const { return size_; }
  std::uint64_t ties() const { return ties_; }
  /// Agents that `agent` hears. Contiguous, valid while the network lives.
  std::span<const std::uint32_t> heard_by(std::uint32_t agent) const {
    return {targets_ + row_start_[agent], targets_ + row_start_[agent + 1]};
  }

  /// Agents that hear `agent`, in any order, once for each of their ties to it; after find_hearers().
  std::span<const std::uint32_t> hearers_of(std::uint32_t agent) const;
  /// Turns the ties round, unless they are mutual or were turned before: takes about as long as reading all of them
  /// several times, and as much memory again. Safe from several threads.
  void find_hearers() const;
  /// Whether the ties can be turned round: there are fewer than 2^32.
  bool may_turn() const;
  bool has_hearers() const;

 private:
  struct Graph;
  std::shared_ptr<const Graph> graph_;
  const std::uint64_t* row_start_ = nullptr;
  const std::uint32_t* targets_ = nullptr;
  std::size_t size_ = 0;
  std::uint64_t ties_ = 0;
};

}  // namespace hibiki::world
