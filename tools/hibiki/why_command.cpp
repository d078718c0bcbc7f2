#include <fmt/format.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "output/report/report.hpp"
#include "output/results/stored_json.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/experiments/failures.hpp"
#include "tools/hibiki/answer_options.hpp"
#include "tools/hibiki/checkpoint_options.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/compared_sources.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/experiment.hpp"
#include "tools/hibiki/measure_option.hpp"
#include "tools/hibiki/memory.hpp"
#include "tools/hibiki/pair_progress.hpp"
#include "tools/hibiki/result_files.hpp"
#include "tools/hibiki/scene_option.hpp"
#include "tools/hibiki/simulation_options.hpp"
#include "tools/hibiki/stop_signals.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/terminal.hpp"
#include "tools/hibiki/text.hpp"
#include "tools/hibiki/threads.hpp"
#include "tools/hibiki/why_command.hpp"
#include "tools/hibiki/why_text.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kUsualSeeds = 4;
constexpr const char *kWhy = "why.json", *kComparison = "compare.json", *kWhyReport = "report.html";

struct WhyOptions : AnswerOptions {
  std::vector<fs::path> paths = std::vector<fs::path>(2);  ///< base and variant
  SimulationOptions simulation;
  std::optional<std::string> scene;
  std::vector<std::string> measures;
  CheckpointOptions checkpoints;
};

/// The two scenarios, their names, and the scene and window of the measures.
struct WhySetup {
  std::vector<RunSource> sources;
  std::vector<std::string> names;
  ArmScope scope;
  const Scenario& base() const { return sources[0].loaded.scenario; }
  const Scenario& variant() const { return sources[1].loaded.scenario; }
};

WhySetup read_setup(const WhyOptions& options) {
  WhySetup setup{load_compared(options.simulation, options.paths), {}, {}};
  Scenario& base = setup.sources[0].loaded.scenario;
  if (const std::string obstacle = cannot_take_apart(base, setup.variant()); !obstacle.empty())
    throw UsageError(obstacle);
  if (!states_replicates(setup.sources[0])) base.run.replicates = kUsualSeeds;
  setup.sources[1].loaded.scenario.run.replicates = base.run.replicates;
  setup.names = arm_names(setup.sources);
  setup.scope = {subject_of(options.scene, base, {&setup.variant()}), asked_from_week(base, {&setup.variant()})};
  ask_for(options.measures, {&base, &setup.variant()}, setup.scope);
  return setup;
}

std::string identity_of(const WhySetup& setup) {
  return text_digest(fmt::format(
      "why\n{}\n{}\n{}{}", kModelVersion, to_toml(setup.base()), to_toml(setup.variant()),
      identity_of_scene(setup.scope.scene, setup.base(), {&setup.variant()}) + identity_of_measures(setup.scope)));
}

WhyAnswer simulate_all(const WhySetup& setup, const SimulateWhySeed& simulate, CommandCheckpoints& checkpoints) {
  const Scenario& base = setup.base();
  PairProgress progress(setup.names[1], why_weeks(base, setup.variant()), "seeds");
  progress.expect(base.run.replicates);
  WhyPlan plan;
  plan.base = &base;
  plan.variant = &setup.variant();
  plan.scope = setup.scope;
  plan.first_seed = static_cast<std::uint64_t>(base.run.seed);
  plan.seeds = static_cast<std::size_t>(base.run.replicates);
  plan.at_once = seeds_at_once(base, static_cast<int>(kWhyArms), false);
  plan.watchers = {&checkpoints.stop, &progress};
  const CheckpointPlan kept = checkpoints.plan_for(progress);
  plan.checkpoints = &kept;
  return simulate_why(plan, simulate);
}

/// Prints each failure; throws when every seed failed.
void report_failures(const WhySetup& setup, const WhyAnswer& answer) {
  for (const FailedSeed& failed : answer.failed) say_failed(setup.names[1], failed.seed, failed.error);
  if (answer.outcomes.empty())
    throw EveryWorldFailed(fmt::format("every seed failed: {}", answer.failed.front().error));
}

SeedOutcome pair_of(const WhyOutcome& outcome) {
  SeedOutcome pair{outcome.seed, {}, {"", ""}};
  for (const WhyArm arm : {WhyArm::base, WhyArm::whole}) {
    const auto a = static_cast<std::size_t>(arm);
    pair.arms.push_back(ArmReplicate{outcome.replicates[a], outcome.records[a]});
  }
  return pair;
}

/// The base and the whole variant as a comparison, for the report.
Comparison comparison_of(const WhySetup& setup, const WhyOptions& options, const WhyAnswer& answer,
                         const std::vector<std::string>& command, const std::string& identity) {
  Comparison comparison{{}, setup.scope, command, identity, {}};
  for (std::size_t arm = 0; arm < 2; ++arm)
    comparison.arms.push_back({setup.sources[arm].loaded, options.paths[arm].string(), setup.names[arm]});
  for (const WhyOutcome& outcome : answer.outcomes) comparison.outcomes.push_back(pair_of(outcome));
  for (const FailedSeed& failed : answer.failed)
    comparison.outcomes.push_back({failed.seed, {std::nullopt, std::nullopt}, {"", failed.error}});
  std::ranges::sort(comparison.outcomes, {}, &SeedOutcome::seed);
  return comparison;
}

int print_answer(const std::string& why, const std::string& comparison, const fs::path& folder, bool json) {
  print(json ? why
             : why_text(StoredJson::parse(why, folder / kWhy), StoredJson::parse(comparison, folder / kComparison),
                        layout_of(STDOUT_FILENO)));
  return kDone;
}

/// Simulates all seeds and completes the folder.
int fill(ResultFolder& folder, const WhySetup& setup, const WhyOptions& options,
         const std::vector<std::string>& command, const SimulateWhySeed& simulate, CommandCheckpoints& checkpoints) {
  if (const auto available = available_memory())
    require_memory(setup.base(), *available, memory_of_worlds({.depth = kWhyArms, .weekly = false}));
  const RunClock clock;
  const WhyAnswer answer = simulate_all(setup, simulate, checkpoints);
  report_failures(setup, answer);
  const std::string why = json_text(why_json(setup.base(), setup.scope, answer));
  const std::string comparison =
      json_text(comparison_json(comparison_of(setup, options, answer, command, identity_of(setup))));
  folder.write(kWhy, why);
  folder.write(kWhyReport, report_page(comparison, {}, why));
  folder.write(kComparison, comparison);
  publish(folder, describe(setup.variant().name, command, clock));
  print_answer(why, comparison, folder.path(), options.json);
  say(fmt::format("{} seeds in {}; report: {}", answer.outcomes.size(), duration_text(clock.seconds()),
                  (folder.path() / "report.html").string()));
  return answer.failed.empty() ? kDone : kFinishedWithFailedTasks;
}

int tell_why(const WhyOptions& options, const std::vector<std::string>& command, const SimulateWhySeed& simulate) {
  const WhySetup setup = read_setup(options);
  say_warnings(loaded_scenarios(setup.sources));
  say_late_starts({&setup.base(), &setup.variant()}, setup.scope);
  const fs::path out =
      options.out.empty() ? fs::path("runs") / fmt::format("why-{}-{}", setup.names[0], setup.names[1]) : options.out;
  const std::string identity = identity_of(setup);
  const InterruptWatch interrupt;
  const auto taken =
      take_folder_of_worlds(out, {"why", identity, {kWhy, kComparison, kWhyReport}, {}}, options.force, kWhy);
  ResultFolder& folder = *taken;
  if (folder.finished()) {
    say_finished(out, "answer");
    return print_answer(folder.read_finished(kWhy), folder.read_finished(kComparison), out, options.json);
  }
  CommandCheckpoints checkpoints(folder, options.checkpoints);
  return checkpoints.run([&] { return fill(folder, setup, options, command, simulate, checkpoints); });
}

}  // namespace

void add_why_command(CLI::App& app, Invocation& invocation) { add_why_command(app, invocation, simulate_why_seed); }

void add_why_command(CLI::App& app, Invocation& invocation, const SimulateWhySeed& simulate) {
  auto options = std::make_shared<WhyOptions>();
  CLI::App* command = app.add_subcommand("why", "Split a variant's effect into direct, contagion and market feedback");
  command->add_option("BASE", options->paths[0], "Scenario file (.toml; - for standard input) of the base")
      ->required()
      ->option_text("REQUIRED");
  command->add_option("VARIANT", options->paths[1], "Scenario file of the variant")
      ->required()
      ->option_text("REQUIRED");
  add_simulation_options(*command, options->simulation);
  add_scene_option(*command, options->scene);
  add_measure_option(*command, options->measures);
  add_checkpoint_options(*command, options->checkpoints);
  add_answer_options(*command, *options,
                     {.out = "Folder of the results; default: runs/why-BASE-VARIANT",
                      .json = "why.json instead of the text",
                      .report = "No effect: report.html is always written",
                      .dry_run = ""});
  command->footer(
      "Default: 4 seeds, with four runs each.\n"
      "Example: how did early video win fans?\n"
      "  hibiki why scenarios/history.toml scenarios/strategies/early_video.toml --fans 20000");
  command->callback([options, simulate, &invocation] {
    invocation.action = [options, simulate, words = invocation.words] {
      return with_asked_threads(options->simulation.threads, [&] { return tell_why(*options, words, simulate); });
    };
  });
}

}  // namespace hibiki::program
