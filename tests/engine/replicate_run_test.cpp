// A forked run is, bit for bit, the run of its scenario from the start.
#include "sim/engine/replicate_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/scenario/first_difference.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

constexpr std::uint64_t kSeed = 5;

Scenario base_scenario() {
  Scenario s = tiny_scenario({.weeks = 52 * 3});
  // A ramp that is under way when the run forks, and one that begins at the very week.
  intervene(s, "labels[home=A]", &Policy::posts_per_week, 6.0, 20).ramp_weeks = 100;
  return s;
}

std::string forked_digest(const Scenario& base, const Scenario& variant, int week) {
  ReplicateRun past(base, kSeed);
  while (past.week() < week) past.advance({});
  ReplicateRun fork(past, variant);
  while (!past.finished()) past.advance({});  // what the past does next must not reach the fork
  while (!fork.finished()) fork.advance({});
  EXPECT_EQ(past.finish({}).digest, run_replicate(base, kSeed, {}).digest);
  return fork.finish({}).digest;
}

TEST(ReplicateRun, AForkIsTheRunFromTheStart) {
  const Scenario base = base_scenario();
  Scenario variant = base;
  intervene(variant, "labels[home=B]", &Policy::official_uploads_video, 1.0, 60).ramp_weeks = 30;
  intervene(variant, "labels[home=A]", &Policy::posts_per_week, 1.0, 90);
  const auto first = first_difference(base, variant);
  ASSERT_EQ(first, 60);
  const std::string whole = run_replicate(variant, kSeed, {}).digest;
  EXPECT_NE(whole, run_replicate(base, kSeed, {}).digest);
  for (const int week : {0, 19, 20, 21, 59, 60}) EXPECT_EQ(forked_digest(base, variant, week), whole) << week;
}

TEST(ReplicateRun, AForkAtTickZeroIsBuiltFromItsOwnScenario) {
  const Scenario base = base_scenario();
  Scenario variant = base;
  variant.assumptions.tie_similarity = 0.0;
  variant.markets[0].taste.fill(0.5);
  variant.platforms.pop_back();
  ASSERT_EQ(first_difference(base, variant), 0);
  EXPECT_EQ(forked_digest(base, variant, 0), run_replicate(variant, kSeed, {}).digest);
}

TEST(ReplicateRun, AForkOfTheSameScenarioIsTheRunItself) {
  const Scenario base = base_scenario();
  EXPECT_EQ(forked_digest(base, base, 70), run_replicate(base, kSeed, {}).digest);
}

TEST(ReplicateRun, ALaterForkThanTheFirstDifferenceIsAnotherRun) {
  const Scenario base = base_scenario();
  Scenario variant = base;
  intervene(variant, "labels[home=B]", &Policy::official_uploads_video, 1.0, 60);
  EXPECT_NE(forked_digest(base, variant, 61), run_replicate(variant, kSeed, {}).digest);
}

/// A label that closes leaves releases behind: what its aims meant must not depend on how the run came there.
TEST(ReplicateRun, AForkHasTheAimsOfLabelsThatHaveClosed) {
  Scenario base = test::tiny_scenario({.markets = 3, .fans = 400, .weeks = 90});
  Intervention& aim = test::intervene(base, "labels[home=A]", &Policy::official_uploads_streaming_abroad, 1.0, 5);
  aim.markets = {"B", "C"};
  aim.cost = 1e7;
  Scenario variant = base;
  test::intervene(variant, "labels[home=B]", &Policy::tours_abroad, 0.0, 60).change = Intervention::Change::current;
  const RunResult whole = run_replicate(variant, 2, {});
  const bool closed =
      std::ranges::any_of(whole.summary.labels, [](const RegistryEntry& l) { return l.closed.has_value(); });
  ASSERT_TRUE(closed);
  ReplicateRun past(base, 2);
  while (past.week() < 60) past.advance({});
  ReplicateRun fork(past, variant);
  while (!fork.finished()) fork.advance({});
  EXPECT_EQ(fork.finish({}).digest, whole.digest);
}

}  // namespace
}  // namespace hibiki::test
