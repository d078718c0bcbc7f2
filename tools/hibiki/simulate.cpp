#include "tools/hibiki/simulate.hpp"

#include <optional>

#include "output/results/week_recorder.hpp"
#include "sim/engine/run_archive.hpp"
#include "tools/experiments/failures.hpp"
#include "tools/hibiki/checkpoint_options.hpp"
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
    checkpoint_.save([this](ArchiveWriter& archive) { write(archive); });
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

}  // namespace

std::vector<Replicate> simulate(const Scenario& scenario, const std::vector<std::uint64_t>& seeds,
                                const SpoolPath& spool, CommandCheckpoints* checkpoints, const Execution& execution) {
  ProgressBar progress(scenario.name, scenario.calendar(), scenario.run.fans, static_cast<int>(seeds.size()));
  InterruptCheck until_signal;
  CheckpointPlan plan;
  if (checkpoints != nullptr) plan = checkpoints->plan_for(progress);
  std::vector<Replicate> replicates;
  replicates.reserve(seeds.size());
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    progress.replicate(static_cast<int>(i));
    SeedCheckpoint checkpoint(checkpoints != nullptr ? &plan : nullptr, i);
    const std::filesystem::path weeks = spool ? spool(i) : std::filesystem::path();
    replicates.push_back(ReplicateTask(scenario, seeds[i], weeks, checkpoint, execution)
                             .simulate({&progress, checkpoints != nullptr ? static_cast<Observer*>(&checkpoints->stop)
                                                                          : &until_signal}));
  }
  return replicates;
}

}  // namespace hibiki::program
