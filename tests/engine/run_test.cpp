#include "sim/engine/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/threads.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

/// Takes down what it is told.
class Notebook : public Observer {
 public:
  void begin(const RunAxes& axes, int reported_weeks) override {
    EXPECT_TRUE(weeks.empty());
    markets = axes.markets;
    promised = reported_weeks;
  }
  void tick(int week, int of) override {
    EXPECT_EQ(week, ticks++);
    total = of;
  }
  void week(const WeekObservation& observation, const std::vector<RegistryEntry>& acts,
            const std::vector<RegistryEntry>& labels) override {
    for (const std::uint32_t act : observation.acts) ASSERT_LT(act, acts.size());
    for (const std::uint32_t label : observation.labels) ASSERT_LT(label, labels.size());
    weeks.push_back(observation.week);
    days.push_back(observation.day);
  }
  void end(const RunResult& result) override { digest = result.digest; }

  std::vector<std::string> markets;
  std::vector<int> weeks;
  std::vector<Day> days;
  std::string digest;
  int promised = 0, ticks = 0, total = 0;
};

TEST(RunReplicate, IsTheSameObservedOrNot) {
  const Scenario s = tiny_scenario({.weeks = 60});
  Notebook one, two;
  const RunResult alone = run_replicate(s, 3, {}), watched = run_replicate(s, 3, {&one, &two});
  EXPECT_EQ(alone.digest, watched.digest);
  EXPECT_EQ(alone.digest.size(), 16u);
  EXPECT_EQ(one.digest, alone.digest);
  EXPECT_EQ(one.weeks, two.weeks);
}

TEST(RunReplicate, IsTheSameForAnyThreadsAndChunks) {
  const Scenario s = tiny_scenario({.fans = 1500, .weeks = 30});
  const std::string digest = run_replicate(s, 3, {}).digest;
  for_thread_counts([&] {
    for (const std::size_t chunk : {0, thread_count()})
      EXPECT_EQ(run_replicate(s, 3, {}, {.communities_per_chunk = chunk}).digest, digest) << "chunks of " << chunk;
  });
}

TEST(RunReplicate, ReportsTheWindowAndBurnsInBeforeIt) {
  Scenario s = tiny_scenario({.weeks = 30});
  s.run.report_from = kTinyStart + std::chrono::days(7 * 10 - 2);  // the first week on or after it is the tenth
  Notebook notebook;
  const RunResult result = run_replicate(s, 3, {&notebook});
  EXPECT_EQ(result.weeks, 30);
  EXPECT_EQ(notebook.total, 30);
  EXPECT_EQ(notebook.ticks, 30) << "burn-in ticks too";
  EXPECT_EQ(notebook.promised, 20);
  ASSERT_EQ(notebook.weeks.size(), 20u);
  EXPECT_EQ(notebook.weeks.front(), 10);
  EXPECT_EQ(notebook.days.front(), kTinyStart + std::chrono::days(70));
  EXPECT_EQ(notebook.days.back(), kTinyStart + std::chrono::days(7 * 29));
  EXPECT_EQ(notebook.markets, (std::vector<std::string>{"A", "B", "C"}));
}

// The window decides what is written down, not what happens.
TEST(RunReplicate, TheWindowDoesNotTouchTheRun) {
  Scenario all = tiny_scenario({.weeks = 30}), part = all;
  part.run.report_from = kTinyStart + std::chrono::days(140);
  const RunResult whole = run_replicate(all, 3, {}), late = run_replicate(part, 3, {});
  EXPECT_NE(whole.digest, late.digest) << "the series belong to the digest";
  ASSERT_EQ(whole.summary.acts.size(), late.summary.acts.size());
  EXPECT_LT(late.summary.paid, whole.summary.paid);
  EXPECT_EQ(weekly_digests(all, 3, 30), weekly_digests(part, 3, 30));
}

TEST(RunReplicate, CountsItsFans) {
  const RunResult result = run_replicate(tiny_scenario({.fans = 777, .weeks = 2}), 1, {});
  EXPECT_EQ(result.fans, 777);
  EXPECT_EQ(result.summary.paid, result.summary.to_labels + result.summary.to_platforms);
}

}  // namespace
}  // namespace hibiki::test
