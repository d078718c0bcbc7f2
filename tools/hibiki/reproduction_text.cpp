#include "tools/hibiki/reproduction_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

#include "tools/hibiki/terminal.hpp"
#include "tools/hibiki/text.hpp"
#include "tools/reproduce/verdict_text.hpp"

namespace hibiki::inline program {

namespace {

std::string optional_text(const std::optional<double>& value) { return value ? figure_text(*value) : ""; }

/// A bound of an interval, in three digits.
std::string bound_text(double value) {
  return std::abs(value) >= 100 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

std::string seeds_range_text(const std::optional<double>& low, const std::optional<double>& high) {
  return low && high ? bound_text(*low) + " to " + bound_text(*high) : "";
}

using Rows = std::vector<std::vector<std::string>>;

/// Rows of cells as columns; the first `left` columns flush left, the others right and `gap` apart. The first row is
/// the head.
std::string columns(const Rows& rows, std::size_t left, std::size_t gap = 2) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  std::string text;
  for (const auto& row : rows) {
    std::string line = " ";
    for (std::size_t i = 0; i < row.size(); ++i)
      if (widths[i] > 0)
        line += i < left ? fmt::format(" {:<{}}", row[i], widths[i]) : fmt::format("{:>{}}", row[i], widths[i] + gap);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string parameters_text(const Reproduction& reproduction) {
  std::vector<std::string> words;
  const Evidence& evidence = reproduction.evidence;
  for (const ModelParameter& parameter : evidence.model->parameters) {
    if (const auto set = reproduction.overrides.find(parameter.name); set != reproduction.overrides.end())
      words.push_back(fmt::format("{} = {} [set]", parameter.name, figure_text(set->second)));
    else if (const auto given = evidence.parameters.find(parameter.name); given != evidence.parameters.end())
      words.push_back(
          fmt::format("{} = {} [{}]", parameter.name, figure_text(given->second.value), given->second.mark));
  }
  const std::string seeds = evidence.replicates == 1 ? fmt::format("seed {}", evidence.first_seed)
                                                     : fmt::format("seeds {} to {}", evidence.first_seed,
                                                                   evidence.first_seed + evidence.replicates - 1);
  words.push_back(seeds);
  return fmt::format("{}", fmt::join(words, ", "));
}

/// `fitted`: the parameters were fitted to the experiment's own figures.
std::vector<std::string> target_row(const Verdict& verdict, bool fitted) {
  const EvidenceTarget& target = *verdict.target;
  const Measured& measured = verdict.outcome->of(target.measures.front());
  const bool seeds_range = verdict.of_seeds || target.rule == Rule::inside_interval;
  const std::string range = is_order(target.rule) ? ""
                            : seeds_range         ? seeds_range_text(measured.low, measured.high)
                                                  : seeds_range_text(measured.mean.low, measured.mean.high);
  return {verdict.outcome->run.name,
          fmt::format("{}", fmt::join(target.measures, " < ")),
          target_text(target) + " [" + target.mark + "]",
          came_out_text(verdict),
          range,
          is_order(target.rule) ? "" : optional_text(measured.theory),
          fitted && verdict.result == Result::pass ? "fits" : result_text(verdict.result)};
}

std::vector<std::string> measure_row(const CaseOutcome& outcome, const Measured& measured) {
  return {outcome.run.name,
          measured.measure->name,
          "",
          measured.seeds > 0 ? figure_text(measured.mean.mean) : "none",
          seeds_range_text(measured.mean.low, measured.mean.high),
          optional_text(measured.theory),
          ""};
}

/// Lists measures without a value for some seeds.
std::string gaps_text(const Reproduction& reproduction, std::size_t columns) {
  std::string text;
  for (const CaseOutcome& outcome : reproduction.outcomes)
    for (const Measured& measured : outcome.measured) {
      if (measured.seeds == 0 || measured.seeds == measured.by_seed.size()) continue;
      const std::string where = outcome.run.name.empty() ? "" : outcome.run.name + ": ";
      text += wrapped(fmt::format("{}{} has a value in {} of {} seeds", where, measured.measure->name, measured.seeds,
                                  measured.by_seed.size()),
                      2, columns) +
              "\n";
    }
  return text;
}

/// A narrower table: cases and long names of measures stand on separate lines.
std::string in_groups(Rows rows, std::size_t width) {
  constexpr std::size_t kLong = 30;
  std::vector<std::string> before(rows.size());  // lines above each row
  std::string last;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    std::string& name = rows[i][0];
    if (name != last) before[i] += "  " + name + ":\n";
    last = std::exchange(name, "");
    if (rows[i][1].size() > kLong) before[i] += wrapped(std::exchange(rows[i][1], ""), 2, width) + "\n";
  }
  rows.front()[0].clear();
  std::istringstream lines(columns(rows, 3, 1));
  std::string text, line;
  for (std::size_t i = 0; std::getline(lines, line); ++i) text += before[i] + line + "\n";
  return text;
}

/// The rows as text, for narrow terminals: a name, and its cells with their headings.
std::string in_words(const Rows& rows, std::size_t width) {
  std::string text;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& row = rows[i];
    text += wrapped(row[0].empty() ? row[1] : row[0] + ", " + row[1], 2, width) + "\n";
    std::string cells;
    for (std::size_t at = 2; at < row.size(); ++at)
      if (!row[at].empty())
        cells +=
            fmt::format("{}{}{}", cells.empty() ? "" : "; ", rows[0][at].empty() ? "" : rows[0][at] + " ", row[at]);
    text += wrapped(cells, 4, width) + "\n";
  }
  return text;
}

bool fits(const std::string& text, std::size_t width) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.size() > width) return false;
  return true;
}

std::string table_text(const Reproduction& reproduction, std::size_t width) {
  const std::vector<std::string> head = {"case", "measure", "target", "measured", "95 %", "theory", ""};
  Rows rows = {head};
  const bool fitted = !fitted_parameters(reproduction.evidence).empty();
  for (const Verdict& verdict : reproduction.verdicts)
    if (verdict.result != Result::changed) rows.push_back(target_row(verdict, fitted));
  // The results of cases without a target.
  for (const CaseOutcome& outcome : reproduction.outcomes) {
    const auto about = [&](const Verdict& verdict) { return verdict.outcome == &outcome; };
    if (std::any_of(reproduction.verdicts.begin(), reproduction.verdicts.end(), about)) continue;
    for (const Measured& measured : outcome.measured) rows.push_back(measure_row(outcome, measured));
  }
  for (std::size_t column : {0, 2, 5})
    if (std::all_of(rows.begin() + 1, rows.end(), [&](const auto& row) { return row[column].empty(); }))
      rows.front()[column].clear();
  if (const std::string text = columns(rows, 3); fits(text, width)) return text;
  if (const std::string text = in_groups(rows, width); fits(text, width) || width >= kUsualColumns) return text;
  rows.front() = head;
  return in_words(rows, width);
}

/// The cells of a measure at a point: the result, and the theory if there is one.
std::vector<std::string> measure_cells(const Measured& measured, bool theory) {
  std::vector<std::string> cells = {measured.seeds > 0 ? figure_text(measured.mean.mean) : "-"};
  if (theory) cells.push_back(measured.theory ? figure_text(*measured.theory) : "-");
  return cells;
}

std::vector<std::string> sweep_row(const Sweep& sweep, const SweepPoint& point,
                                   const std::vector<std::string>& measures) {
  std::vector<std::string> row;
  for (const double at : point.at) row.push_back(figure_text(at));
  row.push_back(point.outcome.run.name);
  for (const std::string& measure : measures) {
    const auto cells = measure_cells(point.outcome.of(measure), static_cast<bool>(sweep.evidence.model->theory));
    row.insert(row.end(), cells.begin(), cells.end());
  }
  return row;
}

std::string sweep_table(const Sweep& sweep, const std::vector<std::string>& measures) {
  std::vector<std::string> head;
  for (const SweepAxis& axis : sweep.axes) head.push_back(axis.name);
  head.emplace_back();
  for (const std::string& measure : measures) {
    head.push_back(measure);
    if (sweep.evidence.model->theory) head.emplace_back("theory");
  }
  Rows rows = {head};
  for (const SweepPoint& point : sweep.points) rows.push_back(sweep_row(sweep, point, measures));
  return columns(rows, 0);
}

}  // namespace

std::string reproduction_text(const Reproduction& reproduction, std::size_t columns) {
  const Evidence& evidence = reproduction.evidence;
  std::string text = wrapped(fmt::format("{}: {}", evidence.name, evidence.title), 0, columns) + "\n";
  text += wrapped(evidence.source, 2, columns) + "\n" + wrapped(parameters_text(reproduction), 2, columns) + "\n\n";
  if (const auto fitted = fitted_parameters(evidence); !fitted.empty())
    text += wrapped(fmt::format("Calibration, no reproduction: {} {} fitted to figures of the experiment.",
                                fmt::join(fitted, ", "), fitted.size() == 1 ? "was" : "were"),
                    2, columns) +
            "\n\n";
  text += table_text(reproduction, columns) + gaps_text(reproduction, columns);
  for (const WrongOutcome& wrong : reproduction.wrongs) text += wrapped(wrong_text(wrong), 2, columns) + "\n";
  const auto changed = std::count_if(reproduction.verdicts.begin(), reproduction.verdicts.end(),
                                     [](const Verdict& verdict) { return verdict.result == Result::changed; });
  if (changed > 0)
    text += wrapped(fmt::format("{} of {} targets hold for other parameters and were not judged", changed,
                                reproduction.verdicts.size()),
                    2, columns) +
            "\n";
  return text;
}

std::string sweep_text(const Sweep& sweep, std::size_t columns) {
  const std::string text = wrapped(fmt::format("{}: {}; {} seeds per point", sweep.evidence.name, sweep.evidence.title,
                                               sweep.evidence.replicates),
                                   0, columns) +
                           "\n";
  if (!sweep.shown.empty()) return text + sweep_table(sweep, sweep.shown);
  std::vector<std::string> shown;
  std::string table;
  for (const ModelMeasure& measure : sweep.evidence.model->measures) {
    shown.push_back(measure.name);
    std::string wider = sweep_table(sweep, shown);
    const std::size_t head = wider.find('\n');
    if (!table.empty() && head > columns) break;
    table = std::move(wider);
  }
  return text + table;
}

}  // namespace hibiki::program
