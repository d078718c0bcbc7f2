#include "sim/engine/foreign_shares.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "sim/engine/observation.hpp"

namespace hibiki {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

// Scenes A, B, C (columns) in the markets A, B, C (rows).
const std::vector<People> kSeries = {90, 6, 2,  //
                                     1,  0, 3,  //
                                     10, 0, 70};

TEST(ForeignShares, LeaveOutWhatAMarketMakesItself) {
  EXPECT_THAT(foreign_shares(kSeries, {false, false, true}), ElementsAre(1.0, 0.0, 0.0));
  EXPECT_THAT(foreign_shares(kSeries, {true, false, false}), ElementsAre(0.0, DoubleEq(0.75), DoubleEq(0.25)));
}

TEST(ForeignShares, AreMeansOverThirdMarkets) {
  EXPECT_THAT(foreign_shares(kSeries, {false, true, true}),
              ElementsAre(DoubleEq((0.25 + 1.0) / 2), 0.0, DoubleEq(0.75 / 2)));
}

TEST(ForeignShares, MarketsWithoutForeignScenesDoNotCount) {
  std::vector<People> series = kSeries;
  series[6] = 0;  // C hears nothing from A
  EXPECT_THAT(foreign_shares(series, {true, false, true}), ElementsAre(0.0, DoubleEq(0.75), DoubleEq(0.25)));
  for (const double share : foreign_shares(series, {false, false, true})) EXPECT_TRUE(std::isnan(share));
  for (const double share : foreign_shares(series, {false, false, false})) EXPECT_TRUE(std::isnan(share));
}

}  // namespace
}  // namespace hibiki
