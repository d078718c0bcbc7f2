#include "tools/bench/bench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "sim/core/interrupt.hpp"
#include "sim/core/parallel.hpp"
#include "tools/bench/bare_work.hpp"

namespace hibiki::inline bench {

namespace {

constexpr int kBuilds = 3;
constexpr int kKernelRepetitions = 5;

/// The scenario's last weeks: as many as warm the world, and one to measure.
Scenario last_weeks(Scenario scenario, std::int64_t fans, int weeks) {
  scenario.run.fans = fans;
  scenario.run.replicates = 1;
  scenario.run.start = std::max(scenario.run.start, scenario.run.end - std::chrono::days(7 * (weeks + 1) - 1));
  scenario.run.report_from = scenario.run.start;
  return scenario;
}

int repetitions_for(const BenchOptions& options, std::int64_t fans) {
  if (options.repetitions > 0) return options.repetitions;
  return fans <= 100'000 ? 15 : fans <= 1'000'000 ? 9 : 5;
}

double column_bytes(const Fans& fans) {
  double bytes = 0.0;
  for_each_column(fans, [&](const char*, auto column) { bytes += static_cast<double>(column.size_bytes()); });
  for (const FanBits* bits : {&fans.sharing, &fans.sharing_next, &fans.sharing_online, &fans.sharing_online_next})
    bytes += static_cast<double>(bits->words().size_bytes());
  return bytes + static_cast<double>(fans.communities.size() * sizeof(Community));
}

void measure_memory(const World& world, WorldBench& bench) {
  const auto fans = static_cast<double>(world.fans.size()), ties = static_cast<double>(world.network.ties());
  bench.bytes_per_fan = column_bytes(world.fans) / fans;
  bench.bytes_per_tie = ties > 0.0 ? world.network.bytes() / ties : 0.0;
}

/// Listens through the week that comes next again and again, on a copy of its fans; the bare work beside it, thread
/// counts in turn.
class ListenMeter final : public WeekProbe {
 public:
  ListenMeter(const BenchOptions& options, WorldBench& bench) : options_(options), bench_(bench) {}

  bool rank_first() const override { return true; }

  void ranked(const World& world, int week, const Exposure& exposure) override {
    Fans fans = world.fans;
    const std::vector<CommunityWork> work = count(world, week, exposure, fans);
    for (const int threads : options_.threads) bench_.listen.push_back({threads, {}, {}});
    for (int i = 0; i < repetitions_for(options_, bench_.fans); ++i)
      for (ListenBench& listening : bench_.listen) {
        throw_if_interrupted();
        with_threads(listening.threads, [&] {
          listening.bare_seconds.add(seconds_of([&] { do_bare_work(work, week, ListenView(world, fans)); }));
          fans = world.fans;
          listening.seconds.add(seconds_of([&] { listen(ListenView(world, fans), week, exposure); }));
          fans = world.fans;
        });
      }
  }

 private:
  /// Counts the week's work; `fans` are as before afterwards.
  std::vector<CommunityWork> count(const World& world, int week, const Exposure& exposure, Fans& fans) {
    std::vector<CommunityWork> work;
    listen(ListenView(world, fans), week, exposure, 0, {.work = &work});
    fans = world.fans;
    const auto all = static_cast<double>(fans.size());
    for (const CommunityWork& c : work) {
      bench_.attentive += c.attentive / all;
      bench_.ties_read += static_cast<double>(c.ties) / all;
      bench_.blocks += c.blocks / all;
    }
    return work;
  }

  const BenchOptions& options_;
  WorldBench& bench_;
};

WorldBench measure_world(const Scenario& base, std::int64_t fans, const BenchOptions& options) {
  const Scenario scenario = last_weeks(base, fans, options.warm_weeks);
  const auto seed = static_cast<std::uint64_t>(scenario.run.seed);
  WorldBench bench;
  throw_if_interrupted();
  for (int i = 0; i + 1 < kBuilds; ++i) bench.build_seconds.add(seconds_of([&] { make_world(scenario, seed); }));
  std::optional<TimedRun> run;
  bench.build_seconds.add(seconds_of([&] { run.emplace(scenario, seed); }));
  bench.fans = static_cast<std::int64_t>(run->world().fans.size());
  bench.ties = static_cast<std::int64_t>(run->world().network.ties());
  measure_memory(run->world(), bench);
  Simulation& simulation = run->simulation();
  while (simulation.week() + 1 < run->world().calendar.weeks && simulation.week() < options.warm_weeks) {
    throw_if_interrupted();
    run->step();
    bench.week_seconds.add(run->last_week());
  }
  bench.parts = run->spent();
  ListenMeter meter(options, bench);
  simulation.probe(&meter);
  simulation.step();
  simulation.probe(nullptr);
  return bench;
}

HistoryBench measure_history(Scenario scenario, std::int64_t fans) {
  scenario.run.fans = fans;
  HistoryBench bench;
  bench.seconds = seconds_of([&] {
    TimedRun run(scenario, static_cast<std::uint64_t>(scenario.run.seed));
    for (; !run.simulation().finished(); run.step()) throw_if_interrupted();
    bench.fans = static_cast<std::int64_t>(run.world().fans.size());
    bench.weeks = run.simulation().week();
    bench.parts = run.spent();
  });
  return bench;
}

}  // namespace

std::string processor_name() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.starts_with("model name") && line.find(": ") != std::string::npos) return line.substr(line.find(": ") + 2);
  return "unknown";
}

namespace {

BenchReport measure(const Scenario& scenario, const BenchOptions& options,
                    const std::function<void(const std::string&)>& say) {
  BenchReport report;
  report.processor = processor_name();
  report.cores = processor_count();
  report.scenario = scenario.name;
  report.warm_weeks = options.warm_weeks;
  say("primitives of this machine");
  report.kernels = run_kernels(kKernelRepetitions);
  for (const std::int64_t fans : options.fans) {
    say(fmt::format("{} fans: {} weeks to warm the world, then the listen phase", fans, options.warm_weeks));
    report.worlds.push_back(measure_world(scenario, fans, options));
  }
  say(fmt::format("contagion among {} agents", options.contagion_agents));
  report.contagion = measure_contagion(options.contagion_agents, options.threads, 5);
  if (options.history) {
    say(fmt::format("all of {} with {} fans", scenario.name, options.history_fans));
    report.history = measure_history(scenario, options.history_fans);
  }
  return report;
}

}  // namespace

BenchReport run_bench(const Scenario& scenario, const BenchOptions& options,
                      const std::function<void(const std::string&)>& say) {
  return with_threads(options.threads.back(), [&] { return measure(scenario, options, say); });
}

}  // namespace hibiki::bench
