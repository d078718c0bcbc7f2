// The answer to one question while it is simulated: first a rough one with few fans, then a firm one. Several threads
// work on it, a slice of a pair at a time, and others read its state.
#pragma once

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
#include "tools/experiments/precision.hpp"
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
  /// The interval is settled when it is no wider: of the ratio, or of the difference as a share of the base.
  double settled_width = 0.2;
  std::size_t at_once = 2;  ///< pairs under way
};

class Answer {
 public:
  using Clock = std::chrono::steady_clock;

  /// Throws as ask() does.
  Answer(const Question& question, const AnswerPlan& plan, WorldStore& store);

  /// Works on it for about `slice`. False when there is nothing to begin: all is done, or others work on the rest.
  bool work(Clock::duration slice);

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

  const Question& question() const { return question_; }

 private:
  /// The pairs of one size of worlds.
  struct Stage {
    std::shared_ptr<const Asked> asked;
    std::size_t wanted;                ///< pairs
    std::size_t begun = 0, shown = 0;  ///< shown: outcomes in a row from the first
    std::vector<std::optional<SeedOutcome>> outcomes;
  };
  struct Task {
    std::size_t stage;
    PairTask pair;
    double seconds = 0.0;
  };

  std::unique_ptr<Task> take();
  void give_back(std::unique_ptr<Task> task);
  void finish(Task& task);
  bool stopped_now() const;
  void refresh(std::size_t stage);
  void draw(const Task& task);
  bool all_begun() const;
  nlohmann::ordered_json progress() const;

  const Question question_;
  const AnswerPlan plan_;
  WorldStore& store_;

  mutable std::mutex mutex_;
  mutable std::condition_variable news_;
  std::vector<Stage> stages_;
  std::deque<std::unique_ptr<Task>> waiting_;
  std::size_t under_way_ = 0;  ///< tasks that were begun and are not finished
  bool stopped_ = false, settled_ = false;
  std::shared_ptr<const Comparison> comparison_;
  std::string result_;  ///< comparison_ as compare.json
  std::size_t result_stage_ = 0;
  std::uint64_t version_ = 0, result_version_ = 0;
  Precision precision_;
  std::vector<double> pair_seconds_;  ///< by stage: mean of the pairs done
  std::vector<std::size_t> pairs_timed_;
  // What is drawn while the first pair is on its way:
  std::vector<std::vector<float>> curves_;  ///< by arm
  std::size_t curve_stage_ = 0, curve_pair_ = 0;
};

}  // namespace hibiki::studio
