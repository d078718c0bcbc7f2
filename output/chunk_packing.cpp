#include "output/chunk_packing.hpp"

#include <zlib.h>

#include "sim/core/error.hpp"

namespace hibiki {

namespace {

std::vector<std::byte> deflated(std::span<std::byte> bytes, int strategy) {
  constexpr int kWindowBits = 15, kMemoryLevel = 8;  // zlib's own
  z_stream stream{};
  int result = deflateInit2(&stream, kDeflateLevel, Z_DEFLATED, kWindowBits, kMemoryLevel, strategy);
  HIBIKI_ASSERT(result == Z_OK);
  std::vector<std::byte> packed(deflateBound(&stream, static_cast<uLong>(bytes.size())));
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  result = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  HIBIKI_ASSERT(result == Z_STREAM_END);
  return packed;
}

}  // namespace

std::vector<std::byte> pack_chunk(std::span<const std::byte> numbers, ChunkOf what) {
  constexpr std::size_t kWidth = 8;
  const std::size_t count = numbers.size() / kWidth;
  HIBIKI_ASSERT(count * kWidth == numbers.size());
  std::vector<std::byte> shuffled(numbers.size());
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t byte = 0; byte < kWidth; ++byte) shuffled[byte * count + i] = numbers[i * kWidth + byte];
  return deflated(shuffled, what == ChunkOf::counts ? Z_RLE : Z_DEFAULT_STRATEGY);
}

}  // namespace hibiki
