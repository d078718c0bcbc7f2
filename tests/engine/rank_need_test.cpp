#include "sim/engine/rank_need.hpp"

#include <gtest/gtest.h>

#include "sim/engine/follow.hpp"
#include "tests/support/local_ranks.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

TEST(RankNeed, ForesaysWhoIsHeard) {
  const Scenario s = tiny_scenario({.markets = 4, .fans = 60'000, .weeks = 20});
  for (const int count : {2, 3, 6}) {
    const RankNeed need = rank_need(s, count);
    with_ranks(count, s, [&](Ranks& ranks) {
      Simulation simulation(s, 3, {.ranks = &ranks});
      const auto own = static_cast<double>(simulation.world().fans.part.heard.size());
      EXPECT_LT(own, 1.05 * static_cast<double>(need.heard)) << count << " ranks: the largest, which may be another";
      EXPECT_GT(own, 0.7 * static_cast<double>(need.heard)) << count;
      std::int64_t tallies = 0;
      while (!simulation.finished()) {
        simulation.step();
        for_each_tally(simulation.world().week, simulation.world().week,
                       [&](const char*, const auto& column, const auto&) {
                         tallies += count * static_cast<int>(8 * column.size());
                       });
      }
      const double shares =
          static_cast<double>(static_cast<std::int64_t>(weekly_traffic(ranks).bytes) - tallies) / 20.0;
      EXPECT_LT(shares, 1.2 * static_cast<double>(need.share_bytes)) << count;
      EXPECT_GT(shares, 0.4 * static_cast<double>(need.share_bytes)) << count << ": a bit each at least";
    });
  }
}

TEST(RankNeed, OfOneRankIsThatOfTheWorld) {
  const Scenario s = tiny_scenario({.fans = 60'000});
  const RankNeed need = rank_need(s, 1);
  EXPECT_EQ(need.memory_bytes, estimate(s).memory_bytes);
  EXPECT_EQ(need.heard, 0);
  EXPECT_EQ(need.share_bytes + need.tally_bytes, 0);
}

TEST(RankNeed, MoreRanksNeedLessEachAndSendMore) {
  Scenario s = tiny_scenario({.fans = 10'000'000});
  RankNeed before = rank_need(s, 1);
  for (const int count : {2, 8, 64}) {
    const RankNeed need = rank_need(s, count);
    EXPECT_LT(need.memory_bytes, before.memory_bytes) << count;
    EXPECT_GT(need.share_bytes, before.share_bytes) << count;
    before = need;
  }
}

}  // namespace
}  // namespace hibiki::test
