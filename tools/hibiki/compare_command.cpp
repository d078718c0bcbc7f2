#include <fmt/format.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "output/report/report.hpp"
#include "output/results/stored_json.hpp"
#include "sim/core/input_file.hpp"
#include "tools/calibration/ensemble.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/experiments/effects_csv.hpp"
#include "tools/experiments/failures.hpp"
#include "tools/experiments/market_effects.hpp"
#include "tools/experiments/precision.hpp"
#include "tools/experiments/workbook.hpp"
#include "tools/hibiki/answer_options.hpp"
#include "tools/hibiki/checkpoint_options.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/compared_sources.hpp"
#include "tools/hibiki/comparison_text.hpp"
#include "tools/hibiki/complete_run.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/experiment.hpp"
#include "tools/hibiki/measure_option.hpp"
#include "tools/hibiki/memory.hpp"
#include "tools/hibiki/option_words.hpp"
#include "tools/hibiki/pair_progress.hpp"
#include "tools/hibiki/preregister.hpp"
#include "tools/hibiki/rank_pairs.hpp"
#include "tools/hibiki/ranks.hpp"
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

constexpr std::size_t kFirstBatch = 8;  ///< of --ci-width
constexpr std::size_t kMostPairs = 512;
constexpr std::int64_t kUsualSeedsASet = 4;  ///< of --ensemble

struct CompareOptions : AnswerOptions {
  std::vector<fs::path> paths;
  SimulationOptions simulation;
  std::optional<std::string> scene;
  std::vector<std::string> measures;
  std::optional<double> ci_width, effect_size;
  CheckpointOptions checkpoints;
  bool ensemble = false;
  bool responses = false;
  PreregistrationOptions preregistration;
};

/// The scenarios to compare and the plan of their simulation.
struct ComparisonSetup {
  std::vector<RunSource> sources;
  std::vector<std::string> names;
  ArmPlan plan;
  Branch tree;
  std::size_t pairs = 0;  ///< requested; with --ci-width those of the first batch
  std::optional<Preregistration> preregistration;
  std::vector<AnsweredVariant> answered;  ///< with --responses
  std::optional<Ensemble> ensemble;
  std::vector<std::vector<RunSource>> others;  ///< sources under the sets of the ensemble but the first
  std::size_t sets() const { return 1 + others.size(); }
};

std::vector<const Scenario*> scenarios_of(const std::vector<RunSource>& sources) {
  std::vector<const Scenario*> scenarios;
  for (const RunSource& source : sources) scenarios.push_back(&source.loaded.scenario);
  return scenarios;
}

/// Throws where --set or a variant changes a parameter that the sets of the ensemble set.
void require_free(const Ensemble& ensemble, const SimulationOptions& simulation,
                  const std::vector<RunSource>& sources) {
  for (const auto& [key, value] : ensemble.sets.front().values) {
    for (const std::string& set : simulation.sets)
      if (set.starts_with(key + "=") || set.starts_with("assumptions." + key + "="))
        throw UsageError(fmt::format("--set {} and --ensemble exclude each other: the parameter sets of {} set {}", set,
                                     ensemble.path.string(), key));
    for (std::size_t arm = 1; arm < sources.size(); ++arm)
      for (const ScenarioDifference& difference : differences(sources[0].loaded, sources[arm].loaded))
        if (difference.key == key || difference.key == "assumptions." + key)
          throw UsageError(
              fmt::format("{} changes {}, which the parameter sets of {} set: compare it without --ensemble",
                          sources[arm].loaded.path.string(), key, ensemble.path.string()));
  }
}

/// The sources under every set: those of the first, and those of the others.
void take_ensemble(ComparisonSetup& setup, const CompareOptions& options) {
  const fs::path& path = setup.sources[0].loaded.ensemble;
  if (path.empty())
    throw UsageError(fmt::format("{} has no ensemble; --ensemble needs a calibrated scenario (ensemble = \"...\")",
                                 options.paths[0].string()));
  setup.ensemble = load_ensemble(path);
  if (setup.ensemble->sets.size() < 2)
    throw UsageError(fmt::format("{} holds one parameter set ({}), which is no ensemble: compare without --ensemble",
                                 path.string(), setup.ensemble->verdict));
  require_free(*setup.ensemble, options.simulation, setup.sources);
  for (std::size_t i = 0; i < setup.ensemble->sets.size(); ++i) {
    SimulationOptions simulation = options.simulation;
    for (const std::string& set : setup.ensemble->sets[i].sets()) simulation.sets.push_back(set);
    auto sources = load_compared(simulation, options.paths);
    if (i == 0)
      setup.sources = std::move(sources);
    else
      setup.others.push_back(std::move(sources));
  }
}

ComparisonSetup set_up(const CompareOptions& options) {
  ComparisonSetup setup;
  setup.sources = load_compared(options.simulation, options.paths);
  if (options.ensemble) take_ensemble(setup, options);
  if (options.responses) {
    setup.answered = add_unanswered(setup.sources);
    for (auto& sources : setup.others) add_unanswered(sources);
  }
  Scenario& base = setup.sources[0].loaded.scenario;
  if (!states_replicates(setup.sources[0])) base.run.replicates = options.ensemble ? kUsualSeedsASet : kUsualReplicates;
  if (options.ensemble && base.run.replicates == 1)
    throw UsageError(
        fmt::format("--ensemble needs at least two seeds per parameter set, to separate sampling noise from parameter "
                    "uncertainty; give --replicates 2 or more, or leave it out for {}",
                    kUsualSeedsASet));
  setup.pairs = options.ci_width ? kFirstBatch : static_cast<std::size_t>(base.run.replicates);
  for (RunSource& source : setup.sources) source.loaded.scenario.run.replicates = base.run.replicates;
  setup.names = arm_names(setup.sources);
  setup.plan.arms = scenarios_of(setup.sources);
  setup.tree = branches_of(setup.plan.arms);
  const std::vector variants(setup.plan.arms.begin() + 1, setup.plan.arms.end());
  setup.plan.scope = {subject_of(options.scene, base, variants), asked_from_week(base, variants)};
  ask_for(options.measures, setup.plan.arms, setup.plan.scope);
  setup.plan.first_seed = static_cast<std::uint64_t>(base.run.seed);
  setup.plan.at_once = seeds_at_once(base, depth_of(setup.tree), options.keep == Keep::weekly);
  return setup;
}

/// A digest of all inputs that affect the outcome.
std::string identity_of(const ComparisonSetup& setup, const CompareOptions& options) {
  std::string all = kModelVersion;
  for (const RunSource& source : setup.sources) all += "\n" + to_toml(source.loaded.scenario);
  for (const auto& sources : setup.others)
    for (const RunSource& source : sources) all += "\n" + to_toml(source.loaded.scenario);
  all += options.keep == Keep::summary ? "\nkeep summary" : "";
  all += identity_of_scene(setup.plan.scope.scene, *setup.plan.arms[0],
                           {setup.plan.arms.begin() + 1, setup.plan.arms.end()});
  all += identity_of_measures(setup.plan.scope);
  all += setup.preregistration ? "\npreregistration " + setup.preregistration->digest : "";
  all += options.ci_width ? fmt::format("\nci-width {}", *options.ci_width) : "";
  return text_digest(all);
}

fs::path default_folder(const std::vector<std::string>& names) {
  constexpr std::size_t kNamed = 3;
  std::string name = "compare";
  for (std::size_t i = 0; i < std::min(names.size(), kNamed + 1); ++i) name += "-" + names[i];
  if (names.size() > kNamed + 1) name += fmt::format("-and-{}-more", names.size() - kNamed - 1);
  return fs::path("runs") / name;
}

/// With --ci-width, of the first batch.
ExperimentSize size_of(const ComparisonSetup& setup, Keep keep) {
  const Scenario& base = *setup.plan.arms[0];
  ExperimentSize size;
  size.scenario = &base;
  size.noun = "pairs";
  size.groups = setup.pairs * setup.sets();
  size.at_once = setup.plan.at_once;
  size.weeks_each = weeks_of(setup.tree, base.calendar().weeks);
  size.depth = depth_of(setup.tree);
  size.folders = setup.sources.size();
  size.results = size.groups * size.folders;
  size.recorded = setup.pairs;
  size.keep = keep;
  if (const RankSession* const ranks = started_ranks()) size.ranks = static_cast<std::size_t>(ranks->count());
  size.sets = setup.sets();
  return size;
}

int print_need(const ComparisonSetup& setup, const CompareOptions& options) {
  nlohmann::ordered_json what;
  const ExperimentSize size = size_of(setup, options.keep);
  if (options.json)
    what = {{"name", setup.names.back()}, {"pairs", size.groups}, {"sets", setup.sets()}, {"arms", setup.names}};
  print_size(size, what);
  return kDone;
}

double seconds_a_pair(const Manifest& manifest, std::size_t pairs) {
  return manifest.seconds / static_cast<double>(std::max<std::size_t>(pairs, 1));
}

/// Prints the answer that the folder already holds.
int tell_finished_comparison(const ResultFolder& folder, const CompareOptions& options) {
  say_finished(folder.path(), "comparison");
  const std::string text = folder.read_finished("compare.json");
  const StoredJson comparison = StoredJson::parse(text, folder.path() / "compare.json");
  print(options.json ? text
                     : comparison_text(comparison, layout_of(STDOUT_FILENO),
                                       seconds_a_pair(*folder.finished(), comparison["base"]["seeds"].size()),
                                       options.effect_size));
  return kDone;
}

/// How the seeds of a set are shared with other ranks, if there are any.
std::optional<SeedSharing> sharing_of(const ResultFolder& folder, CommandCheckpoints& checkpoints, std::size_t set,
                                      PairProgress& progress) {
  RankSession* const ranks = started_ranks();
  if (ranks == nullptr) return std::nullopt;
  return share_seeds(*ranks, folder, checkpoints, set, [&progress](std::int64_t weeks) { progress.resume(weeks); });
}

/// Simulates all pairs, with --ci-width batch after batch.
std::vector<SeedOutcome> simulate_pairs(const ComparisonSetup& setup, const CompareOptions& options,
                                        const ResultFolder& folder, CommandCheckpoints& checkpoints) {
  PairProgress progress(setup.names.back(), weeks_of(setup.tree, setup.plan.arms[0]->calendar().weeks));
  ArmPlan plan = setup.plan;
  plan.watchers = {&checkpoints.stop, &progress};
  const CheckpointPlan kept = checkpoints.plan_for(progress);
  plan.checkpoints = &kept;
  const auto sharing = sharing_of(folder, checkpoints, 0, progress);
  plan.sharing = sharing ? &*sharing : nullptr;
  progress.expect(static_cast<std::int64_t>(setup.pairs));
  std::vector<SeedOutcome> outcomes = simulate_arms(plan, 0, setup.pairs);
  while (options.ci_width) {
    const Precision now = worst_precision(outcomes, plan.arms.size(), *options.ci_width, plan.scope.measures());
    if (now.width <= *options.ci_width) break;
    if (std::isnan(now.width)) {
      say(
          fmt::format("stopped at {} pairs: there is no ratio, and no share of the base either, since the base has the "
                      "value 0 or no value; give --replicates",
                      outcomes.size()));
      break;
    }
    if (outcomes.size() >= kMostPairs) {
      say(fmt::format(
          "stopped at {} pairs: the 95 % interval of the ratio is still {:.3g} wide, not {}; about {} pairs would be "
          "needed",
          outcomes.size(), now.width, *options.ci_width, grouped(static_cast<std::int64_t>(now.pairs_needed))));
      break;
    }
    // As many as the present interval predicts, at most doubling the number of pairs.
    const std::size_t wanted =
        std::clamp(now.pairs_needed, outcomes.size() + 2, std::min(kMostPairs, 2 * outcomes.size()));
    progress.expect(static_cast<std::int64_t>(wanted));
    for (SeedOutcome& outcome : simulate_arms(plan, outcomes.size(), wanted - outcomes.size()))
      outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

/// The same pairs under set `set` of the ensemble, nothing recorded; set 0 is the comparison itself.
ArmPlan plan_of_set(const ComparisonSetup& setup, std::size_t set) {
  ArmPlan plan = setup.plan;
  if (set == 0) return plan;
  plan.arms = scenarios_of(setup.others[set - 1]);
  plan.first_seed += set * setup.pairs;
  plan.spool = {};
  return plan;
}

/// The same pairs under the other sets of the ensemble.
ComparedEnsemble simulate_others(const ComparisonSetup& setup, const ResultFolder& folder,
                                 CommandCheckpoints& checkpoints) {
  PairProgress progress("other sets", weeks_of(setup.tree, setup.plan.arms[0]->calendar().weeks));
  progress.expect(static_cast<std::int64_t>(setup.pairs * setup.others.size()));
  ComparedEnsemble compared{setup.ensemble->plan, setup.ensemble->digest, setup.ensemble->verdict, {}, {}};
  for (const EnsembleSet& set : setup.ensemble->sets) compared.sets.push_back(set.id);
  for (std::size_t set = 1; set <= setup.others.size(); ++set) {
    ArmPlan plan = plan_of_set(setup, set);
    plan.watchers = {&checkpoints.stop, &progress};
    const CheckpointPlan kept = checkpoints.plan_for(progress, checkpoint_prefix(set));
    plan.checkpoints = &kept;
    const auto sharing = sharing_of(folder, checkpoints, set, progress);
    plan.sharing = sharing ? &*sharing : nullptr;
    compared.others.push_back(simulate_arms(plan, 0, setup.pairs));
  }
  return compared;
}

std::vector<Replicate> replicates_of(const std::vector<SeedOutcome>& outcomes, std::size_t arm) {
  std::vector<Replicate> replicates;
  for (const SeedOutcome& outcome : outcomes)
    if (outcome.arms[arm]) replicates.push_back(outcome.arms[arm]->replicate);
  return replicates;
}

/// Prints each failure; throws when no replicate of the base finished.
int report_failures(const ComparisonSetup& setup, const std::vector<SeedOutcome>& outcomes) {
  int failures = 0;
  std::string first;
  for (const SeedOutcome& outcome : outcomes)
    for (std::size_t arm = 0; arm < outcome.errors.size(); ++arm) {
      if (outcome.errors[arm].empty()) continue;
      ++failures;
      if (first.empty()) first = outcome.errors[arm];
      say_failed(setup.names[arm], outcome.seed, outcome.errors[arm]);
    }
  if (replicates_of(outcomes, 0).empty()) throw EveryWorldFailed(fmt::format("every replicate failed: {}", first));
  return failures;
}

/// A folder for each arm that has a replicate, with the files of `hibiki run`.
void write_arms(ComparisonSetup& setup, const ResultFolder& folder, const std::vector<SeedOutcome>& outcomes,
                const std::vector<std::string>& command, const RunClock& clock) {
  for (std::size_t arm = 0; arm < setup.sources.size(); ++arm) {
    const auto replicates = replicates_of(outcomes, arm);
    if (replicates.empty()) continue;
    RunSource& source = setup.sources[arm];
    source.loaded.scenario.run.replicates = static_cast<std::int64_t>(outcomes.size());
    const std::string resolved = to_toml(source.loaded.scenario);
    const fs::path staged = folder.staged(setup.names[arm]);
    seal(staged,
         complete_run(staged, folder.path() / setup.names[arm], source, resolved, replicates, command, clock).manifest);
  }
}

void warn_where_nothing_differs(const ComparisonSetup& setup) {
  for (std::size_t arm = 1; arm < setup.sources.size(); ++arm)
    if (differences(setup.sources[0].loaded, setup.sources[arm].loaded).empty())
      say(fmt::format("{} differs from {} only in its name: the effect is exactly zero", setup.names[arm],
                      setup.names[0]));
}

/// compare.json, the report, and the files of a run for each arm.
ResultKind result_of(const ComparisonSetup& setup, const std::string& identity) {
  ResultKind kind{
      "comparison", identity, {"compare.json", "report.html"}, {"effects.csv", "markets.csv", "compare.xlsx"}};
  for (const std::string& arm : setup.names) {
    for (const std::string& file : run_files()) kind.more.push_back(arm + "/" + file);
    kind.more.push_back(arm + "/" + kManifestName);
  }
  return kind;
}

/// The path of an arm as it was given; a variant without its answers has that of the variant.
const fs::path& path_of(const ComparisonSetup& setup, const CompareOptions& options, std::size_t arm) {
  const auto unanswered = [&](const AnsweredVariant& answered) { return answered.unanswered <= arm; };
  return options.paths[arm - static_cast<std::size_t>(std::ranges::count_if(setup.answered, unanswered))];
}

/// Simulates the pairs and completes the folder.
int fill(ResultFolder& folder, ComparisonSetup& setup, const CompareOptions& options,
         const std::vector<std::string>& command, CommandCheckpoints& checkpoints) {
  if (const auto available = memory_for_a_rank())
    require_memory(*setup.plan.arms[0], *available,
                   memory_of_worlds({.depth = depth_of(setup.tree), .weekly = options.keep == Keep::weekly}));
  require_disk(disk_need(size_of(setup, options.keep)), folder.path());
  if (options.keep == Keep::weekly)
    setup.plan.spool = [&](std::size_t arm, std::size_t replicate) {
      return folder.scratch(spool_name(arm, replicate));
    };

  const RunClock clock;
  Comparison comparison{
      {}, setup.plan.scope, command, identity_of(setup, options), simulate_pairs(setup, options, folder, checkpoints)};
  int failures = report_failures(setup, comparison.outcomes);
  if (setup.ensemble) {
    comparison.ensemble = simulate_others(setup, folder, checkpoints);
    for (const auto& outcomes : comparison.ensemble->others) failures += report_failures(setup, outcomes);
  }
  comparison.preregistration = setup.preregistration;
  comparison.answered = setup.answered;
  write_arms(setup, folder, comparison.outcomes, command, clock);
  for (std::size_t arm = 0; arm < setup.sources.size(); ++arm)
    comparison.arms.push_back({setup.sources[arm].loaded, path_of(setup, options, arm).string(), setup.names[arm]});
  throw_if_interrupted();
  const nlohmann::ordered_json json = comparison_json(comparison);
  folder.write("report.html", report_page(json_text(json)));
  folder.write("compare.json", json_text(json));
  folder.write("effects.csv", effects_csv(comparison));
  folder.write("markets.csv", market_effects_csv(market_effects(comparison)));
  const fs::path workbook = folder.scratch("compare.xlsx");
  write_workbook(comparison, workbook);
  folder.write("compare.xlsx", read_whole_file(workbook));
  Manifest manifest = describe(setup.sources[0].loaded.scenario.name, command, clock);
  if (setup.preregistration) manifest.preregistration = setup.preregistration->digest;
  publish(folder, manifest);
  print(options.json ? json_text(json)
                     : comparison_text(json, layout_of(STDOUT_FILENO),
                                       seconds_a_pair(manifest, json["base"]["seeds"].size()), options.effect_size));
  say(fmt::format("{} pairs in {}; {} takes {}; report: {}", comparison.outcomes.size() * setup.sets(),
                  duration_text(clock.seconds()), folder.path().string(), bytes_text(bytes_in(folder.path())),
                  (folder.path() / "report.html").string()));
  return failures > 0 ? kFinishedWithFailedTasks : kDone;
}

/// The options that a preregistration fixes. Throws UsageError where one of them is given as well.
CompareOptions as_preregistered(CompareOptions options, const Preregistration& fixed) {
  const SimulationOptions& simulation = options.simulation;
  for (const auto& [given, name] :
       {std::pair(!options.paths.empty(), "BASE VARIANT"), std::pair(!simulation.sets.empty(), "--set"),
        std::pair(simulation.seed.has_value(), "--seed"), std::pair(simulation.replicates.has_value(), "--replicates"),
        std::pair(simulation.fans.has_value(), "--fans"), std::pair(simulation.until.has_value(), "--until"),
        std::pair(options.scene.has_value(), "--scene"), std::pair(!options.measures.empty(), "--measure"),
        std::pair(options.ci_width.has_value(), "--ci-width"), std::pair(options.ensemble, "--ensemble"),
        std::pair(options.responses, "--responses")})
    if (given) throw UsageError(fmt::format("{} and --preregistered exclude each other: the file fixes it", name));
  options.paths = {path_from(fixed.path, fixed.base), path_from(fixed.path, fixed.variant)};
  options.simulation.sets = fixed.sets;
  options.simulation.seed = fixed.seed;
  options.simulation.replicates = fixed.pairs;
  options.simulation.fans = fixed.fans;
  if (!fixed.until.empty()) options.simulation.until = fixed.until;
  if (!fixed.scene.empty()) options.scene = fixed.scene;
  options.measures = fixed.measures;
  return options;
}

Preregistration preregistration_of(const CompareOptions& options, const ComparisonSetup& setup) {
  const fs::path& file = options.preregistration.write;
  const Scenario& base = *setup.plan.arms[0];
  return {.hypothesis = *options.preregistration.hypothesis,
          .base = path_in(file, options.paths[0]),
          .variant = path_in(file, options.paths[1]),
          .sets = options.simulation.sets,
          .until = options.simulation.until.value_or(""),
          .scene = options.scene.value_or(""),
          .measures = options.measures,
          .expect = *options.preregistration.expect,
          .margin = options.preregistration.margin.value_or(0),
          .seed = base.run.seed,
          .pairs = static_cast<std::int64_t>(setup.pairs),
          .fans = base.run.fans,
          .model_version = kModelVersion,
          .base_digest = text_digest(to_toml(base)),
          .variant_digest = text_digest(to_toml(*setup.plan.arms[1])),
          .path = file};
}

/// --preregister.
int preregister(CompareOptions options) {
  if (!options.simulation.seed) options.simulation.seed = fresh_seed(preregistration_of(options, set_up(options)));
  const ComparisonSetup setup = set_up(options);
  if (setup.pairs < 2) throw UsageError("--preregister needs at least two pairs: one pair proves no effect");
  const double margin = options.preregistration.margin.value_or(0);
  if (setup.plan.scope.measures().front()->scale == Scale::ratio && *options.preregistration.expect != "up" &&
      margin >= 1)
    throw UsageError(fmt::format("--margin {}: no ratio falls by 100 % or more", margin));
  if (setup.plan.scope.measures().front()->unit == "share" && margin >= 1)
    throw UsageError(fmt::format("--margin {}: no share moves by so much; 0.05 is 5 points", margin));
  write_preregistration(preregistration_of(options, setup), options.force);
  return kDone;
}

ComparisonSetup set_up_preregistered(CompareOptions& options) {
  const Preregistration fixed = load_preregistration(options.preregistration.read);
  options = as_preregistered(std::move(options), fixed);
  ComparisonSetup setup = set_up(options);
  require_as_preregistered(fixed, *setup.plan.arms[0], *setup.plan.arms[1]);
  setup.preregistration = fixed;
  return setup;
}

ComparisonSetup set_up_as_asked(CompareOptions& options) {
  return options.preregistration.read.empty() ? set_up(options) : set_up_preregistered(options);
}

RankClaim claim_of(const ComparisonSetup& setup, const CompareOptions& options) {
  return {.scenario = text_digest(
              fmt::format("{}\n{}\n{}", identity_of(setup, options), setup.pairs, claim_of(options.checkpoints))),
          .program = program_text(),
          .threads = thread_count()};
}

/// What a further rank does in a comparison: its share of the seeds.
int help_compare(CompareOptions options, RankSession& ranks) {
  std::optional<ComparisonSetup> setup;
  RankClaim claim;
  try {
    setup = set_up_as_asked(options);
    claim = claim_of(*setup, options);
  } catch (const std::exception& error) {
    claim.error = error.what();
  }
  agree(ranks, claim);
  return follow_seeds(
      ranks, [&](std::size_t set) { return plan_of_set(setup.value(), set); }, options.keep == Keep::weekly,
      options.checkpoints);
}

/// On rank 0, or without ranks.
ComparisonSetup set_up_with_ranks(CompareOptions& options, RankSession* ranks) {
  if (ranks == nullptr) return set_up_as_asked(options);
  return agreed(*ranks, [&] {
    if (std::ranges::count(options.paths, fs::path("-")) > 0) throw no_standard_input();
    ComparisonSetup setup = set_up_as_asked(options);
    RankClaim claim = claim_of(setup, options);
    return std::pair(std::move(setup), std::move(claim));
  });
}

int compare(CompareOptions options, const std::vector<std::string>& command) {
  if (!options.preregistration.write.empty()) {
    require_one_process("compare --preregister");
    return preregister(std::move(options));
  }
  const InterruptWatch interrupt;  // of further ranks as well: each saves its own seeds
  RankSession* const ranks = start_ranks();
  if (ranks != nullptr && !ranks->first()) return help_compare(std::move(options), *ranks);
  ComparisonSetup setup = set_up_with_ranks(options, ranks);
  say_warnings(loaded_scenarios(setup.sources));
  say_late_starts(setup.plan.arms, setup.plan.scope);
  if (options.dry_run) return print_need(setup, options);
  const fs::path out = options.out.empty() ? default_folder(setup.names) : options.out;
  const std::string identity = identity_of(setup, options);
  const auto taken = take_folder_of_worlds(out, result_of(setup, identity), options.force, "compare.json");
  ResultFolder& folder = *taken;
  if (folder.finished()) return tell_finished_comparison(folder, options);
  warn_where_nothing_differs(setup);
  if (ranks != nullptr && static_cast<std::size_t>(ranks->count()) > setup.pairs)
    say(fmt::format("warning: {} ranks for {} pairs{}: the others have nothing to do", ranks->count(), setup.pairs,
                    setup.ensemble ? " of a parameter set" : ""));
  CommandCheckpoints checkpoints(folder, options.checkpoints);
  return checkpoints.run([&] { return fill(folder, setup, options, command, checkpoints); });
}

void check_options(const CompareOptions& options) {
  constexpr std::size_t kMostScenarios = 64;
  if (options.paths.size() > kMostScenarios)
    throw UsageError(fmt::format("{} scenarios are too many: at most {} can be compared, the base included",
                                 options.paths.size(), kMostScenarios));
  check_preregistration(options.preregistration);
  if (options.paths.size() < 2 && options.preregistration.read.empty())
    throw UsageError("BASE VARIANT: two scenario files at least are required");
  if (!options.preregistration.write.empty()) {
    if (options.paths.size() != 2) throw UsageError("--preregister takes one base and one variant");
    if (options.ci_width || options.ensemble || options.responses)
      throw UsageError(
          "--preregister fixes one variant and a number of pairs: --ci-width, --ensemble and --responses cannot go "
          "with it");
    for (const auto& [given, name] :
         {std::pair(options.dry_run, "--dry-run"), std::pair(options.json, "--json"),
          std::pair(!options.out.empty(), "--out"), std::pair(options.effect_size.has_value(), "--power")})
      if (given) throw UsageError(fmt::format("{} has no effect with --preregister, which simulates nothing", name));
    for (const std::string& set : options.simulation.sets)
      for (const char* key : {"seed", "fans", "replicates"})
        if (set.starts_with(fmt::format("run.{}=", key)) || set.starts_with(fmt::format("{}=", key)))
          throw UsageError(fmt::format("--preregister takes it from --{}, not from --set {}", key, set));
    for (const fs::path& path : options.paths)
      if (path == "-") throw UsageError("--preregister needs scenario files: standard input cannot be read again");
  }
  constexpr double kLeastEffect = 1e-4, kMostEffect = 1e3;
  if (options.effect_size && (*options.effect_size < kLeastEffect || *options.effect_size > kMostEffect))
    throw UsageError(fmt::format("--power takes an effect from {} to {}", kLeastEffect, kMostEffect));
  if (options.effect_size && options.json)
    throw UsageError("--power and --json exclude each other: --power prints a sentence below the text");
  if (!options.ci_width) return;
  if (options.ensemble)
    throw UsageError("--ensemble and --ci-width exclude each other: give --replicates, the number of seeds per set");
  if (options.simulation.replicates)
    throw UsageError("--replicates and --ci-width exclude each other: give one of them");
}

}  // namespace

void add_compare_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App* command = app.add_subcommand(
      "compare", "Measure the effects of variants of a scenario, in pairs of runs with the same seed");
  command
      ->add_option("BASE VARIANT", options->paths,
                   "Scenario files (.toml; - for standard input): the base, then one or more variants")
      ->expected(2, CLI::detail::expected_max_vector_size)
      ->option_text("...");
  add_simulation_options(*command, options->simulation);
  add_scene_option(*command, options->scene);
  add_measure_option(*command, options->measures);
  add_preregistration_options(*command, options->preregistration);
  add_checkpoint_options(*command, options->checkpoints);
  command
      ->add_option(
          "--ci-width", options->ci_width,
          "Add pairs until the 95 % interval of the headline's ratio is at most this wide: 0.2 for x1.30 to x1.50")
      ->type_name("W")
      ->check(positive_number());
  command
      ->add_option("--power", options->effect_size,
                   "Print the probability with which these pairs show a true effect of this size on the headline, and "
                   "the pairs needed for 80 %: 0.1 for +10 %, or for shares 10 points")
      ->type_name("EFFECT")
      ->check(positive_number());
  command->add_flag("--responses", options->responses,
                    "Simulate each variant that has a [[response]] also without it, and say what the answers of "
                    "others change");
  command->add_flag(
      "--ensemble", options->ensemble,
      "Simulate every parameter set that the calibration kept, and give intervals for sampling noise and for "
      "parameter uncertainty; --replicates is then the number of seeds per set (default: 4), which are other ones for "
      "each set");
  add_answer_options(*command, *options,
                     {.out = "Folder of the comparison; default: runs/compare-BASE-VARIANT",
                      .json = "compare.json instead of the text",
                      .report = "No effect: report.html is always written",
                      .dry_run = "memory, disk and time",
                      .keep = "no results.h5 in the folders of the arms"});
  command->footer(
      "Default: 16 pairs, unless --replicates or --ci-width is given.\n"
      "Example: what if Japanese labels had been on video platforms in 2008?\n"
      "  hibiki compare scenarios/history.toml scenarios/strategies/early_video.toml --fans 20000");
  command->callback([options, &invocation] {
    invocation.action = [options, words = invocation.words] {
      check_options(*options);
      return with_asked_threads(options->simulation.threads, [&] { return compare(*options, words); });
    };
  });
}

}  // namespace hibiki::program
