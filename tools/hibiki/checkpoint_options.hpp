// Stopping a long command and going on later: options, the plan of its checkpoints, and exit codes.
#pragma once

#include <CLI/App.hpp>

#include <atomic>
#include <functional>
#include <mutex>

#include "output/results/result_folder.hpp"
#include "sim/engine/run.hpp"
#include "tools/experiments/checkpoints.hpp"
#include "tools/hibiki/result_files.hpp"

namespace hibiki::inline program {

struct CheckpointOptions {
  double every_minutes = 5;
  double most_hours = 0;  ///< 0: no limit
};

void add_checkpoint_options(CLI::App& command, CheckpointOptions& options);
/// --maxh alone.
void add_time_limit(CLI::App& command, double& hours);

/// The time limit of --maxh has passed.
struct TimeIsUp {};

/// Observer of all worlds of a command: ends it between two weeks by Interrupted or TimeIsUp.
class StopCheck final : public Observer {
 public:
  explicit StopCheck(double most_hours) : most_hours_(most_hours) {}
  void begin(const RunAxes& axes, int weeks) override;
  void tick(int week, int weeks) override;

  /// A week was simulated since the command began.
  bool progressed() const { return weeks_ > 0; }
  /// Weeks simulated since then.
  std::int64_t weeks() const { return weeks_; }
  /// Whether a signal or the time limit asks for the end.
  bool asked() const;
  void throw_if_asked() const;
  const RunClock& clock() const { return clock_; }

 private:
  bool time_is_up() const;

  RunClock clock_;
  double most_hours_;
  std::atomic<std::int64_t> weeks_ = 0;
};

/// The checkpoints of a command in the folder of its result.
class CommandCheckpoints {
 public:
  CommandCheckpoints(ResultFolder& folder, const CheckpointOptions& options);

  CheckpointPlan plan;
  StopCheck stop;

  /// `plan` with a progress that counts the weeks of earlier commands; `prefix` tells apart checkpoints of several
  /// parts of the work.
  template <class Progress>
  CheckpointPlan plan_for(Progress& progress, const std::string& prefix = {}) const {
    CheckpointPlan own = plan;
    own.stem = [this, prefix](std::size_t replicate) { return stem(prefix, replicate); };
    own.resumed = [this, &progress](std::int64_t weeks) {
      progress.resume(weeks);
      plan.resumed(weeks);
    };
    return own;
  }

  /// From now on the folder outlives the command, although there may be no checkpoint yet.
  void keep_folder();

  /// Calls `work`, which simulates with `plan` and `stop`, and returns its exit code; 75 when it was stopped, a
  /// checkpoint is there and weeks were simulated: the same command goes on. Throws Interrupted when nothing is kept,
  /// which is also so for SIGINT (the user's Ctrl-C) within the first interval.
  int run(const std::function<int()>& work);

 private:
  std::filesystem::path stem(const std::string& prefix, std::size_t replicate) const;

  ResultFolder& folder_;
  std::mutex mutex_;
  std::atomic<bool> kept_ = false, resumed_ = false;
};

/// Of the checkpoint of a seed or a replicate.
std::string checkpoint_name(std::size_t replicate);

/// Exit code of a command that a signal stopped and that can go on: 130 for Ctrl-C, else 75 if there was progress.
/// Where batch systems start a command again at 75, one without progress would run for ever.
int code_of_stop(int signal, bool progressed);

}  // namespace hibiki::program
