#include "tools/hibiki/memory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "sim/core/error.hpp"
#include "sim/engine/run.hpp"
#include "sim/scenario/load.hpp"

namespace hibiki {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A made-up "/" with the files that say how much memory there is.
class AvailableMemoryTest : public testing::Test {
 protected:
  AvailableMemoryTest() {
    fs::remove_all(root_);
    write("proc/meminfo", "MemTotal:       32000000 kB\nMemFree:         1000000 kB\nMemAvailable:   20000000 kB\n");
  }
  ~AvailableMemoryTest() override { fs::remove_all(root_); }

  void write(const fs::path& name, const std::string& text) {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name) << text;
  }

  const fs::path root_ = fs::path(testing::TempDir()) /
                         ("memory_test_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

TEST_F(AvailableMemoryTest, IsTheMachinesWithoutLimits) {
  EXPECT_EQ(available_memory(root_), 20'000'000LL * 1024);
  write("sys/fs/cgroup/memory.max", "max\n");
  EXPECT_EQ(available_memory(root_), 20'000'000LL * 1024);
}

TEST_F(AvailableMemoryTest, IsUnknownOnASystemThatDoesNotSay) {
  fs::remove_all(root_ / "proc");
  EXPECT_EQ(available_memory(root_), std::nullopt);
}

TEST_F(AvailableMemoryTest, HeedsTheGroupsLimitAndCountsCachedPagesAsFree) {
  write("proc/self/cgroup", "0::/jobs/mine\n");
  write("sys/fs/cgroup/jobs/mine/memory.max", "4000000000\n");
  write("sys/fs/cgroup/jobs/mine/memory.current", "1500000000\n");
  write("sys/fs/cgroup/jobs/mine/memory.stat",
        "anon 900000000\nfile 600000000\ninactive_file 500000000\nactive_file 50000000\n");
  EXPECT_EQ(available_memory(root_), 3'050'000'000);
}

TEST_F(AvailableMemoryTest, IsTheMachinesWhenAGroupWithoutLimitHasJustCachedMoreThanItSays) {
  write("proc/self/cgroup", "4:memory:/task\n");
  write("sys/fs/cgroup/memory/task/memory.limit_in_bytes", "9223372036854771712\n");
  write("sys/fs/cgroup/memory/task/memory.usage_in_bytes", "500000000\n");
  write("sys/fs/cgroup/memory/task/memory.stat", "total_inactive_file 500100000\ntotal_active_file 60000000\n");
  EXPECT_EQ(available_memory(root_), 20'000'000LL * 1024);
}

TEST_F(AvailableMemoryTest, HeedsTheLimitOfAGroupAround) {
  write("proc/self/cgroup", "0::/jobs/mine\n");
  write("sys/fs/cgroup/jobs/memory.max", "1000000000\n");
  write("sys/fs/cgroup/jobs/memory.current", "2000000000\n");
  EXPECT_EQ(available_memory(root_), 0);
}

TEST_F(AvailableMemoryTest, KnowsTheFirstVersionOfControlGroups) {
  write("proc/self/cgroup", "5:cpu:/x\n4:memory:/task\n");
  write("sys/fs/cgroup/memory/task/memory.limit_in_bytes", "2000000000\n");
  write("sys/fs/cgroup/memory/task/memory.usage_in_bytes", "500000000\n");
  EXPECT_EQ(available_memory(root_), 1'500'000'000);
}

TEST(FansThatFit, FillTheMemoryAndNoMore) {
  Scenario scenario;
  scenario.run.fans = 3'000'000'000;
  const std::int64_t bytes = 4'000'000'000;
  const auto fit = fans_that_fit(scenario, bytes, memory_of_run(true));
  ASSERT_GT(fit, 1'000'000);
  scenario.run.fans = fit;
  EXPECT_LE(estimate(scenario).memory_bytes, bytes);
  scenario.run.fans = fit + fit / 10;
  EXPECT_GT(estimate(scenario).memory_bytes, bytes);
}

TEST(RequireMemory, SaysHowManyFansWouldFit) {
  Scenario scenario;
  scenario.run.fans = 3'000'000'000;
  EXPECT_NO_THROW(require_memory(scenario, estimate(scenario).memory_bytes, memory_of_run(true)));
  try {
    require_memory(scenario, 4'000'000'000, memory_of_run(true));
    FAIL() << "should have thrown";
  } catch (const ScenarioError& error) {
    EXPECT_THAT(error.what(), HasSubstr("3,000,000,000 fans need"));
    EXPECT_THAT(error.what(), HasSubstr("--fans "));
  }
  EXPECT_THROW(require_memory(scenario, 0, memory_of_run(true)), ScenarioError);
}

TEST(RequireMemory, AsksForNoMoreThanTheCommandNeeds) {
  Scenario scenario = load_scenario(HIBIKI_SCENARIOS "/examples/three_markets.toml").scenario;
  scenario.run.replicates = 40;
  const Estimate run = estimate(scenario);
  EXPECT_EQ(memory_of_run(true)(scenario), run.memory_bytes);
  EXPECT_EQ(memory_of_run(false)(scenario), run.plain_bytes);
  EXPECT_NO_THROW(require_memory(scenario, run.plain_bytes, memory_of_run(false)));
  EXPECT_THROW(require_memory(scenario, run.plain_bytes, memory_of_run(true)), ScenarioError);
  // Worlds of an experiment are of one replicate each.
  scenario.run.replicates = 1;
  const std::int64_t one = estimate(scenario).memory_with({.depth = 2, .weekly = false});
  scenario.run.replicates = 40;
  EXPECT_EQ(memory_of_worlds({.depth = 2, .weekly = false})(scenario), one);
}

}  // namespace
}  // namespace hibiki
