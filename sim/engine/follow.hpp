// Ranks: one world, whose fans are spread over processes. Rank 0 runs replicates as if it were alone; the others hold
// their part of each world and do what it tells them.
#pragma once

#include <cstdint>

#include "sim/core/ranks.hpp"
#include "sim/engine/run.hpp"
#include "sim/engine/simulation.hpp"

namespace hibiki::inline engine {

/// What rank 0 tells the others.
struct Order {
  Command command = Command::end;
  std::int32_t code = 0;   ///< of Command::end: the exit code
  std::uint64_t seed = 0;  ///< of Command::build
};

void tell(Ranks& ranks, Order order);

/// Traffic of the weeks of all ranks, asked for on rank 0 while the others follow.
RankTraffic weekly_traffic(Ranks& ranks);

/// Called on every rank but 0: does what rank 0 tells until it ends, and returns the exit code that it sends.
/// `execution` has ranks.
int follow(const Scenario& scenario, const Execution& execution);

}  // namespace hibiki::engine
