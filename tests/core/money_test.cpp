#include "sim/core/money.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hibiki {
namespace {

TEST(ToCents, RoundsHalfUp) {
  EXPECT_EQ(to_cents(0.0), 0);
  EXPECT_EQ(to_cents(0.49), 0);
  EXPECT_EQ(to_cents(0.5), 1);
  EXPECT_EQ(to_cents(1e15 + 0.5), 1'000'000'000'000'001);
}

TEST(ShareOf, TakesNeverMoreThanThereIs) {
  EXPECT_EQ(share_of(1000, 0.0), 0);
  EXPECT_EQ(share_of(1000, 1.0), 1000);
  EXPECT_EQ(share_of(1000, 0.3), 300);
  EXPECT_EQ(share_of(1000, 1.0000001), 1000);
  EXPECT_EQ(share_of(1000, -0.1), 0);
  EXPECT_EQ(share_of(0, 0.7), 0);
}

TEST(ShareOf, LosesNothingWhenDivided) {
  for (Cents amount = 0; amount < 2'000; ++amount) {
    for (const double share : {0.1, 0.3, 1.0 / 3, 0.55, 0.999}) {
      const Cents taken = share_of(amount, share), rest = amount - taken;
      EXPECT_GE(rest, 0);
      EXPECT_LE(std::abs(static_cast<double>(taken) - static_cast<double>(amount) * share), 1.0);
    }
  }
}

// Above 2^53 cents a double no longer tells neighbours apart; the part must still not exceed the whole.
TEST(ShareOf, HoldsForSumsBeyondDoublePrecision) {
  const Cents huge = (Cents{1} << 60) + 1;
  EXPECT_LE(share_of(huge, 1.0), huge);
  EXPECT_GE(share_of(huge, 0.999999), 0);
}

}  // namespace
}  // namespace hibiki
