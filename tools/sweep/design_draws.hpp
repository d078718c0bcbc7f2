// Draws of designs and of their resamples.
#pragma once

#include <cstdint>

#include "sim/core/draw_uses.hpp"
#include "sim/core/draws.hpp"

namespace hibiki::inline sweep {

/// A uniform in [0, 1): an entity of its own for each purpose, row and column.
inline double design_uniform(const Draws& draws, const char* purpose, std::uint64_t row, std::uint64_t column) {
  return draws.uniform(kDrawDesign, mix(key_of(purpose) ^ mix(row * 0x9e3779b97f4a7c15ULL + column)));
}

}  // namespace hibiki::sweep
