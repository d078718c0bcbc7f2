#include "sim/core/draw_batch.hpp"

#if defined(__x86_64__)
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"  // GCC's own header, bug 105593
#endif
#include <immintrin.h>

namespace hibiki::inline core {

const bool BatchStream::kWide = __builtin_cpu_supports("avx2") != 0;
const bool BatchStream::kWidest = __builtin_cpu_supports("avx512f") != 0;

namespace {

constexpr int kRounds = 10;
constexpr std::uint32_t kMultiplier0 = 0xD2511F53, kMultiplier1 = 0xCD9E8D57;
constexpr std::uint32_t kBump0 = 0x9E3779B9, kBump1 = 0xBB67AE85;  ///< added to the key's halves each round

}  // namespace

// A word in the low half of each 64-bit lane, a block a lane; multiplication ignores the high halves.
__attribute__((target("avx2"))) void BatchStream::wide(std::uint64_t key, Key entity, int week,
                                                       std::uint32_t first_index, Batch& out) {
  const __m256i multiplier0 = _mm256_set1_epi64x(kMultiplier0), multiplier1 = _mm256_set1_epi64x(kMultiplier1);
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
    key0 += kBump0;
    key1 += kBump1;
  }
  const __m256i x01 = _mm256_blend_epi32(x0, _mm256_slli_epi64(x1, 32), 0xaa);
  const __m256i x23 = _mm256_blend_epi32(x2, _mm256_slli_epi64(x3, 32), 0xaa);
  const __m256i even = _mm256_unpacklo_epi64(x01, x23), odd = _mm256_unpackhi_epi64(x01, x23);
  auto* const to = reinterpret_cast<__m256i*>(out.data());
  _mm256_storeu_si256(to, _mm256_permute2x128_si256(even, odd, 0x20));
  _mm256_storeu_si256(to + 1, _mm256_permute2x128_si256(even, odd, 0x31));
}

// As above, two batches to a register.
__attribute__((target("avx512f"))) void BatchStream::widest(std::uint64_t key, Key entity, int week,
                                                            std::uint32_t first_index, std::uint32_t stride,
                                                            std::array<Batch, kTogether>& out) {
  constexpr int kPairs = kTogether / 2;
  const __m512i multiplier0 = _mm512_set1_epi64(kMultiplier0), multiplier1 = _mm512_set1_epi64(kMultiplier1);
  const auto index = [&](std::uint32_t batch, std::uint32_t block) {
    return static_cast<std::int64_t>(first_index + batch * stride + block);
  };
  __m512i x0[kPairs], x1[kPairs], x2[kPairs], x3[kPairs];
#pragma GCC unroll 2
  for (std::uint32_t i = 0; i < kPairs; ++i) {
    x0[i] = _mm512_set1_epi64(static_cast<std::uint32_t>(entity));
    x1[i] = _mm512_set1_epi64(static_cast<std::int64_t>(entity >> 32));
    x2[i] = _mm512_set1_epi64(static_cast<std::uint32_t>(week));
    const std::uint32_t a = 2 * i, b = 2 * i + 1;
    x3[i] = _mm512_set_epi64(index(b, 3), index(b, 2), index(b, 1), index(b, 0), index(a, 3), index(a, 2), index(a, 1),
                             index(a, 0));
  }
  auto key0 = static_cast<std::uint32_t>(key), key1 = static_cast<std::uint32_t>(key >> 32);
#pragma GCC unroll 10
  for (int round = 0; round < kRounds; ++round) {
    const __m512i bump0 = _mm512_set1_epi64(key0), bump1 = _mm512_set1_epi64(key1);
#pragma GCC unroll 2
    for (int i = 0; i < kPairs; ++i) {
      const __m512i product0 = _mm512_mul_epu32(x0[i], multiplier0), product1 = _mm512_mul_epu32(x2[i], multiplier1);
      x0[i] = _mm512_xor_si512(_mm512_xor_si512(_mm512_srli_epi64(product1, 32), x1[i]), bump0);
      x2[i] = _mm512_xor_si512(_mm512_xor_si512(_mm512_srli_epi64(product0, 32), x3[i]), bump1);
      x1[i] = product1;
      x3[i] = product0;
    }
    key0 += kBump0;
    key1 += kBump1;
  }
  const __m512i low = _mm512_set_epi64(11, 10, 3, 2, 9, 8, 1, 0), high = _mm512_set_epi64(15, 14, 7, 6, 13, 12, 5, 4);
#pragma GCC unroll 2
  for (int i = 0; i < kPairs; ++i) {
    const __m512i x01 = _mm512_mask_blend_epi32(0xaaaa, x0[i], _mm512_slli_epi64(x1[i], 32));
    const __m512i x23 = _mm512_mask_blend_epi32(0xaaaa, x2[i], _mm512_slli_epi64(x3[i], 32));
    const __m512i even = _mm512_unpacklo_epi64(x01, x23), odd = _mm512_unpackhi_epi64(x01, x23);
    _mm512_storeu_si512(out[static_cast<std::size_t>(2 * i)].data(), _mm512_permutex2var_epi64(even, low, odd));
    _mm512_storeu_si512(out[static_cast<std::size_t>(2 * i + 1)].data(), _mm512_permutex2var_epi64(even, high, odd));
  }
}

}  // namespace hibiki::core
#endif
