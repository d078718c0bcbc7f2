// Money is whole US cents of 2015, so that totals do not depend on the order of addition.
#pragma once

#include <cstdint>

#include "sim/core/portable_math.hpp"

namespace hibiki::inline core {

/// US cents of 2015.
using Cents = std::int64_t;
inline constexpr double kCentsInDollar = 100.0;

/// A number of people. Whole, so that weighted counts add up in any order.
using People = std::int64_t;

/// Rounds a non-negative amount to whole cents (half up).
inline Cents to_cents(double amount) { return static_cast<Cents>(amount + 0.5); }

/// The part of `amount` that `share` in [0, 1] takes; the rest is amount minus this, so nothing is lost.
inline Cents share_of(Cents amount, double share) {
  const auto part = static_cast<Cents>(static_cast<double>(amount) * share);
  return part < 0 ? 0 : part > amount ? amount : part;
}

}  // namespace hibiki::core
