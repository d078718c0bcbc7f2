#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/phases/week.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

constexpr int kNewYear = 52;  // begins on 5 January 2009

/// A world at the end of its first year whose communities at the positions named are about to turn seventy.
struct YearEnd {
  explicit YearEnd(std::vector<std::size_t> leaving, double imprinting = 0.0)
      : world(make_world(scenario(imprinting), 1)) {
    run_weeks(world, 0, 20);
    for (Community& c : world.fans.communities) c.birth_year = std::max(c.birth_year, 2009 - 69);
    for (const std::size_t c : leaving) world.fans.communities[c].birth_year = 2009 - 70;
  }
  static Scenario scenario(double imprinting) {
    Scenario s = tiny_scenario({.fans = 2000});
    s.assumptions.imprinting = imprinting;
    s.assumptions.attention_mean = 0.5;
    return s;
  }
  World world;
};

TEST(Renew, TheOldestLeaveAndAreRebornAtTen) {
  YearEnd y({3, 20});
  const auto before = y.world.fans.communities;
  ASSERT_TRUE(y.world.calendar.new_year(kNewYear));
  renew(y.world, kNewYear);
  for (std::size_t i = 0; i < before.size(); ++i) {
    const Community& c = y.world.fans.communities[i];
    EXPECT_EQ(c.first, before[i].first);
    EXPECT_EQ(c.size, before[i].size);
    EXPECT_EQ(c.market, before[i].market);
    if (i == 3 || i == 20) {
      EXPECT_EQ(c.birth_year, 1999);
      EXPECT_EQ(c.generation, before[i].generation + 1);
      EXPECT_NE(c.key, before[i].key);
    } else {
      EXPECT_EQ(c.birth_year, before[i].birth_year);
      EXPECT_EQ(c.generation, before[i].generation);
      EXPECT_EQ(c.key, before[i].key);
    }
  }
}

TEST(Renew, TheYoungHaveNoFavouritesAndShareNothing) {
  YearEnd y({3});
  Fans& fans = y.world.fans;
  const Community c = fans.communities[3];
  for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan) {
    fans.favourites[fan][0] = ActId(1);
    fans.engagement[fan][0] = 50'000;
    fans.sharing.set(fan);
    fans.sharing_online.set(fan);
  }
  const auto favourites = fans.favourites;
  const auto taste = fans.taste;
  renew(y.world, kNewYear);
  std::size_t new_tastes = 0;
  for (std::uint32_t fan = 0; fan < fans.size(); ++fan) {
    if (fan < c.first || fan >= c.first + c.size) {
      EXPECT_EQ(fans.favourites[fan], favourites[fan]);
      EXPECT_EQ(fans.taste[fan], taste[fan]);
      continue;
    }
    for (const ActId act : fans.favourites[fan]) EXPECT_FALSE(act);
    for (const std::uint16_t engagement : fans.engagement[fan]) EXPECT_EQ(engagement, 0);
    EXPECT_FALSE(fans.sharing.test(fan));
    EXPECT_FALSE(fans.sharing_online.test(fan));
    new_tastes += !(fans.taste[fan] == taste[fan]);
  }
  EXPECT_EQ(new_tastes, c.size);
}

TEST(Renew, SlotsAndTiesStay) {
  YearEnd y({3});
  std::vector<std::vector<std::uint32_t>> before;
  for (std::uint32_t fan = 0; fan < y.world.network.size(); ++fan) {
    const auto ties = y.world.network.heard_by(fan);
    before.emplace_back(ties.begin(), ties.end());
  }
  renew(y.world, kNewYear);
  for (std::uint32_t fan = 0; fan < y.world.network.size(); ++fan) {
    const auto ties = y.world.network.heard_by(fan);
    EXPECT_TRUE(std::equal(ties.begin(), ties.end(), before[fan].begin(), before[fan].end()));
  }
}

TEST(Renew, TwoGenerationsOfASlotAreDifferentPeople) {
  YearEnd y({3});
  renew(y.world, kNewYear);
  const Key second = y.world.fans.communities[3].key;
  const auto taste = y.world.fans.taste;
  y.world.fans.communities[3].birth_year = 2010 - 70;
  renew(y.world, 104);
  const Community& c = y.world.fans.communities[3];
  EXPECT_NE(c.key, second);
  EXPECT_FALSE(
      std::equal(taste.begin() + c.first, taste.begin() + c.first + c.size, y.world.fans.taste.begin() + c.first));
}

TEST(Renew, EverybodyIsWeighedByTheYearsPopulation) {
  Scenario s = YearEnd::scenario(0.0);
  s.markets[0].people.points.push_back({kTinyStart + std::chrono::days(366), {6.0, 7.0, 6.0, 5.0, 4.0, 3.0}});
  World world = make_world(s, 1);
  EXPECT_NEAR(static_cast<double>(world.markets.people[0]), 15.5e6 * 1.48, 0.5e6) << "half of the way by July";
  for (Community& c : world.fans.communities)
    if (2009 - c.birth_year >= kOldest) c.birth_year = 2009 - 69;
  renew(world, kNewYear);
  EXPECT_NEAR(static_cast<double>(world.markets.people[0]), 31e6, 2000);
  EXPECT_NEAR(static_cast<double>(world.markets.people[1]), 15.5e6, 2000);
  People sum = 0;
  for (std::uint32_t c = world.fans.community_first[0]; c < world.fans.community_first[1]; ++c)
    sum += world.fans.communities[c].people_per_fan * world.fans.communities[c].size;
  EXPECT_EQ(sum, world.markets.people[0]);
}

TEST(Renew, TheYoungImprintOnWhatTheirMarketPlays) {
  const auto mean_taste = [](double imprinting) {
    YearEnd y({0, 1, 2, 3, 4, 5}, imprinting);
    y.world.markets.centroid[0] = Style::Constant(0.8);
    renew(y.world, kNewYear);
    double sum = 0.0;
    std::size_t count = 0;
    for (std::size_t c = 0; c < 6; ++c)
      for (std::uint32_t i = 0; i < y.world.fans.communities[c].size; ++i, ++count)
        sum += unpack(y.world.fans.taste[y.world.fans.communities[c].first + i])[0];
    return sum / static_cast<double>(count);
  };
  const double not_at_all = mean_taste(0.0), half = mean_taste(0.5), wholly = mean_taste(1.0);
  EXPECT_GT(half, not_at_all + 0.25);
  EXPECT_GT(wholly, half + 0.1);
}

TEST(Renew, HappensOnceAYear) {
  World world = make_world(YearEnd::scenario(0.0), 1);
  int years = 0;
  for (int week = 1; week < 52 * 6; ++week) years += world.calendar.new_year(week);
  EXPECT_EQ(years, 5);
}

}  // namespace
}  // namespace hibiki::test
