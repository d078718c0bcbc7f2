#include "tools/hibiki/threads.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace hibiki {
namespace {

namespace fs = std::filesystem;

/// A made-up "/", and an environment without Slurm.
class ThreadsTest : public testing::Test {
 protected:
  ThreadsTest() {
    unsetenv("SLURM_CPUS_PER_TASK");
    unsetenv("SLURM_CPUS_ON_NODE");
    fs::create_directories(root_);
  }
  ~ThreadsTest() override { fs::remove_all(root_); }

  void write(const fs::path& name, const std::string& text) {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name) << text;
  }
  int usable() const { return usable_processors(root_); }
  int usual() const { return default_threads(root_); }

  const fs::path root_ = fs::path(testing::TempDir()) /
                         ("threads_test_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
  const int all_ = processor_count();
};

TEST_F(ThreadsTest, AreThoseOfTheAffinityMask) {
  EXPECT_EQ(usable(), all_);
  EXPECT_EQ(usual(), std::min(all_, kMostThreads));
  write("proc/self/cgroup", "0::/jobs/mine\n");
  write("sys/fs/cgroup/jobs/mine/cpu.max", "max 100000\n");
  EXPECT_EQ(usable(), all_);
}

TEST_F(ThreadsTest, HeedTheQuotaOfEveryGroupAroundRoundedUp) {
  write("proc/self/cgroup", "0::/jobs/mine\n");
  write("sys/fs/cgroup/jobs/mine/cpu.max", "150000 100000\n");
  EXPECT_EQ(usable(), std::min(all_, 2));
  write("sys/fs/cgroup/jobs/cpu.max", "20000 100000\n");
  EXPECT_EQ(usable(), 1);
  EXPECT_EQ(usual(), 1);
}

TEST_F(ThreadsTest, KnowTheFirstVersionOfControlGroups) {
  write("proc/self/cgroup", "9:memory:/x\n4:cpu,cpuacct:/task\n");
  write("sys/fs/cgroup/cpu/task/cpu.cfs_period_us", "100000\n");
  write("sys/fs/cgroup/cpu/task/cpu.cfs_quota_us", "-1\n");
  EXPECT_EQ(usable(), all_);
  write("sys/fs/cgroup/cpu/task/cpu.cfs_quota_us", "100000\n");
  EXPECT_EQ(usable(), 1);
}

TEST_F(ThreadsTest, UnderSlurmAreThoseOfTheTask) {
  setenv("SLURM_CPUS_ON_NODE", "1", 1);
  EXPECT_EQ(usual(), 1);
  EXPECT_EQ(usable(), all_) << "what can run at once is another matter";
  setenv("SLURM_CPUS_PER_TASK", "2", 1);
  EXPECT_EQ(usual(), std::min(all_, 2));
  setenv("SLURM_CPUS_PER_TASK", "100000", 1);
  EXPECT_EQ(usual(), std::min(all_, kMostThreads));
  for (const char* no_number : {"", "many", "0", "-3"}) {
    setenv("SLURM_CPUS_PER_TASK", no_number, 1);
    EXPECT_EQ(usual(), 1) << no_number;
  }
}

TEST_F(ThreadsTest, AskedForAreAllowedWithOneLineOfWarning) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(threads_for(1), 1);
  EXPECT_EQ(threads_for(0), default_threads());
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  testing::internal::CaptureStderr();
  EXPECT_EQ(threads_for(1024), 1024);
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_THAT(said, testing::StartsWith("hibiki: warning: --threads 1024 exceeds the "));
  EXPECT_EQ(std::ranges::count(said, '\n'), 1);
}

TEST_F(ThreadsTest, AreThereForTheAction) {
  EXPECT_EQ(with_asked_threads(1, [] { return thread_count(); }), 1);
  EXPECT_EQ(with_asked_threads(0, [] { return thread_count(); }), default_threads());
}

}  // namespace
}  // namespace hibiki
