// Measurements of `hibiki bench`, all in one run so that ratios hold on a noisy machine.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"
#include "tools/bench/samples.hpp"
#include "tools/bench/timed_week.hpp"

namespace hibiki::inline bench {

struct BenchOptions {
  std::vector<std::int64_t> fans = {100'000, 1'000'000, 10'000'000};
  std::vector<int> threads;  ///< each once, ascending; the last runs all that is not compared
  int warm_weeks = 52;       ///< simulated before anything is measured: fans need favourites
  int repetitions = 0;       ///< of the listen phase; 0: fewer the more fans
  bool history = false;      ///< the whole scenario too
  std::int64_t history_fans = 100'000;
  std::int64_t contagion_agents = 1'000'000;
};

/// The listen phase on one number of threads.
struct ListenBench {
  int threads = 1;
  Samples seconds, bare_seconds;  ///< repetition by repetition on the same week
};

/// One size of world.
struct WorldBench {
  std::int64_t fans = 0, ties = 0;
  double attentive = 0.0, ties_read = 0.0, blocks = 0.0;  ///< of the measured week, a fan
  std::vector<ListenBench> listen;                        ///< by threads, ascending
  double bytes_per_fan = 0.0, bytes_per_tie = 0.0;        ///< allocated for columns and for the network
  Samples build_seconds, week_seconds;
  PartSeconds parts{};  ///< of the weeks that warmed it
};

/// A primitive of the machine: nanoseconds an operation.
struct KernelBench {
  std::string name, what;
  Samples nanoseconds;
};

struct HistoryBench {
  std::int64_t fans = 0;
  int weeks = 0;
  double seconds = 0.0;  ///< building included
  PartSeconds parts{};
};

/// The kernel of the reference models on a number of threads.
struct ContagionSeconds {
  int threads = 1;
  Samples seconds;
};

/// Bass diffusion along ties, p = .003 and q = .38 a tick: sixteen ties an agent, fifty ticks.
struct ContagionBench {
  std::int64_t agents = 0;
  int ticks = 0;
  std::uint64_t ties_read = 0;                     ///< in a run
  std::uint64_t adopters = 0, plain_adopters = 0;  ///< the same people
  std::vector<ContagionSeconds> by_threads;
  Samples plain_seconds;  ///< a loop written for this alone, one thread
};

struct BenchReport {
  std::string processor, scenario;
  int cores = 0;
  int warm_weeks = 0;
  std::vector<KernelBench> kernels;
  std::vector<WorldBench> worlds;
  ContagionBench contagion;
  std::optional<HistoryBench> history;
};

/// Required values, as in the report's last column.
struct BenchTargets {
  static constexpr double kListenOverBare = 2.0;
  static constexpr double kTwoThreads = 1.85;
  static constexpr double kBytesPerFan = 40.0;
  static constexpr double kBytesPerTie = 4.5;
  static constexpr double kBuildInWeeks = 10.0;
  static constexpr double kContagionOverPlain = 1.0;
  static constexpr double kHistorySeconds = 20.0;
};

/// Processor's name as the system tells it, "unknown" when it does not.
std::string processor_name();

/// Measures `scenario` (valid) in its last weeks. `say` receives a line before each part. Worlds are built one after
/// the other; throws std::bad_alloc where one does not fit.
BenchReport run_bench(const Scenario& scenario, const BenchOptions& options,
                      const std::function<void(const std::string&)>& say);

/// Primitives that the listen phase is made of, through Google Benchmark.
std::vector<KernelBench> run_kernels(int repetitions);

/// Both of them `repetitions` times, side by side.
ContagionBench measure_contagion(std::int64_t agents, const std::vector<int>& threads, int repetitions);

/// A table of at most 80 columns.
std::string bench_text(const BenchReport& report);
/// One object; medians with their spread, and every ratio of the table.
std::string bench_json(const BenchReport& report);

}  // namespace hibiki::bench
