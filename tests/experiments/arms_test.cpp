// Arms simulated side by side: the shared past, the same bits however it is done, and what fails.
#include "tools/experiments/arms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <filesystem>
#include <mutex>
#include <stdexcept>

#include "output/results/results_writer.hpp"
#include "output/results/stored_run.hpp"
#include "tests/output/results/synthetic_run.hpp"
#include "tests/support/threads.hpp"
#include "tests/support/tiny_world.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/experiments/effects.hpp"

namespace hibiki {
namespace {

using test::intervene;
using test::tiny_scenario;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr int kWeeks = 70;

/// Base; B promotes abroad from week 30; the same and more posts from week 50; a placebo from week 30.
struct Arms {
  Scenario base = tiny_scenario({.markets = 3, .fans = 400, .weeks = kWeeks});
  Scenario abroad = base, more = base, placebo = base;

  Arms() {
    intervene(abroad, "labels[home=B]", &Policy::promotion_abroad, 0.8, 30);
    more = abroad;
    intervene(more, "labels[home=B]", &Policy::posts_per_week, 6.0, 50);
    intervene(placebo, "labels[home=B]", &Policy::promotion_abroad, 0.0, 30).change = Intervention::Change::current;
  }

  ArmPlan plan(std::vector<const Scenario*> arms) const {
    ArmPlan plan;
    plan.arms = std::move(arms);
    plan.scope = {scene_of_market(*plan.arms.front(), "B"), 30};
    plan.first_seed = 5;
    plan.at_once = 4;
    return plan;
  }
  ArmPlan plan() const { return plan({&base, &abroad, &more, &placebo}); }
};

std::string digest_alone(const Scenario& scenario, std::uint64_t seed) {
  return run_replicate(scenario, seed, {}).digest;
}

/// Bit by bit: a measure that there is not is NaN.
bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return std::ranges::equal(a, b, {}, std::bit_cast<std::uint64_t, double>, std::bit_cast<std::uint64_t, double>);
}

bool same(const ArmRecord& a, const ArmRecord& b) {
  return same_bits(a.measures, b.measures) && a.headline_by_quarter == b.headline_by_quarter &&
         a.table("flow") == b.table("flow") && a.table("engaged_by_year") == b.table("engaged_by_year") &&
         a.table("label_revenue") == b.table("label_revenue") && a.cost_usd == b.cost_usd;
}

bool same(const SeedOutcome& a, const SeedOutcome& b) {
  for (std::size_t arm = 0; arm < a.arms.size(); ++arm)
    if (a.arms[arm]->replicate.result.digest != b.arms[arm]->replicate.result.digest ||
        !same(a.arms[arm]->record, b.arms[arm]->record))
      return false;
  return a.seed == b.seed;
}

TEST(Branches, EachArmGoesOffWhereItMayFirstDiffer) {
  const Arms arms;
  const Branch tree = branches_of({&arms.base, &arms.abroad, &arms.more, &arms.base});
  // base --30-- abroad --50-- more; the last arm is the base and goes off at the end.
  ASSERT_EQ(tree.forks.size(), 2u);
  EXPECT_EQ(tree.forks[0].arm, 1u);
  EXPECT_EQ(tree.forks[0].from_week, 30);
  ASSERT_EQ(tree.forks[0].forks.size(), 1u);
  EXPECT_EQ(tree.forks[0].forks[0].arm, 2u);
  EXPECT_EQ(tree.forks[0].forks[0].from_week, 50);
  EXPECT_EQ(tree.forks[1].arm, 3u);
  EXPECT_EQ(tree.forks[1].from_week, kWeeks);
  EXPECT_EQ(depth_of(tree), 3);
  EXPECT_EQ(weeks_of(tree, kWeeks), kWeeks + 40 + 20 + 0);
}

TEST(SimulateArms, EveryArmIsTheRunOfItsScenario) {
  const Arms arms;
  const auto outcomes = simulate_arms(arms.plan(), 0, 2);
  ASSERT_EQ(outcomes.size(), 2u);
  for (const SeedOutcome& outcome : outcomes) {
    EXPECT_THAT(outcome.errors, testing::Each(IsEmpty()));
    const Scenario* const scenarios[] = {&arms.base, &arms.abroad, &arms.more, &arms.placebo};
    for (std::size_t arm = 0; arm < 4; ++arm)
      EXPECT_EQ(outcome.arms[arm]->replicate.result.digest, digest_alone(*scenarios[arm], outcome.seed)) << arm;
  }
  EXPECT_NE(outcomes[0].arms[0]->replicate.result.digest, outcomes[0].arms[1]->replicate.result.digest);
}

TEST(SimulateArms, TheSameBitsOnAnyThreadsSideBySideAndPairByPair) {
  const Arms arms;
  const auto simulate = [&](std::size_t at_once) {
    ArmPlan plan = arms.plan();
    plan.at_once = at_once;
    return simulate_arms(plan, 0, 3);
  };
  const auto one = with_threads(1, [&] { return simulate(1); });
  std::vector<SeedOutcome> singly;
  for (std::size_t i = 0; i < 3; ++i) singly.push_back(simulate_arms(arms.plan(), i, 1).front());
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_TRUE(same(one[i], singly[i])) << i;
  }
  test::for_thread_counts([&] {
    for (const std::size_t at_once : {1, 3}) {
      const auto other = simulate(at_once);
      for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(same(one[i], other[i])) << i << ", " << at_once << " at once";
    }
  });
}

TEST(SimulateArms, APlaceboHasExactlyNoEffect) {
  const Arms arms;
  const auto outcomes = simulate_arms(arms.plan(), 0, 3);
  for (const Effect& effect : effects_of(pairs_of(outcomes, 0, 3))) {
    if (!effect.paired) continue;
    EXPECT_EQ(effect.paired->equal, effect.paired->pairs) << effect.measure->name;
    EXPECT_EQ(effect.paired->difference.mean, 0.0) << effect.measure->name;
    EXPECT_EQ(*effect.paired->difference.low, 0.0);
    EXPECT_EQ(*effect.paired->difference.high, 0.0);
  }
  const auto changed = effects_of(pairs_of(outcomes, 0, 1));
  EXPECT_LT(changed.front().paired->equal, changed.front().paired->pairs);
}

TEST(SimulateArms, SwappingTheArmsTurnsEverySign) {
  const Arms arms;
  const auto there = simulate_arms(arms.plan({&arms.base, &arms.abroad}), 0, 3);
  const auto back = simulate_arms(arms.plan({&arms.abroad, &arms.base}), 0, 3);
  const auto effects = effects_of(pairs_of(there, 0, 1)), opposite = effects_of(pairs_of(back, 0, 1));
  for (std::size_t i = 0; i < effects.size(); ++i) {
    ASSERT_EQ(effects[i].paired.has_value(), opposite[i].paired.has_value());
    if (!effects[i].paired) continue;
    const Interval &a = effects[i].interval(), &b = opposite[i].interval();
    EXPECT_EQ(a.mean, -b.mean) << effects[i].measure->name;
    EXPECT_EQ(*a.low, -*b.high) << effects[i].measure->name;
    EXPECT_EQ(effects[i].variance_saved(), opposite[i].variance_saved()) << effects[i].measure->name;
  }
}

TEST(SimulateArms, ReadFromTheFileARunHasTheSameRecord) {
  const Arms arms;
  const TestFolder folder;
  ArmPlan plan = arms.plan({&arms.base, &arms.abroad});
  plan.spool = [&](std::size_t arm, std::size_t replicate) {
    return folder / ("spool-" + std::to_string(arm) + "-" + std::to_string(replicate));
  };
  const auto outcomes = simulate_arms(plan, 0, 2);
  std::vector<Replicate> forked;
  for (const SeedOutcome& outcome : outcomes) forked.push_back(outcome.arms[1]->replicate);
  write_results(folder / "results.h5", arms.abroad, forked);
  const StoredRun stored(folder / "results.h5", arms.abroad);
  ASSERT_EQ(stored.replicates(), 2u);
  for (std::size_t r = 0; r < 2; ++r) {
    ArmBuilder builder(plan.scope);
    const RunResult result = stored.show(r, {&builder});
    EXPECT_TRUE(same(builder.record(), outcomes[r].arms[1]->record)) << r;
    EXPECT_EQ(result.summary.years.size(), outcomes[r].arms[1]->replicate.result.summary.years.size());
    EXPECT_EQ(result.digest, outcomes[r].arms[1]->replicate.result.digest);
  }
}

TEST(SimulateArms, AFailedReplicateStaysAlone) {
  const Arms arms;
  const TestFolder folder;
  ArmPlan plan = arms.plan({&arms.base, &arms.abroad, &arms.more});
  // The second seed's forks cannot write their weeks.
  plan.spool = [&](std::size_t arm, std::size_t replicate) {
    const bool broken = arm == 1 && replicate == 1;
    return folder /
           (broken ? "no/such/folder/spool" : "spool-" + std::to_string(arm) + "-" + std::to_string(replicate));
  };
  const auto outcomes = simulate_arms(plan, 0, 3);
  EXPECT_TRUE(outcomes[1].arms[0]);
  EXPECT_FALSE(outcomes[1].arms[1]);
  EXPECT_FALSE(outcomes[1].arms[2]);  // it goes off from the broken one
  EXPECT_THAT(outcomes[1].errors[1], HasSubstr("no/such/folder"));
  EXPECT_THAT(outcomes[1].errors[2], HasSubstr("no/such/folder"));
  for (const std::size_t i : {0u, 2u})
    for (std::size_t arm = 0; arm < 3; ++arm) EXPECT_TRUE(outcomes[i].arms[arm]) << i << " " << arm;
}

/// Says stop in its hundredth week.
class Impatient final : public Observer {
 public:
  void tick(int, int) override {
    if (++weeks_ == 100) throw std::runtime_error("enough");
  }
  void week(const WeekObservation&, const std::vector<RegistryEntry>&, const std::vector<RegistryEntry>&) override {
    ADD_FAILURE() << "watchers need no weeks";
  }
  int weeks() const { return weeks_; }

 private:
  std::atomic<int> weeks_{0};
};

TEST(SimulateArms, AWatcherCanEndItAll) {
  const Arms arms;
  Impatient watcher;
  ArmPlan plan = arms.plan({&arms.base, &arms.abroad});
  plan.watchers = {&watcher};
  plan.at_once = 1;
  EXPECT_THROW(simulate_arms(plan, 0, 50), std::runtime_error);
  EXPECT_LT(watcher.weeks(), 50 * kWeeks);
}

/// Ends the experiment after so many weeks of all arms together.
class StopAfter final : public Observer {
 public:
  explicit StopAfter(int weeks) : left_(weeks) {}
  void tick(int, int) override {
    if (--left_ == 0) throw std::runtime_error("enough");
  }

 private:
  int left_;
};

struct ResumedOutcome {
  SeedOutcome outcome;
  int stops = 0;
  std::int64_t resumed = 0;  ///< weeks that were not simulated again
};

/// Simulates a seed, stopped every `weeks` weeks, with a checkpoint then and after every `interval`.
ResumedOutcome simulate_with_stops(ArmPlan plan, int weeks, std::chrono::duration<double> interval,
                                   const TestFolder& folder) {
  ResumedOutcome result;
  CheckpointPlan checkpoints;
  checkpoints.stem = [&](std::size_t replicate) { return folder / ("state-" + std::to_string(replicate)); };
  checkpoints.every = interval;
  checkpoints.kept = [] {};
  checkpoints.resumed = [&](std::int64_t read) { result.resumed += read; };
  checkpoints.warn = [](const std::string& text) { ADD_FAILURE() << text; };
  plan.checkpoints = &checkpoints;
  plan.at_once = 1;
  for (;; ++result.stops) try {
      StopAfter stop(weeks);
      plan.watchers = {&stop};
      result.outcome = simulate_arms(plan, 0, 1).front();
      return result;
    } catch (const std::runtime_error&) {
    }
}

TEST(SimulateArms, StoppedAtAnyWeekASeedGoesOn) {
  const Arms arms;
  const SeedOutcome whole = simulate_arms(arms.plan(), 0, 1).front();
  for (const int weeks : {1, 7, 30, 41, 64, 100}) {
    const TestFolder folder;
    // The base of the tree, a fork and a fork of it are under way together.
    const ResumedOutcome stopped = simulate_with_stops(arms.plan(), weeks, std::chrono::hours(1), folder);
    EXPECT_TRUE(same(whole, stopped.outcome)) << weeks;
    EXPECT_EQ(stopped.stops, weeks_of(branches_of(arms.plan().arms), kWeeks) / weeks) << "weeks were simulated twice";
    EXPECT_GT(stopped.resumed, 0) << weeks;
  }
}

TEST(SimulateArms, StoppedSeedsLeaveTheSameWeeks) {
  const Arms arms;
  const TestFolder whole, cut;
  const auto into = [](const TestFolder& folder) {
    return [&folder](std::size_t arm, std::size_t) { return folder / ("spool-" + std::to_string(arm)); };
  };
  const auto results = [&](const TestFolder& folder, const SeedOutcome& outcome, std::size_t arm) {
    const auto file = folder / ("results-" + std::to_string(arm) + ".h5");
    write_results(file, arms.base, std::vector{outcome.arms[arm]->replicate});
    return read_whole_file(file);
  };
  ArmPlan plan = arms.plan();
  plan.spool = into(whole);
  const SeedOutcome once = simulate_arms(plan, 0, 1).front();
  plan.spool = into(cut);
  const SeedOutcome stopped = simulate_with_stops(plan, 3, std::chrono::nanoseconds(1), cut).outcome;
  EXPECT_TRUE(same(once, stopped));
  for (std::size_t arm = 0; arm < 4; ++arm) EXPECT_EQ(results(whole, once, arm), results(cut, stopped, arm)) << arm;
}

TEST(SimulateArms, ACheckpointCopiedFromAnotherSeedIsNotUsed) {
  const Arms arms;
  const TestFolder folder;
  ArmPlan plan = arms.plan({&arms.base, &arms.abroad});
  CheckpointPlan checkpoints;
  checkpoints.stem = [&](std::size_t replicate) { return folder / ("state-" + std::to_string(replicate)); };
  checkpoints.every = std::chrono::hours(1);
  checkpoints.kept = [] {};
  checkpoints.resumed = [](std::int64_t) { ADD_FAILURE() << "the other seed's was used"; };
  std::vector<std::string> warnings;
  checkpoints.warn = [&](const std::string& text) { warnings.push_back(text); };
  plan.checkpoints = &checkpoints;
  simulate_arms(plan, 0, 1);
  std::filesystem::copy_file(folder / "state-0.1", folder / "state-1.1");
  const SeedOutcome second = simulate_arms(plan, 1, 1).front();
  EXPECT_TRUE(same(second, simulate_arms(arms.plan({&arms.base, &arms.abroad}), 1, 1).front()));
  EXPECT_THAT(warnings, testing::ElementsAre(HasSubstr("state-0 has the name of")));
}

TEST(SimulateArms, ALostSpoolOfACheckpointStartsTheSeedAnew) {
  const Arms arms;
  const TestFolder folder;
  ArmPlan plan = arms.plan({&arms.base, &arms.abroad});
  plan.spool = [&](std::size_t arm, std::size_t) { return folder / ("spool-" + std::to_string(arm)); };
  CheckpointPlan checkpoints;
  checkpoints.stem = [&](std::size_t) { return folder / "state"; };
  checkpoints.every = std::chrono::hours(1);
  checkpoints.kept = [] {};
  std::int64_t resumed = 0;
  std::vector<std::string> warnings;
  checkpoints.resumed = [&](std::int64_t weeks) { resumed += weeks; };
  checkpoints.warn = [&](const std::string& text) { warnings.push_back(text); };
  plan.checkpoints = &checkpoints;
  const SeedOutcome whole = simulate_arms(plan, 0, 1).front();
  std::filesystem::resize_file(folder / "spool-1", 10);
  const SeedOutcome again = simulate_arms(plan, 0, 1).front();
  EXPECT_TRUE(same(whole, again));
  EXPECT_EQ(resumed, 0);
  EXPECT_THAT(warnings, testing::ElementsAre(HasSubstr("spool-1")));
  EXPECT_GT(std::filesystem::file_size(folder / "spool-1"), 10u);
}

// What another process has simulated is read from its checkpoints, and not simulated again.
TEST(SimulateArms, SeedsAreSharedWithOtherRanks) {
  const Arms arms;
  const auto folder = std::filesystem::path(testing::TempDir()) / "shared_seeds";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  CheckpointPlan checkpoints;
  checkpoints.stem = [&](std::size_t replicate) { return folder / std::to_string(replicate); };
  checkpoints.kept = [] {};
  checkpoints.resumed = [](std::int64_t) { ADD_FAILURE() << "nothing was stopped"; };
  checkpoints.warn = [](const std::string& text) { ADD_FAILURE() << text; };
  const auto alone = simulate_arms(arms.plan(), 0, 5);

  std::int64_t weeks = 0;
  std::vector<std::string> calls;
  SeedSharing sharing{.rank = 0, .ranks = 3};
  sharing.begin = [&](std::size_t first, std::size_t count) {
    calls.push_back("begin");
    for (const int rank : {1, 2}) {
      const SeedSharing own{.rank = rank, .ranks = 3};
      ArmPlan plan = arms.plan();
      plan.checkpoints = &checkpoints;
      plan.sharing = &own;
      const auto theirs = simulate_arms(plan, first, count);
      for (std::size_t i = 0; i < count; ++i)
        EXPECT_EQ(!theirs[i].arms.empty(), i % 3 == static_cast<std::size_t>(rank)) << i;
    }
  };
  sharing.await = [&] { calls.push_back("await"); };
  std::mutex mutex;
  sharing.arrived = [&](std::int64_t more) {
    const std::lock_guard lock(mutex);
    weeks += more;
  };
  ArmPlan plan = arms.plan();
  plan.checkpoints = &checkpoints;
  plan.sharing = &sharing;
  const auto shared = simulate_arms(plan, 0, 5);
  EXPECT_THAT(calls, testing::ElementsAre("begin", "await"));
  EXPECT_EQ(weeks, 3 * 4 * kWeeks) << "seeds 1, 2 and 4, with all weeks of four arms";
  for (std::size_t i = 0; i < shared.size(); ++i)
    for (std::size_t arm = 0; arm < 4; ++arm)
      EXPECT_EQ(shared[i].arms[arm]->replicate.result.digest, alone[i].arms[arm]->replicate.result.digest);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace hibiki
