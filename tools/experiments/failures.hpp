// Confines an exception to its run or seed; exceptions of watchers end the whole experiment.
#pragma once

#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/core/parallel.hpp"
#include "sim/engine/run.hpp"

namespace hibiki::inline experiments {

/// Wraps an exception of an observer, which ends the experiment, unlike the failure of a world.
struct Stopped {
  std::exception_ptr why;
};

/// Every world needed for an answer failed; the message is that of the first. Exit code 5.
class EveryWorldFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Forwards weeks to observers; their exceptions are wrapped in Stopped.
class WrappedObserver final : public Observer {
 public:
  explicit WrappedObserver(const std::vector<Observer*>& watchers) : watchers_(watchers) {}

  void begin(const RunAxes& axes, int weeks) override {
    each([&](Observer& o) { o.begin(axes, weeks); });
  }
  void tick(int week, int weeks) override {
    each([&](Observer& o) { o.tick(week, weeks); });
  }
  void end(const RunResult& result) override {
    each([&](Observer& o) { o.end(result); });
  }

 private:
  template <class Call>
  void each(const Call& call) {
    for (Observer* o : watchers_) try {
        call(*o);
      } catch (...) {
        throw Stopped{std::current_exception()};
      }
  }

  const std::vector<Observer*>& watchers_;
};

/// Message of an exception thrown by `work`; empty without one.
template <class Work>
std::string failure_of(const Work& work) try {
  work();
  return {};
} catch (const std::bad_alloc&) {
  return "out of memory";
} catch (const std::exception& error) {
  return error.what();
}

/// simulate(i) for every i in [0, count), at most `at_once` under way. Failures are contained (failure_of); what
/// watchers threw is thrown on as they threw it.
template <class Simulate>
void for_each_seed(std::size_t count, std::size_t at_once, const Simulate& simulate) try {
  for_each_task(count, at_once, simulate);
} catch (const Stopped& stopped) {
  std::rethrow_exception(stopped.why);
}

}  // namespace hibiki::experiments
