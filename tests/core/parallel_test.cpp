#include "sim/core/parallel.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

namespace hibiki {
namespace {

struct Sum {
  std::int64_t total = 0;
  void add(const Sum& other) { total += other.total; }
};

TEST(ForEachIndex, VisitsEachIndexOnce) {
  for (const std::size_t count : {0u, 1u, 7u, 1000u, 100'003u}) {
    for (const std::size_t grain : {0u, 1u, 64u, 1'000'000u}) {
      std::vector<int> visits(count);
      for_each_index(count, grain, [&](std::size_t i) { ++visits[i]; });
      EXPECT_EQ(std::accumulate(visits.begin(), visits.end(), 0), static_cast<int>(count));
      EXPECT_TRUE(visits.empty() || *std::max_element(visits.begin(), visits.end()) == 1);
    }
  }
}

TEST(ForEachIndex, TalliesAddUpWhateverTheThreads) {
  constexpr std::size_t kCount = 50'000;
  for (const int threads : {1, 2, 3, 7}) {
    const ThreadLimit limit(threads);
    PerThread<Sum> tallies([] { return Sum{}; });
    for_each_index(kCount, 100, tallies, [](std::size_t i, Sum& sum) { sum.total += static_cast<std::int64_t>(i); });
    EXPECT_EQ(tallies.take().total, static_cast<std::int64_t>(kCount * (kCount - 1) / 2)) << threads << " threads";
  }
}

TEST(ForEachIndex, LetsExceptionsOut) {
  EXPECT_THROW(for_each_index(100, 1,
                              [](std::size_t i) {
                                if (i == 50) throw std::runtime_error("fifty");
                              }),
               std::runtime_error);
}

TEST(ThreadLimit, HoldsWhileItLives) {
  const int before = thread_count();
  {
    const ThreadLimit limit(1);
    EXPECT_EQ(thread_count(), 1);
  }
  EXPECT_EQ(thread_count(), before);
}

TEST(ForEachTask, NeverMoreAtOnceThanAsked) {
  const ThreadLimit limit(4);
  for (const std::size_t at_once : {1u, 2u, 3u}) {
    std::atomic<int> under_way{0}, most{0}, done{0};
    for_each_task(40, at_once, [&](std::size_t) {
      const int now = ++under_way;
      for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
      }
      // A thread that waits for these must not begin another task.
      std::atomic<int> sum{0};
      for_each_index(2000, 1, [&](std::size_t i) { sum += static_cast<int>(i % 3); });
      EXPECT_EQ(sum, 1999);
      --under_way;
      ++done;
    });
    EXPECT_LE(most, static_cast<int>(at_once));
    EXPECT_EQ(done, 40);
  }
}

TEST(ForEachTask, AnExceptionEndsIt) {
  const ThreadLimit limit(2);
  std::atomic<int> begun{0};
  EXPECT_THROW(for_each_task(1000, 2, [&](std::size_t i) {
    ++begun;
    if (i == 3) throw std::runtime_error("enough");
    std::this_thread::sleep_for(std::chrono::microseconds(200));  // a throw takes its time as well
  }), std::runtime_error);
  EXPECT_LT(begun, 1000);
}

TEST(ForEachTask, OfNothing) {
  for_each_task(0, 4, [](std::size_t) { FAIL(); });
}

TEST(ForEachInLanes, ALaneIsNeverTwoAtOnce) {
  const ThreadLimit limit(4);
  for (const std::size_t lanes : {1u, 3u}) {
    std::vector<std::atomic<int>> in_lane(lanes);
    std::vector<std::atomic<int>> done(60);
    for_each_in_lanes(done.size(), lanes, [&](std::size_t i, std::size_t lane) {
      ASSERT_LT(lane, lanes);
      EXPECT_EQ(in_lane[lane]++, 0);
      for_each_index(200, 1, [&](std::size_t) { ++done[i]; });
      --in_lane[lane];
    });
    EXPECT_TRUE(std::ranges::all_of(done, [](const auto& count) { return count == 200; }));
  }
}

TEST(ForEachInLanes, AnExceptionEndsIt) {
  const ThreadLimit limit(2);
  std::atomic<int> begun{0};
  EXPECT_THROW(for_each_in_lanes(1000, 2, [&](std::size_t i, std::size_t) {
    ++begun;
    if (i == 3) throw std::runtime_error("enough");
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }), std::runtime_error);
  EXPECT_LT(begun, 1000);
}

}  // namespace
}  // namespace hibiki
