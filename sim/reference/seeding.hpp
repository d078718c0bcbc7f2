// Seed nodes that maximise the reach of an independent cascade (Kempe, Kleinberg and Tardos 2003). Greedy choice
// reaches at least 1 - 1/e of the best, because reach is submodular (Nemhauser, Wolsey and Fisher 1978).
#pragma once

#include <cstdint>
#include <vector>

#include "sim/reference/networks.hpp"

namespace hibiki::inline reference {

/// Reachability in sampled worlds, in each of which every tie is fixed as open or closed. Greedy and exhaustive choice
/// both maximise the mean reach over these worlds.
class ReachWorlds {
 public:
  ReachWorlds(std::size_t agents, const std::vector<MutualTie>& ties, double chance, std::uint32_t worlds,
              const Draws& draws);

  std::size_t agents() const { return agents_; }
  /// Mean number of agents reached from the seeds `first`.
  double reach(const std::vector<std::uint32_t>& first) const;

 private:
  std::size_t agents_;
  std::vector<std::vector<std::uint32_t>> component_;  ///< of each agent, a world each
  std::vector<std::vector<std::uint32_t>> size_;       ///< of each component, a world each
};

/// Greedy choice: repeatedly the node with the largest gain (the first of equals).
std::vector<std::uint32_t> greedy_seeds(const ReachWorlds& worlds, std::size_t count);

/// The best of all sets; their number grows as agents^count.
std::vector<std::uint32_t> best_seeds(const ReachWorlds& worlds, std::size_t count);

}  // namespace hibiki::reference
