#include "output/results/chunk_packing.hpp"

#include <libdeflate.h>

#include <bit>
#include <new>

#include "sim/core/error.hpp"

namespace hibiki::inline results {

ChunkPacker::ChunkPacker() : compressor_(libdeflate_alloc_compressor(kDeflateLevel), libdeflate_free_compressor) {
  if (!compressor_) throw std::bad_alloc();
}

std::vector<std::byte> ChunkPacker::pack(std::span<const std::int64_t> counts) { return shuffle_and_deflate(counts); }
std::vector<std::byte> ChunkPacker::pack(std::span<const double> reals) { return shuffle_and_deflate(reals); }

template <class Number>
std::vector<std::byte> ChunkPacker::shuffle_and_deflate(std::span<const Number> numbers) {
  static_assert(sizeof(Number) == sizeof(std::uint64_t));
  shuffled_.resize(numbers.size_bytes());
  for (std::size_t byte = 0; byte < sizeof(Number); ++byte)
    for (std::size_t i = 0; i < numbers.size(); ++i)
      shuffled_[byte * numbers.size() + i] =
          static_cast<std::byte>(std::bit_cast<std::uint64_t>(numbers[i]) >> (8 * byte));
  packed_.resize(libdeflate_zlib_compress_bound(compressor_.get(), shuffled_.size()));
  const std::size_t size =
      libdeflate_zlib_compress(compressor_.get(), shuffled_.data(), shuffled_.size(), packed_.data(), packed_.size());
  HIBIKI_ASSERT(size > 0);
  return {packed_.begin(), packed_.begin() + static_cast<std::ptrdiff_t>(size)};
}

ChunkUnpacker::ChunkUnpacker() : decompressor_(libdeflate_alloc_decompressor(), libdeflate_free_decompressor) {
  if (!decompressor_) throw std::bad_alloc();
}

std::optional<std::vector<std::int64_t>> ChunkUnpacker::counts(std::span<const std::byte> packed, std::size_t most) {
  shuffled_.resize(most * sizeof(std::int64_t));
  std::size_t bytes = 0;
  const libdeflate_result result = libdeflate_zlib_decompress(decompressor_.get(), packed.data(), packed.size(),
                                                              shuffled_.data(), shuffled_.size(), &bytes);
  if (result != LIBDEFLATE_SUCCESS || bytes % sizeof(std::int64_t) != 0) return std::nullopt;
  std::vector<std::int64_t> counts(bytes / sizeof(std::int64_t));
  for (std::size_t i = 0; i < counts.size(); ++i) {
    std::uint64_t bits = 0;
    for (std::size_t byte = 0; byte < sizeof bits; ++byte)
      bits |= std::to_integer<std::uint64_t>(shuffled_[byte * counts.size() + i]) << (8 * byte);
    counts[i] = std::bit_cast<std::int64_t>(bits);
  }
  return counts;
}

}  // namespace hibiki::results
