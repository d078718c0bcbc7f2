#include "output/chunk_packing.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdint>
#include <cstring>

namespace hibiki {
namespace {

class ChunkPacking : public testing::TestWithParam<ChunkOf> {};
INSTANTIATE_TEST_SUITE_P(Each, ChunkPacking, testing::Values(ChunkOf::counts, ChunkOf::reals));

TEST_P(ChunkPacking, IsShuffleAndDeflate) {
  std::vector<std::int64_t> numbers;
  for (std::int64_t i = 0; i < 1000; ++i) numbers.push_back(i * i * i - 5000);
  const auto packed = pack_chunk(std::as_bytes(std::span(numbers)), GetParam());
  EXPECT_LT(packed.size(), numbers.size() * 8);
  std::vector<unsigned char> shuffled(numbers.size() * 8);
  uLongf size = shuffled.size();
  ASSERT_EQ(uncompress(shuffled.data(), &size, reinterpret_cast<const Bytef*>(packed.data()), packed.size()), Z_OK);
  ASSERT_EQ(size, shuffled.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    unsigned char bytes[8];
    for (std::size_t b = 0; b < 8; ++b) bytes[b] = shuffled[b * numbers.size() + i];
    std::int64_t number = 0;
    std::memcpy(&number, bytes, 8);
    ASSERT_EQ(number, numbers[i]);
  }
}

TEST(ChunkPackingOfReals, FindsRowsThatStay) {
  std::vector<double> rows;
  for (int week = 0; week < 64; ++week)
    for (int i = 0; i < 256; ++i) rows.push_back(1.0 / (3.0 + i));
  const auto bytes = std::as_bytes(std::span(rows));
  EXPECT_LT(4 * pack_chunk(bytes, ChunkOf::reals).size(), pack_chunk(bytes, ChunkOf::counts).size());
}

}  // namespace
}  // namespace hibiki
