// Chunks of numbers as HDF5's shuffle and deflate filters store them. Packing needs no HDF5, so that several threads
// can do it: compression is most of the time that writing results takes.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace hibiki {

/// Level of deflate: the one that costs least; shuffling does most of the work on counts.
inline constexpr int kDeflateLevel = 1;

/// Bytes of whole 8-byte numbers, shuffled (first bytes of all, then second bytes ...) and deflated.
std::vector<std::byte> pack_chunk(std::span<const std::byte> numbers);

}  // namespace hibiki
