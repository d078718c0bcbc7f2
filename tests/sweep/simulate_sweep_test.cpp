// Every run of a sweep is the run of its scenario, whoever simulates it, however often it is stopped.
#include "tools/sweep/simulate_sweep.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>

#include "output/results/folders.hpp"
#include "sim/core/input_file.hpp"
#include "tests/support/threads.hpp"
#include "tests/sweep/sweep_case.hpp"
#include "tools/sweep/sweep_files.hpp"

namespace hibiki::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SimulateSweepTest : public testing::Test {
 protected:
  PlannedSweep planned(const std::string& text = SweepCase::grid()) const { return plan_sweep(files_.sweep(text)); }
  SweepFolder open(const PlannedSweep& planned, const std::string& name = "out") const {
    return {files_.path(name), planned.state, planned.sweep.text};
  }

  /// Digest of every run, point by point, seed by seed.
  static std::vector<std::string> digests(SweepFolder& folder) {
    folder.log().refresh();
    std::vector<std::string> all;
    for (const NumberedPoint& point : folder.state().points)
      for (const std::uint64_t seed : folder.state().seeds) {
        const auto record = folder.log().find(point.id, seed);
        all.push_back(record ? record->digest : "");
      }
    return all;
  }
  static std::vector<std::string> digests_alone(const PlannedSweep& planned) {
    std::vector<std::string> all;
    for (const NumberedPoint& point : planned.state.points)
      for (const std::uint64_t seed : planned.state.seeds)
        all.push_back(run_replicate(planned.sweep.scenario_at(point.values), seed, {}).digest);
    return all;
  }

  SweepCase files_;
};

TEST_F(SimulateSweepTest, EveryRunIsTheRunOfItsScenario) {
  const PlannedSweep sweep = planned();
  ASSERT_EQ(sweep.state.points.size(), 8u);
  const auto alone = digests_alone(sweep);
  for (const std::size_t at_once : {1, 3})
    for (const int threads : {1, 4}) {
      const std::string name = "out-" + std::to_string(at_once) + "-" + std::to_string(threads);
      SweepFolder folder = open(sweep, name);
      const SweepProgress done =
          with_threads(threads, [&] { return simulate_missing(sweep, folder, SweepCase::plan(at_once)); });
      EXPECT_EQ(done.done, 16u);
      EXPECT_EQ(digests(folder), alone) << name;
      EXPECT_FALSE(std::filesystem::exists(files_.path(name) / "work") &&
                   !names_in(files_.path(name) / "work").empty());
    }
}

TEST_F(SimulateSweepTest, PointsOfOneDateShareThePastAndOthersDoNot) {
  int at_start = 0;
  for (const int week : planned().fork_week) at_start += week == 0;
  EXPECT_GE(at_start, 4);  // try.sharers differs at once
  const PlannedSweep dated = planned(
      "[[factor]]\nkey = \"intervention.abroad.from\"\nvalues = [2001-01-01, 2001-03-05]\n[design]\nkind = \"grid\"\n");
  EXPECT_GT(dated.fork_week[0], 100);  // the base's own point never differs
  EXPECT_EQ(dated.fork_week[1], 52);
  EXPECT_EQ(dated.state.window_from, "2001-01-01");
}

TEST_F(SimulateSweepTest, MarketsApartAddUpToAbroad) {
  const std::string measure = "[[measure]]\nname = \"reach_abroad\"\nscene = \"B\"\n";
  const PlannedSweep sweep =
      planned("[[factor]]\nkey = \"try.sharers\"\nvalues = [0.6]\n[design]\nkind = \"grid\"\n" + measure + measure +
              "markets = [\"A\"]\n" + measure + "markets = [\"C\"]\n" + measure + "markets = [\"A\", \"B\", \"C\"]\n");
  SweepFolder folder = open(sweep, "markets");
  EXPECT_EQ(simulate_missing(sweep, folder, SweepCase::plan()).failed, 0u);
  const SweepState& state = folder.state();
  EXPECT_EQ(state.measures[1].scene, "B-pop in A");
  EXPECT_EQ(state.measures[3].scene, "B-pop") << "its own market is not abroad";
  const auto values = measured(state, folder.log(), state.points.front());
  EXPECT_GT(values[1][0], 0);
  EXPECT_GT(values[2][0], 0);
  EXPECT_NEAR(values[1][0] + values[2][0], values[0][0], 1e-9 * values[0][0]);
  EXPECT_EQ(values[3], values[0]);
}

TEST_F(SimulateSweepTest, ShardsTogetherAreTheWhole) {
  const PlannedSweep sweep = planned();
  SweepFolder whole = open(sweep, "whole");
  simulate_missing(sweep, whole, SweepCase::plan());
  std::size_t done = 0;
  for (std::size_t part = 1; part <= 3; ++part) {
    SweepFolder folder = open(sweep, "parts");
    SweepRunPlan plan = SweepCase::plan();
    plan.shard = {part, 3};
    EXPECT_GT(missing_runs(sweep, folder, plan.shard), 0u);
    done += simulate_missing(sweep, folder, plan).done;
    EXPECT_EQ(missing_runs(sweep, folder, plan.shard), 0u);
  }
  EXPECT_EQ(done, 16u);
  SweepFolder parts = open(sweep, "parts");
  EXPECT_EQ(digests(parts), digests(whole));
}

TEST_F(SimulateSweepTest, ShardsHaveAboutAsMuchWorkEach) {
  const PlannedSweep sweep = planned(
      "[[factor]]\nkey = \"run.fans\"\nvalues = [1000000, 1000, 2000, 3000, 500000, 510000, 4000, 5000]\n"
      "[design]\nkind = \"grid\"\n");
  ASSERT_EQ(sweep.cost.size(), 8u);
  EXPECT_GT(sweep.cost[0], 100 * sweep.cost[1]);
  std::vector<double> work;
  std::vector<std::size_t> all;
  for (std::size_t part = 1; part <= 2; ++part) {
    work.push_back(0);
    for (const std::size_t point : points_of(sweep, {part, 2})) {
      work.back() += sweep.cost[point];
      all.push_back(point);
    }
  }
  EXPECT_NEAR(work[0] / work[1], 1.0, 0.05);
  EXPECT_EQ(points_of(sweep, {1, 1'000'000'000'000}).size(), 1u);
  EXPECT_TRUE(points_of(sweep, {9, 1'000'000'000'000}).empty());
  std::ranges::sort(all);
  EXPECT_THAT(all, testing::ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
}

/// Ends everything after so many weeks of all runs together.
class StopAfter final : public Observer {
 public:
  explicit StopAfter(int weeks) : left_(weeks) {}
  void tick(int, int) override {
    if (--left_ <= 0) throw std::runtime_error("enough");
  }

 private:
  std::atomic<int> left_;
};

TEST_F(SimulateSweepTest, StoppedAgainAndAgainItComesToTheSame) {
  const PlannedSweep sweep = planned();
  SweepFolder whole = open(sweep, "whole");
  simulate_missing(sweep, whole, SweepCase::plan());
  for (const auto every : {std::chrono::nanoseconds(1), std::chrono::nanoseconds(std::chrono::hours(1))}) {
    const std::string name = "stopped-" + std::to_string(every.count());
    std::int64_t resumed = 0;
    for (int tries = 0;; ++tries) {
      ASSERT_LT(tries, 200);
      SweepFolder folder = open(sweep, name);
      SweepRunPlan plan = SweepCase::plan(1);
      plan.checkpoints.every = every;
      plan.checkpoints.resumed = [&](std::int64_t weeks) { resumed += weeks; };
      StopAfter stop(37);
      plan.watchers = {&stop};
      try {
        simulate_missing(sweep, folder, plan);
        EXPECT_EQ(digests(folder), digests(whole));
        break;
      } catch (const std::runtime_error&) {
      }
    }
    EXPECT_GT(resumed, 0);
  }
}

/// Points that share 52 weeks, then each another 53.
const char* const kDated =
    "replicates = 1\n[[factor]]\nkey = \"intervention.abroad.set\"\nvalues = [0.1, 0.2, 0.3]\n[design]\nkind = "
    "\"grid\"\n";

TEST_F(SimulateSweepTest, AStopInTheSharedPastKeepsWhatWasSimulated) {
  const PlannedSweep sweep = planned(kDated);
  const auto alone = digests_alone(sweep);
  std::int64_t resumed = 0;
  int tries = 0;
  for (bool done = false; !done; ++tries) {
    ASSERT_LT(tries, 60) << "no progress";
    SweepFolder folder = open(sweep);
    SweepRunPlan plan = SweepCase::plan(3);  // every point waits for the past
    plan.checkpoints.resumed = [&](std::int64_t weeks) { resumed += weeks; };
    StopAfter stop(11);
    plan.watchers = {&stop};
    try {
      with_threads(3, [&] { simulate_missing(sweep, folder, plan); });
      EXPECT_EQ(digests(folder), alone);
      done = true;
    } catch (const std::runtime_error&) {
    }
  }
  EXPECT_GT(resumed, 0);
  EXPECT_GT(tries, 10);
}

TEST_F(SimulateSweepTest, CheckpointsOfAnotherScenarioOrScopeAreNotUsed) {
  const PlannedSweep before = planned(kDated);
  for (const int weeks : {20, 80}) {  // in the shared past, and in a point
    SweepFolder folder = open(before, "out-" + std::to_string(weeks));
    StopAfter stop(weeks);
    SweepRunPlan plan = SweepCase::plan(1);
    plan.watchers = {&stop};
    EXPECT_THROW(simulate_missing(before, folder, plan), std::runtime_error);
  }
  const PlannedSweep other_scene = planned("scene = \"C-pop\"\n" + std::string(kDated));
  SweepFolder fresh = open(other_scene, "fresh"), scene = open(other_scene, "out-80");
  simulate_missing(other_scene, fresh, SweepCase::plan(1));
  simulate_missing(other_scene, scene, SweepCase::plan(1));
  for (const NumberedPoint& point : scene.state().points)
    EXPECT_EQ(scene.log().find(point.id, 1)->measures.at("C-pop").front(),
              fresh.log().find(point.id, 1)->measures.at("C-pop").front());
  files_.write("base.toml", read_whole_file(files_.path("base.toml")) + "[assumptions]\ntry.quality = 0.9\n");
  const PlannedSweep changed = planned(kDated);
  SweepFolder folder = open(changed, "out-20");
  simulate_missing(changed, folder, SweepCase::plan(1));
  EXPECT_EQ(digests(folder), digests_alone(changed));
}

TEST_F(SimulateSweepTest, EqualPointsAreSimulatedOnceAndEveryRowIsKept) {
  const PlannedSweep sweep = planned(
      "[[factor]]\nkey = \"intervention.abroad.set\"\nvalues = [0.1, 0.2]\n"
      "[[factor]]\nkey = \"try.sharers\"\nvalues = [0.6, 1.2]\n[design]\nkind = \"saltelli\"\npoints = 8\n");
  EXPECT_EQ(sweep.state.rows.size(), 8u * 4u);
  EXPECT_LE(sweep.state.points.size(), 4u);
  const auto rows = design_points(sweep.sweep);
  for (std::size_t r = 0; r < rows.size(); ++r) EXPECT_EQ(sweep.state.points[sweep.state.rows[r]].values, rows[r]);
}

TEST_F(SimulateSweepTest, ANewDesignKeepsNumbersAndRuns) {
  const PlannedSweep before = planned(SweepCase::grid("0.0, 0.5"));
  SweepFolder first = open(before);
  simulate_missing(before, first, SweepCase::plan());
  const auto old = first.state().points;
  const PlannedSweep after = planned(SweepCase::grid("0.25, 0.5, 0.75"));
  SweepFolder second = open(after);
  std::size_t kept = 0;
  for (const NumberedPoint& point : second.state().points)
    for (const NumberedPoint& known : old)
      if (known.id == point.id) {
        EXPECT_EQ(known.number, point.number);
        EXPECT_EQ(known.values, point.values);
        ++kept;
      } else {
        EXPECT_NE(known.number, point.number);
      }
  EXPECT_EQ(kept, 4u);
  EXPECT_EQ(simulate_missing(after, second, SweepCase::plan()).done, 16u);  // 12 points less 4, two seeds
  EXPECT_EQ(digests(second), digests_alone(after));
}

TEST_F(SimulateSweepTest, AFailedPointIsNamedAndDoneLater) {
  const PlannedSweep sweep = planned();
  SweepFolder folder = open(sweep);
  const NumberedPoint& point = folder.state().points[3];
  folder.log().append({point.id, sweep.state.seeds[0], sweep.state.scope, "", 0, {}, "out of memory"});
  EXPECT_EQ(count_runs(folder).failed, 1u);
  EXPECT_EQ(simulate_missing(sweep, folder, SweepCase::plan()).done, 16u);
  EXPECT_EQ(count_runs(folder).failed, 0u);
  EXPECT_EQ(digests(folder), digests_alone(sweep));
}

TEST_F(SimulateSweepTest, ARunThatAnotherProcessHoldsIsLeftToIt) {
  const PlannedSweep sweep = planned();
  SweepFolder folder = open(sweep);
  const NumberedPoint& point = folder.state().points[0];
  auto claim = folder.claim(point.id, sweep.state.seeds[1]);
  ASSERT_TRUE(claim);
  EXPECT_FALSE(folder.claim(point.id, sweep.state.seeds[1]));
  const SweepProgress done = simulate_missing(sweep, folder, SweepCase::plan());
  EXPECT_EQ(done.elsewhere, 1u);
  EXPECT_EQ(done.done, 15u);
  EXPECT_EQ(count_runs(folder).under_way, 1u);
  claim.reset();
  EXPECT_EQ(simulate_missing(sweep, folder, SweepCase::plan()).done, 1u);
}

TEST_F(SimulateSweepTest, APastStaysUntilItsPointsAreFinished) {
  const PlannedSweep sweep = planned(kDated);
  SweepFolder folder = open(sweep);
  StopAfter stop(20);
  SweepRunPlan plan = SweepCase::plan(1);
  plan.watchers = {&stop};
  EXPECT_THROW(simulate_missing(sweep, folder, plan), std::runtime_error);
  std::vector<std::unique_ptr<Claim>> elsewhere;
  for (const NumberedPoint& point : folder.state().points) elsewhere.push_back(folder.claim(point.id, 1));
  EXPECT_EQ(simulate_missing(sweep, folder, SweepCase::plan(1)).elsewhere, 3u);
  elsewhere.clear();
  std::int64_t resumed = 0;
  plan = SweepCase::plan(1);
  plan.checkpoints.resumed = [&](std::int64_t weeks) { resumed += weeks; };
  EXPECT_EQ(simulate_missing(sweep, folder, plan).done, 3u);
  EXPECT_EQ(resumed, 20);
  EXPECT_THAT(folder.works(), IsEmpty());
}

TEST_F(SimulateSweepTest, TheFirstPointThatIsNotValidIsNamed) {
  files_.write("points.csv", "set\n0.5\n7.0\n");
  try {
    planned(
        "[[factor]]\nname = \"set\"\nkey = \"intervention.abroad.set\"\nlow = 0.0\nhigh = 1.0\n"
        "[design]\nkind = \"csv\"\nfile = \"points.csv\"\n");
    FAIL();
  } catch (const ScenarioError& error) {
    EXPECT_THAT(error.what(), HasSubstr("points.csv:3: point 1 (set = 7.0)"));
  }
}

TEST_F(SimulateSweepTest, WholeFilesAreAFactorToo) {
  files_.write("other.toml", "extends = \"base.toml\"\n[assumptions]\ntry.quality = 0.9\n");
  const PlannedSweep sweep = planned(
      "[[factor]]\nkey = \"scenario\"\nvalues = [\"base.toml\", \"other.toml\"]\n"
      "[[factor]]\nkey = \"intervention.abroad.set\"\nvalues = [0.2, 0.4]\n[design]\nkind = \"grid\"\n");
  SweepFolder folder = open(sweep);
  simulate_missing(sweep, folder, SweepCase::plan());
  const auto all = digests(folder);
  EXPECT_EQ(all, digests_alone(sweep));
  EXPECT_NE(all[0], all[2]);
}

}  // namespace
}  // namespace hibiki::test
