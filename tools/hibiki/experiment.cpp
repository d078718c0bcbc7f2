#include "tools/hibiki/experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/core/parallel.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/hibiki/memory.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki {

void say(const std::string& what) { fmt::print(stderr, "hibiki: {}\n", what); }

void say_failed(const std::string& arm, std::uint64_t seed, const std::string& error) {
  say(fmt::format("warning: {} failed with seed {}: {}", arm, seed, error));
}

std::size_t seeds_at_once(const Scenario& scenario, int depth) {
  const auto threads = static_cast<std::int64_t>(thread_count());
  const auto available = available_memory();
  if (!available) return static_cast<std::size_t>(threads);
  const std::int64_t fit = *available / std::max<std::int64_t>(estimate(scenario).memory_bytes * depth, 1);
  return static_cast<std::size_t>(std::clamp<std::int64_t>(fit, 1, threads));
}

void print_size(const ExperimentSize& size, const nlohmann::ordered_json& json) {
  Scenario one = *size.scenario;
  one.run.replicates = 1;
  const Estimate need = estimate(one);
  const auto groups = static_cast<double>(size.groups);
  // Groups that go on side by side share the threads; no more of them move than there are processors.
  const int busy = std::min(thread_count(), processor_count()), moving = std::min(busy, static_cast<int>(size.at_once));
  const Estimate beside = with_threads(busy / moving, [&] { return estimate(one); });
  const double runs = groups * static_cast<double>(size.weeks_each) / need.weeks / moving;
  const auto memory = need.memory_bytes * size.depth * static_cast<std::int64_t>(size.at_once);
  const auto disk = static_cast<std::int64_t>(static_cast<double>(need.disk_bytes) * groups) *
                    static_cast<std::int64_t>(size.recorded);
  if (!json.is_null()) {
    nlohmann::ordered_json all = json;
    all.update({{"fans", need.fans},
                {"weeks", need.weeks},
                {"at_once", size.at_once},
                {"memory_bytes", memory},
                {"disk_bytes", disk},
                {"seconds_low", beside.seconds_low * runs},
                {"seconds_high", beside.seconds_high * runs}});
    return fmt::print("{}", json_text(all));
  }
  fmt::print("{} {} of {} fans, {} weeks, {} at a time{}\n", size.groups, size.noun, grouped(need.fans), need.weeks,
             size.at_once, size.recorded > 0 ? "; weeks that arms share are simulated once" : "");
  fmt::print("memory  {}\ndisk    {}, half of it once complete\ntime    {} to {} on {} threads\n", bytes_text(memory), bytes_text(disk),
             duration_text(beside.seconds_low * runs), duration_text(beside.seconds_high * runs), thread_count());
}

}  // namespace hibiki
