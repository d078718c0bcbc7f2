// Chunks of numbers as HDF5's shuffle and deflate filters store them. Packing needs no HDF5, so that several threads
// can do it: compression is most of the time that writing results takes.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace hibiki {

/// Level of deflate: the one that costs least; shuffling does most of the work on counts.
inline constexpr int kDeflateLevel = 1;

/// What the numbers are. Counts differ from week to week, and of what repeats in them runs are nearly all: looking for
/// nothing else takes half the time and leaves a fifth less. Reals may stay as they were for weeks.
enum class ChunkOf { counts, reals };

/// Bytes of whole 8-byte numbers, shuffled (first bytes of all, then second bytes ...) and deflated.
std::vector<std::byte> pack_chunk(std::span<const std::byte> numbers, ChunkOf what);

}  // namespace hibiki
