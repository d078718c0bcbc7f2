#include "output/chunk_packing.hpp"

#include <zlib.h>

#include "sim/core/error.hpp"

namespace hibiki {

std::vector<std::byte> pack_chunk(std::span<const std::byte> numbers) {
  constexpr std::size_t kWidth = 8;
  const std::size_t count = numbers.size() / kWidth;
  HIBIKI_ASSERT(count * kWidth == numbers.size());
  std::vector<std::byte> shuffled(numbers.size());
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t byte = 0; byte < kWidth; ++byte) shuffled[byte * count + i] = numbers[i * kWidth + byte];
  uLongf size = compressBound(static_cast<uLong>(shuffled.size()));
  std::vector<std::byte> packed(size);
  const int result =
      compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(shuffled.data()),
                static_cast<uLong>(shuffled.size()), kDeflateLevel);
  HIBIKI_ASSERT(result == Z_OK);
  packed.resize(size);
  return packed;
}

}  // namespace hibiki
