#include "sim/world/fan_network.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "tests/support/threads.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki {
namespace {

using test::tiny_scenario;
using test::TinyWorld;

Scenario scenario(const TinyWorld& size = {.markets = 4, .fans = 6000}) {
  Scenario s = tiny_scenario(size);
  s.assumptions.ties_community = 13;
  s.assumptions.ties_market = 2;
  s.assumptions.ties_abroad = 1;
  s.assumptions.tie_tail = 0.6;
  s.assumptions.tie_similarity = 1.0;
  return s;
}

std::vector<std::uint32_t> all_ties(const FanNetwork& network) {
  std::vector<std::uint32_t> ties;
  for (std::uint32_t fan = 0; fan < network.size(); ++fan) {
    const auto heard = network.heard_by(fan);
    ties.insert(ties.end(), heard.begin(), heard.end());
  }
  return ties;
}

MarketId market_of(const Fans& fans, std::uint32_t fan) {
  const auto it = std::upper_bound(fans.market_first.begin(), fans.market_first.end(), fan);
  return MarketId(static_cast<std::size_t>(it - fans.market_first.begin()) - 1);
}

/// visit(community, fan, ties in the community, elsewhere in the market, abroad) for every fan.
template <class Visit>
void for_each_fan(const World& world, const Visit& visit) {
  for (const Community& c : world.fans.communities) {
    const TieLayout& layout = world.network.layout(c.market);
    for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan) {
      const TieRow row = world.network.ties_of(c).of(fan);
      const std::vector<std::uint32_t> all(row.begin(), row.end());
      const std::span<const std::uint32_t> ties(all);
      visit(c, fan, ties.first(layout.community), ties.subspan(layout.community, layout.market + layout.market_online),
            ties.last(layout.abroad));
    }
  }
}

TEST(FanNetwork, GivesEveryFanTheTiesOfItsMarket) {
  const World world = make_world(scenario(), 1);
  std::uint64_t ties = 0;
  ASSERT_EQ(world.network.size(), world.fans.size());
  for (const Community& c : world.fans.communities) {
    const TieLayout& layout = world.network.layout(c.market);
    EXPECT_EQ(layout.community, 13u);
    EXPECT_EQ(layout.market + layout.market_online, 2u);
    EXPECT_EQ(layout.abroad, 1u);
    for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan) {
      EXPECT_EQ(world.network.heard_by(fan).size(), layout.total());
      ties += layout.total();
    }
  }
  EXPECT_EQ(world.network.ties(), ties);
  EXPECT_EQ(world.network.ties(), 16 * world.network.size());
}

TEST(FanNetwork, PutsTiesWhereTheyBelong) {
  const World world = make_world(scenario(), 1);
  for_each_fan(world, [&](const Community& c, std::uint32_t fan, auto community, auto market, auto abroad) {
    const std::set<std::uint32_t> distinct(community.begin(), community.end());
    EXPECT_EQ(distinct.size(), community.size()) << "fan " << fan << " hears somebody twice";
    EXPECT_FALSE(distinct.contains(fan)) << "fan " << fan << " hears itself";
    EXPECT_GE(*distinct.begin(), c.first);
    EXPECT_LT(*distinct.rbegin(), c.first + c.size);
    for (const std::uint32_t other : market) {
      EXPECT_EQ(market_of(world.fans, other), c.market);
      EXPECT_NE(other, fan);
    }
    for (const std::uint32_t other : abroad) EXPECT_NE(market_of(world.fans, other), c.market);
  });
}

TEST(FanNetwork, IsTheSameForAnyNumberOfThreads) {
  test::same_on_any_threads([] { return all_ties(make_world(scenario(), 5).network); });
}

TEST(FanNetwork, OtherSeedsMakeOtherTies) {
  EXPECT_NE(all_ties(make_world(scenario(), 1).network), all_ties(make_world(scenario(), 2).network));
}

/// Sum over fans of the square of how many hear them from outside their community.
double concentration(double tail) {
  Scenario s = scenario();
  s.assumptions.tie_tail = tail;
  const World world = make_world(s, 1);
  std::vector<int> heard(world.fans.size(), 0);
  for_each_fan(world, [&](const Community&, std::uint32_t, auto, auto market, auto abroad) {
    for (const std::uint32_t other : market) ++heard[other];
    for (const std::uint32_t other : abroad) ++heard[other];
  });
  double squares = 0.0;
  for (const int n : heard) squares += n * n;
  return squares;
}

TEST(FanNetwork, TheTailMakesSomeFansHeardByMany) {
  const double flat = concentration(0.0), some = concentration(0.4), heavy = concentration(0.8);
  EXPECT_GT(some, 1.2 * flat);
  EXPECT_GT(heavy, 2.0 * some);
}

double distance_of_market_ties(double similarity) {
  Scenario s = scenario();
  s.assumptions.tie_similarity = similarity;
  s.assumptions.fan_taste_spread = 0.4;
  const World world = make_world(s, 1);
  double sum = 0.0;
  std::size_t ties = 0;
  for_each_fan(world, [&](const Community&, std::uint32_t fan, auto, auto market, auto) {
    for (const std::uint32_t other : market) {
      sum += mean_squared_distance(world.fans.taste[fan], world.fans.taste[other]);
      ++ties;
    }
  });
  return sum / static_cast<double>(ties);
}

TEST(FanNetwork, SimilarityTiesLikeToLike) {
  const double any = distance_of_market_ties(0.0), half = distance_of_market_ties(0.5),
               like = distance_of_market_ties(1.0);
  EXPECT_LT(half, 0.93 * any);
  EXPECT_LT(like, 0.93 * half);
}

TEST(FanNetwork, TiesAbroadFollowProximity) {
  const World world = make_world(scenario({.markets = 4, .fans = 20'000}), 1);
  std::vector<double> millions;
  for (const Market& m : world.scenario.markets) {
    const auto people = m.people.at(world.calendar.start);
    millions.push_back(std::accumulate(people.begin(), people.end(), 0.0));
  }
  const Eigen::MatrixXd proximity = tie_proximity(world.markets, millions);
  const std::size_t markets = world.market_count();
  std::vector<double> counts(markets * markets, 0.0);
  for_each_fan(world, [&](const Community& c, std::uint32_t, auto, auto, auto abroad) {
    for (const std::uint32_t other : abroad) ++counts[c.market.value * markets + market_of(world.fans, other).value];
  });
  for (std::size_t m = 0; m < markets; ++m) {
    const double drawn = std::accumulate(counts.begin() + static_cast<std::ptrdiff_t>(m * markets),
                                         counts.begin() + static_cast<std::ptrdiff_t>((m + 1) * markets), 0.0);
    double weights = 0.0;
    for (std::size_t n = 0; n < markets; ++n)
      weights += proximity(static_cast<Eigen::Index>(m), static_cast<Eigen::Index>(n));
    for (std::size_t n = 0; n < markets; ++n) {
      const double p = proximity(static_cast<Eigen::Index>(m), static_cast<Eigen::Index>(n)) / weights;
      EXPECT_NEAR(counts[m * markets + n], drawn * p, 5.0 * std::sqrt(drawn * p * (1.0 - p)) + 1e-9)
          << m << " to " << n;
    }
  }
}

// Where ties abroad lead has no say in whom a fan hears at home: arms that differ in it keep the rest.
TEST(FanNetwork, TiesAtHomeAreDrawnFirst) {
  Scenario far = scenario();
  for (Market& m : far.markets)
    for (auto& [name, distance] : m.distance) distance = name == "C" ? 2.0 : 0.0;
  const World near = make_world(scenario(), 1), changed = make_world(far, 1);
  std::size_t moved = 0;
  for (std::uint32_t fan = 0; fan < near.network.size(); ++fan) {
    const auto before = near.network.heard_by(fan), after = changed.network.heard_by(fan);
    ASSERT_TRUE(std::equal(before.begin(), before.end() - 1, after.begin(), after.end() - 1));
    moved += before[before.size() - 1] != after[after.size() - 1];
  }
  EXPECT_GT(moved, near.network.size() / 10);
}

TEST(FanNetwork, OneMarketHasNoTiesAbroad) {
  const World world = make_world(scenario({.markets = 1, .fans = 1000}), 1);
  EXPECT_EQ(world.network.layout(MarketId(0)).abroad, 0u);
  EXPECT_EQ(world.network.ties(), 15'000u);
}

TEST(FanNetwork, TheVeryFewHearWhomThereIs) {
  const World one = make_world(scenario({.markets = 2, .fans = 1}), 1);
  EXPECT_EQ(one.network.ties(), 0u);
  const World few = make_world(scenario({.markets = 2, .fans = 4}), 1);  // two a market, each a community of its own
  for_each_fan(few, [&](const Community& c, std::uint32_t fan, auto community, auto market, auto abroad) {
    EXPECT_EQ(community.size(), 0u);
    for (const std::uint32_t other : market) EXPECT_EQ(other, fan ^ 1u);
    for (const std::uint32_t other : abroad) EXPECT_NE(market_of(few.fans, other), c.market);
    EXPECT_FALSE(abroad.empty());
  });
}

TEST(FanNetwork, TakesAByteATieInTheCommunityAndFourElsewhere) {
  const World world = make_world(scenario({.markets = 4, .fans = 20'000}), 1);
  const auto fans = static_cast<double>(world.fans.size());
  EXPECT_EQ(network_bytes(10, 13, 3), 250.0);
  // Communities of 256 to 277 fans here, of which the largest need two bytes a place; and four bytes a community.
  EXPECT_LE(world.network.bytes(),
            network_bytes(fans, 2.0 * 13, 3) + 4.0 * static_cast<double>(world.fans.communities.size()));
  EXPECT_GE(world.network.bytes(), network_bytes(fans, 13, 3));
}

TEST(FanNetwork, PlacesFitTheirBytes) {
  for (const std::int64_t fans : {100, 1000, 3083, 3327, 3328, 70'000}) {
    Scenario s = scenario({.markets = 1, .fans = fans});
    const World world = make_world(s, 3);
    std::uint32_t largest = 0;
    bool wide = false;
    for_each_fan(world, [&](const Community& c, std::uint32_t fan, auto community, auto, auto) {
      largest = std::max(largest, c.size);
      wide = wide || world.network.heard_by(fan).wide();
      for (const std::uint32_t other : community) {
        ASSERT_NE(other, fan);
        ASSERT_GE(other, c.first);
        ASSERT_LT(other, c.first + c.size);
      }
    });
    EXPECT_EQ(wide, largest > 257) << fans << " fans, communities of up to " << largest;
  }
}

// Whatever decides where a tie leads, it must not move: results stored with a model version lean on these.
TEST(FanNetwork, IsTheNetworkOfTheModelVersion) {
  std::uint64_t digest = 0;
  for (const std::uint32_t tie : all_ties(make_world(scenario(), 1).network)) digest = mix(digest ^ tie);
  EXPECT_EQ(digest, 14681778547762717312U);
}

}  // namespace
}  // namespace hibiki
