// The contagions agent by agent with plain sets and vectors, and the same words of the same draws.
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "sim/reference/contagion.hpp"
#include "sim/reference/networks.hpp"

namespace hibiki::test {

using Agents = std::set<std::uint32_t>;
using Neighbours = std::vector<Agents>;

/// A small network with every sort of node:
///   0 - 1 - 2 - 0 (a triangle), 2 - 3 - 4 - 5 (a path), 6 (nobody)
std::vector<MutualTie> triangle_with_tail();

Neighbours neighbours_of(std::size_t agents, const std::vector<MutualTie>& ties);

/// The word that an agent draws in a tick: one of the four of the block that it shares with three others.
std::uint32_t word_of(const Draws& draws, std::uint32_t agent, int tick);

/// Who is on after each tick. chance(agent, neighbours that are on, neighbours that turned on in the tick before), in
/// [0, 1].
std::vector<Agents> slow_spread(const Neighbours& neighbours, const Agents& first, int ticks, const Draws& draws,
                                const std::function<double(std::uint32_t, std::size_t, std::size_t)>& chance);

/// Those in `bits`.
Agents agents_in(const FanBits& bits, std::size_t agents);

}  // namespace hibiki::test
