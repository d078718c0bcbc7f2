// Seed nodes that maximise the reach of an independent cascade (Kempe, Kleinberg and Tardos 2003). Greedy choice
// reaches at least 1 - 1/e of the best, because reach is submodular (Nemhauser, Wolsey and Fisher 1978).
#pragma once

#include <cstdint>
#include <vector>

#include "sim/reference/networks.hpp"

namespace hibiki::inline reference {

/// Who is reached from whom, over worlds in which each tie passes on or not, once and for all: the mean reach over them
/// is what greedy and exhaustive choice are both about.
class ReachWorlds {
 public:
  ReachWorlds(std::size_t agents, const std::vector<MutualTie>& ties, double chance, std::uint32_t worlds,
              const Draws& draws);

  std::size_t agents() const { return agents_; }
  /// Mean number of agents reached from these.
  double reach(const std::vector<std::uint32_t>& first) const;

 private:
  std::size_t agents_;
  std::vector<std::vector<std::uint32_t>> component_;  ///< of each agent, a world each
  std::vector<std::vector<std::uint32_t>> size_;       ///< of each component, a world each
};

/// One after the other, each time who adds most (the first of equals).
std::vector<std::uint32_t> greedy_seeds(const ReachWorlds& worlds, std::size_t count);

/// The best of all sets; their number grows as agents^count.
std::vector<std::uint32_t> best_seeds(const ReachWorlds& worlds, std::size_t count);

}  // namespace hibiki::reference
