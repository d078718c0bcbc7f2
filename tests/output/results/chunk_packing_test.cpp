#include "output/results/chunk_packing.hpp"

#include <gtest/gtest.h>
#include <libdeflate.h>

#include <cstdint>
#include <cstring>

namespace hibiki {
namespace {

/// What HDF5's filters read of a chunk, in order of undoing.
template <class Number>
std::vector<Number> unpacked(const std::vector<std::byte>& packed, std::size_t count) {
  std::vector<unsigned char> shuffled(count * 8);
  libdeflate_decompressor* const inflater = libdeflate_alloc_decompressor();
  EXPECT_EQ(
      libdeflate_zlib_decompress(inflater, packed.data(), packed.size(), shuffled.data(), shuffled.size(), nullptr),
      LIBDEFLATE_SUCCESS);
  libdeflate_free_decompressor(inflater);
  std::vector<Number> numbers(count);
  for (std::size_t i = 0; i < count; ++i) {
    unsigned char bytes[8];
    for (std::size_t b = 0; b < 8; ++b) bytes[b] = shuffled[b * count + i];
    std::memcpy(&numbers[i], bytes, 8);
  }
  return numbers;
}

std::vector<std::int64_t> cubes(std::int64_t count) {
  std::vector<std::int64_t> numbers;
  for (std::int64_t i = 0; i < count; ++i) numbers.push_back(i * i * i - 5000);
  return numbers;
}

TEST(ChunkPacker, IsShuffleAndDeflate) {
  ChunkPacker packer;
  const std::vector<std::int64_t> counts = cubes(1000);
  const auto packed = packer.pack(counts);
  EXPECT_LT(packed.size(), counts.size() * 8);
  EXPECT_EQ(unpacked<std::int64_t>(packed, counts.size()), counts);
  const std::vector<double> reals(counts.begin(), counts.end());
  EXPECT_EQ(unpacked<double>(packer.pack(reals), reals.size()), reals);
}

TEST(ChunkPacker, PacksAlikeWhateverItPackedBefore) {
  ChunkPacker used, fresh;
  const std::vector<std::int64_t> counts = cubes(700);
  const std::vector<double> reals(counts.begin(), counts.end());
  used.pack(cubes(5000));
  used.pack(std::vector<double>(3000, 0.1));
  EXPECT_EQ(used.pack(counts), fresh.pack(counts));
  EXPECT_EQ(used.pack(reals), fresh.pack(reals));
  EXPECT_EQ(used.pack(counts), fresh.pack(counts));
}

TEST(ChunkPacker, TakesLittleForWhatStays) {
  ChunkPacker packer;
  std::vector<double> rows;
  for (int week = 0; week < 64; ++week)
    for (int i = 0; i < 256; ++i) rows.push_back(1.0 / (3.0 + i));
  EXPECT_LT(30 * packer.pack(rows).size(), rows.size() * sizeof(double));
  EXPECT_LT(packer.pack(std::vector<std::int64_t>(512, 0)).size(), 100u);
}

TEST(ChunkUnpacker, GivesCountsBack) {
  ChunkPacker packer;
  ChunkUnpacker unpacker;
  for (const std::int64_t count : {1, 300, 1000})
    EXPECT_EQ(unpacker.counts(packer.pack(cubes(count)), 1000), cubes(count));
}

TEST(ChunkUnpacker, SeesWhatIsNoChunk) {
  std::vector<std::byte> packed = ChunkPacker().pack(cubes(300));
  EXPECT_EQ(ChunkUnpacker().counts(packed, 299), std::nullopt);
  packed[packed.size() / 2] ^= std::byte{1};
  EXPECT_EQ(ChunkUnpacker().counts(packed, 300), std::nullopt);
  EXPECT_EQ(ChunkUnpacker().counts({}, 300), std::nullopt);
}

}  // namespace
}  // namespace hibiki
