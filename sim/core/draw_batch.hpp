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

  BatchStream(const Draws& draws, Purpose purpose) : key_(draws.stream(purpose).key()) {}

  /// Words of the blocks first_index, first_index + 1, ... one after the other.
  void words(Key entity, int week, std::uint32_t first_index, Batch& out) const;

  /// kTogether batches, the i-th from first_index + i x stride.
  static constexpr std::uint32_t kTogether = 4;
  void words(Key entity, int week, std::uint32_t first_index, std::uint32_t stride,
             std::array<Batch, kTogether>& out) const;

  /// The slow twin of the first, for tests.
  void plain(Key entity, int week, std::uint32_t first_index, Batch& out) const {
    for (std::uint32_t block = 0; block < kBlocks; ++block) {
      const Words words = philox(key_, entity, week, first_index + block);
      for (std::uint32_t i = 0; i < 4; ++i) out[4 * block + i] = words[i];
    }
  }

 private:
  std::uint64_t key_;
};

}  // namespace hibiki::core
