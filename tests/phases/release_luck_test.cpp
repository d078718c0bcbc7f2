#include "sim/phases/release_luck.hpp"

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
void expect_drawn(const World& world, const ReleaseLuck& luck) {
  const auto& releases = world.industry.releases;
  ASSERT_GT(releases.size(), 10u);
  for (std::size_t r = 0; r < releases.size(); ++r) {
    const Key key = releases[r].key;
    EXPECT_EQ(luck.official(r), world.draws.uniform(Purpose::availability, key, 0, 0));
    EXPECT_EQ(luck.unofficial(r), world.draws.uniform(Purpose::availability, key, 0, 2));
    for (std::size_t m = 0; m < world.market_count(); ++m) {
      const Key here = mix(key ^ world.markets.keys[m]);
      EXPECT_EQ(luck.unblocked(m, r), world.draws.uniform(Purpose::availability, here, 0, 1));
      EXPECT_EQ(luck.streamed(m, r), world.draws.uniform(Purpose::availability, here, 0, 3));
    }
  }
}

TEST(ReleaseLuck, IsTheSameDrawsHoweverReleasesComeAndGo) {
  ReleaseLuck luck;
  World world = out_in_week(30, 1);
  luck.follow(world);
  expect_drawn(world, luck);
  auto& releases = world.industry.releases;
  const ReleaseState gone = releases[releases.size() / 2];
  releases.erase(releases.begin(), releases.begin() + 3);
  releases.erase(releases.end() - 2, releases.end());
  luck.follow(world);
  expect_drawn(world, luck);
  ReleaseState fresh = gone;
  fresh.key = 5;  // before all others
  releases.insert(releases.begin(), fresh);
  luck.follow(world);
  expect_drawn(world, luck);
  luck.follow(world);
  expect_drawn(world, luck);
}

TEST(ReleaseLuck, StartsAnewInAnotherWorld) {
  ReleaseLuck luck;
  luck.follow(out_in_week(20, 1));
  const World other = out_in_week(20, 2);
  luck.follow(other);
  expect_drawn(other, luck);
}

}  // namespace
}  // namespace hibiki::test
