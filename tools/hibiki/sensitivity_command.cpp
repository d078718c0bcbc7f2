#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>

#include "output/analysis/measures.hpp"
#include "sim/scenario/extend.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/experiments/number_text.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/result_files.hpp"
#include "tools/hibiki/simulation_options.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/table.hpp"
#include "tools/hibiki/terminal.hpp"
#include "tools/hibiki/text.hpp"
#include "tools/hibiki/threads.hpp"
#include "tools/sweep/sweep_document.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;

struct SensitivityOptions {
  fs::path design;
  std::vector<std::string> measures;
  int threads = 0;
  bool json = false;
};

/// The folder of a sweep, or the one in which its file's results are by default.
fs::path folder_of_sweep(const fs::path& design) {
  if (fs::is_directory(design) || design.extension() != ".toml") return design;
  const fs::path folder = default_sweep_folder(load_sweep(design));
  if (!fs::exists(folder))
    throw UsageError(
        fmt::format("{} has no results in {}: first 'hibiki sweep run {}', or name the folder of its results",
                    design.string(), folder.string(), design.string()));
  if (read_text(design) != read_text(folder / kSweepText))
    say(fmt::format("warning: {} was changed since; these are the results of {}", design.string(),
                    (folder / kSweepText).string()));
  return folder;
}

/// Positions of the asked measures; all when none is asked for.
std::vector<std::size_t> asked_measures(const SweepState& state, const std::vector<std::string>& asked) {
  std::vector<std::size_t> found;
  std::vector<std::string> names;
  for (const MeasureColumn& measure : state.measures) names.push_back(measure.name);
  for (const std::string& name : asked)
    if (std::ranges::find(names, name) == names.end())
      throw UsageError(fmt::format("the sweep has no measure '{}'; it has {}", name, fmt::join(names, ", ")));
  for (std::size_t m = 0; m < names.size(); ++m)
    if (asked.empty() || std::ranges::find(asked, names[m]) != asked.end()) found.push_back(m);
  return found;
}

std::string share_text(double value) { return std::isnan(value) ? "-" : fmt::format("{:.2f}", value); }
std::string number_text(double value) { return std::isnan(value) ? "-" : short_figure(value); }

std::string between(const IndexEstimate& estimate, std::string (*text)(double)) {
  return std::isnan(estimate.low) ? "" : fmt::format("{} to {}", text(estimate.low), text(estimate.high));
}

/// Positions of factors, those with the largest value first.
template <class Value>
std::vector<std::size_t> largest_first(std::size_t count, const Value& value) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](std::size_t f) { return std::isnan(value(f)) ? -1.0 : value(f); });
  return order;
}

std::string sobol_text(const SweepState& state, const SobolAnalysis& found, std::size_t columns) {
  const Table table({{24, 0}, {7, 0}, {15, 1}, {7, 0}, {15, 1}}, columns);
  std::string text = table.row({"  share of variance", "first", "", "total", ""}) + "\n";
  const auto row = [&](const std::string& name, const SobolIndex& index) {
    text += table.row({"  " + name, share_text(index.first.value), between(index.first, share_text),
                       share_text(index.total.value), between(index.total, share_text)}) +
            "\n";
  };
  for (const std::size_t f :
       largest_first(found.factors.size(), [&](std::size_t i) { return found.factors[i].total.value; }))
    row(state.factors[f], found.factors[f]);
  row("luck", found.luck);
  return text;
}

std::string morris_text(const SweepState& state, const MorrisAnalysis& found, std::size_t columns) {
  const Table table({{19, 0}, {9, 0}, {20, 1}, {10, 2}, {10, 3}, {11, 0}}, columns);
  std::string text = table.row({"  whole range", "size", "", "mean", "deviation", "luck alone"}) + "\n";
  for (const std::size_t f :
       largest_first(found.factors.size(), [&](std::size_t i) { return found.factors[i].mean_abs.value; })) {
    const MorrisEffect& effect = found.factors[f];
    text += table.row({"  " + state.factors[f], number_text(effect.mean_abs.value),
                       between(effect.mean_abs, number_text), number_text(effect.mean.value),
                       number_text(effect.deviation.value), number_text(effect.luck_alone)}) +
            "\n";
  }
  return text + fmt::format("  luck: {} of the variance{}\n", share_text(found.luck.value),
                            std::isnan(found.luck.low) ? "" : ", " + between(found.luck, share_text));
}

/// Why there are no indices of a measure; empty where there are.
std::string_view why_none(const SweepSensitivity& sensitivity, std::size_t i) {
  if (sensitivity.method == DesignKind::saltelli) {
    const SobolAnalysis& found = sensitivity.sobol[i];
    if (found.rows < 2) return "too few rows with values";
    return std::isnan(found.factors.front().total.value) ? "does not vary" : "";
  }
  if (sensitivity.morris[i].trajectories == 0) return "no trajectory with values";
  const auto still = [](const MorrisEffect& effect) { return effect.mean_abs.value == 0; };
  return std::ranges::all_of(sensitivity.morris[i].factors, still) ? "no factor has an effect" : "";
}

std::string text_of(const SweepState& state, const SweepSensitivity& sensitivity) {
  const std::size_t columns = layout_of(STDOUT_FILENO).columns;
  const bool sobol = sensitivity.method == DesignKind::saltelli;
  std::string text;
  for (std::size_t i = 0; i < sensitivity.measures.size(); ++i) {
    const MeasureColumn& measure = state.measures[sensitivity.measures[i]];
    const std::string_view unit = column_info(measure).unit;
    const std::string in = unit == "1" ? "" : fmt::format(" {}", unit);
    const std::string sample =
        sobol        ? fmt::format("mean {}, standard deviation {}{}", number_text(sensitivity.sobol[i].mean),
                                   number_text(std::sqrt(sensitivity.sobol[i].variance)), in)
        : in.empty() ? std::string("effects")
                     : "effects in" + in;
    text += wrapped(fmt::format("{}, {}: {}", measure.name, measure.scene, sample), 0, columns) + "\n";
    if (const std::string_view why = why_none(sensitivity, i); !why.empty()) {
      text += fmt::format("  {}\n\n", why);
      continue;
    }
    text +=
        sobol ? sobol_text(state, sensitivity.sobol[i], columns) : morris_text(state, sensitivity.morris[i], columns);
    text += "\n";
  }
  return text +
         wrapped(sobol ? "first: share of the variance of single runs that the factor makes alone; total: alone and "
                         "together with other factors or with luck, the variation between seeds; beside them 95 % "
                         "intervals."
                       : "size: mean size of the effect of going through the whole range; luck alone: the size "
                         "that a factor without effect would have; deviation: between trajectories, without "
                         "luck; beside sizes 95 % intervals.",
                 0, columns) +
         "\n";
}

/// Measures of which rows could not be used, each with their number.
std::vector<std::string> left_out(const SweepState& state, const SweepSensitivity& sensitivity) {
  const bool sobol = sensitivity.method == DesignKind::saltelli;
  const auto whole = static_cast<std::size_t>(sobol ? state.design.points : state.design.trajectories);
  std::vector<std::string> lacking;
  for (std::size_t i = 0; i < sensitivity.measures.size(); ++i) {
    const std::size_t used = sobol ? sensitivity.sobol[i].rows : sensitivity.morris[i].trajectories;
    if (used == whole) continue;
    const MeasureColumn& measure = state.measures[sensitivity.measures[i]];
    lacking.push_back(fmt::format("{}, {}: {} of {} {} lack runs or values, and are left out", measure.name,
                                  measure.scene, whole - used, whole, sobol ? "rows" : "trajectories"));
  }
  return lacking;
}

int print_sensitivity(const SensitivityOptions& options) {
  SweepFolder folder(folder_of_sweep(options.design));
  const SweepState& state = folder.state();
  if (!has_sensitivity(state.design))
    throw UsageError(fmt::format(
        "sensitivity needs a saltelli design (Sobol' indices) or a morris design (elementary effects), not a {} design",
        design_name(state.design.kind)));
  const bool whole = count_runs(folder).done == state.runs();
  const SweepSensitivity found = sensitivity_of(folder, folder.log(), asked_measures(state, options.measures));
  if (options.json)
    print(json_text(sensitivity_json(state, found)));
  else
    print(text_of(state, found));
  if (state.seeds.size() == 1) say("one seed: luck cannot be told from the factors; use more replicates");
  for (const std::string& line : left_out(state, found)) say(line);
  return whole ? kDone : kFinishedWithFailedTasks;
}

}  // namespace

void add_sensitivity_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<SensitivityOptions>();
  CLI::App* command =
      app.add_subcommand("sensitivity", "Print how much each factor of a sweep matters, and how much luck");
  command->add_option("DESIGN", options->design, "Sweep (.toml), or folder of its results")->required();
  command->add_option("--measure", options->measures, "Print this measure alone; may be repeated")
      ->type_name("NAME")
      ->allow_extra_args(false);
  add_threads_option(*command, options->threads);
  command->add_flag("--json", options->json, "Print one JSON object instead of the tables");
  command->footer(
      "Luck is the variation between seeds. Sobol' indices of a saltelli design, Morris' elementary effects of a "
      "morris design. Simulates nothing.\n"
      "Example:\n"
      "  hibiki sweep run scenarios/sweeps/three_markets.toml\n"
      "  hibiki sensitivity scenarios/sweeps/three_markets.toml");
  command->callback([options, &invocation] {
    invocation.action = [options] {
      return with_asked_threads(options->threads, [&] { return print_sensitivity(*options); });
    };
  });
}

}  // namespace hibiki::program
