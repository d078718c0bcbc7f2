#include "tools/experiments/arms.hpp"

#include <algorithm>

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
  ArmRun(const ArmPlan& plan, std::size_t arm, std::size_t replicate)
      : run_(*plan.arms[arm], plan.first_seed + replicate), builder_(plan.scope), observer_(plan.watchers) {
    open(plan, arm, replicate);
    if (recording()) recorder_.emplace(spool_);
    run_.begin(observers());
  }

  /// Goes off from `past` under the scenario of another arm.
  ArmRun(const ArmRun& past, const ArmPlan& plan, std::size_t arm, std::size_t replicate)
      : run_(past.run_, *plan.arms[arm]), builder_(past.builder_), observer_(plan.watchers) {
    open(plan, arm, replicate);
    if (recording()) recorder_.emplace(*past.recorder_, spool_);
  }

  void advance_to(int week) {
    const auto all = observers();
    while (run_.week() < week && !run_.finished()) run_.advance(all);
  }

  ArmReplicate finish() {
    const auto all = observers();
    while (!run_.finished()) run_.advance(all);
    RunResult result = run_.finish(all);
    return {{seed_, std::move(result), spool_}, builder_.record()};
  }

 private:
  void open(const ArmPlan& plan, std::size_t arm, std::size_t replicate) {
    seed_ = plan.first_seed + replicate;
    if (plan.spool) spool_ = plan.spool(arm, replicate);
  }

  bool recording() const { return !spool_.empty(); }

  std::vector<Observer*> observers() {
    std::vector<Observer*> all{&builder_};
    if (recorder_) all.push_back(&*recorder_);
    all.push_back(&observer_);
    return all;
  }

  ReplicateRun run_;
  ArmBuilder builder_;
  WrappedObserver observer_;
  std::optional<WeekRecorder> recorder_;
  std::filesystem::path spool_;
  std::uint64_t seed_ = 0;
};

void fail_all(const Branch& branch, const std::string& why, SeedOutcome& outcome) {
  if (!outcome.arms[branch.arm]) outcome.errors[branch.arm] = why;
  for (const Branch& fork : branch.forks)
    if (!outcome.arms[fork.arm] && outcome.errors[fork.arm].empty()) fail_all(fork, why, outcome);
}

/// Simulates a branch from its parent's state `past` (none for the root), and the branches that fork off it. Failures
/// stay inside the branch.
void simulate_branch(const ArmPlan& plan, const Branch& branch, std::size_t replicate, const ArmRun* past,
                     SeedOutcome& outcome) {
  const std::string failure = failure_of([&] {
    std::optional<ArmRun> run;
    // Arms that differ at week 0 have no common past and are built from their own scenarios.
    if (past && branch.from_week > 0)
      run.emplace(*past, plan, branch.arm, replicate);
    else
      run.emplace(plan, branch.arm, replicate);
    for (const Branch& fork : branch.forks) {
      run->advance_to(fork.from_week);
      simulate_branch(plan, fork, replicate, &*run, outcome);
    }
    outcome.arms[branch.arm] = run->finish();
  });
  if (!failure.empty()) fail_all(branch, failure, outcome);
}

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
  for_each_seed(count, plan.at_once, [&](std::size_t i) {
    SeedOutcome& outcome = outcomes[i];
    outcome.seed = plan.first_seed + first + i;
    outcome.arms.resize(plan.arms.size());
    outcome.errors.resize(plan.arms.size());
    simulate_branch(plan, tree, first + i, nullptr, outcome);
  });
  return outcomes;
}

}  // namespace hibiki::experiments
