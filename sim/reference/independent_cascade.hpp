// Independent cascade (Goldenberg, Libai and Muller 2001; Kempe, Kleinberg and Tardos 2003): a newly active node has
// one chance with each neighbour. And SI, in which it has a chance every tick.
#pragma once

#include "sim/reference/contagion.hpp"

namespace hibiki::inline reference {

/// What comes of `first` being on when each tie passes it on with `chance`, once.
Course independent_cascade(const FanNetwork& network, double chance, std::span<const std::uint32_t> first,
                           const Draws& draws);

/// What comes of it within `ticks` when each tie of who is on passes it on with `chance` in every tick.
Course susceptible_infected(const FanNetwork& network, double chance, std::span<const std::uint32_t> first, int ticks,
                            const Draws& draws);

}  // namespace hibiki::reference
