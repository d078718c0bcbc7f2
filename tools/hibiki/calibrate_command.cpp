#include <fmt/format.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <atomic>
#include <memory>
#include <nlohmann/json.hpp>

#include "output/results/files.hpp"
#include "output/results/finished_files.hpp"
#include "output/results/stored_json.hpp"
#include "sim/core/parallel.hpp"
#include "sim/engine/run.hpp"
#include "tools/calibration/calibration_files.hpp"
#include "tools/calibration/plan_measures.hpp"
#include "tools/calibration/point_log.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/hibiki/answer_options.hpp"
#include "tools/hibiki/calibration_text.hpp"
#include "tools/hibiki/checkpoint_options.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/experiment.hpp"
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

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;

constexpr const char *kJson = "calibration.json", *kPoints = "points.jsonl", *kParameters = "parameters.toml",
                     *kEnsemble = "ensemble.toml";

struct CalibrateOptions : AnswerOptions {
  fs::path plan;
  PlanChanges changes;
  int threads = 0;
  double most_hours = 0;
  std::vector<std::string> command;
};

/// Simulates the replicates of a point. Exceptions of the watchers propagate; others are recorded as the point's error.
void simulate_point(const CalibrationPlan& plan, const std::vector<Observer*>& watchers, CalibrationPoint& point) try {
  const LoadedScenario loaded = plan.scenario_with(point.values);
  for (std::int64_t r = 0; r < point.replicates; ++r) {
    const RunResult result = run_replicate(loaded.scenario, static_cast<std::uint64_t>(plan.seed + r), watchers);
    std::vector<double>& outcomes = point.outcomes.emplace_back();
    for (const PlanTarget& target : plan.targets) outcomes.push_back(target_outcome(result.summary, target));
  }
} catch (const ScenarioError& error) {
  point.error = error.problems().front().message;
  point.outcomes.clear();
} catch (const std::bad_alloc&) {
  point.error = "out of memory";
  point.outcomes.clear();
} catch (const std::exception& error) {
  point.error = error.what();
  point.outcomes.clear();
}

/// Simulates the points that the log lacks, several at a time.
void simulate_missing(const CalibrationPlan& plan, const Scenario& scenario, StopCheck& stop, PointLog& log,
                      std::vector<CalibrationPoint>& points) {
  std::vector<CalibrationPoint*> missing;
  for (CalibrationPoint& point : points)
    if (!log.fill(point)) missing.push_back(&point);
  if (missing.empty()) return;
  const CalibrationPoint& first = points.front();
  const std::string wave = first.wave > plan.waves ? "finals" : fmt::format("wave {} of {}", first.wave, plan.waves);
  PairProgress progress(wave, scenario.calendar().weeks * first.replicates, "points");
  progress.expect(static_cast<std::int64_t>(missing.size()));
  for_each_task(missing.size(), seeds_at_once(scenario, 1, false), [&](std::size_t i) {
    simulate_point(plan, {&stop, &progress}, *missing[i]);
    log.append(*missing[i]);
  });
}

void say_wave(const Calibration& calibration, const RunClock& clock) {
  const CalibrationWave& wave = calibration.waves.back();
  double least = std::numeric_limits<double>::infinity();
  for (const CalibrationPoint& point : calibration.points)
    if (point.wave == wave.number) least = std::min(least, implausibility_of(calibration, point));
  say(fmt::format("{}: {} points after {}; smallest implausibility {:.2f}",
                  wave.finals ? "finals" : fmt::format("wave {} of {}", wave.number, calibration.plan.waves),
                  wave.points, duration_text(clock.seconds()), least));
  for (const CalibrationPoint& point : calibration.points)
    if (point.wave == wave.number && point.failed())
      say(fmt::format("warning: point {} of wave {} failed: {}", point.index, point.wave, point.error));
}

int print_need(const CalibrationPlan& plan, const Scenario& scenario, bool json) {
  const auto runs =
      static_cast<std::size_t>(plan.points * plan.waves * plan.replicates +
                               std::min(plan.finalists, plan.points * plan.waves) * plan.final_replicates);
  nlohmann::ordered_json what;
  if (json)
    what = {{"name", plan.name},
            {"waves", plan.waves},
            {"points", plan.points},
            {"replicates", plan.replicates},
            {"finalists", plan.finalists},
            {"final_replicates", plan.final_replicates},
            {"runs", runs}};
  else
    print(fmt::format(
        "{}: {} waves of {} points, {} seeds each; {} finalists with {} seeds each; {} parameters; {} of {} targets "
        "have weight\n",
        plan.name, plan.waves, plan.points, plan.replicates, plan.finalists, plan.final_replicates,
        plan.parameters.size(), decisive_targets(plan).size(), plan.targets.size()));
  ExperimentSize size;
  size.scenario = &scenario;
  size.noun = "runs";
  size.checkpoints = false;
  size.groups = runs;
  size.at_once = seeds_at_once(scenario, 1, false);
  size.weeks_each = scenario.calendar().weeks;
  print_size(size, what);
  return kDone;
}

bool has_failed_points(const std::string& json, const fs::path& file) {
  return !StoredJson::parse(json, file)["failed"].empty();
}

int print_result(const std::string& json, const fs::path& file, bool as_json) {
  print(as_json ? json : calibration_text(StoredJson::parse(json, file), layout_of(STDOUT_FILENO)));
  return has_failed_points(json, file) ? kFinishedWithFailedTasks : kDone;
}

/// Simulates the missing points and completes the folder.
int fill(ResultFolder& folder, const CalibrateOptions& options, const CalibrationPlan& plan, const Scenario& scenario,
         StopCheck& stop) {
  if (const auto available = available_memory())
    require_memory(scenario, *available, memory_of_worlds({.weekly = false}));
  PointLog log(folder.scratch(kPoints), calibration_identity(plan), options.force);
  if (log.found() > 0) say(fmt::format("continuing with {} finished points", log.found()));
  if (log.failed() > 0) say(fmt::format("failed points to simulate again: {}", log.failed()));
  const RunClock clock;
  const Calibration calibration = calibrate(
      plan, [&](std::vector<CalibrationPoint>& points) { simulate_missing(plan, scenario, stop, log, points); },
      [&](const Calibration& so_far) { say_wave(so_far, clock); });
  folder.write(kPoints, log.in_order(calibration.points));
  folder.write(kParameters, parameters_toml(calibration));
  folder.write(kEnsemble, ensemble_toml(calibration));
  const std::string json = json_text(calibration_json(calibration));
  folder.write(kJson, json);
  publish(folder, describe(plan.name, options.command, clock));
  say(fmt::format("{} points in {}; central parameter set: {}", calibration.points.size(),
                  duration_text(clock.seconds()), (folder.path() / kParameters).string()));
  return print_result(json, folder.path() / kJson, options.json);
}

int run_calibration(const CalibrateOptions& options, StopCheck& stop) {
  const CalibrationPlan plan = load_plan(options.plan, options.changes);
  const Scenario scenario = plan.scenario_with(plan.start_values()).scenario;
  if (options.dry_run) return print_need(plan, scenario, options.json);
  const fs::path out = options.out.empty() ? fs::path("runs") / ("calibrate-" + plan.name) : options.out;
  const InterruptWatch interrupt;
  const ResultKind kind{"calibration", calibration_identity(plan), {kPoints, kParameters, kEnsemble, kJson}, {}, true};
  {
    ResultFolder folder(out, kind, if_there(options.force));
    if (!folder.finished()) return fill(folder, options, plan, scenario, stop);
    const std::string json = folder.read_finished(kJson);
    if (!has_failed_points(json, out / kJson)) {
      say_finished(out, "calibration");
      return print_result(json, out / kJson, options.json);
    }
  }
  // Failed points are simulated again; finished ones are taken from the finished calibration.
  ResultFolder folder(out, kind, IfThere::repeat);
  if (!fs::exists(folder.scratch(kPoints)))
    write_file_atomically(folder.scratch(kPoints), read_as_written(out / kPoints));
  return fill(folder, options, plan, scenario, stop);
}

int calibrate_until(const CalibrateOptions& options) {
  StopCheck stop(options.most_hours);
  try {
    return run_calibration(options, stop);
  } catch (const TimeIsUp&) {
    say("the time limit of --maxh has passed; the same command continues");
    return kCheckpointed;
  } catch (const Interrupted& stopped) {
    say(fmt::format("interrupted by {}; finished points are kept, and the same command continues",
                    signal_name(stopped.signal)));
    return code_of_stop(stopped.signal, stop.progressed());
  }
}

}  // namespace

void add_calibrate_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<CalibrateOptions>();
  CLI::App* command = app.add_subcommand("calibrate", "Fit a scenario's parameters to targets");
  command->add_option("PLAN", options->plan, "Plan of the calibration (.toml)")->required();
  add_threads_option(*command, options->threads);
  command->add_option("--fans", options->changes.fans, "Fans per run; default: the plan's")
      ->type_name("N")
      ->transform(whole_number_in_run("fans"));
  command->add_option("--replicates", options->changes.replicates, "Seeds per point; default: the plan's")
      ->type_name("N")
      ->transform(whole_number_in_run("replicates"));
  command->add_option("--seed", options->changes.seed, "First seed; default: the plan's")
      ->type_name("N")
      ->transform(whole_number_in_run("seed"));
  add_time_limit(*command, options->most_hours);
  add_answer_options(*command, *options,
                     {.out = "Folder of the results; default: runs/calibrate-PLAN",
                      .json = "calibration.json instead of the tables",
                      .report = "",
                      .dry_run = "memory and time",
                      .force = "Replace the contents of --out; an unfinished calibration by the same plan continues"});
  command->footer(
      "After an interruption the same command continues and gives the same files.\n"
      "Example: fit the baseline to the record up to 2015\n"
      "  hibiki calibrate scenarios/calibration/history.toml --maxh 1");
  command->callback([options, &invocation] {
    options->command = invocation.words;
    invocation.action = [options] {
      return with_asked_threads(options->threads, [&] { return calibrate_until(*options); });
    };
  });
}

}  // namespace hibiki::program
