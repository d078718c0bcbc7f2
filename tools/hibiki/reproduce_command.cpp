#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "output/report/report.hpp"
#include "output/results/files.hpp"
#include "output/results/stored_json.hpp"
#include "sim/engine/run.hpp"
#include "sim/scenario/nearest.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/reproduction_text.hpp"
#include "tools/hibiki/result_files.hpp"
#include "tools/hibiki/shipped_files.hpp"
#include "tools/hibiki/simulation_options.hpp"
#include "tools/hibiki/stop_signals.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/terminal.hpp"
#include "tools/hibiki/text.hpp"
#include "tools/hibiki/threads.hpp"
#include "tools/reproduce/reproduction_csv.hpp"
#include "tools/reproduce/reproduction_json.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct ReproduceOptions {
  std::string name;
  std::vector<std::string> sets, sweeps, measures;
  std::optional<std::uint64_t> seed;
  std::optional<std::int64_t> replicates;
  int threads = 0;
  fs::path out;
  bool list = false, all = false, json = false, report = false, force = false;
  std::vector<std::string> command;
  RunClock clock;
};

/// Evidence files by name.
std::vector<fs::path> evidence_files() {
  const auto folder = shipped("evidence");
  if (!folder)
    throw UsageError("scenarios/evidence was not found in this folder or beside the program; give the path of a file");
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(*folder))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

fs::path evidence_file(const std::string& name) {
  if (name.ends_with(".toml")) return name;
  std::vector<std::string> names;
  for (const fs::path& file : evidence_files()) {
    names.push_back(file.stem());
    if (names.back() == name) return file;
  }
  throw UsageError(fmt::format("unknown experiment '{}'; {}", name, nearest_hint(name, names)));
}

fs::path file_beside(const Evidence& evidence, const fs::path& file) {
  return file.parent_path() / (evidence.figure.beside + ".toml");
}

/// Checks that the experiment of figure.beside exists and has the same model.
void check_beside(const Evidence& evidence, const fs::path& file) {
  const fs::path other = file_beside(evidence, file);
  const Evidence beside = load_evidence(other);
  if (beside.model != evidence.model)
    throw ScenarioError({Problem{file.string(),
                                 0,
                                 0,
                                 fmt::format("figure.beside: {} uses model {}, not {}", other.string(),
                                             beside.model->name, evidence.model->name),
                                 {}}});
}

/// Reads the file, with the seeds of the command line.
Evidence load(const fs::path& file, const ReproduceOptions& options) {
  Evidence evidence = load_evidence(file);
  if (options.report && !evidence.figure.beside.empty()) check_beside(evidence, file);
  if (options.seed) evidence.first_seed = *options.seed;
  if (options.replicates) evidence.replicates = static_cast<std::size_t>(*options.replicates);
  // Wrong models are told apart with the seeds of the file; fewer may not suffice.
  if (options.replicates || options.seed) evidence.wrongs.clear();
  return evidence;
}

Overrides overrides_of(const ReproduceOptions& options, const ReferenceModel& model) {
  Overrides overrides;
  for (const std::string& set : options.sets) add_override(overrides, model, set);
  return overrides;
}

/// The files of a command: `name`.json, `name`.csv, the text as printed in `name`.txt, and report.html.
class ReproductionFiles {
 public:
  /// Takes the folder before anything is simulated; none where neither --out nor --report asks for one. `kind` and
  /// `sources` (the text of evidence files) decide, with the options, which result it is.
  ReproductionFiles(const ReproduceOptions& options, const std::string& usual, const std::string& kind,
                    const std::string& sources)
      : options_(options), name_(kind) {
    if (options.out.empty() && !options.report) return;
    std::vector<std::string> files = {name_ + ".json", name_ + ".csv", name_ + ".txt"};
    if (options.report) files.emplace_back(kReport);
    const fs::path path = options.out.empty() ? fs::path("runs") / ("reproduce-" + usual) : options.out;
    folder_.emplace(path, ResultKind{kind, identity(sources), files, {kReport}}, if_there(options.force));
    usual_ = usual;
  }

  bool wanted() const { return folder_.has_value(); }
  bool finished() const { return folder_ && folder_->finished(); }

  /// Prints the results in the folder.
  int tell_finished() const {
    say_finished(folder_->path(), name_);
    const fs::path file = folder_->path() / (name_ + ".json");
    const std::string json = folder_->read_finished(name_ + ".json");
    print(options_.json ? json : folder_->read_finished(name_ + ".txt"));
    const StoredJson all = StoredJson::parse(json, file);
    if (all.contains("reproductions")) {
      for (const StoredJson& one : all["reproductions"])
        if (!one["passed"].get<bool>()) return kFinishedWithFailedTasks;
      return kDone;
    }
    return !all.contains("passed") || all["passed"].get<bool>() ? kDone : kFinishedWithFailedTasks;
  }

  void write(const Json& json, const std::string& csv, const std::string& text) {
    if (!folder_) return;
    folder_->write(name_ + ".json", json_text(json));
    folder_->write(name_ + ".csv", csv);
    folder_->write(name_ + ".txt", text);
    if (options_.report) folder_->write(kReport, evidence_page(json.dump()));
    publish(*folder_, describe(usual_, options_.command, options_.clock));
    say(fmt::format("results: {}: {}.json, {}.csv{}", folder_->path().string(), name_, name_,
                    options_.report ? " and report.html" : ""));
  }

 private:
  static constexpr const char* kReport = "report.html";

  std::string identity(const std::string& sources) const {
    return text_digest(fmt::format(
        "{}\n{}\n{}\n{}\n{}\n{}\n{}", kModelVersion, sources, options_.seed ? std::to_string(*options_.seed) : "",
        options_.replicates ? std::to_string(*options_.replicates) : "", fmt::join(options_.sets, "\n"),
        fmt::join(options_.sweeps, "\n"), fmt::join(options_.measures, "\n")));
  }

  const ReproduceOptions& options_;
  std::string name_, usual_;
  std::optional<ResultFolder> folder_;
};

/// Experiments as their files have them, each simulated once.
using Done = std::map<fs::path, Reproduction>;

const Reproduction& as_it_stands(const fs::path& file, const ReproduceOptions& options, Done& done) {
  const auto known = done.find(file);
  return known != done.end() ? known->second : done.emplace(file, reproduce(load(file, options), {})).first->second;
}

/// The results; with --report also the data of its figures: a sweep, the experiment of figure.beside.
Json json_of(const Reproduction& result, const fs::path& file, const ReproduceOptions& options, Done& done) {
  Json json = reproduction_json(result);
  if (!options.report) return json;
  if (const auto figure = figure_sweep(result.evidence, result.overrides)) json["sweep"] = sweep_json(*figure);
  if (!result.evidence.figure.beside.empty())
    json["beside"] = reproduction_json(as_it_stands(file_beside(result.evidence, file), options, done));
  return json;
}

int list() {
  std::size_t width = 0;
  const std::size_t columns = layout_of(STDOUT_FILENO).columns;
  const std::vector<fs::path> files = evidence_files();
  for (const fs::path& file : files) width = std::max(width, file.stem().string().size());
  for (const fs::path& file : files) {
    const Evidence evidence = load_evidence(file);
    const std::string text = wrapped(fmt::format("{}. {}", evidence.title, evidence.source), width + 4, columns);
    print(fmt::format("  {:<{}}  {}\n", evidence.name, width, text.substr(width + 4)));
  }
  return kDone;
}

void require_each_once(const std::vector<SweepAxis>& axes, const Overrides& overrides) {
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const auto same = [&](const SweepAxis& other) { return other.name == axes[i].name; };
    if (std::any_of(axes.begin() + static_cast<std::ptrdiff_t>(i) + 1, axes.end(), same))
      throw UsageError(
          fmt::format("--sweep {0} is given twice; write its values as one: --sweep {0}=A,B,C", axes[i].name));
    if (overrides.contains(axes[i].name))
      throw UsageError(fmt::format("--set {0} and --sweep {0} exclude each other: give one of them", axes[i].name));
  }
}

int sweep_one(const ReproduceOptions& options) {
  Evidence evidence = load(evidence_file(options.name), options);
  std::vector<SweepAxis> axes;
  for (const std::string& text : options.sweeps) axes.push_back(parse_axis(*evidence.model, text));
  for (const std::string& name : options.measures)
    if (find_measure(*evidence.model, name) == nullptr) {
      std::vector<std::string> names;
      for (const ModelMeasure& measure : evidence.model->measures) names.push_back(measure.name);
      throw UsageError(fmt::format("--measure {}: unknown measure; {}", name, nearest_hint(name, names)));
    }
  const Overrides overrides = overrides_of(options, *evidence.model);
  require_each_once(axes, overrides);
  ReproductionFiles files(options, evidence.name + "-sweep", "sweep", read_whole_file(evidence_file(options.name)));
  if (files.finished()) return files.tell_finished();
  const Sweep result = repeat_over(std::move(evidence), overrides, std::move(axes), options.measures);
  const Json json = sweep_json(result);
  print(options.json ? json_text(json) : sweep_text(result, layout_of(STDOUT_FILENO).columns));
  files.write(json, sweep_csv(result), sweep_text(result, kUsualColumns));
  return kDone;
}

int reproduce_one(const ReproduceOptions& options) {
  const fs::path file = evidence_file(options.name);
  Evidence evidence = load(file, options);
  const Overrides overrides = overrides_of(options, *evidence.model);
  std::string sources = read_whole_file(file);
  if (!evidence.figure.beside.empty() && options.report) sources += read_whole_file(file_beside(evidence, file));
  ReproductionFiles files(options, evidence.name, "reproduction", sources);
  if (files.finished()) return files.tell_finished();
  const Reproduction result = reproduce(std::move(evidence), overrides);
  Done done;
  const Json json = json_of(result, file, options, done);
  print(options.json ? json_text(json) : reproduction_text(result, layout_of(STDOUT_FILENO).columns));
  files.write(json, reproduction_csv(result), reproduction_text(result, kUsualColumns));
  return result.passed() ? kDone : kFinishedWithFailedTasks;
}

int reproduce_all(const ReproduceOptions& options) {
  std::string sources;
  for (const fs::path& file : evidence_files()) sources += read_whole_file(file);
  ReproductionFiles files(options, "all", "reproduction", sources);
  if (files.finished()) return files.tell_finished();
  Json all = {{"kind", "reproductions"}, {"reproductions", Json::array()}};
  std::string csv, text;
  const std::size_t columns = layout_of(STDOUT_FILENO).columns;
  std::vector<std::string> failed, fitted;
  std::size_t count = 0;
  Done done;
  for (const fs::path& file : evidence_files()) {
    const Reproduction& result = as_it_stands(file, options, done);
    if (!result.passed()) failed.push_back(result.evidence.name);
    if (!fitted_parameters(result.evidence).empty()) fitted.push_back(result.evidence.name);
    ++count;
    const std::string gap = count > 1 ? "\n" : "";
    text += gap + reproduction_text(result, kUsualColumns);
    if (!options.json) print(gap + reproduction_text(result, columns));
    if (!files.wanted() && !output_is_taken()) return kDone;  // no output is read
    all["reproductions"].push_back(json_of(result, file, options, done));
    csv += (csv.empty() ? "" : "\n") + result.evidence.name + "\n" + reproduction_csv(result);
  }
  const std::string passed =
      fmt::format("{} of {} experiments pass{}{}; calibrations, which reproduce nothing, are: {}",
                  count - failed.size(), count, failed.empty() ? "" : "; not: ", fmt::join(failed, ", "),
                  fitted.empty() ? "none" : fmt::format("{}", fmt::join(fitted, ", ")));
  text += "\n" + passed + "\n";
  print(options.json ? json_text(all) : "\n" + wrapped(passed, 0, columns) + "\n");
  files.write(all, csv, text);
  return failed.empty() ? kDone : kFinishedWithFailedTasks;
}

int reproduce(const ReproduceOptions& options) {
  if (options.list) return list();
  const InterruptWatch interrupt;
  if (options.all) return reproduce_all(options);
  return options.sweeps.empty() ? reproduce_one(options) : sweep_one(options);
}

void check(const ReproduceOptions& options) {
  const int asked = int{!options.name.empty()} + int{options.list} + int{options.all};
  if (asked != 1) throw UsageError("no experiment given: give NAME or --all; --list shows the names");
  if (options.name.empty() && (!options.sets.empty() || !options.sweeps.empty()))
    throw UsageError("--set and --sweep need one experiment: give its NAME");
  if (options.sweeps.empty() && !options.measures.empty()) throw UsageError("--measure needs --sweep");
}

}  // namespace

void add_reproduce_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<ReproduceOptions>();
  CLI::App* command = app.add_subcommand(
      "reproduce", "Repeat published models and experiments, and compare with the published results");
  command->add_option("NAME", options->name, "Name of an experiment (see --list), or an evidence file (.toml)");
  command->add_flag("--list", options->list, "List the experiments");
  command->add_flag("--all", options->all, "Repeat all experiments");
  const auto repeated = [&](const char* name, std::vector<std::string>& values, const char* what, const char* type) {
    command->add_option(name, values, what)
        ->type_name(type)
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  };
  repeated("--set", options->sets, "Set a parameter; may be repeated", "KEY=VALUE");
  repeated("--sweep", options->sweeps, "Values of a parameter, from:to:step or a,b,c; give it twice for a grid",
           "KEY=RANGE");
  repeated("--measure", options->measures, "Measure of a sweep to show; may be repeated", "NAME");
  command->add_option("--seed", options->seed, "First seed; default: the file's")
      ->type_name("N")
      ->transform(whole_number_in_run("seed"));
  command->add_option("--replicates", options->replicates, "Number of seeds; default: the file's")
      ->type_name("N")
      ->transform(whole_number_in_run("replicates"));
  add_threads_option(*command, options->threads);
  command->add_flag("--json", options->json, "Print one JSON object instead of the table");
  command->add_flag("--force", options->force, "Replace the contents of --out");
  command->add_flag("--report", options->report, "Also write report.html with figures");
  command
      ->add_option("--out", options->out,
                   "Folder for JSON, CSV and report; with --report the default is runs/reproduce-NAME")
      ->type_name("DIR");
  command->footer(
      "Exit code 5: a target was missed, or no target tells a model that is wrong on purpose apart.\n"
      "Examples:\n"
      "  hibiki reproduce watts\n"
      "  hibiki reproduce watts --sweep z=1:10:0.5 --replicates 200 --report\n"
      "  hibiki reproduce --all");
  command->callback([options, &invocation] {
    options->command = invocation.words;
    invocation.action = [options] {
      check(*options);
      return with_asked_threads(options->threads, [&] { return reproduce(*options); });
    };
  });
}

}  // namespace hibiki::program
