// The fans of one world spread over ranks: each holds a contiguous range of whole communities, and a row for every fan
// elsewhere whom its own fans hear.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/core/ranks.hpp"
#include "sim/world/fans.hpp"

namespace hibiki::inline world {

/// First fan of each rank, and one past the last: ranges of whole communities, as equal as they can be. `communities`
/// are those of all fans, at least as many as ranks; every rank gets one.
std::vector<std::uint32_t> rank_boundaries(std::span<const Community> communities, int ranks);

/// Keeps of `all`, the layout of all fans, what the rank holds, and makes its columns. `ranks` must outlive the fans.
Fans part_of(Fans all, Ranks& ranks);

/// At tick 0: adds rows for `heard`, fans of other ranks in ascending order, by their numbers among all fans, and tells
/// their ranks who wants to hear them.
void listen_to(Fans& fans, std::vector<std::uint32_t> heard);

/// Row of a fan, given by its number among all fans: its own, or that of a fan who is heard from elsewhere.
std::uint32_t row_of(const Fans& fans, std::uint32_t number);

/// Brings the shares of fans elsewhere up to date: called before fans listen. Sends two bits for each fan who is heard
/// by another rank, and four bytes more for each who shares.
void exchange_shares(Fans& fans);

/// Takes what all ranks know of their communities (part.all) for those of this rank.
void refresh_communities(Fans& fans);

using TakeBytes = std::function<void(std::span<const std::byte>)>;
using GiveBytes = std::function<void(std::span<std::byte>)>;

/// A column of all fans, in parts: rank 0 takes them in the order of the fans, the others send theirs. `own` is of the
/// fans of this rank, `size` bytes each. `take` and `give` must not throw: the others wait for the rest.
void gather_column(const Fans& fans, std::span<const std::byte> own, std::size_t size, const TakeBytes& take);
void gather_bits(const Fans& fans, const FanBits& own, const TakeBytes& take);
/// The reverse: rank 0 gets the parts from `give`.
void scatter_column(const Fans& fans, std::span<std::byte> own, std::size_t size, const GiveBytes& give);
void scatter_bits(const Fans& fans, FanBits& own, const GiveBytes& give);

}  // namespace hibiki::world
