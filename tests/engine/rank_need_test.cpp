#include "sim/engine/rank_need.hpp"

#include <gtest/gtest.h>

#include "sim/engine/follow.hpp"
#include "tests/support/local_ranks.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

TEST(RankNeed, ForesaysWhoIsHeardAndWhatIsSent) {
  Scenario s = tiny_scenario({.markets = 4, .fans = 60'000, .weeks = 20});
  for (const int count : {2, 3, 6}) {
    const RankNeed need = rank_need(s, count);
    with_ranks(count, s, [&](Ranks& ranks) {
      Simulation simulation(s, 3, {.ranks = &ranks});
      std::int64_t heard = static_cast<std::int64_t>(simulation.world().fans.part.heard.size());
      EXPECT_LT(heard, 1.05 * static_cast<double>(need.heard)) << count << " ranks; the largest is another one";
      EXPECT_GT(heard, 0.5 * static_cast<double>(need.heard));
      while (!simulation.finished()) simulation.step();
      const double weeks = 20.0, tallies = 20.0 * count * 8.0 * 4 * 3 * 60;  // far less than shares
      const auto sent = static_cast<double>(weekly_traffic(ranks).bytes) / weeks;
      EXPECT_LT(sent - tallies / 20.0, 3.0 * static_cast<double>(need.share_bytes));
      EXPECT_GT(sent, 0.3 * static_cast<double>(need.share_bytes));
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
