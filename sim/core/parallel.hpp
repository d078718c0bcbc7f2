// All parallel verbs. Only this header includes oneTBB. None of them reduces floating point
// numbers: totals are integers, so that sums do not depend on the order.
#pragma once

#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_invoke.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <utility>

namespace hibiki::inline core {

/// Most threads that with_threads takes.
inline constexpr int kMostThreads = 1024;

/// Processors that the system lets this process run on: its affinity mask.
inline int processor_count() { return tbb::info::default_concurrency(); }

/// Threads a parallel verb may use here: those of the innermost with_threads, else processor_count().
inline int thread_count() { return tbb::this_task_arena::max_concurrency(); }

namespace detail {

/// A task arena of more threads than processors gets no more workers than processors, unless a control allows them.
inline void allow_more_threads_than_processors() {
  static const tbb::global_control allowed(tbb::global_control::max_allowed_parallelism, kMostThreads);
}

}  // namespace detail

/// Calls body() with `count` threads for the verbs inside, the calling thread among them, however many processors there
/// are. `count` is from 1 to kMostThreads, or 0 for processor_count(). Returns and throws as body does. Calls may be
/// nested: the innermost count holds.
template <class Body>
decltype(auto) with_threads(int count, const Body& body) {
  detail::allow_more_threads_than_processors();
  tbb::task_arena arena(std::clamp(count > 0 ? count : processor_count(), 1, kMostThreads));
  return arena.execute(body);
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

/// body(i, lane) for every i in [0, count), begun in order. No two concurrent calls share a `lane` in [0, lanes): use
/// it to index scratch buffers. Bodies may use the other verbs inside. The first exception ends the loop: calls under
/// way are finished, no more are begun, and the exception is thrown on.
template <class Body>
void for_each_in_lanes(std::size_t count, std::size_t lanes, const Body& body) {
  std::atomic<std::size_t> next{0};
  std::atomic_flag failed;
  std::exception_ptr first;
  // An exception that oneTBB saw would cancel the loops inside the other bodies: they would go on with half their work.
  const auto follow = [&](const tbb::blocked_range<std::size_t>& lane) {
    try {
      for (std::size_t i = next++; i < count; i = next++) body(i, lane.begin());
    } catch (...) {
      next = count;
      if (!failed.test_and_set()) first = std::current_exception();
    }
  };
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, std::min(count, std::max<std::size_t>(lanes, 1)), 1), follow,
                    tbb::simple_partitioner{});
  if (first) std::rethrow_exception(first);
}

/// body(i) for every i in [0, count), begun in order, at most `at_once` under way: for large, independent pieces of
/// work that use the other verbs inside. A thread that waits inside one body never begins another, so no more than
/// `at_once` are in memory; threads without one of their own help inside the others'. Exceptions as above.
template <class Body>
void for_each_task(std::size_t count, std::size_t at_once, const Body& body) {
  for_each_in_lanes(count, at_once,
                    [&](std::size_t i, std::size_t) { tbb::this_task_arena::isolate([&] { body(i); }); });
}

/// Two independent pieces of work. The first exception is thrown on once both have ended.
template <class One, class Other>
void at_the_same_time(const One& one, const Other& other) {
  tbb::parallel_invoke(one, other);
}

}  // namespace hibiki::core
