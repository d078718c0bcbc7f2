#include <benchmark/benchmark.h>

#include <algorithm>

#include "sim/core/draws.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/phases/pick_tree.hpp"
#include "sim/world/fans.hpp"
#include "tools/bench/bench.hpp"

namespace hibiki::inline bench {

namespace {

constexpr std::uint32_t kBatch = 4096;  ///< operations an iteration

void draw_blocks(benchmark::State& state) {
  const DrawStream stream(1, Purpose::exposure);
  int week = 0;
  for ([[maybe_unused]] auto _ : state) {
    std::uint32_t sum = 0;
    for (std::uint32_t i = 0; i < kBatch; ++i) sum ^= stream.words(i, week, 0)[0];
    benchmark::DoNotOptimize(sum);
    ++week;
  }
}

/// Bits of so many fans, in an order drawn beforehand, as in a pass over far ties.
void gather_bits(benchmark::State& state) {
  const auto fans = static_cast<std::uint64_t>(state.range(0));
  const FanBits bits(fans);
  const DrawStream stream(1, Purpose::tie);
  std::vector<std::uint32_t> ties(16 * kBatch);
  for (std::uint32_t i = 0; i < ties.size(); ++i)
    ties[i] = static_cast<std::uint32_t>((stream.words(i, 0, 0)[0] * fans) >> 32);
  std::size_t at = 0;
  for ([[maybe_unused]] auto _ : state) {
    std::uint64_t heard = 0;
    for (std::uint32_t i = 0; i < kBatch; ++i) heard += bits.test(ties[at + i]);
    benchmark::DoNotOptimize(heard);
    at = (at + kBatch) % ties.size();
  }
}

/// Walks down a tree of 3,000 releases with words drawn beforehand.
void pick_releases(benchmark::State& state) {
  const DrawStream stream(1, Purpose::choice);
  std::vector<WeightedItem> items;
  for (Key i = 0; i < 3000; ++i) items.push_back({mix(i), 1.0 + stream.words(i, 0, 0)[0] * 0x1p-30});
  std::ranges::sort(items, {}, &WeightedItem::key);
  PickTree tree;
  tree.build(items);
  std::vector<std::uint32_t> words(kBatch + 32);
  for (std::uint32_t i = 0; i < words.size(); ++i) words[i] = stream.words(i, 1, 0)[0];
  for ([[maybe_unused]] auto _ : state) {
    std::uint64_t sum = 0;
    for (std::uint32_t i = 0; i < kBatch; ++i) sum += tree.pick([&](std::uint32_t d) { return words[i + d]; });
    benchmark::DoNotOptimize(sum);
  }
}

void decide(benchmark::State& state) {
  double x = -3.0;
  for ([[maybe_unused]] auto _ : state) {
    double sum = 0.0;
    for (std::uint32_t i = 0; i < kBatch; ++i) sum += portable::logistic(x + i * 1e-3);
    benchmark::DoNotOptimize(sum);
    x = -x;
  }
}

/// Takes every repetition instead of printing it.
class Collector : public benchmark::BenchmarkReporter {
 public:
  explicit Collector(std::vector<KernelBench>& kernels) : kernels_(kernels) {}
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs)
      if (run.run_type == Run::RT_Iteration)
        kernels_[static_cast<std::size_t>(run.family_index)].nanoseconds.add(
            run.real_accumulated_time * 1e9 / (static_cast<double>(run.iterations) * kBatch));
  }

 private:
  std::vector<KernelBench>& kernels_;
};

}  // namespace

std::vector<KernelBench> run_kernels(int repetitions) {
  benchmark::ClearRegisteredBenchmarks();
  std::vector<KernelBench> kernels;
  const auto add = [&](const char* name, const char* what, void (*kernel)(benchmark::State&), std::int64_t argument) {
    benchmark::RegisterBenchmark(name, kernel)
        ->Arg(argument)
        ->Repetitions(repetitions)
        ->MinTime(0.02)
        ->ReportAggregatesOnly(false);
    kernels.push_back({name, what, {}});
  };
  add("philox", "draw a Philox block of four words", draw_blocks, 0);
  add("gather_near", "read a sharing bit, 100,000 fans", gather_bits, 100'000);
  add("gather_far", "read a sharing bit, 100,000,000 fans", gather_bits, 100'000'000);
  add("pick", "walk down a tree of 3,000 releases", pick_releases, 0);
  add("logistic", "portable logistic function", decide, 0);
  Collector collector(kernels);
  benchmark::RunSpecifiedBenchmarks(&collector);
  benchmark::ClearRegisteredBenchmarks();
  return kernels;
}

}  // namespace hibiki::bench
