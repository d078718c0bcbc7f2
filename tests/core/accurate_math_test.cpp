#include "sim/core/accurate_math.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace hibiki {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Distance in units in the last place of `value`. The C library's long double has eleven more bits on x86.
double off(double value, long double truth) {
  const double size = std::abs(value), unit = std::nextafter(size, kInfinity) - size;
  return static_cast<double>(std::abs(static_cast<long double>(value) - truth) / static_cast<long double>(unit));
}

/// Rounded once, give or take what the truth itself is off.
constexpr double kRounded = std::numeric_limits<long double>::digits > 60 ? 0.502 : 1.0;

TEST(AccurateExp, IsRoundedOnce) {
  double worst = 0.0;
  for (double x = -708.0; x < 709.7; x += 0.0317)
    worst = std::max(worst, off(accurate::exp(x), std::exp(static_cast<long double>(x))));
  for (double x = -1.0; x < 1.0; x += 1.7e-4)
    worst = std::max(worst, off(accurate::exp(x), std::exp(static_cast<long double>(x))));
  EXPECT_LT(worst, kRounded);
}

TEST(AccurateLog, IsRoundedOnce) {
  double worst = 0.0, worst_of_ten = 0.0;
  const auto look = [&](double x) {
    worst = std::max(worst, off(accurate::log(x), std::log(static_cast<long double>(x))));
    worst_of_ten = std::max(worst_of_ten, off(accurate::log10(x), std::log10(static_cast<long double>(x))));
  };
  for (double x = 1e-320; x < 1e308; x *= 1.0717) look(x);
  for (double x = 0.5; x < 2.1; x += 1.7e-4) look(x);
  for (double step = 0.1; step > 1e-15; step *= 0.7) look(1 + step), look(1 - step);
  EXPECT_LT(worst, kRounded);
  EXPECT_LT(worst_of_ten, kRounded);
}

TEST(AccurateLog, OfPowersOfTenIsWhole) {
  double ten = 1.0;
  for (int n = 0; n <= 22; ++n, ten *= 10) EXPECT_EQ(accurate::log10(ten), n);
}

TEST(AccuratePow, IsRoundedOnce) {
  double worst = 0.0;
  for (double x = 1e-12; x < 1e12; x *= 3.17)
    for (double a = -12.0; a < 12.0; a += 0.0713)
      worst =
          std::max(worst, off(accurate::pow(x, a), std::pow(static_cast<long double>(x), static_cast<long double>(a))));
  EXPECT_LT(worst, kRounded);
  for (int n = 0; n <= 22; ++n) EXPECT_EQ(accurate::pow(10.0, n), std::pow(10.0L, n));
}

TEST(AccuratePower, IsPowOfWholeNumbers) {
  for (const double x : {0.0, 0.3, 0.999, 1.0, 2.5})
    for (const int n : {0, 1, 2, 7, 60, 400})
      EXPECT_NEAR(accurate::power(x, n), std::pow(x, n), 1e-13 * std::pow(x, n)) << x << "^" << n;
}

TEST(AccurateErfc, IsWithinFourUnits) {
  double worst = 0.0;
  for (double x = -6.0; x < 26.0; x += 0.00317)
    worst = std::max(worst, off(accurate::erfc(x), std::erfc(static_cast<long double>(x))));
  EXPECT_LT(worst, 4.0);
  EXPECT_EQ(accurate::erfc(0.0), 1.0);
  EXPECT_EQ(accurate::erfc(-40.0), 2.0);
  EXPECT_EQ(accurate::erfc(40.0), 0.0);
}

TEST(AccurateMath, HasTheLimitsOfTheCLibrary) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  for (const double x : {0.0, -0.0, 1.0, 710.0, -746.0, kInfinity, -kInfinity})
    EXPECT_EQ(accurate::exp(x), std::exp(x)) << x;
  for (const double x : {0.0, 1.0, kInfinity}) {
    EXPECT_EQ(accurate::log(x), std::log(x)) << x;
    EXPECT_EQ(accurate::log10(x), std::log10(x)) << x;
    for (const double a : {-2.5, 0.0, 1.0, 3.5, kInfinity})
      EXPECT_EQ(accurate::pow(x, a), std::pow(x, a)) << x << "^" << a;
  }
  for (const double x : {none, -1.0, -kInfinity}) EXPECT_TRUE(std::isnan(accurate::log(x))) << x;
  for (const double nothing : {accurate::exp(none), accurate::pow(none, 2), accurate::pow(2, none),
                               accurate::erfc(none), accurate::log10(none)})
    EXPECT_TRUE(std::isnan(nothing));
}

// The bits themselves are the promise.
TEST(AccurateMath, GivesTheseVeryBits) {
  EXPECT_EQ(accurate::exp(1.0), 0x1.5bf0a8b145769p+1);
  EXPECT_EQ(accurate::log(3.0), 0x1.193ea7aad030bp+0);
  EXPECT_EQ(accurate::pow(7.0, 0.6), 0x1.9b677e285eafp+1);
  EXPECT_EQ(accurate::erfc(0.5), 0x1.eb02147ce245cp-2);
  EXPECT_EQ(accurate::erfc(4.0), 0x1.08ddd13bd35e6p-26);
}

}  // namespace
}  // namespace hibiki
