// Strong indices: one type per kind of entity, so that an act is never looked up among labels.
// An id is a position in a column; it has no meaning across runs (keys do, see draws.hpp).
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace hibiki::inline core {

template <class Tag>
struct Id {
  using Value = std::uint16_t;
  static constexpr Value kNone = std::numeric_limits<Value>::max();

  Value value = kNone;

  constexpr Id() = default;
  constexpr explicit Id(std::size_t v) : value(static_cast<Value>(v)) {}
  /// False for the default-constructed id, which refers to no entity.
  constexpr explicit operator bool() const { return value != kNone; }
  constexpr auto operator<=>(const Id&) const = default;  // NOLINT(modernize-use-nullptr): misread by clang-tidy 14
};

using MarketId = Id<struct MarketTag>;  // a scene is named by its home market's id
using LabelId = Id<struct LabelTag>;
using ActId = Id<struct ActTag>;

}  // namespace hibiki::core
