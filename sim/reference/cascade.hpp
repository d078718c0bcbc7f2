// Watts (2002), "A simple model of global cascades on random networks": a node becomes active when the share of its
// active neighbours reaches its threshold.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/reference/contagion.hpp"

namespace hibiki::inline reference {

/// Neighbours that must be on before each agent turns on: its fractional threshold of those it hears, at least one.
std::vector<std::uint32_t> needed_neighbours(const CsrNetwork& network, double threshold);

/// The same number for every agent.
inline std::vector<std::uint32_t> needed_neighbours(const CsrNetwork& network, std::uint32_t count) {
  return std::vector<std::uint32_t>(network.size(), count);
}

/// Course from `first` until no further agent turns on. No draws.
Course threshold_cascade(const CsrNetwork& network, const std::vector<std::uint32_t>& needed,
                         std::span<const std::uint32_t> first);

/// One agent, each equally likely.
std::uint32_t drawn_agent(std::size_t agents, const Draws& draws);

/// Mean number of further vulnerable neighbours (who turn on when one neighbour does) that a vulnerable neighbour leads
/// to, over the ties of this very network: cascades can grow without bound where it is above 1.
double vulnerable_branching(const CsrNetwork& network, double threshold);

/// Mean degrees between which it is above 1 in the random networks that these draws make.
struct CascadeWindow {
  double low = 0, high = 0;
};
/// Looks between mean degrees 0.5 and `highest`, above which no cascade spreads.
CascadeWindow cascade_window(std::size_t agents, double threshold, double highest, const Draws& draws);

}  // namespace hibiki::reference
