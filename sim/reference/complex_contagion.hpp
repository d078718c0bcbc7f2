// Complex contagion (Centola and Macy 2007; Centola 2010): one neighbour does not cause adoption, several do. A
// clustered network carries it where a random one of the same degrees does not; with a little adoption below the
// threshold the random one is faster again (Eckles, Mossel, Rahimian and Sen 2024).
#pragma once

#include <cstdint>
#include <optional>

#include "sim/reference/contagion.hpp"

namespace hibiki::inline reference {

struct ComplexContagion {
  std::uint32_t needed = 2;  ///< neighbours on that convince for certain
  double noise = 0.0;        ///< chance a tick of whoever hears some, but fewer
};

/// Starts from one agent and all agents that it hears; ends when no further agent can turn on, or after `ticks`.
Course complex_contagion(const CsrNetwork& network, std::uint32_t first, const ComplexContagion& rule, int ticks,
                         const Draws& draws);

/// Ticks until at least `share` of all are on; none when that does not come.
std::optional<int> ticks_until(const Course& course, std::size_t agents, double share);

}  // namespace hibiki::reference
