// When an experiment writes checkpoints, and where: one for each seed under way.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "output/results/checkpoint.hpp"
#include "tools/experiments/failures.hpp"

namespace hibiki::inline experiments {

/// The callbacks are called from several threads.
struct CheckpointPlan {
  std::function<std::filesystem::path(std::size_t replicate)> stem;  ///< of a seed's checkpoint (Checkpoint)
  std::chrono::duration<double> every = std::chrono::minutes(5);     ///< time between two
  std::function<bool()> allowed;                    ///< asked before one is written; always, when not given
  std::function<void()> kept;                       ///< one was written
  std::function<void(std::int64_t weeks)> resumed;  ///< so many simulated weeks were read, and are not simulated again
  std::function<void(const std::string& text)> warn;
};

/// The checkpoint of one seed while it is simulated. Without a plan nothing is read or written.
class SeedCheckpoint {
 public:
  SeedCheckpoint(const CheckpointPlan* plan, std::size_t replicate);

  /// Checkpoint::load, with a warning of what is damaged. False when there is nothing to go on from. OtherCheckpoint is
  /// wrapped in Stopped.
  bool load(const Checkpoint::Read& read);
  /// A checkpoint that cannot be written costs a warning, not the experiment.
  void save(const Checkpoint::Write& write);
  /// Of a seed that is finished: without its worlds, which the checkpoint before still has and which go.
  void save_finished(const Checkpoint::Write& write);

  /// Calls `week`, which simulates a week of all that `write` writes, and saves when it is due. Where a watcher stops
  /// the work (Stopped), that week is complete: it is saved, and the exception goes on.
  template <class Week>
  void advance(const Week& week, const Checkpoint::Write& write) {
    try {
      week();
    } catch (const Stopped&) {
      save(write);
      throw;
    }
    if (due()) save(write);
  }

  void say_resumed(std::int64_t weeks) const { plan_->resumed(weeks); }

 private:
  SeedCheckpoint(const CheckpointPlan* plan, const std::filesystem::path& stem);

  /// Whether one was written.
  bool try_save(const Checkpoint::Write& write);
  bool due() const { return plan_ != nullptr && Clock::now() - last_ >= plan_->every; }

  using Clock = std::chrono::steady_clock;

  const CheckpointPlan* plan_;
  Checkpoint checkpoint_;
  std::string name_;  ///< in the file too: one that was copied from another seed is not used
  Clock::time_point last_ = Clock::now();
};

}  // namespace hibiki::experiments
