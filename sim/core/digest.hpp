// A 64-bit digest of columns, for "same bits" claims. Not cryptographic.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
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
    begin_column(column.size_bytes());
    add_part(std::as_bytes(column));
    end_column();
  }

  /// A column in parts, with the digest that it has as a whole.
  void begin_column(std::size_t bytes) { add(static_cast<std::uint64_t>(bytes)); }
  void add_part(std::span<const std::byte> bytes) {
    if (pending_bytes_ > 0) {
      const std::size_t more = std::min(bytes.size(), 8 - pending_bytes_);
      hold(bytes.first(more));
      bytes = bytes.subspan(more);
      if (pending_bytes_ == 8) end_column();
    }
    for (; bytes.size() >= 8; bytes = bytes.subspan(8)) {
      std::uint64_t word;
      std::memcpy(&word, bytes.data(), 8);
      add(word);
    }
    hold(bytes);
  }
  void end_column() {
    if (pending_bytes_ > 0) add(pending_);
    pending_ = pending_bytes_ = 0;
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

  void hold(std::span<const std::byte> bytes) {
    if (bytes.empty()) return;  // which may have no place to point to
    std::memcpy(reinterpret_cast<std::byte*>(&pending_) + pending_bytes_, bytes.data(), bytes.size());
    pending_bytes_ += bytes.size();
  }

  std::uint64_t state_ = 0;
  std::uint64_t pending_ = 0;  ///< of a column in parts: bytes of a word that is not complete
  std::size_t pending_bytes_ = 0;
};

}  // namespace hibiki::core
