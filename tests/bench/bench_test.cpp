// What the benchmark claims must be what was done: no timings here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
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
  EXPECT_TRUE(timed.simulation().finished());
  EXPECT_EQ(timed.world().fans.engagement, plain.world().fans.engagement);
  EXPECT_EQ(timed.world().week.plays, plain.world().week.plays);
  EXPECT_EQ(timed.world().ledger.by_act, plain.world().ledger.by_act);
}

/// A world after ten weeks, and the week that comes next, ranked.
class Work : public testing::Test, public WeekProbe {
 protected:
  Work() {
    while (simulation_.week() < 10) simulation_.step();
  }
  /// Calls body(world, week, exposure) between rank and listen of the next week.
  template <class Body>
  void in_next_week(const Body& body) {
    body_ = body;
    simulation_.probe(this);
    simulation_.step();
    ASSERT_FALSE(body_) << "the probe was not called";
  }

 private:
  bool rank_first() const override { return true; }
  void ranked(const World& world, int week, const Exposure& exposure) override {
    body_(world, week, exposure);
    body_ = nullptr;
  }
  Simulation simulation_{test::tiny_scenario({.weeks = 30}), 5};
  std::function<void(const World&, int, const Exposure&)> body_;
};

TEST_F(Work, CountingChangesNothing) {
  in_next_week([](const World& world, int week, const Exposure& exposure) {
    Fans with = world.fans, without = world.fans;
    std::vector<CommunityWork> work;
    const Tallies counted = listen(ListenView(world, with), week, exposure, 0, {.work = &work});
    const Tallies plain = listen(ListenView(world, without), week, exposure);
    EXPECT_NE(with.engagement, world.fans.engagement);
    EXPECT_EQ(with.engagement, without.engagement);
    EXPECT_EQ(counted.plays, plain.plays);
  });
}

TEST_F(Work, TheBareWorkIsWhatWasCountedAndChangesNothing) {
  in_next_week([](const World& world, int week, const Exposure& exposure) {
    Fans fans = world.fans;
    std::vector<CommunityWork> work;
    listen(ListenView(world, fans), week, exposure, 0, {.work = &work});
    fans = world.fans;
    CommunityWork all;
    for (const CommunityWork& c : work) {
      all.ties += c.ties;
      all.attentive += c.attentive;
      all.blocks += c.blocks;
    }
    const BareTotals done = do_bare_work(work, week, ListenView(world, fans));
    EXPECT_GT(done.attentive, 0u);
    EXPECT_EQ(done.attentive, all.attentive);
    EXPECT_EQ(done.ties, all.ties);
    EXPECT_EQ(done.blocks, all.blocks);
    // At least one block an attentive fan and exposure.
    EXPECT_GE(all.blocks, all.attentive * static_cast<std::uint64_t>(world.scenario.assumptions.exposures));
    EXPECT_EQ(fans.favourites, world.fans.favourites);
    EXPECT_EQ(fans.engagement, world.fans.engagement);
    EXPECT_EQ(fans.taste, world.fans.taste);
  });
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
