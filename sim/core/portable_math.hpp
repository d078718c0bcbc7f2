// Transcendental functions whose bits do not depend on the C library, the compiler or the CPU: fixed
// polynomials over plain IEEE operations (contraction is off in the whole build). All decisions of
// agents use these; written numbers use accurate_math.hpp; std::exp and similar functions are not used.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace hibiki::inline core::portable {

/// e^x, relative error below 8e-9 over [-700, 700]; 0 below, clamped above. Branch-light: it is in the hot phase.
constexpr double exp(double x) {
  if (x < -700.0) return 0.0;
  if (x > 700.0) x = 700.0;
  const double scaled = x * 1.4426950408889634074;
  const double shifted = scaled + 0x1.8p52;  // rounds to nearest integer in the low mantissa bits
  const double k = shifted - 0x1.8p52;
  const double r = (x - k * 6.93145751953125e-1) - k * 1.42860682030941723212e-6;
  const double p =
      1.0 +
      r * (1.0 + r * (0.5 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720 + r * (1.0 / 5040)))))));
  // Of the integer, the low bits are all that an exponent takes.
  return p * std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + 1023) << 52);
}

/// Natural logarithm of a positive, finite, normal x; relative error below 1e-12.
constexpr double log(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  double exponent = std::bit_cast<double>((bits >> 52) | 0x4330000000000000ULL) - (0x1p52 + 1023.0);
  double m = std::bit_cast<double>((bits & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    exponent += 1.0;
  }
  const double s = (m - 1.0) / (m + 1.0);
  const double z = s * s;
  const double series =
      2.0 * s *
      (1.0 + z * (1.0 / 3 +
                  z * (1.0 / 5 + z * (1.0 / 7 + z * (1.0 / 9 + z * (1.0 / 11 + z * (1.0 / 13 + z * (1.0 / 15))))))));
  return series + exponent * 0.69314718055994530942;
}

/// Base-2 logarithm of a positive, finite, normal x.
constexpr double log2(double x) { return log(x) * 1.4426950408889634074; }

/// Base-10 logarithm of a positive, finite, normal x.
constexpr double log10(double x) { return log(x) * 0.43429448190325182765; }

/// x^a for x >= 0 (0^a is 0 for a > 0).
constexpr double pow(double x, double a) { return x <= 0.0 ? 0.0 : exp(a * log(x)); }

/// 1 / (1 + e^-x).
constexpr double logistic(double x) { return 1.0 / (1.0 + exp(-x)); }

/// Inverse of logistic, clamped to finite values for p at 0 and 1.
constexpr double logit(double p) {
  const double q = p < 1e-9 ? 1e-9 : p > 1 - 1e-9 ? 1 - 1e-9 : p;
  return log(q / (1.0 - q));
}

namespace detail {

/// Bounds on logistic's argument for each of 256 intervals of a uniform draw, wider than any rounding.
struct LogitBounds {
  static constexpr int kIntervals = 256;
  std::array<double, kIntervals> below{}, above{};
  constexpr LogitBounds() {
    for (int i = 0; i < kIntervals; ++i) {
      const auto at = static_cast<std::size_t>(i);
      below[at] = i == 0 ? -1e9 : logit(i / 256.0) - 1e-6;
      above[at] = i == kIntervals - 1 ? 1e9 : logit((i + 1) / 256.0) + 1e-6;
    }
  }
};
inline constexpr LogitBounds kLogitBounds;

}  // namespace detail

/// Whether word x 2^-32 < logistic(x), exactly as if it were computed; nearly always without computing it.
inline bool below_logistic(std::uint32_t word, double x) {
  const std::size_t interval = word >> 24;
  if (x > detail::kLogitBounds.above[interval]) return true;
  if (x < detail::kLogitBounds.below[interval]) return false;
  return word * 0x1p-32 < logistic(x);
}

}  // namespace hibiki::core::portable
