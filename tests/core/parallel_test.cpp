#include "sim/core/parallel.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <iostream>
#include <mutex>
#include <numeric>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/threads.hpp"

namespace hibiki {
namespace {

using test::for_thread_counts;

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
  for_thread_counts([] {
    PerThread<Sum> tallies([] { return Sum{}; });
    for_each_index(kCount, 100, tallies, [](std::size_t i, Sum& sum) { sum.total += static_cast<std::int64_t>(i); });
    EXPECT_EQ(tallies.take().total, static_cast<std::int64_t>(kCount * (kCount - 1) / 2));
  });
}

TEST(ForEachIndex, LetsExceptionsOut) {
  EXPECT_THROW(for_each_index(100, 1,
                              [](std::size_t i) {
                                if (i == 50) throw std::runtime_error("fifty");
                              }),
               std::runtime_error);
}

/// Threads that take part in as many tasks as there should be threads: each task waits for the others to begin, so that
/// no thread can take two. The limit is for a failure alone.
std::size_t threads_that_take_part(std::size_t tasks) {
  std::mutex mutex;
  std::condition_variable all_begun;
  std::set<std::thread::id> threads;
  std::size_t begun = 0;
  for_each_in_lanes(tasks, tasks, [&](std::size_t, std::size_t) {
    std::unique_lock lock(mutex);
    threads.insert(std::this_thread::get_id());
    if (++begun == tasks) all_begun.notify_all();
    all_begun.wait_for(lock, std::chrono::seconds(30), [&] { return begun == tasks; });
  });
  return threads.size();
}

TEST(WithThreads, RunsAsManyAsAskedWhateverTheProcessors) {
  for_thread_counts([] {
    const auto count = static_cast<std::size_t>(thread_count()), took_part = threads_that_take_part(count);
    std::cout << took_part << " of " << count << " threads took part, on " << processor_count() << " processors\n";
    EXPECT_EQ(took_part, count);
  });
}

TEST(WithThreads, TheInnermostCountHolds) {
  const int outside = thread_count();
  with_threads(2, [] {
    EXPECT_EQ(thread_count(), 2);
    with_threads(7, [] {
      EXPECT_EQ(thread_count(), 7);
      EXPECT_EQ(threads_that_take_part(7), 7u);
      with_threads(1, [] { EXPECT_EQ(thread_count(), 1); });
    });
    EXPECT_EQ(thread_count(), 2);
    EXPECT_EQ(threads_that_take_part(2), 2u);
  });
  EXPECT_EQ(thread_count(), outside);
  EXPECT_EQ(with_threads(0, [] { return thread_count(); }), processor_count());
}

TEST(WithThreads, ReturnsAndThrowsAsItsBodyDoes) {
  EXPECT_EQ(with_threads(3, [] { return std::string("three"); }), "three");
  EXPECT_THROW(with_threads(3, [] { throw std::out_of_range("four"); }), std::out_of_range);
}

TEST(WithThreads, HoldsInsideTheTasks) {
  with_threads(5, [] {
    std::atomic<int> right{0};
    for_each_task(10, 5, [&](std::size_t) { right += thread_count() == 5; });
    EXPECT_EQ(right, 10);
  });
}

TEST(ForEachTask, NeverMoreAtOnceThanAsked) {
  with_threads(16, [] {
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
  });
}

TEST(ForEachTask, AnExceptionEndsIt) {
  std::atomic<int> begun{0};
  const auto run = [&] {
    for_each_task(1000, 2, [&](std::size_t i) {
      ++begun;
      if (i == 3) throw std::runtime_error("enough");
      std::this_thread::sleep_for(std::chrono::microseconds(200));  // a throw takes its time as well
    });
  };
  EXPECT_THROW(with_threads(2, run), std::runtime_error);
  EXPECT_LT(begun, 1000);
}

TEST(ForEachTask, WhatIsUnderWayWhenOneFailsIsDoneWhole) {
  for (int round = 0; round < 5; ++round) {
    std::atomic<bool> other_begun{false}, failed{false};
    std::atomic<int> done{0};
    const auto wait_a_while_for = [](const std::atomic<bool>& flag) {
      for (int i = 0; i < 1000 && !flag; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    };
    const auto run = [&] {
      for_each_task(2, 2, [&](std::size_t task) {
        if (task == 0) {
          wait_a_while_for(other_begun);
          failed = true;
          throw std::runtime_error("enough");
        }
        other_begun = true;
        wait_a_while_for(failed);
        for (int loop = 0; loop < 20; ++loop) {
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
          for_each_index(100, 1, [&](std::size_t) { ++done; });
        }
      });
    };
    EXPECT_THROW(with_threads(2, run), std::runtime_error);
    if (other_begun) {
      EXPECT_EQ(done, 20 * 100);
    }
  }
}

TEST(ForEachTask, OfNothing) {
  for_each_task(0, 4, [](std::size_t) { FAIL(); });
}

TEST(ForEachInLanes, ALaneIsNeverTwoAtOnce) {
  with_threads(16, [] {
    for (const std::size_t lanes : {1u, 3u, 16u}) {
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
  });
}

TEST(ForEachInLanes, AnExceptionEndsIt) {
  std::atomic<int> begun{0};
  const auto run = [&] {
    for_each_in_lanes(1000, 2, [&](std::size_t i, std::size_t) {
      ++begun;
      if (i == 3) throw std::runtime_error("enough");
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    });
  };
  EXPECT_THROW(with_threads(2, run), std::runtime_error);
  EXPECT_LT(begun, 1000);
}

}  // namespace
}  // namespace hibiki
