#include "sim/phases/release_draws.hpp"

#include <gtest/gtest.h>

#include "tests/phases/week.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

World out_in_week(int week, std::uint64_t seed) {
  World world = make_world(tiny_scenario({.markets = 3, .fans = 300}), seed);
  run_weeks(world, 0, week);
  return world;
}

/// The draws themselves, one after the other.
void expect_drawn(const World& world, const ReleaseDraws& draws) {
  const auto& releases = world.industry.releases;
  ASSERT_GT(releases.size(), 10u);
  for (std::size_t r = 0; r < releases.size(); ++r) {
    const Key key = releases[r].key;
    EXPECT_EQ(draws.official(r), world.draws.uniform(Purpose::availability, key, 0, 0));
    EXPECT_EQ(draws.unofficial(r), world.draws.uniform(Purpose::availability, key, 0, 2));
    for (std::size_t m = 0; m < world.market_count(); ++m) {
      const Key here = mix(key ^ world.markets.keys[m]);
      EXPECT_EQ(draws.unblocked(m, r), world.draws.uniform(Purpose::availability, here, 0, 1));
      EXPECT_EQ(draws.streamed(m, r), world.draws.uniform(Purpose::availability, here, 0, 3));
    }
  }
}

TEST(ReleaseDraws, IsTheSameDrawsHoweverReleasesComeAndGo) {
  ReleaseDraws draws;
  World world = out_in_week(30, 1);
  draws.follow(world);
  expect_drawn(world, draws);
  auto& releases = world.industry.releases;
  const ReleaseState gone = releases[releases.size() / 2];
  releases.erase(releases.begin(), releases.begin() + 3);
  releases.erase(releases.end() - 2, releases.end());
  draws.follow(world);
  expect_drawn(world, draws);
  ReleaseState fresh = gone;
  fresh.key = 5;  // before all others
  releases.insert(releases.begin(), fresh);
  draws.follow(world);
  expect_drawn(world, draws);
  draws.follow(world);
  expect_drawn(world, draws);
}

TEST(ReleaseDraws, StartsAnewInAnotherWorld) {
  ReleaseDraws draws;
  draws.follow(out_in_week(20, 1));
  const World other = out_in_week(20, 2);
  draws.follow(other);
  expect_drawn(other, draws);
}

}  // namespace
}  // namespace hibiki::test
