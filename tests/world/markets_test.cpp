#include "sim/world/markets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/tiny_world.hpp"

namespace hibiki {
namespace {

using test::kTinyStart;
using test::tiny_scenario;
using testing::ElementsAre;

enum : std::size_t { A, B, C, D };

Scenario four() { return tiny_scenario({.markets = 4}); }

TEST(Markets, DistanceIsGivenOnceAndHoldsBothWays) {
  const Markets markets = make_markets(four());
  const std::vector<std::vector<double>> expected = {
      {0.0, 0.5, 0.3, 0.6}, {0.5, 0.0, 0.4, 0.8}, {0.3, 0.4, 0.0, 0.7}, {0.6, 0.8, 0.7, 0.0}};
  for (std::size_t m = 0; m < 4; ++m)
    for (std::size_t s = 0; s < 4; ++s)
      EXPECT_EQ(markets.distance(static_cast<Eigen::Index>(m), static_cast<Eigen::Index>(s)), expected[m][s]) << m << s;
}

TEST(Markets, StrangersAreFarButNotAtHome) {
  Scenario s = four();
  for (Market& m : s.markets) m.distance.clear();
  const Markets markets = make_markets(s);
  EXPECT_GT(markets.distance(0, 1), 0.0);
  EXPECT_EQ(markets.distance(0, 1), markets.distance(1, 0));
  EXPECT_EQ(markets.distance(2, 2), 0.0);
}

TEST(Markets, FeltDistanceFallsWithFamiliarity) {
  Markets markets = make_markets(four());
  EXPECT_NEAR(markets.felt_distance(A, B), 0.5, 1e-9);
  markets.familiarity(A, B) = 0.7;
  EXPECT_NEAR(markets.felt_distance(A, B), 0.5 * std::exp(-0.7), 1e-7);
  EXPECT_NEAR(markets.felt_distance(B, A), 0.5, 1e-9) << "familiarity is the market's own";
}

TEST(Markets, EverybodyUnderstandsTheirOwnLanguage) {
  Scenario s = four();
  s.markets[A].comprehension.clear();
  s.markets[B].comprehension = {{"a", 0.25}};
  const Markets markets = make_markets(s);
  EXPECT_THAT(markets.languages, ElementsAre("a", "b", "c", "en"));
  EXPECT_EQ(markets.comprehension(A, markets.language[A]), 1.0);
  EXPECT_EQ(markets.comprehension(A, markets.language[B]), 0.0);
  EXPECT_EQ(markets.comprehension(B, markets.language[A]), 0.25);
  EXPECT_EQ(markets.comprehension(B, markets.language[B]), 1.0);
  EXPECT_EQ(markets.english, markets.language[D]);
}

TEST(Markets, KnowTheirRegionAndRole) {
  const Markets markets = make_markets(four());
  EXPECT_THAT(markets.asian, ElementsAre(true, true, true, false));
  EXPECT_THAT(markets.third, ElementsAre(false, false, true, true));
}

TEST(TieProximity, FavoursTheNearAndTheMany) {
  const Eigen::MatrixXd proximity = tie_proximity(make_markets(four()), {10.0, 10.0, 10.0, 20.0});
  EXPECT_EQ(proximity(A, A), 0.0);
  EXPECT_GT(proximity(A, C), proximity(A, B));  // .3 is nearer than .5
  EXPECT_NEAR(proximity(A, D) / proximity(A, B), 2.0 * std::exp(-2.0 * 0.1), 1e-7);
}

TEST(BarrierAt, IsTheMarketsOwnUnlessThereIsADatedOne) {
  Scenario s = four();
  s.markets[A].foreign_barrier = DatedValue(0.2);
  const Day later = kTinyStart + std::chrono::days(70);
  s.barriers.push_back({"ban", "A", "B", DatedValue{}, "broadcast"});
  s.barriers[0].value.points = {{kTinyStart, 1.0}, {later, 0.5}};
  EXPECT_EQ(barriers_at(s, A, kTinyStart, false)[A], 0.0);
  EXPECT_EQ(barriers_at(s, A, kTinyStart, false)[C], 0.2);
  EXPECT_EQ(barriers_at(s, A, kTinyStart, false)[B], 1.0);
  EXPECT_NEAR(barriers_at(s, A, kTinyStart + std::chrono::days(35), false)[B], 0.75, 1e-12);
  EXPECT_EQ(barriers_at(s, A, later, false)[B], 0.5);
  EXPECT_EQ(barriers_at(s, B, kTinyStart, false)[A], s.markets[B].foreign_barrier.at(kTinyStart));
}

TEST(BarrierAt, ReachesShopsAndConcertsOnlyWhenItIsOfKindAll) {
  Scenario s = four();
  s.markets[A].foreign_barrier = DatedValue(0.2);
  s.barriers.push_back({"broadcast ban", "A", "B", DatedValue(1.0), "broadcast"});
  s.barriers.push_back({"full ban", "A", "C", DatedValue(0.9), "all"});
  s.barriers.push_back({"lighter than usual", "A", "D", DatedValue(0.1), "all"});
  EXPECT_EQ(barriers_at(s, A, kTinyStart, true)[B], 0.0);
  EXPECT_NEAR(barriers_at(s, A, kTinyStart, true)[C], 0.7, 1e-12) << "what the ban adds to the ordinary barrier";
  EXPECT_EQ(barriers_at(s, A, kTinyStart, false)[C], 0.9);
  EXPECT_EQ(barriers_at(s, A, kTinyStart, true)[D], 0.0);
  EXPECT_EQ(barriers_at(s, A, kTinyStart, true)[A], 0.0);
  EXPECT_EQ(barriers_at(s, B, kTinyStart, true)[C], 0.0);
}

TEST(Canonical, OrdersEntitiesByNameAndRulesNotAtAll) {
  Scenario s = four();
  s.acts.push_back({.name = "Second", .label = "A major"});
  s.acts.push_back({.name = "First", .label = "A major"});
  s.barriers.push_back({"z", "A", "B", DatedValue(1.0), "all"});
  s.barriers.push_back({"y", "A", "B", DatedValue(0.0), "all"});
  std::reverse(s.markets.begin(), s.markets.end());
  std::reverse(s.labels.begin(), s.labels.end());
  const auto rules = s.policies;
  const Scenario c = canonical(s);
  const auto ordered = [](const auto& list) {
    return std::is_sorted(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  };
  EXPECT_TRUE(ordered(c.markets));
  EXPECT_TRUE(ordered(c.platforms));
  EXPECT_TRUE(ordered(c.labels));
  EXPECT_TRUE(ordered(c.acts));
  EXPECT_EQ(c.barriers[0].id, "y");
  ASSERT_EQ(c.policies.size(), rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i) EXPECT_EQ(c.policies[i].id, rules[i].id);
}

}  // namespace
}  // namespace hibiki
