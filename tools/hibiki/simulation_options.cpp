#include "tools/hibiki/simulation_options.hpp"

#include <fmt/format.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "sim/core/parallel.hpp"
#include "sim/scenario/schema.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/option_words.hpp"

namespace hibiki::inline program {

namespace {

std::vector<std::string> all_sets(const SimulationOptions& options) {
  std::vector<std::string> sets = options.sets;
  if (options.fans) sets.push_back(fmt::format("run.fans={}", *options.fans));
  if (options.seed) sets.push_back(fmt::format("run.seed={}", *options.seed));
  if (options.replicates) sets.push_back(fmt::format("run.replicates={}", *options.replicates));
  return sets;
}

/// --until must not lengthen a run. The validation of the scenario finds an end before its start.
void check_until(Day until, const RunSettings& run) {
  if (until > run.end)
    throw UsageError(
        fmt::format("--until {0} is after the end of the scenario, {1}; --until shortens a run, "
                    "--set run.end={0} moves its end",
                    to_string(until), to_string(run.end)));
}

}  // namespace

CLI::Validator whole_number_in_run(std::string_view key) {
  for (const auto& field : run_fields())
    if (field.key == key)
      return whole_number(static_cast<std::int64_t>(field.minimum), static_cast<std::int64_t>(field.maximum));
  throw std::logic_error(fmt::format("[run] has no key {}", key));
}

void add_set_option(CLI::App& command, std::vector<std::string>& sets) {
  command.add_option("--set", sets, "Set a key of the scenario; may be repeated ('hibiki params' lists keys)")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_threads_option(CLI::App& command, int& threads) {
  command.add_option("--threads", threads, "Number of threads; default: all. Results do not depend on it")
      ->type_name("N")
      ->transform(whole_number(1, kMostThreads));
}

void add_simulation_options(CLI::App& command, SimulationOptions& options) {
  add_set_option(command, options.sets);
  command.add_option("--seed", options.seed, "Random seed; runs with the same seed use the same random numbers")
      ->type_name("N")
      ->transform(whole_number_in_run("seed"));
  command.add_option("--replicates", options.replicates, "Number of runs, with consecutive seeds from the first")
      ->type_name("N")
      ->transform(whole_number_in_run("replicates"));
  add_threads_option(command, options.threads);
  command.add_option("--fans", options.fans, "Simulated fans in all markets: 20000, 20k, 1e6")
      ->type_name("N")
      ->transform(whole_number_in_run("fans"));
  command.add_option("--until", options.until, "Last simulated day, such as 2010-12-31")->type_name("DATE");
}

RunSource load_with(const SimulationOptions& options, const std::filesystem::path& path) {
  std::vector<std::string> sets = all_sets(options);
  if (!options.until) return load_source(path, sets);
  const auto until = parse_day(*options.until);
  if (!until) throw UsageError(fmt::format("--until '{}' is not a date; write it as 2010-12-31", *options.until));
  check_until(*until, load_source(path, sets).loaded.scenario.run);
  std::erase_if(sets, [](const std::string& set) { return set.starts_with("run.end=") || set.starts_with("end="); });
  sets.push_back(fmt::format("run.end={}", *options.until));
  return load_source(path, sets);
}

}  // namespace hibiki::program
