// A run that was written and read at any week goes on as if nothing had happened.
#include "sim/engine/run_archive.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/archived.hpp"
#include "tests/support/threads.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

constexpr std::uint64_t kSeed = 5;
constexpr int kWeeks = 52 * 3;

/// With ramps before, during and after the weeks at which it is cut, entrants, an act that inherits fans, joint songs.
Scenario scenario() {
  Scenario s = tiny_scenario({.markets = 4, .fans = 400, .weeks = kWeeks});
  s.assumptions.entry_rate = 1.5;
  s.assumptions.media_related = 0.5;
  s.assumptions.entry_profit = 0.5;
  intervene(s, "labels[home=A]", &Policy::posts_per_week, 6.0, 20).ramp_weeks = 100;
  intervene(s, "labels[home=B]", &Policy::official_uploads_video, 1.0, 60).ramp_weeks = 30;
  set_lever(s, "labels", &Policy::collaboration_rate, 0.5);
  set_lever(s, "labels", &Policy::livestreams, 2.0);
  return s;
}

TEST(RunArchive, AReadRunGoesOnAsTheOneThatWasWritten) {
  const Scenario s = scenario();
  const RunResult whole = run_replicate(s, kSeed, {});
  for (const int week : {0, 1, 12, 13, 21, 51, 52, 65, 77, 104, 130, kWeeks}) {
    ReplicateRun cut(s, kSeed);
    while (cut.week() < week) cut.advance({});
    const std::string text = written(cut);
    ReplicateRun resumed(s, kSeed);
    read(text, resumed);
    EXPECT_EQ(resumed.week(), week);
    EXPECT_EQ(resumed.simulation().state_digest(), cut.simulation().state_digest()) << week;
    EXPECT_EQ(written(resumed), text) << week;
    while (!resumed.finished()) resumed.advance({});
    RunResult result = resumed.finish({}), expected = whole;
    EXPECT_EQ(result.digest, whole.digest) << week;
    EXPECT_EQ(written(result), written(expected)) << week;
  }
}

TEST(RunArchive, OnAnyNumberOfThreads) {
  const Scenario s = scenario();
  const std::string whole = run_replicate(s, kSeed, {}).digest;
  for_thread_counts([&] {
    ReplicateRun cut(s, kSeed);
    while (cut.week() < 70) cut.advance({});
    const std::string text = written(cut);
    with_threads(2, [&] {
      ReplicateRun resumed(s, kSeed);
      read(text, resumed);
      while (!resumed.finished()) resumed.advance({});
      EXPECT_EQ(resumed.finish({}).digest, whole);
    });
  });
}

TEST(RunArchive, AReadForkSharesTheNetworkAndGoesOn) {
  const Scenario base = scenario();
  Scenario variant = base;
  intervene(variant, "labels[home=A]", &Policy::promotion_abroad, 0.8, 90);
  ReplicateRun past(base, kSeed);
  while (past.week() < 90) past.advance({});
  ReplicateRun fork(past, variant);
  while (fork.week() < 120) fork.advance({});
  const std::string text = written(fork);
  ReplicateRun resumed(past, variant);
  read(text, resumed);
  while (!resumed.finished()) resumed.advance({});
  EXPECT_EQ(resumed.finish({}).digest, run_replicate(variant, kSeed, {}).digest);
  const FanNetwork &shared = resumed.simulation().world().network, &own = past.simulation().world().network;
  EXPECT_EQ(shared.heard_by(0).near_bytes(), own.heard_by(0).near_bytes());
}

}  // namespace
}  // namespace hibiki::test
