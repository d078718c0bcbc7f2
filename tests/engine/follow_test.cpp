// A world spread over ranks is the world of one process, to the bit.
#include "sim/engine/follow.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "sim/core/error.hpp"
#include "tests/support/archived.hpp"
#include "tests/support/local_ranks.hpp"
#include "tests/support/threads.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

constexpr std::uint64_t kSeed = 7;
constexpr int kWeeks = 52 * 2 + 10;
constexpr int kCounts[] = {2, 3, 4, 7};

/// With years that end, joint songs, ties abroad and shares online.
Scenario scenario() {
  Scenario s = tiny_scenario({.markets = 4, .fans = 2000, .weeks = kWeeks});
  s.assumptions.media_related = 0.5;
  set_lever(s, "labels", &Policy::collaboration_rate, 0.5);
  return s;
}

std::string digest_with(int count, const Scenario& s) {
  std::string digest;
  with_ranks(count, s, [&](Ranks& ranks) { digest = run_replicate(s, kSeed, {}, {.ranks = &ranks}).digest; });
  return digest;
}

TEST(Follow, EveryWeekHasTheBitsOfOneProcess) {
  const Scenario s = scenario();
  const auto alone = weekly_digests(s, kSeed, kWeeks);
  for (const int count : kCounts)
    with_ranks(count, s, [&](Ranks& ranks) {
      EXPECT_EQ(weekly_digests(s, kSeed, kWeeks, {.ranks = &ranks}), alone) << count << " ranks";
    });
}

TEST(Follow, SeriesAndSummaryAreThoseOfOneProcessWithAnyThreads) {
  const Scenario s = scenario();
  RunResult alone = run_replicate(s, kSeed, {});
  const std::string whole = written(alone);
  for (const int threads : {1, 2, 5})
    with_threads(threads, [&] {
      with_ranks(3, s, [&](Ranks& ranks) {
        RunResult spread = run_replicate(s, kSeed, {}, {.ranks = &ranks});
        EXPECT_EQ(written(spread), whole) << threads << " threads";
      });
    });
}

TEST(Follow, MarketsMayEndAnywhereAndArrivalsGoByMarket) {
  Scenario s = scenario();
  s.run.fans = 90;  // communities of one and two fans, whose bits share words
  for (Market& m : s.markets) m.arrivals = 3;
  const std::string alone = run_replicate(s, kSeed, {}).digest;
  for (const int count : {2, 5, 16}) EXPECT_EQ(digest_with(count, s), alone) << count << " ranks";
}

TEST(Follow, FansOfAnActThatSplitsFollowOnEveryRank) {
  Scenario s = scenario();
  Act heir;
  heir.name = "Heirs";
  heir.label = "A major";
  heir.debut = kTinyStart + std::chrono::weeks(60);
  heir.inherits_from = "B major";
  heir.inherit_share = 0.7;
  s.acts.push_back(heir);
  const std::string alone = run_replicate(s, kSeed, {}).digest;
  s.acts.back().inherit_share = 0.0;
  EXPECT_NE(run_replicate(s, kSeed, {}).digest, alone) << "nobody follows";
  s.acts.back().inherit_share = 0.7;
  for (const int count : {2, 7}) EXPECT_EQ(digest_with(count, s), alone) << count << " ranks";
}

TEST(Follow, ACheckpointOfFourRanksGoesOnWithThreeAndWithNone) {
  const Scenario s = scenario();
  const std::string whole = run_replicate(s, kSeed, {}).digest;
  for (const int week : {0, 1, 53, 80}) {
    ReplicateRun alone(s, kSeed);
    while (alone.week() < week) alone.advance({});
    const std::string expected = written(alone);
    std::string text;
    with_ranks(4, s, [&](Ranks& ranks) {
      ReplicateRun cut(s, kSeed, {.ranks = &ranks});
      while (cut.week() < week) cut.advance({});
      text = written(cut);
    });
    EXPECT_EQ(text, expected) << "the bytes of one process, week " << week;
    with_ranks(3, s, [&](Ranks& ranks) {
      ReplicateRun resumed(s, kSeed, {.ranks = &ranks});
      read(text, resumed);
      EXPECT_EQ(resumed.week(), week);
      while (!resumed.finished()) resumed.advance({});
      EXPECT_EQ(resumed.finish({}).digest, whole) << week;
    });
    ReplicateRun resumed(s, kSeed);
    read(text, resumed);
    while (!resumed.finished()) resumed.advance({});
    EXPECT_EQ(resumed.finish({}).digest, whole) << week;
  }
}

/// A disk that is full after some bytes.
struct FullDisk final : std::streambuf {
  explicit FullDisk(std::size_t room) : room(room) {}
  std::streamsize xsputn(const char*, std::streamsize count) override {
    if (static_cast<std::size_t>(count) > room) throw IoError("full");
    room -= static_cast<std::size_t>(count);
    return count;
  }
  std::size_t room;
};

TEST(Follow, AFailedCheckpointLeavesTheRanksInStep) {
  const Scenario s = scenario();
  const std::string whole = run_replicate(s, kSeed, {}).digest;
  with_ranks(3, s, [&](Ranks& ranks) {
    ReplicateRun run(s, kSeed, {.ranks = &ranks});
    std::string text;
    while (!run.finished()) {
      run.advance({});
      if (run.week() % 20 != 0) continue;
      for (const std::size_t room : {0, 1000, 20'000, 60'000}) {
        FullDisk disk(room);
        std::ostream out(&disk);
        out.exceptions(std::ios::badbit);
        ArchiveWriter archive(out);
        EXPECT_THROW(archive(run), IoError) << room;
      }
      text = written(run);
    }
    EXPECT_EQ(run.finish({}).digest, whole);
    ReplicateRun torn(s, kSeed, {.ranks = &ranks});
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{30'000}, text.size() - 1})
      EXPECT_THROW(read(text.substr(0, bytes), torn), cereal::Exception) << bytes;
    ReplicateRun again(s, kSeed, {.ranks = &ranks});
    read(text, again);
    while (!again.finished()) again.advance({});
    EXPECT_EQ(again.finish({}).digest, whole);
  });
}

TEST(Follow, SendsTwoBitsForEachWhoIsHeardAndFourBytesForEachWhoShares) {
  const Scenario s = scenario();
  with_ranks(4, s, [&](Ranks& ranks) {
    Simulation simulation(s, kSeed, {.ranks = &ranks});
    const Fans& fans = simulation.world().fans;
    for (int week = 0; week < 30; ++week) {
      std::size_t expected = 0, sharing = 0;
      for (const auto& rows : fans.part.heard_by) {
        EXPECT_LT(rows.size(), fans.size() + 1) << "a fan is sent once, however many hear it";
        expected += 2 * ((rows.size() + 7) / 8);
        for (const std::uint32_t row : rows) sharing += fans.sharing.test(row) ? 1 : 0;
      }
      const std::uint64_t before = ranks.traffic().bytes;
      simulation.step();
      std::size_t tallies = 0;
      for_each_tally(simulation.world().week, simulation.world().week,
                     [&](const char*, const auto& column, const auto&) { tallies += 8 * column.size(); });
      EXPECT_EQ(ranks.traffic().bytes - before, expected + 4 * sharing + tallies) << "week " << week;
      EXPECT_TRUE(sharing > 0 || week < 20);
    }
  });
}

}  // namespace
}  // namespace hibiki::test
