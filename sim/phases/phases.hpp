// The six phases of a week, in their order. Each is a free function whose signature says what it reads and
// writes; each is in the file of its name.
#pragma once

#include <vector>

#include "sim/phases/exposure.hpp"
#include "sim/world/world.hpp"

namespace hibiki::inline phases {

/// Labels act: found, sign named acts, launch what is due, split budgets and promotion, plan tours and livestreams.
void release(World& world, int week);

/// Each platform builds, per market, the distribution from which its users meet releases. A run does it a market at a
/// time (rank_and_listen.hpp).
void rank(const World& world, int week, Exposure& exposure);

/// Fans meet, try, like, follow, tire and share. Reads last week's shares, writes its own rows and `fans.*_next`;
/// counts go to `tallies`. `communities_per_chunk` 0 chooses one; it changes nothing but speed.
void listen(const Exposure& exposure, int week, std::size_t communities_per_chunk, World& world, Tallies& tallies);

/// Tallies become money and remembered plays; labels are paid; centroids, familiarity and followings move on; slots
/// of forgotten acts become free.
void settle(Tallies tallies, int week, World& world);

/// Before the first week of a quarter, `week`: labels learn, fail, drop, sign, enter; platforms weigh the nudge they
/// tried.
void adapt(World& world, int week);

/// Before the first week of a year, `week`: communities age, the oldest are reborn young, weights follow the
/// population.
void renew(World& world, int week);

/// At the debut of a named act, fans of another act follow it: called by release.
void inherit_fans(World& world, ActId heir, ActId source, double chance, int week);

}  // namespace hibiki::phases
