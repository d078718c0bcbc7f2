#include <fmt/format.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>
#include <system_error>

#include "output/files.hpp"
#include "output/report/report.hpp"
#include "output/run_folder.hpp"
#include "output/terminal_summary.hpp"
#include "sim/core/parallel.hpp"
#include "tools/calibration/ensemble.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/complete_run.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/memory.hpp"
#include "tools/hibiki/run_json.hpp"
#include "tools/hibiki/run_report.hpp"
#include "tools/hibiki/simulate.hpp"
#include "tools/hibiki/simulation_options.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki {

namespace {

namespace fs = std::filesystem;

struct RunOptions {
  fs::path path;
  SimulationOptions simulation;
  fs::path out;
  bool dry_run = false, force = false, json = false, report = false;
};

void say(const std::string& what) { fmt::print(stderr, "hibiki: {}\n", what); }

int print_estimate(const Scenario& scenario, bool json) {
  const Estimate need = estimate(scenario);
  const auto available = available_memory();
  if (json) {
    fmt::print("{}", estimate_json(scenario.name, need, scenario.run.replicates, available.value_or(-1)));
  } else {
    fmt::print("{}: {} fans, {} ties, {} weeks ({} reported), {} replicate{}\n", scenario.name, grouped(need.fans),
               grouped(need.ties), need.weeks, need.reported_weeks, scenario.run.replicates,
               scenario.run.replicates == 1 ? "" : "s");
    fmt::print("memory  {}{}\n", bytes_text(need.memory_bytes),
               available ? fmt::format(" ({} available here)", bytes_text(*available)) : "");
    fmt::print("disk    {}\n", bytes_text(need.disk_bytes));
    fmt::print("time    {} to {} on {} threads\n", duration_text(need.seconds_low), duration_text(need.seconds_high),
               thread_count());
  }
  if (available && need.memory_bytes > *available)
    say(fmt::format("this run would not fit into memory here; {} fans would",
                    grouped(fans_that_fit(scenario, *available))));
  return kDone;
}

/// The nearest folder at or above `path` that is there already.
fs::path existing_part(fs::path path) {
  std::error_code ignored;
  for (path = fs::absolute(path); !fs::exists(path, ignored) && path.has_relative_path();) path = path.parent_path();
  return path;
}

void require_disk(const Scenario& scenario, const fs::path& out) {
  std::error_code unknown;
  const auto space = fs::space(existing_part(out), unknown);
  const auto need = estimate(scenario).disk_bytes;
  if (unknown || static_cast<std::uintmax_t>(need) <= space.available) return;
  throw IoError(
      fmt::format("the results need {} and only {} are free at {}; choose another place with --out, or fewer "
                  "--replicates",
                  bytes_text(need), bytes_text(static_cast<std::int64_t>(space.available)), out.string()));
}

int say_finished(const RunFolder& folder, bool json) {
  say(fmt::format("{} holds this very run, finished; nothing to do (--force runs it again)", folder.path().string()));
  fmt::print("{}", read_whole_file(folder.file(json ? "summary.json" : "summary.txt")));
  return kDone;
}

/// Simulates into the folder and leaves it complete. The summary goes to stdout.
int fill(RunFolder& folder, const RunSource& source, const std::string& resolved, bool json,
         const std::vector<std::string>& command) {
  const Scenario& scenario = source.loaded.scenario;
  const RunClock clock;
  const auto replicates = simulate(scenario, [&](std::size_t replicate) { return folder.spool(replicate); });
  const CompletedRun run = complete_run(folder, source, resolved, replicates, command, clock);
  fmt::print("{}", json ? run.json : terminal_summary(scenario, replicates, wants_colour(STDOUT_FILENO)));
  say(fmt::format("{} in {}: {} weeks of {} fans, digest {}", folder.path().string(), duration_text(run.manifest.seconds),
                  run.manifest.weeks, grouped(run.manifest.fans), run_digest(run.manifest.replicates)));
  return kDone;
}

/// Writes report.html from what the finished folder holds.
int with_report(const fs::path& folder, bool wanted, int code) {
  if (!wanted) return code;
  write_file_atomically(folder / "report.html", report_page(run_document(folder)));
  say(fmt::format("the report is {}", (folder / "report.html").string()));
  return code;
}

int run(const RunOptions& options, const std::vector<std::string>& command) {
  const ThreadLimit threads(options.simulation.threads);
  const RunSource source = load_with(options.simulation, options.path);
  const Scenario& scenario = source.loaded.scenario;
  if (source.manifest && source.manifest->model_version != kModelVersion)
    say(fmt::format("warning: {} is of model version {}, this program simulates version {}: results will differ",
                    options.path.string(), source.manifest->model_version, kModelVersion));
  if (!source.loaded.ensemble.empty()) say(provenance(load_ensemble(source.loaded.ensemble), source.loaded));
  if (options.dry_run) return print_estimate(scenario, options.json);
  const fs::path out = options.out.empty() ? default_run_folder(scenario) : options.out;
  const std::string resolved = to_toml(scenario);
  if (const auto available = available_memory()) require_memory(scenario, *available);
  require_disk(scenario, out);
  RunFolder folder(out, source.text, resolved, options.force);
  const int code = folder.finished() ? say_finished(folder, options.json) : fill(folder, source, resolved, options.json, command);
  return with_report(out, options.report, code);
}

}  // namespace

void add_run_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = app.add_subcommand("run", "Simulate a scenario, or repeat the run of a manifest.json");
  command->add_option("SCENARIO", options->path, "Scenario file (.toml), or a run's manifest.json")->required();
  add_simulation_options(*command, options->simulation);
  command->add_option("--out", options->out, "Folder of the results; runs/NAME when not given")->type_name("DIR");
  command->add_flag("--dry-run", options->dry_run, "Say what the run needs in memory, disk and time; simulate nothing");
  command->add_flag("--force", options->force, "Replace what --out holds");
  command->add_flag("--json", options->json, "Print one JSON object instead of the summary");
  command->add_flag("--report", options->report, "Write report.html as well: one page to look at and hand on");
  command->footer(
      "Example: what if fans listened more to one another?\n"
      "  hibiki run scenarios/history.toml --set assumptions.try.sharers=1.2 --out runs/more-sharing");
  command->callback([options, &invocation] {
    invocation.action = [options, words = invocation.words] { return run(*options, words); };
  });
}

}  // namespace hibiki
