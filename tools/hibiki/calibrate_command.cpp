#include <fmt/format.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <atomic>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "output/files.hpp"
#include "output/folders.hpp"
#include "sim/core/parallel.hpp"
#include "sim/engine/run.hpp"
#include "tools/calibration/calibration_files.hpp"
#include "tools/calibration/plan_measures.hpp"
#include "tools/calibration/point_log.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/hibiki/answer_options.hpp"
#include "tools/hibiki/calibration_text.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/complete_run.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/experiment.hpp"
#include "tools/hibiki/interrupt.hpp"
#include "tools/hibiki/memory.hpp"
#include "tools/hibiki/pair_progress.hpp"
#include "tools/hibiki/simulation_options.hpp"
#include "tools/hibiki/text.hpp"
#include "tools/hibiki/threads.hpp"

namespace hibiki {

namespace {

namespace fs = std::filesystem;

constexpr const char *kJson = "calibration.json", *kPoints = "points.jsonl", *kParameters = "parameters.toml",
                     *kEnsemble = "ensemble.toml";
constexpr double kSecondsInHour = 3600;

struct CalibrateOptions : AnswerOptions {
  fs::path plan;
  PlanChanges changes;
  int threads = 0;
  double most_hours = 0;
};

/// The time given is used up.
struct TimeIsUp {};

/// Ends a run between two weeks when the time is up.
class Deadline final : public Observer {
 public:
  explicit Deadline(double hours) : hours_(hours) {}
  void tick(int, int) override {
    if (hours_ > 0 && clock_.seconds() > hours_ * kSecondsInHour) throw TimeIsUp{};
  }

 private:
  RunClock clock_;
  double hours_;
};

/// Simulates the replicates of a point. What watchers throw goes on; all else is the point's own failure.
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

/// Simulates what the log does not have yet, several points side by side.
void simulate_missing(const CalibrationPlan& plan, const Scenario& scenario, Deadline& deadline, PointLog& log,
                      std::vector<CalibrationPoint>& points) {
  std::vector<CalibrationPoint*> missing;
  for (CalibrationPoint& point : points)
    if (!log.fill(point)) missing.push_back(&point);
  if (missing.empty()) return;
  const CalibrationPoint& first = points.front();
  const std::string wave = first.wave > plan.waves ? "finals" : fmt::format("wave {} of {}", first.wave, plan.waves);
  InterruptWatch interrupt;
  PairProgress progress(wave, scenario.calendar().weeks * first.replicates, "points");
  progress.expect(static_cast<std::int64_t>(missing.size()));
  for_each_task(missing.size(), seeds_at_once(scenario, 1), [&](std::size_t i) {
    simulate_point(plan, {&interrupt, &deadline, &progress}, *missing[i]);
    log.append(*missing[i]);
  });
}

void say_wave(const Calibration& calibration, const RunClock& clock) {
  const CalibrationWave& wave = calibration.waves.back();
  double least = std::numeric_limits<double>::infinity();
  for (const CalibrationPoint& point : calibration.points)
    if (point.wave == wave.number) least = std::min(least, implausibility_of(calibration, point));
  say(fmt::format("{}: {} points after {}, the nearest {:.2f} off",
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
    fmt::print(
        "{}: {} waves of {} points, {} seeds each; {} finalists under {} seeds; {} parameters, {} of {} targets "
        "decide\n",
        plan.name, plan.waves, plan.points, plan.replicates, plan.finalists, plan.final_replicates,
        plan.parameters.size(), decisive_targets(plan).size(), plan.targets.size());
  print_size({&scenario, "runs", runs, seeds_at_once(scenario, 1), scenario.calendar().weeks, 1, 0}, what);
  return kDone;
}

/// Makes the folder, or makes sure that what it holds is this calibration's. Returns whether it is finished.
bool take_folder(const fs::path& out, const std::string& identity, bool force) {
  if (fs::exists(out) && !fs::is_directory(out))
    throw IoError(fmt::format("{} is a file, not a folder; choose another with --out", out.string()));
  make_folder(out);
  if (force) {
    for (const char* name : {kJson, kParameters, kEnsemble, kPoints}) fs::remove(out / name);
    return false;
  }
  if (!fs::is_empty(out) && !fs::exists(out / kPoints))
    throw IoError(
        fmt::format("{} holds other files; choose another folder with --out, or --force to write there", out.string()));
  if (!fs::exists(out / kJson)) return false;
  const auto json = nlohmann::json::parse(read_whole_file(out / kJson), nullptr, false);
  if (json.is_object() && json.value("identity", "") == identity) {
    if (json.value("failed", nlohmann::json::array()).empty()) return true;
    fs::remove(out / kJson);  // points that failed are tried again
    return false;
  }
  throw IoError(
      fmt::format("{} holds another calibration (another plan, scenario, seed or size); choose another folder with "
                  "--out, or --force to replace it",
                  out.string()));
}

int print_result(const std::string& json, bool as_json) {
  const auto parsed = nlohmann::ordered_json::parse(json);
  fmt::print("{}", as_json ? json : calibration_text(parsed, wants_colour(STDOUT_FILENO)));
  return parsed["failed"].empty() ? kDone : kFinishedWithFailedTasks;
}

int run_calibration(const CalibrateOptions& options) {
  const CalibrationPlan plan = load_plan(options.plan, options.changes);
  const Scenario scenario = plan.scenario_with(plan.start_values()).scenario;
  if (options.dry_run) return print_need(plan, scenario, options.json);
  if (const auto available = available_memory()) require_memory(scenario, *available);
  const fs::path out = options.out.empty() ? fs::path("runs") / ("calibrate-" + plan.name) : options.out;
  const std::string identity = calibration_identity(plan);
  if (take_folder(out, identity, options.force)) {
    say(fmt::format("{} holds this very calibration, finished; nothing to do (--force runs it again)", out.string()));
    return print_result(read_whole_file(out / kJson), options.json);
  }
  PointLog log(out / kPoints, identity, options.force);
  if (log.found() > 0) say(fmt::format("going on with {} points that are done", log.found()));
  if (log.failed() > 0) say(fmt::format("points that failed are tried again: {}", log.failed()));
  const RunClock clock;
  Deadline deadline(options.most_hours);
  const Calibration calibration = calibrate(
      plan, [&](std::vector<CalibrationPoint>& points) { simulate_missing(plan, scenario, deadline, log, points); },
      [&](const Calibration& so_far) { say_wave(so_far, clock); });
  log.rewrite(calibration.points);
  write_file_atomically(out / kParameters, parameters_toml(calibration));
  write_file_atomically(out / kEnsemble, ensemble_toml(calibration));
  const std::string json = json_text(calibration_json(calibration));
  write_file_atomically(out / kJson, json);
  say(fmt::format("{} points in {}; the central set is {}", calibration.points.size(), duration_text(clock.seconds()),
                  (out / kParameters).string()));
  return print_result(json, options.json);
}

int calibrate_until(const CalibrateOptions& options) try { return run_calibration(options); } catch (const TimeIsUp&) {
  say("the time given with --maxh is up; the same command goes on");
  return kCheckpointed;
} catch (const Interrupted& stopped) {
  say("interrupted; the points that are done are kept, and the same command goes on");
  return 128 + stopped.signal;
}

}  // namespace

void add_calibrate_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<CalibrateOptions>();
  CLI::App* command = app.add_subcommand(
      "calibrate", "Find the parameters under which a scenario meets its targets, and rule out the rest");
  command->add_option("PLAN", options->plan, "Plan of the calibration (.toml)")->required();
  add_threads_option(*command, options->threads);
  command->add_option("--fans", options->changes.fans, "Fans of each run, instead of the plan's")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command->add_option("--replicates", options->changes.replicates, "Seeds a point, instead of the plan's")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command->add_option("--seed", options->changes.seed, "First seed, instead of the plan's")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  command
      ->add_option("--maxh", options->most_hours, "Stop after so many hours (exit code 75); the same command goes on")
      ->type_name("HOURS");
  add_answer_options(*command, *options,
                     {.out = "Folder of the results; runs/calibrate-PLAN",
                      .json = "calibration.json instead of tables",
                      .report = "",
                      .dry_run = "memory and time",
                      .force = "Begin anew, whatever --out holds"});
  command->footer(
      "Killed at any moment, the same command goes on and ends with the same bytes.\n"
      "Example: fit the baseline to the record up to 2015\n"
      "  hibiki calibrate scenarios/calibration/history.toml --maxh 1");
  command->callback([options, &invocation] {
    invocation.action = [options] {
      return with_asked_threads(options->threads, [&] { return calibrate_until(*options); });
    };
  });
}

}  // namespace hibiki
