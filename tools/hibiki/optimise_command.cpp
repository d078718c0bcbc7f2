#include <fmt/format.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "output/report/report.hpp"
#include "output/results/files.hpp"
#include "output/results/stored_json.hpp"
#include "sim/core/input_file.hpp"
#include "sim/engine/run.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/hibiki/answer_options.hpp"
#include "tools/hibiki/checkpoint_options.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/experiment.hpp"
#include "tools/hibiki/memory.hpp"
#include "tools/hibiki/optimise_text.hpp"
#include "tools/hibiki/pair_progress.hpp"
#include "tools/hibiki/ranks.hpp"
#include "tools/hibiki/result_files.hpp"
#include "tools/hibiki/simulation_options.hpp"
#include "tools/hibiki/stop_signals.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/terminal.hpp"
#include "tools/hibiki/text.hpp"
#include "tools/hibiki/threads.hpp"
#include "tools/optimise/optimisation_json.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char *kJson = "optimise.json", *kFront = "front.csv", *kBest = "best.toml", *kReport = "report.html",
                     *kLog = "pairs.jsonl";

struct OptimiseOptions : AnswerOptions {
  fs::path plan;
  int threads = 0;
  double most_hours = 0;
  std::vector<std::string> command;
};

/// All that decides the result.
struct OptimisationSetup {
  Optimisation optimisation;
  std::vector<BaseWorld> bases;
  std::vector<PlanVariable> variables;
  SearchSettings settings;
  Branch tree;  ///< of the base, and a plan that moves every lever as far as it goes

  std::string identity() const {
    std::string all = fmt::format("optimise\n{}\n{}", kModelVersion, read_whole_file(optimisation.path));
    for (const BaseWorld& base : bases) all += "\n" + to_toml(base.loaded.scenario);
    return text_digest(all);
  }
};

OptimisationSetup set_up(const fs::path& path) {
  OptimisationSetup setup;
  setup.optimisation = load_optimisation(path);
  try {
    setup.bases = bases_of(setup.optimisation);
    setup.variables = variables_of(setup.optimisation, setup.bases[0].loaded.scenario);
    // Finds what cannot be simulated before a folder is made.
    std::vector<double> lows, highs;
    for (const PlanVariable& variable : setup.variables) {
      lows.push_back(variable.low);
      highs.push_back(variable.high);
    }
    std::vector<bool> as_ratio;
    for (const BaseWorld& base : setup.bases) {
      const PlanArms arms = arms_of(setup.optimisation, setup.variables, base, {lows, highs});
      as_ratio = arms.as_ratio;
      setup.tree = branches_of({&arms.arms[0].scenario, &arms.arms[2].scenario});
    }
    setup.settings = settings_of(setup.optimisation, setup.bases.size(), as_ratio);
  } catch (const QuestionError& error) {
    const auto place = setup.optimisation.places.find(error.place);
    throw ScenarioError(
        {at_place(place != setup.optimisation.places.end() ? place->second : Problem{path.string()}, error.what())});
  }
  return setup;
}

/// The effects of finished pairs, point by point, a line each with a digest: what is there is not simulated again.
/// Lines that were cut off or changed are left out.
class PairLog {
 public:
  explicit PairLog(const fs::path& path) {
    std::string text;
    if (fs::exists(path)) text = read_whole_file(path);
    text.resize(text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
    write_file_atomically(path, text);
    std::istringstream lines(text);
    bool changed = false;
    for (std::string line; std::getline(lines, line);) {
      const auto tab = line.find('\t');
      if (tab == std::string::npos || line.substr(0, tab) != text_digest(line.substr(tab + 1))) {
        if (!std::exchange(changed, true)) say(fmt::format("{}: a changed line is left out", path.string()));
        continue;
      }
      const Json json = Json::parse(line.substr(tab + 1));
      found_[json["key"]] = json["effects"].get<std::vector<double>>();
    }
    out_.emplace(path, OutputFile::Start::end);
  }
  const std::vector<double>* find(const std::string& key) const {
    const auto found = found_.find(key);
    return found == found_.end() ? nullptr : &found->second;
  }
  void append(const std::string& key, const std::vector<double>& effects) {
    const std::string json = Json{{"key", key}, {"effects", effects}}.dump();
    const std::string line = fmt::format("{}\t{}\n", text_digest(json), json);
    out_->write(std::as_bytes(std::span(line)));
    out_->sync();
    found_[key] = effects;
  }
  std::size_t size() const { return found_.size(); }

 private:
  std::map<std::string, std::vector<double>> found_;
  std::optional<OutputFile> out_;
};

std::string key_of(const Evaluation& asked, std::size_t pair) {
  std::string text = fmt::format("{} {}", asked.set, pair);
  for (const auto& point : asked.points)
    for (const double value : point) text += fmt::format(" {}", value);
  return text_digest(text);
}

/// Simulates the pairs that the log lacks, as many at once as there is room for.
std::vector<PlanEffects> evaluate(const OptimisationSetup& setup, const Evaluation& asked, StopCheck& stop,
                                  PairLog& log) {
  const PlanArms arms = arms_of(setup.optimisation, setup.variables, setup.bases[asked.set], asked.points);
  ArmPlan plan;
  for (const LoadedScenario& arm : arms.arms) plan.arms.push_back(&arm.scenario);
  plan.tree = branches_of(plan.arms);
  plan.scope = arms.scope;
  plan.first_seed = static_cast<std::uint64_t>(setup.optimisation.seed);
  plan.at_once = seeds_at_once(*plan.arms[0], depth_of(*plan.tree), false);
  PairProgress progress(asked.stage, weeks_of(*plan.tree, plan.arms[0]->calendar().weeks));
  progress.expect(static_cast<std::int64_t>(asked.pairs));
  plan.watchers = {&stop, &progress};
  const std::size_t measured = setup.settings.effects();
  std::vector<PlanEffects> effects(asked.points.size(), PlanEffects(measured));
  const auto take = [&](const std::vector<double>& of_pair) {
    for (std::size_t k = 0; k < of_pair.size(); ++k) effects[k / measured][k % measured].push_back(of_pair[k]);
  };
  for (std::size_t done = 0; done < asked.pairs;) {
    std::size_t count = 1;
    const std::size_t pair = asked.first_pair + done;
    if (const auto* const found = log.find(key_of(asked, pair))) {
      take(*found);
    } else {
      count = std::min(plan.at_once, asked.pairs - done);
      const auto outcomes = simulate_arms(plan, pair, count);
      const auto simulated = effects_in(arms, outcomes);
      for (std::size_t k = 0; k < count; ++k) {
        std::vector<double> of_pair;
        for (const PlanEffects& of_point : simulated)
          for (const std::vector<double>& effect : of_point) of_pair.push_back(effect[k]);
        take(of_pair);
        log.append(key_of(asked, pair + k), of_pair);
      }
    }
    done += count;
  }
  return effects;
}

int print_result(const std::string& json, const fs::path& file, bool as_json) {
  print(as_json ? json : optimise_text(StoredJson::parse(json, file), layout_of(STDOUT_FILENO)));
  return kDone;
}

int fill(ResultFolder& folder, const OptimiseOptions& options, const OptimisationSetup& setup, StopCheck& stop) {
  const RunClock clock;
  PairLog log(folder.scratch(kLog));
  if (log.size() > 0) say(fmt::format("continuing with {} finished pairs", log.size()));
  const SearchResult result = search(setup.variables, setup.settings,
                                     [&](const Evaluation& asked) { return evaluate(setup, asked, stop, log); });
  const std::vector<double>& best = result.finalists[result.best].plan.values;
  std::vector<std::vector<double>> plans;
  for (const FinalPlan& one : result.finalists) plans.push_back(one.plan.values);
  const PlanArms arms = arms_of(setup.optimisation, setup.variables, setup.bases[0], plans);
  const WhatIf what_if = what_if_of(setup.optimisation, setup.variables, best, setup.bases[0].loaded.scenario);
  folder.write(kFront, front_csv(setup.variables, arms, result));
  const Json all = optimisation_json(setup.optimisation, setup.variables, arms, result);
  folder.write(kBest, what_if_toml(what_if, setup.optimisation.base,
                                   fmt::format("hibiki optimise {}: {}", options.plan.filename().string(),
                                               all["verdict"].get<std::string>())));
  const std::string json = json_text(all);
  folder.write(kJson, json);
  folder.write(kReport, optimisation_page(json));
  publish(folder, describe(setup.optimisation.name, options.command, clock));
  say(fmt::format("{} plans in {}; report: {}", result.evaluated.size(), duration_text(clock.seconds()),
                  (folder.path() / kReport).string()));
  return print_result(json, folder.path() / kJson, options.json);
}

/// Worlds that the whole search simulates at most, and what they take.
int print_need(const OptimisationSetup& setup, bool as_json) {
  const SearchSettings& s = setup.settings;
  const std::size_t searched = s.points + s.rounds * s.batch, pairs = searched * s.pairs,
                    fresh = s.finalists * s.fresh_pairs * s.sets;
  const Scenario& base = setup.bases[0].loaded.scenario;
  const std::int64_t of_base = base.calendar().weeks, of_plan = weeks_of(setup.tree, base.calendar().weeks) - of_base;
  // Plans that are simulated together share the base and its past.
  const std::size_t bases = (1 + s.rounds) * s.pairs + s.fresh_pairs * s.sets;
  ExperimentSize size;
  size.scenario = &base;
  size.noun = "pairs";
  size.checkpoints = false;
  size.groups = pairs + fresh;
  size.depth = depth_of(setup.tree);
  size.at_once = seeds_at_once(base, size.depth, false);
  size.weeks_each = of_plan + of_base * static_cast<std::int64_t>(bases) / static_cast<std::int64_t>(size.groups);
  Json what;
  if (as_json)
    what = {{"name", setup.optimisation.name}, {"levers", setup.variables.size()}, {"plans", searched},
            {"pairs_each", s.pairs},           {"finalists", s.finalists},         {"fresh_pairs_each", s.fresh_pairs},
            {"parameter_sets", s.sets}};
  else
    print(wrapped(
              fmt::format("{}: {}; up to {} of {}, then {} of {}{}", setup.optimisation.name,
                          counted(setup.variables.size(), "lever"), counted(searched, "plan"), counted(s.pairs, "pair"),
                          counted(s.finalists, "finalist"), counted(s.fresh_pairs, "fresh pair"),
                          s.sets > 1 ? fmt::format(" under each of {} parameter sets", s.sets) : ""),
              0, layout_of(STDOUT_FILENO).columns) +
          "\n");
  print_size(size, what);
  return kDone;
}

int optimise(const OptimiseOptions& options, StopCheck& stop) {
  const OptimisationSetup setup = set_up(options.plan);
  if (options.dry_run) return print_need(setup, options.json);
  const fs::path out = options.out.empty() ? fs::path("runs") / ("optimise-" + setup.optimisation.name) : options.out;
  // Before the folder is made, which would be kept; what is finished needs no memory.
  if (const auto available = memory_for_a_rank(); available && !fs::exists(out / kJson))
    require_memory(setup.bases[0].loaded.scenario, *available,
                   memory_of_worlds({.depth = depth_of(setup.tree), .weekly = false}), "fans = ");
  const InterruptWatch interrupt;
  ResultFolder folder(out, {"optimisation", setup.identity(), {kJson, kFront, kBest, kReport}, {}, true},
                      if_there(options.force));
  if (!folder.finished()) return fill(folder, options, setup, stop);
  say_finished(out, "optimisation");
  return print_result(folder.read_finished(kJson), out / kJson, options.json);
}

int optimise_until(const OptimiseOptions& options) {
  StopCheck stop(options.most_hours);
  try {
    return optimise(options, stop);
  } catch (const TimeIsUp&) {
    say("the time limit of --maxh has passed; the same command continues");
    return kCheckpointed;
  } catch (const Interrupted& stopped) {
    say(fmt::format("interrupted by {}; finished pairs are kept, and the same command continues",
                    signal_name(stopped.signal)));
    return code_of_stop(stopped.signal, stop.progressed());
  }
}

}  // namespace

void add_optimise_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<OptimiseOptions>();
  CLI::App* command = app.add_subcommand("optimise", "Search for the best use of a budget");
  command->add_option("PLAN", options->plan, "Levers with ranges and prices, and a budget (.toml)")->required();
  add_threads_option(*command, options->threads);
  add_time_limit(*command, options->most_hours);
  add_answer_options(*command, *options,
                     {.out = "Folder of the results; default: runs/optimise-PLAN",
                      .json = "optimise.json instead of the tables",
                      .report = "",
                      .dry_run = "memory and time",
                      .keep = ""});
  command->footer(
      "The plans that are left are simulated anew with fresh seeds. After an interruption the same command continues.\n"
      "Example:\n  hibiki optimise scenarios/optimisations/reach_abroad.toml");
  command->callback([options, &invocation] {
    options->command = invocation.words;
    invocation.action = [options] {
      return with_asked_threads(options->threads, [&] { return optimise_until(*options); });
    };
  });
}

}  // namespace hibiki::program
