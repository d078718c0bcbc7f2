#include <fmt/format.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "sim/engine/run.hpp"
#include "tools/bench/bench.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/memory.hpp"
#include "tools/hibiki/option_words.hpp"
#include "tools/hibiki/shipped_files.hpp"
#include "tools/hibiki/simulation_options.hpp"
#include "tools/hibiki/stop_signals.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/studio_times.hpp"
#include "tools/hibiki/text.hpp"
#include "tools/hibiki/threads.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;

struct BenchCommand {
  fs::path scenario;
  std::vector<std::int64_t> fans;
  std::vector<std::string> sets;
  int threads = 0, weeks = 52, repetitions = 0;
  bool quick = false, history = false, studio = false, json = false;
};

void say_of_bench(const std::string& text) { say("bench: " + text); }

fs::path default_scenario() {
  if (const auto file = shipped("history.toml")) return *file;
  throw UsageError("scenarios/history.toml was not found in this folder or beside the program; give --scenario FILE");
}

/// 1, 2 and all of `most`, each once.
std::vector<int> thread_counts(int most) {
  std::vector<int> counts = {1, std::min(2, most), most};
  counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
  return counts;
}

/// Twice the memory of a run: the fans of the measured week are kept aside.
bool fits(Scenario scenario, std::int64_t fans) {
  scenario.run.fans = fans;
  const auto available = available_memory();
  return !available || 2 * estimate(scenario).memory_bytes <= *available;
}

BenchOptions options_of(const BenchCommand& command, const Scenario& scenario) {
  BenchOptions options;
  options.threads = thread_counts(threads_for(command.threads));
  options.warm_weeks = command.weeks;
  options.repetitions = command.repetitions;
  options.history = command.history;
  if (command.quick) options.fans = {100'000}, options.contagion_agents = 100'000;
  if (!command.fans.empty()) options.fans = command.fans;
  std::erase_if(options.fans, [&](std::int64_t fans) {
    if (fits(scenario, fans)) return false;
    say_of_bench(fmt::format("{} fans do not fit into the available memory and are left out", grouped(fans)));
    return true;
  });
  return options;
}

int bench_studio(const BenchCommand& command, const fs::path& path) {
  if (path.extension() == ".json") throw UsageError("bench --studio takes a scenario file, not a manifest");
  return with_asked_threads(command.threads, [&] {
    const nlohmann::ordered_json times = studio_times(path);
    print(command.json ? json_text(times) : studio_times_text(times));
    return kDone;
  });
}

int bench(const BenchCommand& command) {
  const fs::path path = command.scenario.empty() ? default_scenario() : command.scenario;
  const InterruptWatch interrupt;
  if (command.studio) return bench_studio(command, path);
  const Scenario scenario = load_source(path, command.sets).loaded.scenario;
  const BenchReport report = run_bench(scenario, options_of(command, scenario), say_of_bench);
  print(command.json ? bench_json(report) : bench_text(report));
  return kDone;
}

}  // namespace

void add_bench_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<BenchCommand>();
  CLI::App* command =
      app.add_subcommand("bench", "Measure speed and memory on this machine, and compare with the requirements");
  command->add_option("--scenario", options->scenario, "Scenario or manifest; default: scenarios/history.toml")
      ->type_name("FILE");
  command->add_option("--fans", options->fans, "Numbers of fans to measure; default: 100000,1000000,10000000")
      ->delimiter(',')
      ->type_name("N,...")
      ->transform(whole_number(1, 4'000'000'000));
  command->add_flag("--quick", options->quick, "Measure only 100,000 fans");
  command->add_flag("--history", options->history, "Also run the whole scenario with 100,000 fans");
  command->add_option("--weeks", options->weeks, "Weeks simulated before measuring; default: 52")
      ->type_name("N")
      ->transform(whole_number(1, 10'000));
  command
      ->add_option("--repetitions", options->repetitions, "Repetitions of the listen phase; default: 5 to 15, by size")
      ->type_name("N")
      ->transform(whole_number(1, 10'000));
  add_set_option(*command, options->sets);
  command->add_flag("--studio", options->studio, "Measure instead how long the studio's page waits, in a browser")
      ->excludes("--fans", "--quick", "--history", "--weeks", "--repetitions", "--set");
  add_threads_option(*command, options->threads);
  command->add_flag("--json", options->json, "Print one JSON object instead of the table");
  command->footer("Example:\n  hibiki bench --quick --history");
  command->callback([options, &invocation] { invocation.action = [options] { return bench(*options); }; });
}

}  // namespace hibiki::program
