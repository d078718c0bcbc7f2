// The answer to one question while it is simulated: first a rough one with few fans, then a firm one. Several threads
// work on it, a slice of a pair at a time, and others read its state.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tools/experiments/arms.hpp"
#include "tools/studio/asked.hpp"
#include "tools/studio/pair_task.hpp"
#include "tools/studio/world_store.hpp"

namespace hibiki::inline studio {

/// How an answer is made.
struct AnswerPlan {
  std::shared_ptr<const LoadedScenario> base;  ///< from a file, as the absolute path in it
  std::int64_t rough_fans = 2000, firm_fans = 20000;
  std::size_t rough_pairs = 8;
  std::size_t most_pairs = 32;  ///< of the firm answer
  std::size_t least_pairs = 8;  ///< before it can count as settled
  std::size_t shown_from = 2;   ///< pairs of the firm answer that replace the rough one
  /// The interval is settled when it is no wider: that of the logarithm of the ratio, or of the difference as a share
  /// of the base. Unlike the width of the ratio itself, it does not grow with the effect.
  double settled_width = 0.2;
  std::size_t at_once = 2;  ///< pairs under way
};

class Answer {
 public:
  using Clock = std::chrono::steady_clock;

  /// Throws as ask() does.
  Answer(const Question& question, const AnswerPlan& plan, WorldStore& store);

  /// Works on it for about so long. False when there is nothing to begin: all is done, or others work on the rest.
  bool work(Clock::duration length);

  /// Ends the work; what is under way ends within a week.
  void stop();

  bool wants_work() const;
  /// Whether nothing is left to do.
  bool over() const;
  /// Whether not one pair is done yet: such answers go first.
  bool urgent() const;

  /// All that the page draws. The result, a compare.json, is left out when it is that of `since`; after an interval
  /// without news the call returns what there is.
  nlohmann::ordered_json state(std::uint64_t since) const;

  /// compare.json of the pairs done; empty before the first. Equal to that of the command in it but for names of files.
  std::string result() const;
  /// The comparison behind it; nullptr before the first pair.
  std::shared_ptr<const Comparison> comparison() const;

  /// why.json of the what-if, of two seeds with the fans of the rough answer: simulated here, which takes seconds.
  /// Throws QuestionError where the effect cannot be split, and when the answer was stopped.
  std::string why() const;

 private:
  /// The pairs of one size of worlds.
  struct Stage {
    std::shared_ptr<const Asked> asked;
    std::size_t wanted;     ///< pairs
    std::size_t begun = 0;  ///< pairs
    std::size_t shown = 0;  ///< pairs in a row from the first, in the result
  };
  /// The interval of the headline, of the what-if with the widest one.
  struct Width {
    double width = 0.0;            ///< as AnswerPlan::settled_width; infinite without an interval
    std::size_t pairs_needed = 0;  ///< for that; 0: unknown
  };
  struct Task {
    std::size_t stage;
    PairTask pair;
    double seconds = 0.0;
  };

  std::unique_ptr<Task> take();
  void give_back(std::unique_ptr<Task> task);
  void finish(Task& task);
  /// Makes the result of the pairs of a stage that are shown.
  void publish(std::size_t stage, bool settled, const Width& width);
  Width width_of(const std::vector<SeedOutcome>& outcomes, const Asked& asked) const;
  void fail(const std::string& why);
  void draw(const Task& task);
  bool all_begun() const;
  bool may_begin() const;
  nlohmann::ordered_json progress() const;
  nlohmann::ordered_json live() const;

  const Question question_;
  const AnswerPlan plan_;
  WorldStore& store_;

  mutable std::mutex mutex_;
  mutable std::condition_variable news_;
  std::vector<Stage> stages_;
  std::deque<std::unique_ptr<Task>> waiting_;
  std::size_t under_way_ = 0;  ///< tasks that were begun and are not finished
  std::atomic<bool> stopped_ = false;
  bool settled_ = false;
  std::vector<std::string> errors_;  ///< of worlds that failed
  std::shared_ptr<const Comparison> comparison_;
  std::shared_ptr<const nlohmann::ordered_json> result_;  ///< comparison_ as compare.json
  std::size_t result_stage_ = 0;
  std::uint64_t version_ = 0, result_version_ = 0;
  Width width_;
  std::vector<double> pair_seconds_;  ///< by stage: mean of the pairs done
  double firm_takes_ = 1.0;           ///< time of a firm pair over that of a rough one, as estimated
  std::vector<std::size_t> pairs_timed_;
  // What is drawn while the first pair is on its way:
  std::vector<std::vector<float>> curves_;  ///< by arm
  std::size_t curve_stage_ = 0, curve_pair_ = 0;

  /// Held while a result is made, which takes long; mutex_ alone while it is read.
  std::mutex making_;
  std::vector<std::vector<std::optional<SeedOutcome>>> outcomes_;  ///< by stage; guarded by making_, as:
  std::vector<std::vector<SeedOutcome>> shown_;                    ///< by stage, those in a row from the first
};

}  // namespace hibiki::studio
