#include "sim/core/draw_batch.hpp"

#if defined(__x86_64__)
#include <immintrin.h>

namespace hibiki {

const bool BatchStream::kWide = __builtin_cpu_supports("avx2") != 0;

// A word in the low half of each 64-bit lane, a block a lane; the high halves hold what multiplication ignores.
__attribute__((target("avx2"))) void BatchStream::wide(std::uint64_t key, Key entity, int week, std::uint32_t first_index,
                                                       Batch& out) {
  constexpr int kRounds = 10;
  const __m256i multiplier0 = _mm256_set1_epi64x(0xD2511F53), multiplier1 = _mm256_set1_epi64x(0xCD9E8D57);
  const auto index = [&](std::uint32_t block) { return static_cast<std::int64_t>(first_index + block); };
  __m256i x0 = _mm256_set1_epi64x(static_cast<std::uint32_t>(entity));
  __m256i x1 = _mm256_set1_epi64x(static_cast<std::int64_t>(entity >> 32));
  __m256i x2 = _mm256_set1_epi64x(static_cast<std::uint32_t>(week));
  __m256i x3 = _mm256_set_epi64x(index(3), index(2), index(1), index(0));
  auto key0 = static_cast<std::uint32_t>(key), key1 = static_cast<std::uint32_t>(key >> 32);
#pragma GCC unroll 10
  for (int round = 0; round < kRounds; ++round) {
    const __m256i product0 = _mm256_mul_epu32(x0, multiplier0), product1 = _mm256_mul_epu32(x2, multiplier1);
    x0 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product1, 32), x1), _mm256_set1_epi64x(key0));
    x2 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product0, 32), x3), _mm256_set1_epi64x(key1));
    x1 = product1;
    x3 = product0;
    key0 += 0x9E3779B9;
    key1 += 0xBB67AE85;
  }
  const __m256i x01 = _mm256_blend_epi32(x0, _mm256_slli_epi64(x1, 32), 0xaa);
  const __m256i x23 = _mm256_blend_epi32(x2, _mm256_slli_epi64(x3, 32), 0xaa);
  const __m256i even = _mm256_unpacklo_epi64(x01, x23), odd = _mm256_unpackhi_epi64(x01, x23);
  auto* const to = reinterpret_cast<__m256i*>(out.data());
  _mm256_storeu_si256(to, _mm256_permute2x128_si256(even, odd, 0x20));
  _mm256_storeu_si256(to + 1, _mm256_permute2x128_si256(even, odd, 0x31));
}

}  // namespace hibiki
#endif
