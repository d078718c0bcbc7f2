// The answers of all windows: one at a time for each, the newer stops the older. An answer that no window asks after is
// paused, then dropped, as when a window was closed or a laptop sleeps.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "tools/studio/answer.hpp"
#include "tools/studio/workers.hpp"

namespace hibiki::inline studio {

/// How long an answer is kept for a window that does not ask after it. A page asks several times a second; one in the
/// background is throttled by its browser to once a minute.
struct Patience {
  std::chrono::milliseconds paused_after = std::chrono::seconds(5), dropped_after = std::chrono::minutes(10);
  /// The page asks after a finished one no more, but links lead to it.
  std::chrono::milliseconds finished_dropped_after = std::chrono::hours(2);
};

class Answers {
 public:
  using Clock = std::chrono::steady_clock;

  Answers(AnswerPlan plan, std::size_t threads, std::size_t most_worlds, std::size_t most_pasts,
          const Patience& patience = {});
  Answers(const Answers&) = delete;
  Answers& operator=(const Answers&) = delete;
  ~Answers();

  /// Begins to answer, and stops what the window asked before. Returns the answer's id. Throws as ask() does, and
  /// QuestionError when a newer question of the window came meanwhile.
  std::string ask(const std::string& window, const Question& question);

  /// The answer, which is wanted still; nullptr when there is none of that id: it was dropped, or never was.
  std::shared_ptr<const Answer> find(const std::string& id);

  void stop(const std::string& id);

  const AnswerPlan& plan() const { return plan_; }
  std::size_t count() const;
  const WorldStore& store() const { return store_; }

 private:
  struct Entry {
    std::string id, window;
    std::shared_ptr<Answer> answer;
    Clock::time_point wanted;  ///< when a window last asked after it
  };

  bool is_newest(const std::string& window, std::uint64_t turn) const;
  static QuestionError superseded();
  std::shared_ptr<Answer> prepared(const std::string& window, std::uint64_t turn, const Question& question);
  void watch();
  void drop(std::list<Entry>::iterator entry);

  const AnswerPlan plan_;
  const Patience patience_;
  WorldStore store_;
  mutable std::mutex mutex_;
  std::condition_variable over_changed_;
  std::list<Entry> entries_;
  std::map<std::string, std::uint64_t> turns_;  ///< of each window's newest question, while it is asked
  std::uint64_t next_ = 1;
  std::mutex preparing_;  ///< held while the scenarios of a question are read
  bool over_ = false;
  Workers workers_;
  std::thread watcher_;
};

}  // namespace hibiki::studio
