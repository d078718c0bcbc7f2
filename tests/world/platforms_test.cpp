#include "sim/world/platforms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/tiny_world.hpp"

namespace hibiki {
namespace {

const Day kLaunch = make_day(2005, 6, 1);

Platform video() {
  Platform p;
  p.name = "video";
  p.launch = kLaunch;
  p.ceiling = 0.8;
  p.midpoint_years = 4.0;
  p.width_years = 1.2;
  p.age_slope = 0.05;
  return p;
}

Market market(double internet) {
  Market m;
  m.name = "A";
  m.internet = DatedValue(internet);
  return m;
}

Day after(double years) { return kLaunch + std::chrono::days(static_cast<int>(years * 365.2425 + 0.5)); }

TEST(AccessShare, IsNothingBeforeTheLaunch) {
  EXPECT_EQ(access_share(video(), market(0.9), kLaunch - std::chrono::days(1), 20), 0.0);
  EXPECT_GT(access_share(video(), market(0.9), kLaunch, 20), 0.0);
}

TEST(AccessShare, IsHalfOfTheCeilingOfThoseOnlineAtTheMidpoint) {
  // The reference age is 30: younger and older people come sooner and later.
  EXPECT_NEAR(access_share(video(), market(0.6), after(4.0), 30), 0.5 * 0.8 * 0.6, 1e-3);
  EXPECT_NEAR(access_share(video(), market(0.6), after(60.0), 30), 0.8 * 0.6, 1e-6);
}

TEST(AccessShare, IsNothingInMarketsNeverServed) {
  Platform p = video();
  p.absent = {"A"};
  EXPECT_EQ(access_share(p, market(0.9), after(10), 20), 0.0);
}

TEST(AccessShare, GoesByTheMarketsOwnLaunchWhereThereIsOne) {
  Platform p = video();
  p.launches["A"] = after(3.0);
  EXPECT_EQ(access_share(p, market(0.9), after(2.9), 20), 0.0);
  EXPECT_NEAR(access_share(p, market(0.9), after(5.0), 20), access_share(video(), market(0.9), after(2.0), 20), 1e-3);
}

TEST(AccessShare, NeedsTheInternetOnlyOnline) {
  EXPECT_EQ(access_share(video(), market(0.0), after(10), 20), 0.0);
  Platform shop = video();
  shop.online = false;
  EXPECT_NEAR(access_share(shop, market(0.0), after(40), 30), 0.8, 1e-6);
}

TEST(AccessShare, FallsWithAgeAndGrowsWithTimeAndInternet) {
  for (int age = kYoungest; age + 1 < kOldest; ++age) {
    for (double years = 0.0; years < 12.0; years += 0.5) {
      const double share = access_share(video(), market(0.5), after(years), age);
      EXPECT_GE(share, 0.0);
      EXPECT_LE(share, 0.8);
      EXPECT_LT(access_share(video(), market(0.5), after(years), age + 1), share);
      EXPECT_LT(share, access_share(video(), market(0.5), after(years + 0.5), age));
      EXPECT_LT(share, access_share(video(), market(0.7), after(years), age));
    }
  }
}

TEST(UpdateAccess, TabulatesThresholdsByMarketAndAge) {
  const Scenario s = canonical(test::tiny_scenario({.markets = 3}));
  Platforms platforms = make_platforms(s);
  const Day day = make_day(2009, 3, 2);
  update_access(s, day, platforms);
  for (std::size_t m = 0; m < s.markets.size(); ++m)
    for (std::size_t p = 0; p < platforms.size(); ++p) {
      double sum = 0.0;
      for (std::size_t age = 0; age < kAges; ++age) {
        const double share = access_share(s.platforms[p], s.markets[m], day, kYoungest + static_cast<int>(age));
        EXPECT_NEAR(platforms.access_row(m, age)[p] / 256.0, share, 0.5 / 256.0 + 1e-12);
        sum += share;
      }
      EXPECT_NEAR(platforms.access_mean[m * platforms.size() + p], sum / kAges, 1e-9);
    }
}

// A fan has the platform when its readiness, uniform over 256 steps, is below the threshold.
TEST(UpdateAccess, LetsTheShareOfFansIn) {
  World world = make_world(test::tiny_scenario({.markets = 2, .fans = 20'000}), 1);
  update_access(world.scenario, test::kTinyStart, world.platforms);
  const std::size_t clips = test::platform_index(world, "clips");
  double expected = 0.0, variance = 0.0, found = 0.0;
  for (const Community& c : world.fans.communities) {
    const int age = world.calendar.year(0) - c.birth_year;
    const double share =
        access_share(world.scenario.platforms[clips], world.scenario.markets[c.market.value], test::kTinyStart, age);
    expected += share * c.size;
    variance += share * (1.0 - share) * c.size;
    const auto threshold = world.platforms.access_row(c.market.value, static_cast<std::size_t>(age - kYoungest))[clips];
    for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan) found += world.fans.readiness[fan] < threshold;
  }
  EXPECT_GT(expected, 2000.0);
  EXPECT_NEAR(found, expected, 4.0 * std::sqrt(variance) + 20'000 * 0.5 / 256);
}

TEST(MakePlatforms, StartFromTheScenariosRules) {
  Scenario s = canonical(test::tiny_scenario());
  for (std::size_t p = 0; p < s.platforms.size(); ++p) {
    s.platforms[p].popularity_exponent = 0.5 + 0.1 * static_cast<double>(p);
    s.platforms[p].cross_border = 0.1 * static_cast<double>(p);
  }
  const Platforms platforms = make_platforms(s);
  for (Eigen::Index m = 0; m < 3; ++m)
    for (std::size_t p = 0; p < platforms.size(); ++p) {
      EXPECT_EQ(platforms.exponent(m, static_cast<Eigen::Index>(p)), s.platforms[p].popularity_exponent);
      EXPECT_EQ(platforms.cross_border(m, static_cast<Eigen::Index>(p)), s.platforms[p].cross_border);
      EXPECT_EQ(platforms.keys[p], key_of(s.platforms[p].name));
    }
}

}  // namespace
}  // namespace hibiki
