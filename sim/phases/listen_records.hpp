// Optional records of the listen phase, besides its tallies. Recording changes no result; records that are not
// requested have no cost.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/world/fans.hpp"
#include "sim/world/tallies.hpp"

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

/// (fan, slot of a favourite). An entry counts while its act is the one that holds the slot.
using Discoveries = std::vector<std::array<Discovery, kFavourites>>;

/// The work of one community in one week, counted exactly: the yardstick of `hibiki bench`.
struct CommunityWork {
  std::uint64_t ties = 0;       ///< of attentive fans, each looked at for a share
  std::uint32_t attentive = 0;  ///< fans
  std::uint32_t blocks = 0;     ///< Philox blocks of four words drawn, those that decide attention included
};

/// Where to record; at most one of the two.
struct ListenRecords {
  Discoveries* discoveries = nullptr;          ///< has a row for every fan
  std::vector<CommunityWork>* work = nullptr;  ///< gets a row for every community
};

}  // namespace hibiki::phases
