#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "sim/engine/simulation.hpp"
#include "tests/support/sanitized.hpp"
#include "tests/support/threads.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

TEST(Estimate, CountsFansTiesAndWeeks) {
  Scenario s = tiny_scenario({.markets = 3, .fans = 1000, .weeks = 100});
  s.run.report_from = kTinyStart + std::chrono::days(7 * 30);
  s.assumptions.ties_community = 13;
  s.assumptions.ties_market = 2;
  s.assumptions.ties_abroad = 1;
  const Estimate e = estimate(s);
  EXPECT_EQ(e.fans, 1000);
  EXPECT_EQ(e.ties, 16'000);
  EXPECT_EQ(e.weeks, 100);
  EXPECT_EQ(e.reported_weeks, 70);
  EXPECT_GT(e.seconds_high, e.seconds_low);
  EXPECT_GT(e.seconds_low, 0.0);
}

TEST(Estimate, OneMarketHasNoTiesAbroad) {
  EXPECT_EQ(estimate(tiny_scenario({.markets = 1, .fans = 1000})).ties, 15'000);
}

TEST(Estimate, GrowsByTheBytesOfAFanAndItsTies) {
  const auto memory = [](std::int64_t fans) {
    return static_cast<double>(estimate(tiny_scenario({.fans = fans})).memory_bytes);
  };
  const double bytes_a_fan = (memory(20'000'000) - memory(10'000'000)) / 1e7;
  EXPECT_LE(bytes_a_fan, 64.0);
  EXPECT_GT(bytes_a_fan, 50.0);
}

TEST(Estimate, TimeGrowsWithFansAndReplicates) {
  Scenario s = tiny_scenario({.fans = 100'000});
  const double one = estimate(s).seconds_high;
  s.run.replicates = 10;
  EXPECT_NEAR(estimate(s).seconds_high, 10.0 * one, 1e-6 * one);
  EXPECT_GT(estimate(tiny_scenario({.fans = 1'000'000})).seconds_high, 5.0 * one);
}

TEST(Estimate, ThreadsSaveTimeWhereThereAreProcessorsForThem) {
  const Scenario s = tiny_scenario({.fans = 10'000'000});
  const auto seconds = [&](int threads) { return with_threads(threads, [&] { return estimate(s).seconds_high; }); };
  const double one = seconds(1), all = seconds(processor_count());
  EXPECT_GT(one, 0.9 * processor_count() * all);
  EXPECT_EQ(seconds(1024), all);
}

#ifndef HIBIKI_SANITIZED

Scenario sized(std::int64_t fans) { return tiny_scenario({.markets = 4, .fans = fans}); }

// What the process started by the test below runs: a process of its own, because threads do not survive a fork.
TEST(Estimate, DISABLED_SimulatesWhatTheEnvironmentSays) {
  const char* fans = std::getenv("HIBIKI_TEST_FANS");
  ASSERT_NE(fans, nullptr);
  with_threads(2, [&] {
    Simulation simulation(sized(std::stoll(fans)), 1);
    for (int week = 0; week < 4; ++week) {
      simulation.step();
      simulation.observe();
    }
  });
}

/// Most memory that a process takes for some weeks of so many fans, in bytes.
double peak_bytes(std::int64_t fans) {
  const std::string count = std::to_string(fans);
  const pid_t child = fork();
  if (child == 0) {
    setenv("HIBIKI_TEST_FANS", count.c_str(), 1);
    execl("/proc/self/exe", "engine_tests", "--gtest_also_run_disabled_tests", "--gtest_brief=1",
          "--gtest_filter=Estimate.DISABLED_SimulatesWhatTheEnvironmentSays", nullptr);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  EXPECT_EQ(wait4(child, &status, 0, &usage), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  return static_cast<double>(usage.ru_maxrss) * 1024.0;
}

TEST(Estimate, KnowsTheMemoryWithinAFifth) {
  for (const std::int64_t fans : {1'500'000, 3'000'000}) {  // so many that they are most of it
    const double measured = peak_bytes(fans);
    const Estimate promised = with_threads(2, [&] { return estimate(sized(fans)); });
    EXPECT_NEAR(static_cast<double>(promised.plain_bytes), measured, 0.2 * measured) << fans << " fans";
  }
}

#endif

}  // namespace
}  // namespace hibiki::test
