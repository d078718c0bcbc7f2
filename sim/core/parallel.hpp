// The parallel verbs, all there are. oneTBB stays behind this header. None of them reduces floating point
// numbers: totals that decide anything are integers, whose sum no order changes.
#pragma once

#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_invoke.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <utility>

namespace hibiki {

/// Limits this process to `count` threads while it lives (0: as many as the machine has).
class ThreadLimit {
 public:
  explicit ThreadLimit(int count)
      : control_(tbb::global_control::max_allowed_parallelism,
                 count > 0 ? static_cast<std::size_t>(count)
                           : static_cast<std::size_t>(tbb::this_task_arena::max_concurrency())) {}

 private:
  tbb::global_control control_;
};

/// Threads a parallel verb may use now.
inline int thread_count() {
  return static_cast<int>(tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism));
}

/// body(i) for every i in [0, count), in any order; bodies write their own rows alone.
template <class Body>
void for_each_index(std::size_t count, std::size_t grain, const Body& body) {
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, count, grain == 0 ? 1 : grain),
                    [&](const tbb::blocked_range<std::size_t>& range) {
                      for (std::size_t i = range.begin(); i != range.end(); ++i) body(i);
                    });
}

/// A private copy of an integer tally for each thread, made on first use and added up at the end.
/// `Tally` must offer `void add(const Tally&)` that is commutative and associative.
template <class Tally>
class PerThread {
 public:
  /// `make()` returns an empty tally.
  template <class Make>
  explicit PerThread(Make make) : tallies_(make) {}

  Tally& local() { return tallies_.local(); }

  /// All copies added up; none of them is of use afterwards.
  Tally take() {
    Tally sum = std::move(tallies_.local());
    for (auto mine = tallies_.begin(); mine != tallies_.end(); ++mine)
      if (&*mine != &tallies_.local()) sum.add(*mine);
    return sum;
  }

 private:
  tbb::enumerable_thread_specific<Tally> tallies_;
};

/// body(i, tally) for every i in [0, count): as for_each_index, with a tally of the thread's own.
template <class Tally, class Body>
void for_each_index(std::size_t count, std::size_t grain, PerThread<Tally>& tallies, const Body& body) {
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, count, grain == 0 ? 1 : grain),
                    [&](const tbb::blocked_range<std::size_t>& range) {
                      Tally& tally = tallies.local();
                      for (std::size_t i = range.begin(); i != range.end(); ++i) body(i, tally);
                    });
}

/// body(i, lane) for every i in [0, count), begun in order: as long as it runs, no other has the same `lane` of so many, so
/// what it works with can be kept by lane. Bodies may use the other verbs inside. The first exception ends it: what is
/// under way is finished, nothing more is begun, and it is thrown on.
template <class Body>
void for_each_in_lanes(std::size_t count, std::size_t lanes, const Body& body) {
  std::atomic<std::size_t> next{0};
  const auto follow = [&](const tbb::blocked_range<std::size_t>& lane) {
    try {
      for (std::size_t i = next++; i < count; i = next++) body(i, lane.begin());
    } catch (...) {
      next = count;
      throw;
    }
  };
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, std::min(count, std::max<std::size_t>(lanes, 1)), 1), follow,
                    tbb::simple_partitioner{});
}

/// body(i) for every i in [0, count), begun in order, at most `at_once` under way: for large, independent pieces of work
/// that use the other verbs inside. A thread that waits inside one body never begins another, so no more than `at_once`
/// are in memory; threads without one of their own help inside the others'. Exceptions as above.
template <class Body>
void for_each_task(std::size_t count, std::size_t at_once, const Body& body) {
  for_each_in_lanes(count, at_once, [&](std::size_t i, std::size_t) { tbb::this_task_arena::isolate([&] { body(i); }); });
}

/// Two pieces of work that have nothing to do with each other. The first exception is thrown on once both have ended.
template <class One, class Other>
void at_the_same_time(const One& one, const Other& other) {
  tbb::parallel_invoke(one, other);
}

}  // namespace hibiki
