#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "output/report/report.hpp"
#include "output/results/file_digest.hpp"
#include "output/results/files.hpp"
#include "output/results/manifest.hpp"
#include "sim/core/parallel.hpp"
#include "sim/engine/run.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/hibiki/checkpoint_options.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/disk.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/memory.hpp"
#include "tools/hibiki/option_words.hpp"
#include "tools/hibiki/pair_progress.hpp"
#include "tools/hibiki/result_files.hpp"
#include "tools/hibiki/simulation_options.hpp"
#include "tools/hibiki/stop_signals.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/terminal.hpp"
#include "tools/hibiki/text.hpp"
#include "tools/hibiki/threads.hpp"
#include "tools/sweep/simulate_sweep.hpp"
#include "tools/sweep/sweep_document.hpp"
#include "tools/sweep/sweep_files.hpp"
#include "tools/sweep/sweep_script.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char *kPoints = "points.csv", *kResults = "sweep.h5", *kReport = "report.html";

constexpr std::int64_t kUsualMaxArraySize = 1001;  ///< of a Slurm that says nothing else

struct SweepOptions {
  fs::path file, out;
  SweepChanges changes;
  CheckpointOptions checkpoints;
  std::string shard = "1/1";
  int threads = 0;
  bool json = false;
  // script
  bool slurm = false;
  std::int64_t tasks = 0, max_array_size = kUsualMaxArraySize;
  double hours = 4;
  std::vector<std::string> command;
};

fs::path folder_for(const SweepOptions& options, const SweepFile& sweep) {
  return options.out.empty() ? default_sweep_folder(sweep) : options.out;
}

/// "3/16". Throws UsageError.
Shard parse_shard(const std::string& text) {
  Shard shard;
  const auto slash = text.find('/');
  const auto number = [&](std::string_view digits, std::size_t& value) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size();
  };
  const bool good = slash != std::string::npos && number(std::string_view(text).substr(0, slash), shard.part) &&
                    number(std::string_view(text).substr(slash + 1), shard.of) && shard.part >= 1 &&
                    shard.part <= shard.of;
  if (!good) throw UsageError(fmt::format("--shard '{}' must be I/N, the Ith of N parts: 3/16", text));
  return shard;
}

// --- Size ------------------------------------------------------------------------------------------------------------

/// Cost of a sweep.
struct SweepSize {
  double weeks = 0;  ///< simulated, weeks that points share once
  double core_hours_low = 0, core_hours_high = 0;
  std::int64_t memory = 0, disk = 0;
  std::size_t at_once = 1;
};

/// The largest of the points.
Scenario largest_scenario(const PlannedSweep& planned) {
  Scenario scenario = planned.sweep.scenario_at(planned.state.points[planned.largest].values);
  scenario.run.replicates = 1;
  return scenario;
}

/// The worlds of points, each on one thread, and the one whose past they share.
std::int64_t memory_with(const Estimate& one, std::size_t at_once) {
  return one.memory_with({.at_once = 1, .depth = static_cast<std::int64_t>(at_once) + 1, .weekly = false});
}

SweepSize size_of(const PlannedSweep& planned) {
  const Scenario scenario = largest_scenario(planned);
  const Estimate one = with_threads(1, [&] { return estimate(scenario); });
  SweepSize size;
  const auto seeds = static_cast<double>(planned.state.seeds.size());
  std::size_t sharing = 0;
  int last = 0;
  for (const int week : planned.fork_week) {
    sharing += week > 0;
    last = std::max(last, week);
  }
  const bool shares = sharing > 1;
  for (const int week : planned.fork_week) size.weeks += seeds * (one.weeks - (shares ? week : 0));
  if (shares) size.weeks += seeds * last;
  size.core_hours_low = one.seconds_low * size.weeks / one.weeks / kSecondsInHour;
  size.core_hours_high = one.seconds_high * size.weeks / one.weeks / kSecondsInHour;
  size.at_once = static_cast<std::size_t>(thread_count());
  const auto available = available_memory();
  while (available && size.at_once > 1 && memory_with(one, size.at_once) > *available) --size.at_once;
  size.memory = memory_with(one, size.at_once);
  constexpr double kRecordBytes = 700, kRowBytes = 110;  // of a run in the log, of a row in points.csv
  const auto runs = static_cast<double>(planned.state.runs());
  size.disk = static_cast<std::int64_t>(
                  runs * (kRecordBytes + kRowBytes * static_cast<double>(planned.state.measures.size()))) +
              kCheckpointCopies * static_cast<std::int64_t>(size.at_once + 1) * one.plain_checkpoint_bytes;
  return size;
}

/// Many points under few seeds take luck for an effect.
std::string advice(const PlannedSweep& planned) {
  constexpr std::size_t kManyPoints = 16;
  if (planned.state.seeds.size() > 1 || planned.state.points.size() < kManyPoints) return "";
  return fmt::format(
      "one seed a point: differences between points that are alike may be luck; {} points with {} replicates cost the "
      "same and say more",
      planned.state.points.size() / 4, 4);
}

Json factors_json(const PlannedSweep& planned) {
  Json factors = Json::array();
  for (const Factor& factor : planned.sweep.factors) {
    factors.push_back({{"name", factor.name}, {"key", factor.key}});
    if (planned.sweep.design.kind == DesignKind::csv) continue;
    if (factor.is_range())
      factors.back().update({{"low", factor.low}, {"high", factor.high}, {"scale", factor.scale}});
    else
      factors.back()["values"] = factor.values;
  }
  return factors;
}

/// Loads and plans; says so where that takes a while.
PlannedSweep planned_sweep(const SweepOptions& options) {
  SweepFile sweep = load_sweep(options.file, options.changes);
  constexpr double kManyPoints = 5'000;
  if (const double points = point_count(sweep); points > kManyPoints)
    say(fmt::format("checking the scenarios of {} points", grouped(static_cast<std::int64_t>(points))));
  return plan_sweep(std::move(sweep));
}

int print_plan(const SweepOptions& options) {
  const PlannedSweep planned = planned_sweep(options);
  const SweepState& state = planned.state;
  const SweepSize size = size_of(planned);
  if (options.json) {
    print(json_text(Json{{"name", state.name},
                         {"design", design_name(state.design.kind)},
                         {"points", state.points.size()},
                         {"replicates", state.seeds.size()},
                         {"runs", state.runs()},
                         {"fans", state.fans},
                         {"points_left_out", planned.left_out},
                         {"points_twice", planned.twice},
                         {"factors", factors_json(planned)},
                         {"window_from", state.window_from},
                         {"weeks", size.weeks},
                         {"core_hours_low", size.core_hours_low},
                         {"core_hours_high", size.core_hours_high},
                         {"at_once", size.at_once},
                         {"memory_bytes", size.memory},
                         {"disk_bytes", size.disk}}));
    return kDone;
  }
  const std::size_t columns = layout_of(STDOUT_FILENO).columns;
  std::string text =
      wrapped(fmt::format("{}: {} design, {} x {} = {} of {} fans", state.name, design_name(state.design.kind),
                          counted(state.points.size(), "point"), counted(state.seeds.size(), "seed"),
                          counted(state.runs(), "run"), grouped(state.fans)),
              0, columns) +
      "\n";
  for (const Factor& factor : planned.sweep.factors)
    text += wrapped(fmt::format("{}: {}", factor.name,
                                planned.sweep.design.kind == DesignKind::csv ? planned.sweep.design.file.string()
                                : factor.is_range() ? fmt::format("{} to {}, {}", factor.low, factor.high, factor.scale)
                                                    : fmt::format("{}", fmt::join(factor.values, ", "))),
                    2, columns) +
            "\n";
  if (planned.left_out > 0)
    text += wrapped(fmt::format("{} points of the design do not meet the constraints, and are left out",
                                grouped(static_cast<std::int64_t>(planned.left_out))),
                    2, columns) +
            "\n";
  if (planned.twice > 0)
    text += wrapped(fmt::format("{} points of the design are equal to others, and simulated once",
                                grouped(static_cast<std::int64_t>(planned.twice))),
                    2, columns) +
            "\n";
  text += fmt::format("window  from {}\nmemory  {} for {} at a time\ndisk    {}\ntime    {:.2g} to {:.2g} core-hours\n",
                      state.window_from, bytes_text(size.memory), size.at_once, bytes_text(size.disk),
                      size.core_hours_low, size.core_hours_high);
  print(text);
  if (const std::string say_it = advice(planned); !say_it.empty()) say(say_it);
  return kDone;
}

// --- Results ---------------------------------------------------------------------------------------------------------

/// Writes the collected files; 5 where runs are missing.
int merge(SweepFolder& folder, const std::vector<std::string>& command, const RunClock& clock, bool json) {
  const SweepCounts counts = count_runs(folder);
  const SweepState& state = folder.state();
  if (counts.done == 0)
    throw UsageError(fmt::format("{} has no finished run yet: 'hibiki sweep run' makes some", folder.path().string()));
  // Made before any file is replaced: a page that does not fit into memory leaves the old results whole.
  const std::string page = sweep_page(sweep_document(folder, folder.log()).dump());
  finish_publication(folder.path());  // of a page that `report` was adding
  const auto claim = folder.claim();
  write_file_atomically(folder.path() / kPoints, points_csv(folder, folder.log()));
  const fs::path results = folder.path() / kResults, temporary = temporary_of(results);
  write_sweep_results(temporary, folder, folder.log());
  rename_whole_file(temporary, results);
  write_file_atomically(folder.path() / kReport, page);
  Manifest manifest = describe(state.name, command, clock);
  manifest.kind = "sweep";
  manifest.identity = state.scope;
  manifest.files = std::vector{written_file(folder.path(), kPoints), written_file(folder.path(), kResults),
                               written_file(folder.path(), kReport)};
  write_file_atomically(folder.path() / kManifestName, to_json(manifest));
  const std::size_t missing = state.runs() - counts.done;
  if (json)
    print(json_text(Json{{"name", state.name},
                         {"points", state.points.size()},
                         {"replicates", state.seeds.size()},
                         {"done", counts.done},
                         {"missing", missing},
                         {"out", folder.path().string()}}));
  else
    print(wrapped(fmt::format("{}: {} of {} in {} and {}; report: {}", state.name, counts.done,
                              counted(state.runs(), "run"), (folder.path() / kResults).string(), kPoints,
                              (folder.path() / kReport).string()),
                  0, layout_of(STDOUT_FILENO).columns) +
          "\n");
  if (missing == 0) return kDone;
  std::vector<std::string> named;
  for (const NumberedPoint& point : state.points)
    for (const std::uint64_t seed : state.seeds) {
      if (folder.log().finished(point.id, seed)) continue;
      constexpr std::size_t kNamed = 8;
      if (named.size() < kNamed) named.push_back(fmt::format("{} with seed {}", point.number, seed));
    }
  say(fmt::format("{} of {} missing: points {}{}", missing, counted(state.runs(), "run"), fmt::join(named, ", "),
                  missing > named.size() ? " ..." : ""));
  return kFinishedWithFailedTasks;
}

int simulate_here(const SweepOptions& options, const PlannedSweep& planned, SweepFolder& folder, StopCheck& stop) {
  const Shard shard = parse_shard(options.shard);
  const std::size_t before = missing_runs(planned, folder, shard);
  const SweepSize size = size_of(planned);
  if (const auto available = available_memory(); available && before > 0)
    require_memory(largest_scenario(planned), *available, [](const Scenario& scenario) {
      return memory_with(with_threads(1, [&] { return estimate(scenario); }), 1);
    });
  SweepRunPlan plan;
  plan.shard = shard;
  plan.at_once = size.at_once;
  PairProgress progress(planned.state.name,
                        static_cast<std::int64_t>(size.weeks / static_cast<double>(planned.state.runs())), "runs");
  progress.expect(static_cast<std::int64_t>(before));
  plan.watchers = {&stop, &progress};
  plan.checkpoints.every = std::chrono::duration<double, std::ratio<60>>(options.checkpoints.every_minutes);
  plan.checkpoints.kept = [] {};
  plan.checkpoints.resumed = [&](std::int64_t weeks) { progress.resume(weeks); };
  plan.checkpoints.warn = [](const std::string& text) { say("warning: " + text); };
  const RunClock clock;
  if (before == 0)
    say(fmt::format("{} already has all runs of this {}", folder.path().string(), shard.of == 1 ? "sweep" : "part"));
  const SweepProgress done = simulate_missing(planned, folder, plan);
  for (const std::string& error : done.errors) say("warning: failed: " + error);
  if (done.elsewhere > 0)
    say(fmt::format("{} under way in other processes; 'hibiki sweep status {}' shows what is done",
                    counted(done.elsewhere, "run"), folder.path().string()));
  if (done.done > 0)
    say(fmt::format("{} in {}, {:.0f} an hour", counted(done.done, "run"), duration_text(clock.seconds()),
                    static_cast<double>(done.done) / clock.seconds() * kSecondsInHour));
  if (shard.of == 1) return merge(folder, options.command, clock, options.json);
  return done.failed > 0 || done.elsewhere > 0 ? kFinishedWithFailedTasks : kDone;
}

std::string seeds_text(const std::vector<std::uint64_t>& seeds) {
  return seeds.size() == 1 ? fmt::format("seed {}", seeds.front())
                           : fmt::format("seeds {} to {}", seeds.front(), seeds.back());
}

/// The collected results are of the last seeds alone.
void say_other_seeds(const fs::path& path, const SweepState& state) {
  if (!is_sweep_folder(path)) return;
  const SweepFolder before(path);
  if (before.state().name == state.name && before.state().seeds != state.seeds)
    say(fmt::format("{} was simulated with {}; its results will be of {}, and runs of other seeds stay in its log",
                    path.string(), seeds_text(before.state().seeds), seeds_text(state.seeds)));
}

int run_sweep(const SweepOptions& options) {
  parse_shard(options.shard);
  const PlannedSweep planned = planned_sweep(options);  // writes nothing: a signal may end it at once
  const InterruptWatch interrupt;
  StopCheck stop(options.checkpoints.most_hours);
  say_other_seeds(folder_for(options, planned.sweep), planned.state);
  SweepFolder folder(folder_for(options, planned.sweep), planned.state, planned.sweep.text);
  if (const std::string say_it = advice(planned); !say_it.empty()) say(say_it);
  try {
    return simulate_here(options, planned, folder, stop);
  } catch (const TimeIsUp&) {
    say("the time limit of --maxh has passed; the same command continues");
    return kCheckpointed;
  } catch (const Interrupted& stopped) {
    say(fmt::format("interrupted by {}; finished runs and checkpoints are kept, and the same command continues",
                    signal_name(stopped.signal)));
    return code_of_stop(stopped.signal, stop.progressed());
  }
}

int print_status(const SweepOptions& options) {
  SweepFolder folder(options.file);
  const SweepCounts counts = count_runs(folder);
  const SweepState& state = folder.state();
  if (options.json) {
    print(json_text(Json{{"name", state.name},
                         {"points", state.points.size()},
                         {"replicates", state.seeds.size()},
                         {"runs", state.runs()},
                         {"done", counts.done},
                         {"failed", counts.failed},
                         {"under_way", counts.under_way},
                         {"missing", counts.missing},
                         {"seconds", counts.seconds}}));
    return kDone;
  }
  print(fmt::format("{}: {} x {} = {}\n", state.name, counted(state.points.size(), "point"),
                    counted(state.seeds.size(), "seed"), counted(state.runs(), "run")));
  const auto line = [&](const char* what, std::size_t count) {
    print(
        fmt::format("  {:<10}{:>8}  {:>3.0f} %\n", what, count,
                    100.0 * static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(state.runs(), 1))));
  };
  line("done", counts.done);
  line("failed", counts.failed);
  line("under way", counts.under_way);
  line("missing", counts.missing);
  if (counts.done > 0)
    print(fmt::format("  {} a run, {} in all\n", duration_text(counts.seconds / static_cast<double>(counts.done)),
                      duration_text(counts.seconds)));
  if (folder.log().damaged() > 0)
    say(fmt::format("warning: {} lines of {} were damaged; their runs count as missing", folder.log().damaged(),
                    (folder.path() / "log").string()));
  return kDone;
}

int merge_folder(const SweepOptions& options) {
  const RunClock clock;
  SweepFolder folder(options.file);
  return merge(folder, options.command, clock, options.json);
}

/// A name that Slurm takes for a job.
std::string job_name(std::string name) {
  for (char& c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')) c = '_';
  return name;
}

int print_script(const SweepOptions& options) {
  if (!options.slurm)
    throw UsageError("which batch system? --slurm; any other can call 'hibiki sweep run FILE --shard I/N'");
  constexpr double kFewestHours = 0.1;  // of which the warning takes two minutes
  if (options.hours < kFewestHours) throw UsageError(fmt::format("--hours must be at least {}", kFewestHours));
  const PlannedSweep planned = planned_sweep(options);
  const SweepSize size = size_of(planned);
  // As many points a task as surely fit into half of its time.
  const double hours = size.core_hours_high / thread_count();
  const auto points = static_cast<std::int64_t>(planned.state.points.size());
  const std::int64_t wanted =
      options.tasks > 0 ? options.tasks : static_cast<std::int64_t>(std::ceil(2 * hours / options.hours));
  SlurmArray array;
  array.program = fs::read_symlink("/proc/self/exe").string();
  array.file = fs::absolute(options.file).lexically_normal().string();
  array.folder = fs::absolute(folder_for(options, planned.sweep)).lexically_normal().string();
  if (array.folder.find('"') != std::string::npos)
    throw UsageError(
        fmt::format("Slurm takes no quotes in names of files: choose another folder than {} with --out", array.folder));
  array.name = job_name(planned.state.name);
  array.tasks =
      static_cast<std::size_t>(std::clamp<std::int64_t>(wanted, 1, std::min(points, options.max_array_size - 1)));
  array.threads = thread_count();
  array.hours = options.hours;
  array.memory_bytes = size.memory + size.memory / 4;
  if (options.json) {
    print(json_text(Json{{"name", planned.state.name},
                         {"points", points},
                         {"tasks", array.tasks},
                         {"hours", array.hours},
                         {"memory_bytes", array.memory_bytes},
                         {"core_hours_low", size.core_hours_low},
                         {"core_hours_high", size.core_hours_high},
                         {"out", array.folder},
                         {"script", slurm_script(array)}}));
    return kDone;
  }
  print(slurm_script(array));
  say(fmt::format("{} of about {:.1f} points, {:.2g} to {:.2g} core-hours in all",
                  counted(static_cast<std::size_t>(array.tasks), "task"),
                  static_cast<double>(points) / static_cast<double>(array.tasks), size.core_hours_low,
                  size.core_hours_high));
  if (const auto tasks = static_cast<std::int64_t>(array.tasks); tasks < wanted) {
    const std::string most = tasks == points ? "no more tasks than points"
                                             : fmt::format("an array of this cluster has at most {} tasks", tasks);
    say(options.tasks > 0 ? most
                          : fmt::format("{}: some may need more than {} hours, and continue from their checkpoints",
                                        most, options.hours));
  }
  return kDone;
}

void add_changes(CLI::App& command, SweepChanges& changes) {
  command.add_option("--fans", changes.fans, "Fans per run; default: the sweep's")
      ->type_name("N")
      ->transform(whole_number_in_run("fans"));
  command.add_option("--replicates", changes.replicates, "Seeds per point; default: the sweep's")
      ->type_name("N")
      ->transform(whole_number_in_run("replicates"));
  command.add_option("--seed", changes.seed, "First seed; default: the sweep's")
      ->type_name("N")
      ->transform(whole_number_in_run("seed"));
}

}  // namespace

void add_sweep_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<SweepOptions>();
  CLI::App* sweep = app.add_subcommand("sweep", "Simulate a scenario at many points of a design, here or on a cluster");
  sweep->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, const char* footer, int (*action)(const SweepOptions&)) {
    CLI::App* command = sweep->add_subcommand(name, what);
    command->footer(footer);
    command->callback([options, action, &invocation] {
      options->command = invocation.words;
      invocation.action = [options, action] {
        return with_asked_threads(options->threads, [&] { return action(*options); });
      };
    });
    return command;
  };
  const auto of_file = [&](CLI::App* command) {
    command->add_option("FILE", options->file, "Sweep (.toml)")->required();
    add_changes(*command, options->changes);
    add_threads_option(*command, options->threads);
    return command;
  };
  const auto of_folder = [&](CLI::App* command) {
    command->add_option("DIR", options->file, "Folder of a sweep")->required();
    return command;
  };
  const auto add_out = [&](CLI::App* command) {
    command->add_option("--out", options->out, "Folder of the results; default: runs/sweeps/NAME")->type_name("DIR");
  };
  const auto add_json = [&](CLI::App* command) {
    command->add_flag("--json", options->json, "Print one JSON object instead of the text");
  };
  add_json(
      of_file(add("plan", "Check a sweep; print its points, cost, memory and disk",
                  "Simulates nothing.\nExample:\n  hibiki sweep plan scenarios/sweeps/early_video.toml", print_plan)));
  CLI::App* run = of_file(add("run", "Simulate the runs that are missing, and collect the results",
                              "Exit codes: 0 all done, 5 some runs failed or are missing, 75 stopped with a "
                              "checkpoint.\nThe same command continues, and repeats what failed.\nExample: the "
                              "third of sixteen parts, on any scheduler\n"
                              "  hibiki sweep run scenarios/sweeps/early_video.toml --shard 3/16",
                              run_sweep));
  add_out(run);
  run->add_option("--shard", options->shard, "Simulate the Ith of N parts alone, and collect nothing")
      ->type_name("I/N");
  add_checkpoint_options(*run, options->checkpoints);
  add_json(run);
  add_json(of_folder(add("status", "Print how many runs are done, failed, under way and missing",
                         "Example:\n  hibiki sweep status runs/sweeps/early_video", print_status)));
  add_json(of_folder(add("merge", "Collect the finished runs into sweep.h5, points.csv and report.html",
                         "Exit code 5 while runs are missing.\nExample:\n  hibiki sweep merge "
                         "runs/sweeps/early_video",
                         merge_folder)));
  CLI::App* script =
      of_file(add("script", "Print a batch script that runs the sweep as an array of tasks",
                  "Example: tasks of at most two hours on eight cores\n"
                  "  hibiki sweep script scenarios/sweeps/early_video.toml --slurm --hours 2 --threads 8 > job.sh",
                  print_script));
  add_out(script);
  add_json(script);
  script->add_flag("--slurm", options->slurm, "For Slurm: a file for sbatch");
  script->add_option("--tasks", options->tasks, "Tasks of the array; default: by the cost of the points")
      ->type_name("N")
      ->transform(whole_number(1, 10'000'000));
  script
      ->add_option("--max-array-size", options->max_array_size,
                   "MaxArraySize of the cluster, which 'scontrol show config' prints (default: 1001)")
      ->type_name("N")
      ->transform(whole_number(2, 10'000'000));
  script->add_option("--hours", options->hours, "Time limit of a task (default: 4)")
      ->type_name("H")
      ->check(positive_number());
  sweep->footer(
      "Every process that runs a part of a sweep may be killed: the same command continues.\n"
      "Example: the effect of early video, from none to full, on two years of release\n"
      "  hibiki sweep run scenarios/sweeps/early_video.toml\n"
      "  hibiki sweep script scenarios/sweeps/early_video.toml --slurm > job.sh");
}

}  // namespace hibiki::program
