#include "sim/world/style.hpp"

#include <cmath>

namespace hibiki::inline world {

PackedStyle pack(const Style& style) {
  std::int8_t bytes[kStyleAxes];
  for (int i = 0; i < kStyleAxes; ++i) {
    const double value = style[i] < -1.0 ? -1.0 : style[i] > 1.0 ? 1.0 : style[i];
    bytes[i] = static_cast<std::int8_t>(std::floor(value * kPackedScale + 0.5));
  }
  return pack_bytes(bytes);
}

Style unpack(PackedStyle packed) {
  Style style;
  for (int i = 0; i < kStyleAxes; ++i) style[i] = packed.axis(i) / kPackedScale;
  return style;
}

Style to_style(const StyleValues& values) {
  Style style;
  for (int i = 0; i < kStyleAxes; ++i) style[i] = values[static_cast<std::size_t>(i)];
  return style;
}

const Style& traditional_point() {
  static const Style point = to_style({-0.5, -0.6, 0.0, 0.0, -0.4, -0.9, -0.3, 0.0});
  return point;
}

const Style& western_point() {
  static const Style point = to_style({0.5, 0.5, 0.4, 0.3, 0.2, 0.9, 0.0, 0.0});
  return point;
}

const Style& fusion_point() {
  static const Style point = to_style({0.1, 0.2, 0.2, 0.1, -0.2, 0.2, 0.6, 0.1});
  return point;
}

}  // namespace hibiki::world
