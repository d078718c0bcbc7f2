// Independent cascade (Goldenberg, Libai and Muller 2001; Kempe, Kleinberg and Tardos 2003): a newly active node has
// one chance with each neighbour. And SI, in which it has a chance every tick.
#pragma once

#include "sim/reference/contagion.hpp"

namespace hibiki::inline reference {

/// Course of a cascade from `first` in which each tie of a newly active node passes it on with `chance`, once.
Course independent_cascade(const CsrNetwork& network, double chance, std::span<const std::uint32_t> first,
                           const Draws& draws);

/// Course of an epidemic from `first` over `ticks` in which each tie of an active node passes it on with `chance` in
/// every tick.
Course susceptible_infected(const CsrNetwork& network, double chance, std::span<const std::uint32_t> first, int ticks,
                            const Draws& draws);

}  // namespace hibiki::reference
