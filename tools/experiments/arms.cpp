#include "tools/experiments/arms.hpp"

#include <algorithm>
#include <exception>
#include <map>

#include "output/analysis/arm_archive.hpp"
#include "output/results/week_recorder.hpp"
#include "sim/core/error.hpp"
#include "sim/engine/replicate_run.hpp"
#include "sim/scenario/first_difference.hpp"
#include "tools/experiments/failures.hpp"
#include "tools/experiments/shared_past.hpp"

namespace hibiki::inline experiments {

namespace {

/// An arm in progress: its run and its records.
class ArmRun {
 public:
  /// From the start. Its observers have not been told yet: begin() comes next, or it is read from a checkpoint.
  ArmRun(const ArmPlan& plan, std::size_t arm, std::size_t replicate)
      : ArmRun(plan, arm, replicate, ReplicateRun(*plan.arms[arm], plan.first_seed + replicate)) {}

  /// Goes off from `past` under the scenario of another arm, whose fan network it shares.
  ArmRun(const ArmRun& past, const ArmPlan& plan, std::size_t arm, std::size_t replicate)
      : ArmRun(plan, arm, replicate, ReplicateRun(past.run_, *plan.arms[arm])) {
    is_fork_ = true;
    builder_ = past.builder_;
  }
  /// As well its weeks so far; not before it is read from a checkpoint, since it has weeks of its own.
  void copy_weeks(const ArmRun& past) {
    if (recorder_) recorder_.emplace(*past.recorder_, spool_);
  }

  std::size_t arm() const { return arm_; }
  bool is_fork() const { return is_fork_; }
  int week() const { return run_.week(); }
  bool finished() const { return run_.finished(); }

  void begin() { run_.begin(observers()); }
  void advance() { run_.advance(observers()); }

  ArmReplicate finish(std::uint64_t seed) {
    RunResult result = run_.finish(observers());
    return {{seed, std::move(result), spool_}, builder_.record()};
  }

 private:
  ArmRun(const ArmPlan& plan, std::size_t arm, std::size_t replicate, ReplicateRun run)
      : arm_(arm),
        run_(std::move(run)),
        builder_(plan.scope),
        watchers_(plan.watchers),
        spool_(plan.spool ? plan.spool(arm, replicate) : std::filesystem::path()) {
    if (!spool_.empty()) recorder_.emplace(spool_);
  }

  friend class cereal::access;
  template <class Archive>
  void serialize(Archive& archive) {
    archive(run_, builder_);
    if (recorder_) archive(*recorder_);
  }

  std::vector<Observer*> observers() {
    std::vector<Observer*> all{&builder_};
    if (recorder_) all.push_back(&*recorder_);
    all.push_back(&watchers_);
    return all;
  }

  std::size_t arm_;
  bool is_fork_ = false;
  ReplicateRun run_;
  ArmBuilder builder_;
  WrappedObserver watchers_;
  std::filesystem::path spool_;
  std::optional<WeekRecorder> recorder_;
};

std::uint64_t size_of(const std::filesystem::path& spool) { return spool.empty() ? 0 : InputFile(spool).size(); }

/// All arms of one seed, branch after branch. A checkpoint holds the arms that are done and those under way: the one
/// that is simulated, and its parents, which wait.
class SeedRun {
 public:
  SeedRun(const ArmPlan& plan, std::size_t replicate, SeedOutcome& outcome)
      : plan_(plan), replicate_(replicate), outcome_(outcome), checkpoint_(plan.checkpoints, replicate) {
    outcome_.seed = plan.first_seed + replicate;
    outcome_.errors.resize(plan.arms.size());
    if (!checkpoint_.load([this](ArchiveReader& archive) { read(archive); })) {
      forget();
      return;
    }
    std::int64_t weeks = 0;
    for (const auto& arm : outcome_.arms) weeks += arm ? arm->replicate.result.weeks : 0;
    for (const auto& [arm, run] : waiting_) weeks += run->week();
    checkpoint_.say_resumed(weeks);
  }

  void simulate(const Branch& tree) {
    if (is_done(tree)) return;
    simulate(tree, nullptr);
    under_way_.clear();
    checkpoint_.save_finished([this](ArchiveWriter& archive) { write(archive); });
  }

 private:
  bool is_done(const Branch& branch) const {
    return outcome_.arms[branch.arm] &&
           std::ranges::all_of(branch.forks, [this](const Branch& fork) { return is_done(fork); });
  }

  /// Simulates a branch from its parent's state `past` (none for the root), and the branches that fork off it.
  /// Failures stay inside the branch.
  void simulate(const Branch& branch, const ArmRun* past) {
    const std::size_t depth = under_way_.size();
    const std::string failure = failure_of([&] {
      const std::unique_ptr<ArmRun> run = outcome_.arms[branch.arm] ? nullptr : start(branch, past);
      if (run) under_way_.push_back(run.get());
      for (const Branch& fork : branch.forks) {
        if (is_done(fork)) continue;
        while (run && run->week() < fork.from_week && !run->finished()) advance(*run);
        // After a failure before the checkpoint, this run may be past the week of the fork, which is then built anew.
        simulate(fork, run && run->week() == fork.from_week ? run.get() : nullptr);
      }
      if (!run) return;
      while (!run->finished()) advance(*run);
      outcome_.arms[branch.arm] = run->finish(outcome_.seed);
    });
    under_way_.resize(depth);
    if (!failure.empty()) fail_all(branch, failure);
  }

  std::unique_ptr<ArmRun> start(const Branch& branch, const ArmRun* past) {
    if (const auto found = waiting_.find(branch.arm); found != waiting_.end()) {
      auto run = std::move(found->second);
      waiting_.erase(found);
      return run;
    }
    // Arms that differ at week 0 have no common past and are built from their own scenarios.
    if (past && branch.from_week > 0) {
      auto run = std::make_unique<ArmRun>(*past, plan_, branch.arm, replicate_);
      run->copy_weeks(*past);
      return run;
    }
    auto run = std::make_unique<ArmRun>(plan_, branch.arm, replicate_);
    run->begin();
    return run;
  }

  void advance(ArmRun& run) {
    checkpoint_.advance([&] { run.advance(); }, [this](ArchiveWriter& archive) { write(archive); });
  }

  void fail_all(const Branch& branch, const std::string& why) {
    if (!outcome_.arms[branch.arm]) outcome_.errors[branch.arm] = why;
    for (const Branch& fork : branch.forks)
      if (!outcome_.arms[fork.arm] && outcome_.errors[fork.arm].empty()) fail_all(fork, why);
  }

  void write(ArchiveWriter& archive) {
    archive(static_cast<bool>(plan_.spool));
    for (std::optional<ArmReplicate>& arm : outcome_.arms) {
      archive(arm.has_value());
      if (arm) archive(arm->replicate.result, arm->record, size_of(arm->replicate.spool));
    }
    archive(static_cast<std::uint64_t>(under_way_.size()));
    for (ArmRun* run : under_way_) archive(static_cast<std::uint64_t>(run->arm()), run->is_fork(), *run);
  }

  void read(ArchiveReader& archive) {
    forget();
    bool recorded = false;
    archive(recorded);
    if (recorded != static_cast<bool>(plan_.spool)) throw IoError("the checkpoint was made with another --keep");
    for (std::size_t arm = 0; arm < plan_.arms.size(); ++arm) {
      bool done = false;
      archive(done);
      if (!done) continue;
      ArmReplicate& replicate = outcome_.arms[arm].emplace();
      std::uint64_t bytes = 0;
      archive(replicate.replicate.result, replicate.record, bytes);
      replicate.replicate.seed = outcome_.seed;
      if (recorded) replicate.replicate.spool = plan_.spool(arm, replicate_);
      if (size_of(replicate.replicate.spool) != bytes) throw torn_spool(replicate.replicate.spool);
    }
    std::uint64_t under_way = 0;
    archive(under_way);
    const ArmRun* parent = nullptr;
    for (std::uint64_t i = 0; i < under_way; ++i) {
      std::uint64_t arm = 0;
      bool is_fork = false;
      archive(arm, is_fork);
      auto run = is_fork && parent ? std::make_unique<ArmRun>(*parent, plan_, arm, replicate_)
                                   : std::make_unique<ArmRun>(plan_, arm, replicate_);
      archive(*run);
      parent = run.get();
      waiting_[arm] = std::move(run);
    }
  }

  void forget() {
    waiting_.clear();
    outcome_.arms.assign(plan_.arms.size(), std::nullopt);
  }

  const ArmPlan& plan_;
  std::size_t replicate_;
  SeedOutcome& outcome_;
  SeedCheckpoint checkpoint_;
  std::vector<ArmRun*> under_way_;                          ///< the innermost last
  std::map<std::size_t, std::unique_ptr<ArmRun>> waiting_;  ///< read from the checkpoint, by arm
};

/// Weeks from the start that `arm` shares with the root of a tree.
std::optional<int> weeks_shared(const Branch& branch, std::size_t arm, int so_far) {
  if (branch.arm == arm) return so_far;
  for (const Branch& fork : branch.forks)
    if (const auto shared = weeks_shared(fork, arm, std::min(so_far, fork.from_week))) return shared;
  return std::nullopt;
}

/// Holds every arm to the past that the tree says it shares with the root.
void require_shared_pasts(const ArmPlan& plan, const Branch& tree) {
  std::vector<ForkedVariant> variants;
  const int weeks = plan.arms[0]->calendar().weeks;
  for (std::size_t arm = 1; arm < plan.arms.size(); ++arm)
    variants.push_back({plan.arms[arm], weeks_shared(tree, arm, weeks).value()});
  require_shared_past(*plan.arms[0], variants, plan.first_seed);
}

using FirstDifference = std::function<int(std::size_t, std::size_t)>;

/// First of `arms` is the branch's own; the others go off where they may first differ from it, together as long as they
/// share more than that.
Branch branch_of(std::vector<std::size_t> arms, int from_week, int weeks, const FirstDifference& first_difference) {
  Branch branch{arms.front(), from_week, {}};
  std::vector<std::pair<int, std::size_t>> others;
  for (const std::size_t arm : std::vector(arms.begin() + 1, arms.end()))
    others.emplace_back(std::min(first_difference(branch.arm, arm), weeks), arm);
  std::ranges::stable_sort(others);
  while (!others.empty()) {
    const auto [week, first] = others.front();
    std::vector<std::size_t> together{first};
    std::vector<std::pair<int, std::size_t>> later;
    for (const auto& [when, arm] : std::vector(others.begin() + 1, others.end())) {
      const bool shares_more = when == week && first_difference(first, arm) > week;
      if (shares_more)
        together.push_back(arm);
      else
        later.emplace_back(when, arm);
    }
    branch.forks.push_back(branch_of(std::move(together), week, weeks, first_difference));
    others = std::move(later);
  }
  return branch;
}

}  // namespace

Branch branches_of(const std::vector<const Scenario*>& arms) {
  HIBIKI_ASSERT(!arms.empty());
  const int weeks = arms.front()->calendar().weeks;
  return branches_of(arms.size(), weeks, [&](std::size_t a, std::size_t b) {
    return first_difference(*arms[a], *arms[b]).value_or(weeks);
  });
}

Branch branches_of(std::size_t arms, int weeks, const FirstDifference& first_difference) {
  std::vector<std::size_t> all(arms);
  for (std::size_t i = 0; i < arms; ++i) all[i] = i;
  return branch_of(std::move(all), 0, weeks, first_difference);
}

int depth_of(const Branch& tree) {
  int deepest = 0;
  for (const Branch& fork : tree.forks) deepest = std::max(deepest, depth_of(fork));
  return deepest + 1;
}

std::int64_t weeks_of(const Branch& tree, int weeks) {
  std::int64_t sum = weeks - tree.from_week;
  for (const Branch& fork : tree.forks) sum += weeks_of(fork, weeks);
  return sum;
}

std::vector<SeedOutcome> simulate_arms(const ArmPlan& plan, std::size_t first, std::size_t count) {
  const Branch tree = plan.tree ? *plan.tree : branches_of(plan.arms);
  if (first == 0 && count > 0) require_shared_pasts(plan, tree);
  std::vector<SeedOutcome> outcomes(count);
  const auto simulate = [&](const ArmPlan& with, const std::vector<std::size_t>& seeds) {
    for_each_seed(seeds.size(), plan.at_once,
                  [&](std::size_t i) { SeedRun(with, first + seeds[i], outcomes[seeds[i]]).simulate(tree); });
  };
  const SeedSharing alone;
  const SeedSharing& sharing = plan.sharing != nullptr ? *plan.sharing : alone;
  std::vector<std::size_t> here, elsewhere;
  for (std::size_t i = 0; i < count; ++i)
    (i % static_cast<std::size_t>(sharing.ranks) == static_cast<std::size_t>(sharing.rank) ? here : elsewhere)
        .push_back(i);
  if (sharing.begin) sharing.begin(first, count);
  std::exception_ptr stopped;
  try {
    simulate(plan, here);
  } catch (...) {
    stopped = std::current_exception();
    if (sharing.stop) sharing.stop();
  }
  try {
    if (sharing.await) sharing.await();
  } catch (...) {
    if (!stopped) throw;
  }
  if (stopped) std::rethrow_exception(stopped);
  if (sharing.rank > 0 || elsewhere.empty()) return outcomes;
  ArmPlan others = plan;
  CheckpointPlan arrived = *plan.checkpoints;
  arrived.resumed = sharing.arrived;
  others.checkpoints = &arrived;
  simulate(others, elsewhere);
  return outcomes;
}

}  // namespace hibiki::experiments
