// Styles and tastes: points in [-1, 1]^8, in double for the industry and packed into one 64-bit word for fans.
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "sim/scenario/scenario.hpp"

namespace hibiki::inline world {

/// A point in style space. Used element by element: no Eigen reduction decides anything.
using Style = Eigen::Array<double, kStyleAxes, 1>;

/// A point quantised to signed bytes, one an axis: value / 127.
struct PackedStyle {
  std::uint64_t word = 0;

  std::int8_t axis(int i) const { return static_cast<std::int8_t>(word >> (8 * i)); }
  bool operator==(const PackedStyle&) const = default;
};
inline constexpr double kPackedScale = 127.0;

inline PackedStyle pack_bytes(const std::int8_t (&bytes)[kStyleAxes]) {
  PackedStyle packed;
  std::memcpy(&packed.word, bytes, sizeof bytes);
  return packed;
}

/// Nearest packed point; values outside [-1, 1] are clipped.
PackedStyle pack(const Style& style);
Style unpack(PackedStyle packed);
Style to_style(const StyleValues& values);

/// Sum over axes of squared differences, in packed units (1 / 127 of a style unit). Exact.
inline std::int32_t squared_distance(PackedStyle a, PackedStyle b) {
#if defined(__SSE2__)
  const auto widened = [](PackedStyle style) {
    const __m128i bytes = _mm_cvtsi64_si128(static_cast<std::int64_t>(style.word));
    return _mm_srai_epi16(_mm_unpacklo_epi8(bytes, bytes), 8);
  };
  const __m128i difference = _mm_sub_epi16(widened(a), widened(b));
  const __m128i four = _mm_madd_epi16(difference, difference);
  const __m128i two = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0b01'00'11'10));
  return _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, 0b10'11'00'01)));
#else
  std::int32_t sum = 0;
  for (int i = 0; i < kStyleAxes; ++i) sum += (a.axis(i) - b.axis(i)) * (a.axis(i) - b.axis(i));
  return sum;
#endif
}

/// Mean squared difference an axis, in style units squared.
inline double mean_squared_distance(PackedStyle a, PackedStyle b) {
  return squared_distance(a, b) * (1.0 / (kPackedScale * kPackedScale * kStyleAxes));
}

/// Root of that: "per-axis RMS distance", in style units.
inline double rms_distance(const Style& a, const Style& b) {
  double sum = 0.0;
  for (int i = 0; i < kStyleAxes; ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(sum / kStyleAxes);
}

/// Moves `from` the part `fraction` of the way to `to`.
inline Style towards(const Style& from, const Style& to, double fraction) { return from + fraction * (to - from); }

inline Style clipped(const Style& style) { return style.max(-1.0).min(1.0); }

/// Named points that levers pull to.
const Style& traditional_point();
const Style& western_point();
const Style& fusion_point();

}  // namespace hibiki::world
