// Several Philox blocks at a time, the same words as DrawStream::words of indices in a row. One call keeps the
// processor's multipliers busy where single blocks wait for one another; which instructions do it changes no bit.
#pragma once

#include <array>
#include <cstdint>

#include "sim/core/draws.hpp"

namespace hibiki::inline core {

class BatchStream {
 public:
  static constexpr std::uint32_t kBlocks = 4;
  using Batch = std::array<std::uint32_t, 4 * kBlocks>;

  BatchStream(const Draws& draws, Purpose purpose)
      : one_(draws.stream(purpose)), key_(mix(draws.seed() ^ (static_cast<std::uint64_t>(purpose) << 56))) {}

  /// Words of the blocks first_index, first_index + 1, ... one after the other.
  void words(Key entity, int week, std::uint32_t first_index, Batch& out) const {
#if defined(__x86_64__)
    if (kWide) return wide(key_, entity, week, first_index, out);
#endif
    plain(entity, week, first_index, out);
  }

  /// The first `count` of at most kTogether batches, the i-th from first_index + i x stride; the others may hold
  /// anything.
  static constexpr std::uint32_t kTogether = 4;
  void words(Key entity, int week, std::uint32_t first_index, std::uint32_t stride, std::uint32_t count,
             std::array<Batch, kTogether>& out) const {
#if defined(__x86_64__)
    if (kWidest) return widest(key_, entity, week, first_index, stride, out);
#endif
    for (std::uint32_t i = 0; i < count; ++i) words(entity, week, first_index + i * stride, out[i]);
  }

  /// The twin that every machine has.
  void plain(Key entity, int week, std::uint32_t first_index, Batch& out) const {
    for (std::uint32_t block = 0; block < kBlocks; ++block) {
      const Words words = one_.words(entity, week, first_index + block);
      for (std::uint32_t i = 0; i < 4; ++i) out[4 * block + i] = words[i];
    }
  }

 private:
#if defined(__x86_64__)
  static const bool kWide;    ///< this processor has AVX2
  static const bool kWidest;  ///< and AVX-512F
  static void wide(std::uint64_t key, Key entity, int week, std::uint32_t first_index, Batch& out);
  static void widest(std::uint64_t key, Key entity, int week, std::uint32_t first_index, std::uint32_t stride,
                     std::array<Batch, kTogether>& out);
#endif
  DrawStream one_;
  std::uint64_t key_;  ///< of one_
};

}  // namespace hibiki::core
