#include <fmt/format.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>

#include "output/analysis/terminal_summary.hpp"
#include "output/report/report.hpp"
#include "sim/core/parallel.hpp"
#include "sim/engine/follow.hpp"
#include "sim/engine/rank_need.hpp"
#include "tools/calibration/ensemble.hpp"
#include "tools/hibiki/answer_options.hpp"
#include "tools/hibiki/checkpoint_options.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/complete_run.hpp"
#include "tools/hibiki/disk.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/experiment.hpp"
#include "tools/hibiki/memory.hpp"
#include "tools/hibiki/ranks.hpp"
#include "tools/hibiki/repeat.hpp"
#include "tools/hibiki/result_files.hpp"
#include "tools/hibiki/run_json.hpp"
#include "tools/hibiki/run_report.hpp"
#include "tools/hibiki/simulate.hpp"
#include "tools/hibiki/simulation_options.hpp"
#include "tools/hibiki/stop_signals.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/terminal.hpp"
#include "tools/hibiki/text.hpp"
#include "tools/hibiki/threads.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;

struct RunOptions : AnswerOptions {
  fs::path path;
  CheckpointOptions checkpoints;
  SimulationOptions simulation;
};

/// A run before its simulation.
struct PlannedRun {
  RunSource source;
  std::string resolved;
  bool repeats = false;  ///< the run of a manifest, unchanged
  std::vector<std::uint64_t> seeds;

  const Scenario& scenario() const { return source.loaded.scenario; }
};

/// Throws VerificationError when a manifest's run cannot be repeated by this program.
PlannedRun plan_run(const RunOptions& options) {
  PlannedRun run{load_with(options.simulation, options.path), "", false, {}};
  run.resolved = to_toml(run.scenario());
  const auto& manifest = run.source.manifest;
  run.repeats = manifest && run.resolved == to_toml(load_source(options.path, {}).loaded.scenario);
  if (manifest) require_this_model(*manifest, options.path);
  run.seeds = run.repeats ? seeds_of(*manifest, run.scenario(), options.path) : seeds_of(run.scenario());
  return run;
}

/// Without --out: the folder of the manifest where that holds the run itself, finished; else runs/NAME.
fs::path out_of(const RunOptions& options, const PlannedRun& run) {
  if (!options.out.empty()) return options.out;
  const fs::path own = options.path.parent_path();
  const bool enough =
      fs::exists(own / "results.h5") || (options.keep == Keep::summary && run.repeats && !run.source.manifest->weekly);
  const bool holds_it =
      run.repeats && !options.force && enough && run.source.manifest->resolved_digest == text_digest(run.resolved);
  return holds_it ? (own.empty() ? fs::path(".") : own) : fs::path("runs") / run.scenario().name;
}

MemoryOf memory_of_a_rank(bool weekly) {
  const RankSession* const ranks = started_ranks();
  if (ranks == nullptr) return memory_of_run(weekly);
  return [weekly, count = ranks->count()](const Scenario& scenario) {
    const RankNeed need = rank_need(scenario, count);
    return weekly ? need.memory_bytes : need.plain_bytes;
  };
}

std::string threads_text() {
  const std::string threads = fmt::format("{} thread{}", thread_count(), thread_count() == 1 ? "" : "s");
  return started_ranks() == nullptr ? threads : threads + " a rank";
}

std::size_t at_once_in(const Scenario& scenario, Keep keep) {
  return replicates_at_once(scenario, static_cast<std::size_t>(scenario.run.replicates), keep == Keep::weekly,
                            {.ranks = started_ranks()});
}

DiskNeed disk_of_run(const Scenario& scenario, Keep keep) {
  DiskNeed disk = disk_need(estimate(scenario), keep);
  disk.checkpoints *= static_cast<std::int64_t>(at_once_in(scenario, keep));
  return disk;
}

int print_estimate(const Scenario& scenario, Keep keep, bool json) {
  Estimate need = estimate(scenario);
  // Every thread has its own tables; more threads than processors do not make it faster.
  const int busy = std::min(thread_count(), usable_processors());
  const Estimate timed = with_threads(busy, [&] { return estimate(scenario); });
  need.seconds_low = timed.seconds_low;
  need.seconds_high = timed.seconds_high;
  RankSession* const ranks = started_ranks();
  std::optional<RankNeed> of_rank;
  if (ranks != nullptr) {
    of_rank = rank_need(scenario, ranks->count());
    need.memory_bytes = of_rank->memory_bytes;
    need.plain_bytes = of_rank->plain_bytes;
    const RankNeed of_busy = with_threads(busy, [&] { return rank_need(scenario, ranks->count()); });
    need.seconds_low = of_busy.seconds_low;
    need.seconds_high = of_busy.seconds_high;
  }
  const bool weekly = keep == Keep::weekly;
  const std::size_t at_once = at_once_in(scenario, keep);
  need.memory_bytes = need.memory_with({.at_once = static_cast<std::int64_t>(at_once), .weekly = weekly});
  const auto available = memory_for_a_rank();
  const DiskNeed disk = disk_of_run(scenario, keep);
  if (json) {
    print(estimate_json(scenario.name, need, disk, at_once, scenario.run.replicates, available.value_or(-1), of_rank));
  } else {
    print(wrapped(fmt::format("{}: {} fans, {} ties, {} weeks ({} reported), {}{}", scenario.name, grouped(need.fans),
                              grouped(need.ties), need.weeks, need.reported_weeks,
                              counted(static_cast<std::size_t>(scenario.run.replicates), "replicate"),
                              at_once > 1 ? fmt::format(", {} at a time", at_once) : ""),
                  0, layout_of(STDOUT_FILENO).columns) +
          "\n");
    print(fmt::format("memory  {}{}{}\n", bytes_text(need.memory_bytes),
                      of_rank ? fmt::format(" on each of {} ranks", ranks->count()) : "",
                      available ? fmt::format(" ({} available here)", bytes_text(*available)) : ""));
    if (of_rank)
      print(fmt::format("sent    {} a week by all ranks: {} of shares, {} of counts\n",
                        bytes_text(of_rank->share_bytes + of_rank->tally_bytes), bytes_text(of_rank->share_bytes),
                        bytes_text(of_rank->tally_bytes)));
    print(fmt::format("disk    {}\n{}", disk_text(disk), checkpoint_line(disk)));
    print(fmt::format("time    {} to {} on {}\n", duration_text(need.seconds_low), duration_text(need.seconds_high),
                      threads_text()));
  }
  if (available && need.memory_bytes > *available)
    say(fmt::format("this run does not fit into the available memory; {} fans would",
                    grouped(fans_that_fit(scenario, *available, memory_of_a_rank(weekly)))));
  return kDone;
}

int tell_finished_run(const ResultFolder& folder, bool json) {
  say_finished(folder.path(), "run");
  print(folder.read_finished(json ? "summary.json" : "summary.txt"));
  return kDone;
}

/// `weeks` simulated by this command.
void say_traffic(RankSession& ranks, double weeks, double seconds) {
  const RankTraffic traffic = weekly_traffic(ranks);
  if (weeks <= 0) return;
  say(fmt::format("{} ranks sent {} in {:.0f} messages a week; {:.0f} % of their time went into it, waiting included",
                  ranks.count(), bytes_text(static_cast<std::int64_t>(static_cast<double>(traffic.bytes) / weeks)),
                  static_cast<double>(traffic.messages) / weeks, 100.0 * traffic.seconds / seconds / ranks.count()));
}

/// Simulates, completes the folder and prints the summary. Throws VerificationError, with the folder complete, when a
/// repeated run gives other results.
int fill(ResultFolder& folder, const PlannedRun& plan, const RunOptions& options,
         const std::vector<std::string>& command, CommandCheckpoints& checkpoints) {
  const RunClock clock;
  SpoolPath spool;
  if (options.keep == Keep::weekly) spool = [&](std::size_t i) { return folder.scratch(fmt::format("{}.spool", i)); };
  const auto replicates = simulate(plan.scenario(), plan.seeds, spool, &checkpoints, {.ranks = started_ranks()});
  if (RankSession* const ranks = started_ranks())
    say_traffic(*ranks, static_cast<double>(checkpoints.stop.weeks()), clock.seconds());
  const CompletedRun run =
      complete_run(folder.staged(), folder.path(), plan.source, plan.resolved, replicates, command, clock);
  publish(folder, run.manifest);
  const Layout layout = layout_of(STDOUT_FILENO);
  print(options.json ? run.json : terminal_summary(plan.scenario(), replicates, layout.colour, layout.columns));
  say(fmt::format("{} ({}) in {}: {} weeks of {} fans, digest {}", folder.path().string(),
                  bytes_text(bytes_in(folder.path())), duration_text(run.manifest.seconds), run.manifest.weeks,
                  grouped(run.manifest.fans), run_digest(run.manifest.replicates)));
  if (plan.repeats) {
    require_same_digests(*plan.source.manifest, replicates);
    say(fmt::format("same digests as the run of {}", plan.source.manifest->started));
  }
  return kDone;
}

/// Writes report.html from the files of the finished folder.
int with_report(const fs::path& folder, bool wanted, int code) {
  if (wanted) publish_report(folder, report_page(run_document(folder)));
  return code;
}

/// A run with more files than requested counts as the same result.
ResultKind result_of(const PlannedRun& plan, Keep keep) {
  ResultKind kind{"run", text_digest(plan.resolved), run_files(), {"report.html"}};
  if (keep == Keep::summary) {
    std::erase(kind.files, "results.h5");
    kind.more.push_back("results.h5");
  }
  return kind;
}

RankClaim claim_of(const PlannedRun& plan) {
  std::string work = plan.resolved;
  for (const std::uint64_t seed : plan.seeds) work += fmt::format(" {}", seed);
  return {.scenario = text_digest(work), .program = program_text(), .threads = thread_count()};
}

/// On rank 0, or without ranks.
PlannedRun plan_with_ranks(const RunOptions& options, RankSession* ranks) {
  if (ranks == nullptr) return plan_run(options);
  return agreed(*ranks, [&] {
    if (options.path == "-") throw no_standard_input();
    PlannedRun plan = plan_run(options);
    require_communities(plan.scenario(), ranks->count());
    RankClaim claim = claim_of(plan);
    return std::pair(std::move(plan), std::move(claim));
  });
}

/// What a further rank does in a run: its part of each world.
int help_run(const RunOptions& options, RankSession& ranks) {
  Scenario scenario;
  RankClaim claim;
  try {
    const PlannedRun plan = plan_run(options);
    claim = claim_of(plan);
    scenario = plan.scenario();
  } catch (const std::exception& error) {
    claim.error = error.what();
  }
  agree(ranks, claim);
  return follow(scenario, {.ranks = &ranks});
}

int run(const RunOptions& options, const std::vector<std::string>& command) {
  if (options.report && options.keep == Keep::summary)
    throw UsageError("--report and --keep summary exclude each other: the report needs the weekly series");
  const InterruptWatch interrupt;
  if (is_further_rank()) ignore_stop_signals();  // rank 0 stops all
  RankSession* const ranks = start_ranks();
  if (ranks != nullptr && !ranks->first()) return help_run(options, *ranks);
  const PlannedRun plan = plan_with_ranks(options, ranks);
  if (const LoadedScenario& loaded = plan.source.loaded; !loaded.ensemble.empty())
    say(provenance(load_ensemble(loaded.ensemble), loaded));
  say_warnings({&plan.source.loaded});
  if (options.dry_run) return print_estimate(plan.scenario(), options.keep, options.json);
  const fs::path out = out_of(options, plan);
  ResultFolder folder(out, result_of(plan, options.keep), if_there(options.force));
  if (!folder.finished()) {
    if (const auto available = memory_for_a_rank())
      require_memory(plan.scenario(), *available, memory_of_a_rank(options.keep == Keep::weekly));
    require_disk(disk_of_run(plan.scenario(), options.keep), out);
  }
  if (folder.finished()) return with_report(out, options.report, tell_finished_run(folder, options.json));
  CommandCheckpoints checkpoints(folder, options.checkpoints);
  return checkpoints.run(
      [&] { return with_report(out, options.report, fill(folder, plan, options, command, checkpoints)); });
}

}  // namespace

void add_run_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = app.add_subcommand("run", "Simulate a scenario, or repeat the run of a manifest.json");
  command
      ->add_option("SCENARIO", options->path, "Scenario file (.toml; - for standard input), or a run's manifest.json")
      ->required();
  add_simulation_options(*command, options->simulation);
  add_checkpoint_options(*command, options->checkpoints);
  add_answer_options(*command, *options,
                     {.out = "Folder of the results; default: runs/NAME",
                      .json = "one JSON object instead of the summary",
                      .report = "Also write report.html, a page with figures and tables",
                      .dry_run = "memory, disk and time",
                      .keep = "only summary.csv, summary.txt and summary.json"});
  command->footer(
      "Examples: a run in which fans listen more to one another, and a repetition of that run:\n"
      "  hibiki run scenarios/history.toml --set assumptions.try.sharers=1.2 --out runs/more-sharing\n"
      "  hibiki run runs/more-sharing/manifest.json --out runs/again\n"
      "Exit code 7: the repeated run did not give the digests in the manifest, or this program cannot repeat it.");
  command->callback([options, &invocation] {
    invocation.action = [options, words = invocation.words] {
      return with_asked_threads(options->simulation.threads, [&] { return run(*options, words); });
    };
  });
}

}  // namespace hibiki::program
