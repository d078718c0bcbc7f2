// Textbook networks as the engine's CsrNetwork, with mutual ties: hearing and being heard are symmetric.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/draws.hpp"
#include "sim/world/csr_network.hpp"

namespace hibiki::inline reference {

/// Two agents that hear each other.
struct MutualTie {
  std::uint32_t a = 0, b = 0;
};

/// The network of these ties; each agent's in the order of the list.
CsrNetwork mutual_network(std::size_t agents, std::span<const MutualTie> ties);

/// Every pair is tied with the same chance, mean_degree / (agents - 1): Poisson degrees (Gilbert 1959). More ties come
/// with a higher mean degree under the same draws. Pairs are skipped as in Batagelj and Brandes (2005).
std::vector<MutualTie> random_ties(std::size_t agents, double mean_degree, const Draws& draws);

/// A ring in which every agent is tied to the `degree` nearest (even, below agents): the clustered lattice of Watts and
/// Strogatz (1998).
std::vector<MutualTie> ring_ties(std::size_t agents, std::size_t degree);

/// The same degrees, other neighbours: `rounds` times as many exchanges of ends between two ties as there are ties,
/// each refused where it would tie somebody to himself or twice (Maslov and Sneppen 2002).
std::vector<MutualTie> rewired(std::vector<MutualTie> ties, double rounds, const Draws& draws);

/// Complete network.
std::vector<MutualTie> complete_ties(std::size_t agents);

}  // namespace hibiki::reference
