// Chunks of numbers as HDF5's shuffle and deflate filters store them. Packing needs no HDF5, so that several threads
// can do it: compression takes most of the time of writing results.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

struct libdeflate_compressor;
struct libdeflate_decompressor;

namespace hibiki::inline results {

/// Level of deflate: the one that costs least; shuffling does most of the work.
inline constexpr int kDeflateLevel = 1;

/// Shuffles (first bytes of all numbers, then second bytes ...) and deflates chunk after chunk. The result does not
/// depend on earlier chunks. One thread at a time.
class ChunkPacker {
 public:
  ChunkPacker();

  std::vector<std::byte> pack(std::span<const std::int64_t> counts);
  std::vector<std::byte> pack(std::span<const double> reals);

 private:
  template <class Number>
  std::vector<std::byte> shuffle_and_deflate(std::span<const Number> numbers);

  std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> compressor_;
  std::vector<std::byte> shuffled_, packed_;
};

/// Unpacks the output of ChunkPacker. One thread at a time.
class ChunkUnpacker {
 public:
  ChunkUnpacker();

  /// At most `most` counts; empty if the chunk is invalid or larger.
  std::optional<std::vector<std::int64_t>> counts(std::span<const std::byte> packed, std::size_t most);

 private:
  std::unique_ptr<libdeflate_decompressor, void (*)(libdeflate_decompressor*)> decompressor_;
  std::vector<std::byte> shuffled_;
};

}  // namespace hibiki::results
