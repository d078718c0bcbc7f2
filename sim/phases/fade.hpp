// Weekly decay of engagement.
#pragma once

#include <cstdint>

#include "sim/phases/listening.hpp"
#include "sim/world/world.hpp"

namespace hibiki::inline phases {

inline constexpr std::uint16_t kForgotten = 655;  ///< engagement below 1 % is given up, and its slot freed

/// Weekly decay for every fan of the community, attentive or not, and the count of engaged people. Called by listen
/// before the fans of the community listen.
void fade(const ListeningRules& rules, const ListeningPlace& place, const Community& c, Fans& fans, Tallies& tallies);

/// The portable version, without vector instructions.
void fade_plainly(const ListeningRules& rules, const ListeningPlace& place, const Community& c, Fans& fans,
                  Tallies& tallies);

}  // namespace hibiki::phases
