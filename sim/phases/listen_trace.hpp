// How fans came to the acts they follow: listening with a notebook, for telling why two arms differ.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/world/world.hpp"

namespace hibiki::inline phases {

inline constexpr std::uint32_t kNoTie = 0xffffffffu;

/// The moment an act took a place among a fan's favourites.
struct Discovery {
  Key act = 0;
  std::int32_t week = -1;
  std::uint32_t tie = kNoTie;  ///< the fan it was heard from, on the channel friends
  Channel channel = Channel::broadcast;
  bool official = false;  ///< on video: put there by the label rather than by fans
};

/// Of each fan's favourites, by slot. An entry counts while its act is the one that holds the slot.
using Discoveries = std::vector<std::array<Discovery, kFavourites>>;

}  // namespace hibiki::phases
