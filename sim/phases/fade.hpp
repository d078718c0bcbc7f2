// What a week without music does to engagement.
#pragma once

#include <cstdint>

#include "sim/phases/listening.hpp"
#include "sim/world/world.hpp"

namespace hibiki::inline phases {

inline constexpr std::uint16_t kForgotten = 655;  ///< engagement below 1 % is given up, and its slot freed

/// A week passes for every fan of the community, attentive or not: engagement fades, and who is engaged with whom is
/// counted. Called by listen, before anybody listens.
void fade(const ListeningRules& rules, const ListeningPlace& place, const Community& c, Fans& fans, Tallies& tallies);

/// The twin that every machine has.
void fade_plainly(const ListeningRules& rules, const ListeningPlace& place, const Community& c, Fans& fans,
                  Tallies& tallies);

}  // namespace hibiki::phases
