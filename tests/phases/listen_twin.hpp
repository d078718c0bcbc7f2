// The listen phase told again, slowly and plainly: one fan after the other, everything worked out from last week's
// state as it was, nothing kept between fans. Written from the description of the model; what it shares with the
// phase is the layout of the draws, the offers that the rank phase prepared, and the sampler.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/phases/exposure.hpp"
#include "sim/world/world.hpp"

namespace hibiki::test {

/// A fan's own state, and what it shares this week.
struct FanWeek {
  PackedStyle taste;
  std::array<ActId, kFavourites> favourites;
  std::array<std::uint16_t, kFavourites> engagement;
  ActId shared;  ///< none when it shares nothing
  bool shares_online = false;
  Cascade cascade;  ///< of what it shares
  bool operator==(const FanWeek&) const = default;
};

/// State of every fan now: as after the phase, where `shared` is what was shared in the week gone.
std::vector<FanWeek> fans_of(const World& world);

struct ListenOutcome {
  std::vector<FanWeek> fans;
  Tallies tallies;
};

/// What the week makes of `world`, which it leaves alone.
ListenOutcome listen_plainly(const World& world, const Exposure& exposure, int week);

}  // namespace hibiki::test
