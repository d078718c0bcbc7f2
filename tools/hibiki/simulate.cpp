#include "tools/hibiki/simulate.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <optional>

#include "output/results/week_recorder.hpp"
#include "sim/core/parallel.hpp"
#include "sim/engine/run_archive.hpp"
#include "tools/experiments/failures.hpp"
#include "tools/hibiki/checkpoint_options.hpp"
#include "tools/hibiki/experiment.hpp"
#include "tools/hibiki/pair_progress.hpp"
#include "tools/hibiki/progress.hpp"
#include "tools/hibiki/stop_signals.hpp"

namespace hibiki::inline program {

namespace {

/// One replicate, which goes on from its checkpoint.
class ReplicateTask {
 public:
  ReplicateTask(const Scenario& scenario, std::uint64_t seed, const std::filesystem::path& spool,
                SeedCheckpoint& checkpoint, const Execution& execution)
      : scenario_(scenario), checkpoint_(checkpoint), execution_(execution), replicate_{seed, {}, spool} {}

  Replicate simulate(const std::vector<Observer*>& watchers) {
    try {
      if (!checkpoint_.load([this](ArchiveReader& archive) { read(archive); })) start_anew();
      if (run_) simulate_weeks(watchers);
    } catch (const Stopped& stopped) {
      std::rethrow_exception(stopped.why);
    }
    return replicate_;
  }

 private:
  void start_anew() {
    run_.reset();  // one world at a time is in memory
    run_.emplace(scenario_, replicate_.seed, execution_);
    recorder_.reset();
    if (records()) recorder_.emplace(replicate_.spool);
    begun_ = false;
  }

  void simulate_weeks(const std::vector<Observer*>& watchers) {
    WrappedObserver wrapped(watchers);
    std::vector<Observer*> observers{&wrapped};
    if (recorder_) observers.insert(observers.begin(), &*recorder_);
    if (!begun_) run_->begin(observers);
    while (!run_->finished())
      checkpoint_.advance([&] { run_->advance(observers); }, [this](ArchiveWriter& archive) { write(archive); });
    replicate_.result = run_->finish(observers);
    run_.reset();
    checkpoint_.save_finished([this](ArchiveWriter& archive) { write(archive); });
  }

  bool records() const { return !replicate_.spool.empty(); }
  std::uint64_t spool_bytes() const { return records() ? InputFile(replicate_.spool).size() : 0; }

  void write(ArchiveWriter& archive) {
    archive(records(), run_.has_value());
    if (run_)
      archive(*run_);
    else
      archive(replicate_.result, spool_bytes());
    if (run_ && recorder_) archive(*recorder_);
  }

  void read(ArchiveReader& archive) {
    bool recorded = false, under_way = false;
    archive(recorded, under_way);
    if (recorded != records()) throw IoError("the checkpoint was made with another --keep");
    if (!under_way) {
      std::uint64_t bytes = 0;
      archive(replicate_.result, bytes);
      if (bytes != spool_bytes()) throw torn_spool(replicate_.spool);
      run_.reset();
      return checkpoint_.say_resumed(replicate_.result.weeks);
    }
    start_anew();
    archive(*run_);
    if (recorder_) archive(*recorder_);
    begun_ = true;
    checkpoint_.say_resumed(run_->week());
  }

  const Scenario& scenario_;
  SeedCheckpoint& checkpoint_;
  const Execution execution_;
  Replicate replicate_;
  std::optional<ReplicateRun> run_;  ///< none when it is finished
  std::optional<WeekRecorder> recorder_;
  bool begun_ = false;  ///< its observers were told, before the checkpoint
};

/// Simulates the replicate at a position among the seeds.
using SimulateOne = std::function<Replicate(std::size_t, const CheckpointPlan&, const std::vector<Observer*>&)>;

std::vector<Replicate> in_turn(const Scenario& scenario, std::size_t count, const SimulateOne& simulate_one,
                               CommandCheckpoints* checkpoints) {
  ProgressBar progress(scenario.name, scenario.calendar(), scenario.run.fans, static_cast<int>(count));
  const CheckpointPlan plan = checkpoints != nullptr ? checkpoints->plan_for(progress) : CheckpointPlan{};
  std::vector<Replicate> replicates;
  for (std::size_t i = 0; i < count; ++i) {
    progress.replicate(static_cast<int>(i));
    replicates.push_back(simulate_one(i, plan, {&progress}));
  }
  return replicates;
}

/// Ends replicates that are simulated side by side, after the week they are in, when one has failed.
class UntilOneFails final : public Observer {
 public:
  void tick(int, int) override {
    if (failed_) throw AnotherFailed{};
  }

  /// Throws on what `body` throws, but not where it ended because of another.
  template <class Body>
  void call(const Body& body) try {
    if (!failed_) body();
  } catch (const AnotherFailed&) {
  } catch (...) {
    failed_ = true;
    throw;
  }

 private:
  struct AnotherFailed {};

  std::atomic<bool> failed_ = false;
};

std::vector<Replicate> side_by_side(const Scenario& scenario, std::size_t count, std::size_t at_once,
                                    const SimulateOne& simulate_one, CommandCheckpoints* checkpoints) {
  PairProgress progress(scenario.name, scenario.calendar().weeks, "replicates");
  progress.expect(static_cast<std::int64_t>(count));
  const CheckpointPlan plan = checkpoints != nullptr ? checkpoints->plan_for(progress) : CheckpointPlan{};
  UntilOneFails until_one_fails;
  std::vector<Replicate> replicates(count);
  for_each_task(count, at_once, [&](std::size_t i) {
    until_one_fails.call([&] { replicates[i] = simulate_one(i, plan, {&progress, &until_one_fails}); });
  });
  return replicates;
}

}  // namespace

std::size_t replicates_at_once(const Scenario& scenario, std::size_t replicates, bool weekly,
                               const Execution& execution) {
  // Above, two threads in one world are as good as two worlds, which take twice the memory.
  constexpr std::int64_t kSmallWorld = 200'000;  // fans
  if (execution.ranks != nullptr || replicates < 2 || scenario.run.fans > kSmallWorld) return 1;
  return std::min(replicates, seeds_at_once(scenario, 1, weekly));
}

std::vector<Replicate> simulate(const Scenario& scenario, const std::vector<std::uint64_t>& seeds,
                                const SpoolPath& spool, CommandCheckpoints* checkpoints, const Execution& execution) {
  InterruptCheck until_signal;
  Observer* const stop = checkpoints != nullptr ? static_cast<Observer*>(&checkpoints->stop) : &until_signal;
  const auto simulate_one = [&](std::size_t i, const CheckpointPlan& plan, std::vector<Observer*> watchers) {
    SeedCheckpoint checkpoint(checkpoints != nullptr ? &plan : nullptr, i);
    const std::filesystem::path weeks = spool ? spool(i) : std::filesystem::path();
    watchers.push_back(stop);
    return ReplicateTask(scenario, seeds[i], weeks, checkpoint, execution).simulate(watchers);
  };
  const std::size_t at_once = replicates_at_once(scenario, seeds.size(), static_cast<bool>(spool), execution);
  return at_once > 1 ? side_by_side(scenario, seeds.size(), at_once, simulate_one, checkpoints)
                     : in_turn(scenario, seeds.size(), simulate_one, checkpoints);
}

}  // namespace hibiki::program
