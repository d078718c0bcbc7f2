// What a week of listening asks of the machine, counted exactly: the yardstick that `hibiki bench` holds the phase
// against. The counting twin of listen() is the same code with a counter in it, which a run's build leaves out.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/phases/exposure.hpp"
#include "sim/world/world.hpp"

namespace hibiki::inline phases {

/// Of one community in one week.
struct CommunityWork {
  std::uint64_t ties = 0;       ///< of attentive fans, each looked at for a share
  std::uint32_t attentive = 0;  ///< fans
  std::uint32_t blocks = 0;     ///< Philox blocks of four words drawn, those that decide attention included
};

/// listen(), and the work of each community.
std::vector<CommunityWork> listen_counted(const Exposure& exposure, int week, World& world, Tallies& tallies);

}  // namespace hibiki::phases
