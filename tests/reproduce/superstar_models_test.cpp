// The market of acts that differ in talent alone, for two years.
#include <gtest/gtest.h>

#include <numeric>

#include "tests/reproduce/small_models.hpp"

namespace hibiki::test {
namespace {

using Values = std::map<std::string, double>;

Outcome small_market(double talent_spread, double exponent, std::uint64_t seed) {
  return find_model("superstars")
      ->measure(
          parameters_of(
              "superstars",
              {{"talent_spread", talent_spread}, {"exponent", exponent}, {"acts", 9}, {"years", 2}, {"fans", 300}}),
          seed);
}

TEST(Superstars, SharesOfRevenueAddUpAndMeasuresHangTogether) {
  const Outcome out = small_market(0.5, 0.7, 1);
  ASSERT_EQ(out.curves.size(), 2u);
  ASSERT_EQ(out.curves[0].y.size(), 9u);
  EXPECT_NEAR(std::accumulate(out.curves[0].y.begin(), out.curves[0].y.end(), 0.0), 1.0, 1e-12);
  EXPECT_TRUE(std::is_sorted(out.curves[1].y.rbegin(), out.curves[1].y.rend())) << "by rank, best first";
  EXPECT_NEAR(out.values.at("top_share"), out.curves[0].y[6] + out.curves[0].y[7] + out.curves[0].y[8], 1e-12);
  EXPECT_NEAR(out.values.at("convexity"), out.values.at("top_step") - out.values.at("bottom_step"), 1e-12);
}

TEST(Superstars, TalentPaysWhereItDiffers) {
  double alike = 0, apart = 0;
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    alike += small_market(0.0, 0.7, seed).values.at("top_step");
    apart += small_market(2.0, 0.7, seed).values.at("top_step");
  }
  EXPECT_GT(apart, alike + 0.4) << "over four worlds";
}

}  // namespace
}  // namespace hibiki::test
