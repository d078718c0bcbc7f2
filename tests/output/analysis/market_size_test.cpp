#include "output/analysis/market_size.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hibiki {
namespace {

using testing::IsEmpty;

Scenario two_markets() {
  Scenario s;
  s.markets.resize(2);
  s.markets[0].name = "A";
  s.markets[0].title = "Land A";
  s.markets[0].recorded_music = DatedValue(60.0);  // million dollars a year
  s.markets[0].live_music = DatedValue(40.0);
  s.markets[1].name = "B";  // of unknown size
  return s;
}

/// Two whole years, in which fans in A pay so many million dollars for each of two scenes, and one that is cut off.
RunSummary paying(double first, double second) {
  RunSummary run;
  run.axes.markets = {"A", "B"};
  for (const double millions : {first, second, 1e6}) {
    YearSummary year;
    year.year = 2000 + static_cast<int>(run.years.size());
    year.weeks = run.years.size() < 2 ? 52 : 20;
    const auto cents = static_cast<Cents>(millions * 1e8);
    year.revenue = {cents, cents, 100 * cents, 100 * cents};
    run.years.push_back(year);
  }
  return run;
}

TEST(MarketSize, MoreThanThreeTimesTheRecordIsImplausible) {
  const RunSummary small = paying(100.0, 140.0), large = paying(100.0, 200.0);
  EXPECT_THAT(oversized_markets(two_markets(), {&small}), IsEmpty()) << "280 of 100 million";
  const auto found = oversized_markets(two_markets(), {&large});
  ASSERT_EQ(found.size(), 1u) << "B's size is not known";
  EXPECT_EQ(found[0].year, 2001);
  EXPECT_NEAR(found[0].paid, 400e6 * kWeeksInYear / 52.0, 1.0);
  EXPECT_EQ(oversized_text(found[0]), "Land A x4.0 in 2001");
  const auto mean = oversized_markets(two_markets(), {&small, &large});
  ASSERT_EQ(mean.size(), 1u);
  EXPECT_NEAR(mean[0].paid, 340e6 * kWeeksInYear / 52.0, 1.0) << "the mean over replicates";
}

TEST(MarketSize, NoRunsNoMarkets) { EXPECT_THAT(oversized_markets(two_markets(), {}), IsEmpty()); }

}  // namespace
}  // namespace hibiki
