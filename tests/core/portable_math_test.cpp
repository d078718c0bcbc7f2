#include "sim/core/portable_math.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace hibiki {
namespace {

double relative_error(double value, double truth) { return std::abs(value - truth) / std::abs(truth); }

TEST(PortableExp, AgreesWithTheLibrary) {
  double worst = 0.0;
  for (double x = -690.0; x <= 700.0; x += 0.0137)
    worst = std::max(worst, relative_error(portable::exp(x), std::exp(x)));
  EXPECT_LT(worst, 8e-9);
  for (double x = -1.0; x <= 1.0; x += 1e-5) worst = std::max(worst, relative_error(portable::exp(x), std::exp(x)));
  EXPECT_LT(worst, 8e-9);
}

TEST(PortableExp, IsExactAtZeroAndTameAtTheEnds) {
  EXPECT_EQ(portable::exp(0.0), 1.0);
  EXPECT_EQ(portable::exp(-0.0), 1.0);
  EXPECT_EQ(portable::exp(-1e9), 0.0);
  EXPECT_EQ(portable::exp(1e9), portable::exp(700.0));
  EXPECT_TRUE(std::isfinite(portable::exp(700.0)));
}

TEST(PortableLog, AgreesWithTheLibrary) {
  double worst = 0.0;
  for (double exponent = -300.0; exponent <= 300.0; exponent += 0.0371) {
    const double x = std::pow(10.0, exponent);
    worst = std::max(worst, relative_error(portable::log(x), std::log(x)));
  }
  EXPECT_LT(worst, 1e-12);
  for (double x = 0.5; x < 2.0; x += 1e-4) EXPECT_NEAR(portable::log(x), std::log(x), 2e-13) << x;
  EXPECT_EQ(portable::log(1.0), 0.0);
}

TEST(PortableLog, OtherBasesFollow) {
  EXPECT_NEAR(portable::log2(1024.0), 10.0, 1e-11);
  EXPECT_NEAR(portable::log10(1e-7), -7.0, 1e-11);
}

TEST(PortablePow, AgreesWithTheLibrary) {
  for (const double x : {1e-6, 0.3, 1.0, 2.5, 1e5}) {
    for (const double a : {-2.0, 0.0, 0.35, 0.6, 1.0, 3.0}) {
      EXPECT_LT(relative_error(portable::pow(x, a), std::pow(x, a)), 1e-8) << x << "^" << a;
    }
  }
  EXPECT_EQ(portable::pow(0.0, 0.6), 0.0);
}

TEST(PortableLogistic, IsInvertedByLogit) {
  EXPECT_EQ(portable::logistic(0.0), 0.5);
  for (double x = -15.0; x <= 15.0; x += 0.25) EXPECT_NEAR(portable::logit(portable::logistic(x)), x, 1e-8) << x;
  for (double p = 0.01; p < 1.0; p += 0.01) EXPECT_NEAR(portable::logistic(portable::logit(p)), p, 1e-8);
  EXPECT_TRUE(std::isfinite(portable::logit(0.0)));
  EXPECT_TRUE(std::isfinite(portable::logit(1.0)));
}

// The bits themselves are the promise: they hold for every compiler, CPU and build type.
TEST(PortableMath, GivesTheseVeryBits) {
  EXPECT_EQ(portable::exp(1.0), 0x1.5bf0a8a89a974p+1);
  EXPECT_EQ(portable::exp(-3.25), 0x1.3da3685195ebcp-5);
  EXPECT_EQ(portable::log(3.0), 0x1.193ea7aad030dp+0);
  EXPECT_EQ(portable::pow(7.0, 0.6), 0x1.9b677e27478cbp+1);
}

}  // namespace
TEST(PortableMath, DecidesByLogisticAsIfItWereComputed) {
  // Every interval's ends and middles, and arguments on, just beside and far from where the decision turns.
  for (std::uint32_t interval = 0; interval < 256; ++interval)
    for (const std::uint32_t low : {0u, 1u, 0x800000u, 0xffffffu}) {
      const std::uint32_t word = (interval << 24) | low;
      const double turn = portable::logit((word + 0.5) * 0x1p-32);
      for (const double step : {0.0, 1e-9, 1e-7, 1.1e-6, 1e-3, 0.05, 3.0})
        for (const double x : {turn - step, turn + step})
          EXPECT_EQ(portable::below_logistic(word, x), word * 0x1p-32 < portable::logistic(x)) << word << " " << x;
    }
}

}  // namespace hibiki
