// The phases of a week, in their order. Each is in the file of its name, but access, which is update_access() of
// sim/world/platforms.hpp; its view (views.hpp) lists its inputs and outputs. rank and listen are done a market at a
// time (ranking.hpp, listen.hpp), in turns.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/phases/listen.hpp"
#include "sim/phases/ranking.hpp"
#include "sim/phases/views.hpp"

namespace hibiki::inline phases {

enum class Phase : std::uint8_t { renew, adapt, access, release, rank, listen, settle };
inline constexpr std::array<std::string_view, 7> kPhaseNames = {"renew", "adapt",  "access", "release",
                                                                "rank",  "listen", "settle"};

/// Before the first week of a year, `week`: communities age, the oldest are reborn young, weights follow the
/// population.
void renew(const RenewView& world, int week);

/// Before the first week of a quarter, `week`: labels learn, fail, drop, sign, enter; platforms weigh the nudge they
/// tried.
void adapt(const AdaptView& world, int week);

/// Labels act: found, sign named acts, launch releases that are due, split budgets and promotion, plan tours and
/// livestreams.
void release(const ReleaseView& world, int week);

/// Tallies become money and remembered plays; labels are paid; centroids, familiarity and followings move on; slots
/// of forgotten acts become free.
void settle(Tallies tallies, int week, const SettleView& world);

/// At the debut of a named act, fans of another act follow it: called by release.
void inherit_fans(const ReleaseView& world, ActId heir, ActId source, double chance, int week);

}  // namespace hibiki::phases
