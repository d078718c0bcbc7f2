// A 64-bit digest of columns, for "same bits" claims. Not cryptographic.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>

#include "sim/core/draws.hpp"

namespace cereal {
class access;
}

namespace hibiki::inline core {

/// Accumulates values in order. Equal sequences give equal digests on every little-endian machine.
class Digest {
 public:
  void add(std::uint64_t value) { state_ = mix(state_ + 0x9e3779b97f4a7c15ULL) ^ mix(value ^ 0x2545f4914f6cdd1dULL); }
  void add(double value) { add(std::bit_cast<std::uint64_t>(value == 0.0 ? 0.0 : value)); }

  /// Bytes of a column of plain numbers (no padding allowed in T).
  template <class T>
  void add_column(std::span<const T> column) {
    static_assert(std::is_trivially_copyable_v<T> && std::has_unique_object_representations_v<T>);
    const auto* bytes = reinterpret_cast<const unsigned char*>(column.data());
    std::size_t left = column.size_bytes();
    add(static_cast<std::uint64_t>(left));
    while (left >= 8) {
      std::uint64_t word;
      std::memcpy(&word, bytes, 8);
      add(word);
      bytes += 8;
      left -= 8;
    }
    if (left == 0) return;  // an empty column has no bytes to point to
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, left);
    add(word);
  }

  std::uint64_t value() const { return mix(state_); }
  /// Sixteen hexadecimal digits.
  std::string hex() const;

 private:
  friend class cereal::access;
  template <class Archive>
  void serialize(Archive& archive) {
    archive(state_);
  }

  std::uint64_t state_ = 0;
};

}  // namespace hibiki::core
