#include <fmt/format.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "output/report/report.hpp"
#include "output/results/stored_json.hpp"
#include "tools/experiments/attribution_json.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/experiments/failures.hpp"
#include "tools/hibiki/answer_options.hpp"
#include "tools/hibiki/attribution_text.hpp"
#include "tools/hibiki/checkpoint_options.hpp"
#include "tools/hibiki/commands.hpp"
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

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kAll = "all";
constexpr const char *kReport = "report.html", *kComparison = "compare.json", *kAttribution = "attribution.json";

struct AttributeOptions : AnswerOptions {
  fs::path path;
  SimulationOptions simulation;
  std::vector<std::string> measures;
  std::optional<std::string> scene;
  CheckpointOptions checkpoints;
};

/// The inputs of an attribution: `attribution.ends` has the scenarios, without replicates and outcomes.
struct AttributionSetup {
  Attribution attribution;
  AttributionPlan plan;
  ExperimentSize size;

  const Scenario& base() const { return attribution.ends.arms[0].loaded.scenario; }
  const Scenario& whole() const { return attribution.ends.arms[1].loaded.scenario; }
};

void require_interventions(const Scenario& scenario, const fs::path& path) {
  if (scenario.interventions.empty())
    throw UsageError(
        fmt::format("{} has no intervention to attribute effects to; add an [[intervention]] ('hibiki params "
                    "intervention'), or use a scenario with interventions, such as "
                    "scenarios/claims/25_jpop2_six.toml",
                    path.string()));
  if (scenario.interventions.size() > kMostPlayers)
    throw UsageError(fmt::format("{} has {} interventions; at most {} can be attributed: move some to another scenario",
                                 path.string(), scenario.interventions.size(), kMostPlayers));
}

/// Sets the weeks of a replicate's runs and the largest depth of its tree.
void measure_size(AttributionSetup& setup) {
  const AttributionDesign& design = setup.attribution.design;
  const std::size_t drawn = design.method() == AttributionMethod::factorial ? 1 : setup.plan.replicates;
  std::int64_t weeks = 0;
  for (std::size_t i = 0; i < drawn; ++i) {
    const Branch tree = design.branches(design.coalitions(setup.plan.first_seed + i));
    weeks += weeks_of(tree, setup.whole().calendar().weeks);
    setup.size.depth = std::max(setup.size.depth, depth_of(tree));
  }
  setup.size.weeks_each = weeks / static_cast<std::int64_t>(drawn);
}

bool in_table(const std::string& measure) {
  return std::ranges::any_of(measure_table(), [&](const Measure& m) { return m.name == measure; });
}

/// Measures that have to be simulated for: all results have those of the table.
std::vector<std::string> further_ones(const AttributeOptions& options) {
  std::vector<std::string> further;
  std::ranges::copy_if(options.measures, std::back_inserter(further),
                       [](const std::string& m) { return m != kAll && !in_table(m); });
  return further;
}

AttributionSetup set_up(const AttributeOptions& options, const std::vector<std::string>& command) {
  RunSource source = load_with(options.simulation, options.path);
  const bool stated = states_replicates(source);
  LoadedScenario loaded = std::move(source.loaded);
  require_interventions(loaded.scenario, options.path);
  if (!stated) loaded.scenario.run.replicates = kUsualReplicates;
  AttributionSetup setup{{AttributionDesign(loaded.scenario), {}, {}}, {}, {}};
  Comparison& ends = setup.attribution.ends;
  const ComparedScenario whole{std::move(loaded), options.path.string(), ""};
  ends.arms = {without_interventions(whole), whole};
  ends.scope = {subject_of(options.scene, setup.base(), {&setup.whole()}),
                asked_from_week(setup.base(), {&setup.whole()})};
  ask_for(further_ones(options), {&setup.base(), &setup.whole()}, ends.scope);
  ends.command = command;
  ends.identity = text_digest(std::string("attribute\n") + kModelVersion + "\n" + to_toml(setup.whole()) +
                              identity_of_scene(ends.scope.scene, setup.base(), {&setup.whole()}) +
                              identity_of_measures(ends.scope));
  setup.plan.scope = ends.scope;
  setup.plan.first_seed = static_cast<std::uint64_t>(setup.whole().run.seed);
  setup.plan.replicates = static_cast<std::size_t>(setup.whole().run.replicates);
  measure_size(setup);
  setup.plan.at_once = seeds_at_once(setup.whole(), setup.size.depth, false);
  setup.size.noun = "replicates";
  setup.size.page = options.report;
  setup.size.groups = setup.plan.replicates;
  setup.size.results = 2 * setup.plan.replicates;  // with all interventions, and with none
  setup.size.at_once = setup.plan.at_once;
  return setup;
}

std::size_t worlds_each(const AttributionSetup& setup) {
  return setup.attribution.design.coalitions(setup.plan.first_seed).size();
}

int print_need(AttributionSetup& setup, bool json) {
  const AttributionDesign& design = setup.attribution.design;
  setup.size.scenario = &setup.whole();
  Json what;
  if (json)
    what = {{"name", setup.whole().name},
            {"replicates", setup.plan.replicates},
            {"interventions", design.ids()},
            {"method", method_name(design.method())},
            {"worlds_a_replicate", worlds_each(setup)}};
  else
    print(fmt::format(
        "{} interventions, {} runs per replicate: {}\n", design.players(), worlds_each(setup),
        design.method() == AttributionMethod::factorial ? "every combination" : "a random order and its reverse"));
  print_size(setup.size, what);
  return kDone;
}

/// Names as the results have them.
std::vector<std::string> measures_to_show(const AttributeOptions& options, const ArmScope& scope) {
  if (std::ranges::find(options.measures, kAll) != options.measures.end()) {
    std::vector<std::string> names;
    for (const Measure* measure : scope.measures()) names.push_back(measure->name);
    return names;
  }
  std::vector<std::string> names;
  std::size_t further = 0;
  for (const std::string& measure : options.measures)
    names.push_back(in_table(measure) ? measure : scope.asked[further++].measure.name);
  return names.empty() ? std::vector{scope.measures().front()->name} : names;
}

void print_answer(const AttributeOptions& options, const ArmScope& scope, const std::string& json,
                  const fs::path& folder) {
  print(options.json ? json
                     : attribution_text(StoredJson::parse(json, folder / kAttribution),
                                        measures_to_show(options, scope), layout_of(STDOUT_FILENO)));
}

int tell_finished(const AttributeOptions& options, const ArmScope& scope, const ResultFolder& folder) {
  say_finished(folder.path(), "attribution");
  const std::string json = folder.read_finished(kAttribution);
  if (options.report && folder.finished()->file(kReport) == nullptr)
    publish_report(folder.path(), report_page(folder.read_finished(kComparison), json));
  print_answer(options, scope, json, folder.path());
  return kDone;
}

void simulate(AttributionSetup& setup, CommandCheckpoints& checkpoints) {
  PairProgress progress(setup.whole().name, setup.size.weeks_each, "replicates");
  AttributionPlan plan = setup.plan;
  plan.scenario = &setup.whole();
  plan.watchers = {&checkpoints.stop, &progress};
  const CheckpointPlan kept = checkpoints.plan_for(progress);
  plan.checkpoints = &kept;
  progress.expect(static_cast<std::int64_t>(plan.replicates));
  AttributionOutcome outcome = simulate_attribution(plan, setup.attribution.design);
  setup.attribution.replicates = std::move(outcome.replicates);
  setup.attribution.ends.outcomes = std::move(outcome.ends);
}

/// Prints each failure; throws when every replicate failed.
std::size_t report_failures(const AttributionSetup& setup) {
  std::size_t failures = 0;
  for (const AttributionReplicate& r : setup.attribution.replicates) {
    if (r.failed.empty()) continue;
    ++failures;
    say_failed(setup.whole().name, r.seed, r.failed);
  }
  if (failures == setup.plan.replicates)
    throw EveryWorldFailed(fmt::format("every replicate failed: {}", setup.attribution.replicates.front().failed));
  return failures;
}

/// Simulates all combinations and completes the folder.
int fill(ResultFolder& folder, AttributionSetup& setup, const AttributeOptions& options,
         const std::vector<std::string>& command, CommandCheckpoints& checkpoints) {
  if (const auto available = available_memory())
    require_memory(setup.whole(), *available, memory_of_worlds({.depth = setup.size.depth, .weekly = false}));

  const RunClock clock;
  simulate(setup, checkpoints);
  const std::size_t failures = report_failures(setup);
  const std::string json = json_text(attribution_json(setup.attribution));
  const std::string comparison = json_text(comparison_json(setup.attribution.ends));
  folder.write(kComparison, comparison);
  if (options.report) folder.write(kReport, report_page(comparison, json));
  folder.write(kAttribution, json);
  publish(folder, describe(setup.whole().name, command, clock));
  print_answer(options, setup.attribution.ends.scope, json, folder.path());
  say(fmt::format(
      "{} runs in {}; {} {}", setup.plan.replicates * worlds_each(setup), duration_text(clock.seconds()),
      options.report ? "report:" : "results:", (folder.path() / (options.report ? kReport : kAttribution)).string()));
  return failures > 0 ? kFinishedWithFailedTasks : kDone;
}

int attribute(const AttributeOptions& options, const std::vector<std::string>& command) {
  AttributionSetup setup = set_up(options, command);
  say_warnings({&setup.attribution.ends.arms[1].loaded});
  say_late_starts({&setup.base(), &setup.whole()}, setup.attribution.ends.scope);
  if (options.dry_run) return print_need(setup, options.json);
  const fs::path out = options.out.empty() ? fs::path("runs") / ("attribute-" + setup.whole().name) : options.out;
  const InterruptWatch interrupt;
  const auto taken = take_folder_of_worlds(
      out, {"attribution", setup.attribution.ends.identity, {kAttribution, kComparison}, {kReport}}, options.force,
      kAttribution);
  ResultFolder& folder = *taken;
  if (folder.finished()) return tell_finished(options, setup.attribution.ends.scope, folder);
  CommandCheckpoints checkpoints(folder, options.checkpoints);
  return checkpoints.run([&] { return fill(folder, setup, options, command, checkpoints); });
}

}  // namespace

void add_attribute_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<AttributeOptions>();
  CLI::App* command = app.add_subcommand("attribute", "Attribute a scenario's effect to its interventions");
  command
      ->add_option("SCENARIO", options->path,
                   "Scenario file (.toml; - for standard input) with one or more interventions")
      ->required();
  add_simulation_options(*command, options->simulation);
  add_scene_option(*command, options->scene);
  add_checkpoint_options(*command, options->checkpoints);
  command
      ->add_option(
          "--measure", options->measures,
          "Measure to show instead of the headline, or all; may be repeated. Also of some markets, another scene, "
          "a label or an act, as in compare: engaged[market=ID|TH]")
      ->type_name("MEASURE")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add_answer_options(*command, *options,
                     {.out = "Folder of the attribution; default: runs/attribute-NAME",
                      .json = "attribution.json instead of the text",
                      .report = "Also write report.html, which compares all interventions with none",
                      .dry_run = "memory and time"});
  command->footer(
      "The base is the scenario without its interventions, including those of the files it extends. With up to 6\n"
      "interventions every combination is simulated, with more a random order and its reverse per replicate.\n"
      "Default: 16 replicates.\n"
      "Example: which of six levers would have helped J-pop, and which interact?\n"
      "  hibiki attribute scenarios/claims/25_jpop2_six.toml --fans 20000 --replicates 8");
  command->callback([options, &invocation] {
    invocation.action = [options, words = invocation.words] {
      return with_asked_threads(options->simulation.threads, [&] { return attribute(*options, words); });
    };
  });
}

}  // namespace hibiki::program
