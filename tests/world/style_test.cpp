#include "sim/world/style.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/draws.hpp"

namespace hibiki {
namespace {

Style drawn(Key key, double spread) {
  const Draws draws(3);
  Style style;
  for (std::uint32_t i = 0; i < kStyleAxes; ++i)
    style[static_cast<Eigen::Index>(i)] = spread * (2.0 * draws.uniform(Purpose::key, key, 0, i) - 1.0);
  return style;
}

TEST(Style, PacksToTheNearestOf255Steps) {
  for (Key key = 0; key < 200; ++key) {
    const Style style = drawn(key, 1.0), back = unpack(pack(style));
    for (int i = 0; i < kStyleAxes; ++i) EXPECT_NEAR(back[i], style[i], 0.5 / kPackedScale + 1e-12);
    EXPECT_EQ(pack(back), pack(style));
  }
}

TEST(Style, ClipsWhatLiesOutside) {
  const PackedStyle packed = pack(to_style({-7.0, 7.0, 1.0, -1.0, 0.0, 1.001, -1.001, 0.5}));
  const int expected[] = {-127, 127, 127, -127, 0, 127, -127, 64};
  for (int i = 0; i < kStyleAxes; ++i) EXPECT_EQ(packed.axis(i), expected[i]) << i;
  EXPECT_EQ(clipped(to_style({2, -2, 0, 0, 0, 0, 0, 0}))[0], 1.0);
  EXPECT_EQ(clipped(to_style({2, -2, 0, 0, 0, 0, 0, 0}))[1], -1.0);
}

TEST(Style, SquaredDistanceIsTheSumOverAxes) {
  for (Key key = 0; key < 200; ++key) {
    const PackedStyle a = pack(drawn(2 * key, 1.0)), b = pack(drawn(2 * key + 1, 1.0));
    long sum = 0;
    for (int i = 0; i < kStyleAxes; ++i) sum += (long{a.axis(i)} - b.axis(i)) * (long{a.axis(i)} - b.axis(i));
    EXPECT_EQ(squared_distance(a, b), sum);
    EXPECT_EQ(squared_distance(b, a), sum);
    EXPECT_NEAR(mean_squared_distance(a, b), sum / (127.0 * 127.0 * 8.0), 1e-12);
    EXPECT_EQ(squared_distance(a, a), 0);
  }
}

TEST(Style, TheFarthestCornersDoNotOverflow) {
  EXPECT_EQ(squared_distance(pack(Style::Constant(-1.0)), pack(Style::Constant(1.0))), 8 * 254 * 254);
}

TEST(Style, RmsDistanceIsPerAxis) {
  EXPECT_NEAR(rms_distance(Style::Constant(0.2), Style::Constant(-0.1)), 0.3, 1e-12);
  EXPECT_NEAR(rms_distance(to_style({1, 0, 0, 0, 0, 0, 0, 0}), Style::Zero()), std::sqrt(1.0 / 8.0), 1e-12);
}

TEST(Style, MovesPartOfTheWay) {
  const Style from = drawn(1, 0.9), to = drawn(2, 0.9);
  EXPECT_NEAR(rms_distance(towards(from, to, 0.25), from), 0.25 * rms_distance(from, to), 1e-12);
  EXPECT_NEAR(rms_distance(towards(from, to, 1.0), to), 0.0, 1e-12);
}

}  // namespace
}  // namespace hibiki
