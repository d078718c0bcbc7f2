// Bass (1969), "A new product growth for model consumer durables": people adopt spontaneously at rate p and by
// imitation at rate q times the share of adopters. Here simulated for each agent, in a complete network or along
// ties.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/reference/contagion.hpp"

namespace hibiki::inline reference {

struct BassParameters {
  double innovation = 0.03;  ///< p, a unit of time
  double imitation = 0.38;   ///< q, a unit of time
  double step = 0.1;         ///< units of time a tick; small against 1 / (p + q)
};

/// Adopters at the start (none) and after each of `ticks`, among agents who all hear one another.
std::vector<std::uint64_t> bass_everybody(std::size_t agents, int ticks, const BassParameters& parameters,
                                          const Draws& draws);

/// The same along ties: an agent hears the share of adopters among those it hears.
Course bass_on_network(const CsrNetwork& network, int ticks, const BassParameters& parameters, const Draws& draws);

/// When adoption is fastest.
struct BassPeak {
  double time = 0;
  double share = 0;  ///< of agents that have adopted by then
  double rate = 0;   ///< share that adopts a unit of time
};

/// The peak of a course of adopters: the top of the parabola fitted by least squares to the ticks around the highest
/// one in which at least nine tenths as many adopt, since single ticks are noisy. None where adoption is fastest at
/// either end.
std::optional<BassPeak> bass_peak(const std::vector<std::uint64_t>& adopters, std::size_t agents, double step);

}  // namespace hibiki::reference
