// Threads that work on answers: those without any result first, then the one that has waited longest, so that a window
// with much left does not hold up another.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "tools/studio/answer.hpp"

namespace hibiki::inline studio {

class Workers {
 public:
  explicit Workers(std::size_t threads);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  /// Ends the threads; answers that are left stop.
  ~Workers();

  void add(std::shared_ptr<Answer> answer);
  /// Stops it. Its threads leave it within a week of a world.
  void remove(const std::shared_ptr<Answer>& answer);
  /// While it is paused, no work is done on it.
  void pause(const std::shared_ptr<Answer>& answer, bool paused);

 private:
  struct Entry {
    std::shared_ptr<Answer> answer;
    bool paused = false;
  };

  void run();
  std::shared_ptr<Answer> next();

  std::mutex mutex_;
  std::condition_variable more_;
  std::list<Entry> answers_;  ///< the one served last at the end
  bool over_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace hibiki::studio
