#include "tools/hibiki/experiment.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "sim/core/parallel.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/hibiki/memory.hpp"
#include "tools/hibiki/ranks.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/terminal.hpp"
#include "tools/hibiki/text.hpp"
#include "tools/hibiki/threads.hpp"

namespace hibiki::inline program {

namespace {

// Fitted to comparisons of two to eleven markets over five to thirty-five years.
constexpr double kJsonBytes = 80e3, kJsonBytesAMarketYear = 950.0;  ///< of an experiment's JSON
constexpr double kPageBytes = 138e3;                                ///< of report.html, besides the JSON that it holds

std::int64_t answer_bytes(const Scenario& scenario, bool page) {
  const double years = estimate(scenario).reported_weeks / 52.0;
  const double json = kJsonBytes + kJsonBytesAMarketYear * years * static_cast<double>(scenario.markets.size());
  return static_cast<std::int64_t>(page ? kPageBytes + 2.0 * json : json);
}

}  // namespace

bool states_replicates(const RunSource& source) {
  const auto origin = std::ranges::find(source.loaded.origins, "run.replicates", &Origin::key);
  if (origin == source.loaded.origins.end() || origin->place == "default") return false;
  return !source.manifest || origin->place == "--set" || source.loaded.scenario.run.replicates > 1;
}

void say_failed(const std::string& arm, std::uint64_t seed, const std::string& error) {
  say(fmt::format("warning: {} failed with seed {}: {}", arm, seed, error));
}

void say_warnings(const std::vector<const LoadedScenario*>& scenarios) {
  std::set<std::string> said;
  for (const LoadedScenario* scenario : scenarios)
    for (const Problem& warning : scenario->warnings)
      if (const std::string text = ScenarioError({warning}).what(); said.insert(text).second) say("warning: " + text);
}

std::size_t seeds_at_once(const Scenario& scenario, int depth, bool weekly) {
  const auto threads = static_cast<std::int64_t>(thread_count());
  const auto available = memory_for_a_rank();
  if (!available) return static_cast<std::size_t>(threads);
  const auto needed = [&](std::int64_t at_once) {
    return memory_of_worlds({.at_once = at_once, .depth = depth, .weekly = weekly})(scenario);
  };
  const std::int64_t one = needed(1), two = needed(2);
  const std::int64_t fit = 1 + (*available - one) / std::max<std::int64_t>(two - one, 1);
  return static_cast<std::size_t>(std::clamp<std::int64_t>(fit, 1, threads));
}

DiskNeed disk_need(const ExperimentSize& size) {
  Scenario arm = *size.scenario;
  arm.run.replicates = static_cast<std::int64_t>(std::max<std::size_t>(size.recorded, 1));
  const Estimate need = estimate(arm);
  const bool weekly = size.folders > 0 && size.keep == Keep::weekly;
  DiskNeed disk = disk_need(need, size.keep, static_cast<std::int64_t>(size.folders), answer_bytes(arm, size.page));
  const std::size_t under_way = size.checkpoints ? size.at_once * std::min(size.ranks, size.groups / size.sets) : 0;
  disk.checkpoints = static_cast<std::int64_t>(under_way) * size.depth *
                     (weekly ? need.checkpoint_bytes : need.plain_checkpoint_bytes);
  return disk;
}

void print_size(const ExperimentSize& size, const nlohmann::ordered_json& json) {
  Scenario one = *size.scenario;
  one.run.replicates = 1;
  const Estimate need = estimate(one);
  const auto groups =
      static_cast<double>(size.sets * ((size.groups / size.sets + size.ranks - 1) / size.ranks));  // of rank 0
  // Concurrent groups share the threads; at most as many progress as there are processors.
  const int busy = std::min(thread_count(), usable_processors()),
            moving = std::min(busy, static_cast<int>(size.at_once));
  const Estimate beside = with_threads(busy / moving, [&] { return estimate(one); });
  const double runs = groups * static_cast<double>(size.weeks_each) / need.weeks / moving;
  const std::int64_t memory =
      need.memory_with({.at_once = static_cast<std::int64_t>(size.at_once),
                        .depth = size.depth,
                        .results = static_cast<std::int64_t>(std::max<std::size_t>(size.results, 1)),
                        .weekly = size.folders > 0 && size.keep == Keep::weekly});
  const DiskNeed disk = disk_need(size);
  const auto available = memory_for_a_rank();
  if (available && memory > *available) say("this experiment does not fit into the available memory");
  if (!json.is_null()) {
    nlohmann::ordered_json all = json;
    all.update({{"fans", need.fans},
                {"weeks", need.weeks},
                {"at_once", size.at_once},
                {"memory_bytes", memory},
                {"available_bytes", available ? nlohmann::ordered_json(*available) : nlohmann::ordered_json()},
                {"disk_bytes", disk.peak},
                {"kept_bytes", disk.kept},
                {"checkpoint_bytes", disk.checkpoints},
                {"seconds_low", beside.seconds_low * runs},
                {"seconds_high", beside.seconds_high * runs}});
    return print(json_text(all));
  }
  print(wrapped(fmt::format("{} {} of {} fans, {} weeks, {} at a time{}", size.groups, size.noun, grouped(need.fans),
                            need.weeks, size.at_once,
                            size.folders > 0 ? "; weeks common to several arms are simulated once" : ""),
                0, layout_of(STDOUT_FILENO).columns) +
        "\n");
  const std::string of_ranks = size.ranks > 1 ? fmt::format(" on each of {} ranks", size.ranks) : "";
  const std::string there = available ? fmt::format(" ({} available here)", bytes_text(*available)) : "";
  print(fmt::format("memory  {}{}{}\ndisk    {}\n{}time    {} to {} on {} threads{}\n", bytes_text(memory), of_ranks,
                    there, disk_text(disk), checkpoint_line(disk), duration_text(beside.seconds_low * runs),
                    duration_text(beside.seconds_high * runs), thread_count(), size.ranks > 1 ? " a rank" : ""));
}

}  // namespace hibiki::program
