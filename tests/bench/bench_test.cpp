// What the benchmark claims must be what was done: no timings here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "sim/core/parallel.hpp"
#include "tests/support/tiny_world.hpp"
#include "tools/bench/bare_work.hpp"
#include "tools/bench/bench.hpp"

namespace hibiki {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

BenchReport tiny_bench() {
  BenchOptions options;
  options.fans = {400, 800};
  options.threads = {1, 2};
  options.warm_weeks = 3;
  options.repetitions = 2;
  options.history = true;
  options.history_fans = 300;
  options.contagion_agents = 3000;
  return run_bench(test::tiny_scenario({.fans = 400, .weeks = 20}), options, [](const std::string&) {});
}

TEST(Samples, MedianAndHalfTheQuartilesDistance) {
  Samples samples;
  for (const double value : {5.0, 1.0, 3.0, 2.0, 4.0}) samples.add(value);
  EXPECT_DOUBLE_EQ(samples.median(), 3.0);
  EXPECT_DOUBLE_EQ(samples.spread(), 1.0 / 3.0);
  EXPECT_THAT(ratios(samples, samples).values, ElementsAre(1.0, 1.0, 1.0, 1.0, 1.0));
}

// The timed week must not drift away from the engine's.
TEST(TimedRun, SimulatesWhatTheEngineSimulates) {
  const Scenario scenario = test::tiny_scenario({.weeks = 60});
  TimedRun timed(scenario, 3);
  Simulation plain(scenario, 3);
  while (!plain.finished()) {
    timed.step();
    plain.step();
    plain.observe();
  }
  EXPECT_TRUE(timed.finished());
  EXPECT_EQ(timed.world().fans.engagement, plain.world().fans.engagement);
  EXPECT_EQ(timed.world().week.plays, plain.world().week.plays);
  EXPECT_EQ(timed.world().ledger.by_act, plain.world().ledger.by_act);
}

class Work : public testing::Test {
 protected:
  Work() {
    for (int week = 0; week < 10; ++week) run_.step();
  }
  TimedRun run_{test::tiny_scenario({.weeks = 30}), 5};
};

TEST_F(Work, CountingChangesNothing) {
  TimedRun& run = run_;
  const Exposure& exposure = run.prepare_listening();
  const Fans before = run.world().fans;
  Tallies counted, plain;
  listen_counted(exposure, run.week(), run.world(), counted);
  const auto engagement = run.world().fans.engagement;
  run.world().fans = before;
  listen(exposure, run.week(), 0, run.world(), plain);
  EXPECT_EQ(run.world().fans.engagement, engagement);
  EXPECT_EQ(counted.plays, plain.plays);
}

TEST_F(Work, TheBareWorkIsWhatWasCountedAndChangesNothing) {
  TimedRun& run = run_;
  const Exposure& exposure = run.prepare_listening();
  const Fans before = run.world().fans;
  Tallies tallies;
  const std::vector<CommunityWork> work = listen_counted(exposure, run.week(), run.world(), tallies);
  run.world().fans = before;
  CommunityWork all;
  for (const CommunityWork& c : work) {
    all.ties += c.ties;
    all.attentive += c.attentive;
    all.blocks += c.blocks;
  }
  const BareTotals done = do_bare_work(work, run.week(), run.world());
  EXPECT_GT(done.attentive, 0u);
  EXPECT_EQ(done.attentive, all.attentive);
  EXPECT_EQ(done.ties, all.ties);
  EXPECT_EQ(done.blocks, all.blocks);
  // At least one block an attentive fan and exposure.
  EXPECT_GE(all.blocks, all.attentive * static_cast<std::uint64_t>(run.world().scenario.assumptions.exposures));
  EXPECT_EQ(run.world().fans.favourites, before.favourites);
  EXPECT_EQ(run.world().fans.engagement, before.engagement);
  EXPECT_EQ(run.world().fans.taste, before.taste);
}

TEST(BenchJson, HasWhatIsPromised) {
  const auto json = nlohmann::json::parse(bench_json(tiny_bench()));
  ASSERT_EQ(json.at("worlds").size(), 2u);
  for (const auto& world : json.at("worlds")) {
    ASSERT_EQ(world.at("listen").size(), 2u);
    for (const auto& listening : world.at("listen")) {
      EXPECT_GT(listening.at("fan_weeks_per_second").get<double>(), 0.0);
      EXPECT_EQ(listening.at("over_bare").at("repetitions"), 2);
      EXPECT_GT(listening.at("over_bare").at("median").get<double>(), 0.0);
      EXPECT_TRUE(listening.contains("speedup"));
    }
    EXPECT_LE(world.at("bytes_per_tie").get<double>(), 8.0);
    EXPECT_GT(world.at("build_in_weeks").get<double>(), 0.0);
    double parts = 0.0;
    for (const auto& part : world.at("parts")) parts += part.get<double>();
    EXPECT_NEAR(parts, 1.0, 1e-9);
  }
  EXPECT_EQ(json.at("worlds")[1].at("fans"), 800);
  EXPECT_EQ(json.at("history").at("weeks"), 20);
  for (const auto& kernel : json.at("nanoseconds")) EXPECT_GT(kernel.at("median").get<double>(), 0.0);
}

TEST(BenchText, FitsEightyColumns) {
  std::istringstream text(bench_text(tiny_bench()));
  bool listens = false;
  for (std::string line; std::getline(text, line); listens |= line.starts_with("Listen phase"))
    EXPECT_LE(line.size(), 80u) << line;
  EXPECT_TRUE(listens);
}

TEST(RunBench, MeasuresWithTheThreadsItSays) {
  const auto threads_of = [](const auto& measured) {
    std::vector<int> threads;
    for (const auto& one : measured) threads.push_back(one.threads);
    return threads;
  };
  BenchOptions options{
      .fans = {400}, .threads = {1, 2, 7}, .warm_weeks = 2, .repetitions = 1, .contagion_agents = 3000};
  std::set<int> used;
  const auto note = [&](const std::string&) { used.insert(thread_count()); };
  const BenchReport report = run_bench(test::tiny_scenario({.fans = 400, .weeks = 20}), options, note);
  EXPECT_EQ(used, std::set<int>{7}) << "what surrounds the listen phase";
  EXPECT_EQ(threads_of(report.worlds.at(0).listen), options.threads);
  EXPECT_EQ(threads_of(report.contagion.by_threads), options.threads);
}

TEST(Contagion, KernelAndPlainLoopConvinceTheSamePeople) {
  const ContagionBench bench = measure_contagion(3000, {1, 2}, 2);
  EXPECT_EQ(bench.adopters, bench.plain_adopters);
  EXPECT_GT(bench.adopters, 1000u);
  EXPECT_EQ(bench.by_threads.at(1).seconds.values.size(), 2u);
}

}  // namespace
}  // namespace hibiki
