#include "tools/sweep/sweep_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "output/analysis/measures.hpp"
#include "output/results/machine.hpp"
#include "tools/experiments/json_parts.hpp"
#include "tools/sweep/shell_word.hpp"
#include "tools/sweep/sweep_files.hpp"

namespace hibiki::inline sweep {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostPointsShown = 20'000;

Json estimate_json(const IndexEstimate& estimate) {
  return {
      {"value", number_json(estimate.value)}, {"low", number_json(estimate.low)}, {"high", number_json(estimate.high)}};
}

Json index_json(const SobolIndex& index) {
  return {{"first", estimate_json(index.first)}, {"total", estimate_json(index.total)}};
}

Json sobol_json(const SweepState& state, const SobolAnalysis& found) {
  Json factors = Json::array();
  for (std::size_t f = 0; f < found.factors.size(); ++f) {
    factors.push_back({{"factor", f}, {"name", state.factors[f]}});
    factors.back().update(index_json(found.factors[f]));
  }
  return {{"rows", found.rows},
          {"mean", number_json(found.mean)},
          {"variance", number_json(found.variance)},
          {"luck", estimate_json(found.luck.total)},
          {"luck_first", estimate_json(found.luck.first)},
          {"factors", factors}};
}

Json morris_json(const SweepState& state, const MorrisAnalysis& found) {
  Json factors = Json::array();
  for (std::size_t f = 0; f < found.factors.size(); ++f) {
    const MorrisEffect& effect = found.factors[f];
    factors.push_back({{"factor", f},
                       {"name", state.factors[f]},
                       {"mean", estimate_json(effect.mean)},
                       {"mean_abs", estimate_json(effect.mean_abs)},
                       {"deviation", estimate_json(effect.deviation)},
                       {"luck_alone", number_json(effect.luck_alone)}});
  }
  return {{"trajectories", found.trajectories}, {"luck", estimate_json(found.luck)}, {"factors", factors}};
}

}  // namespace

bool has_sensitivity(const Design& design) {
  return design.kind == DesignKind::saltelli || design.kind == DesignKind::morris;
}

SweepSensitivity sensitivity_of(const SweepFolder& folder, const RunLog& log, std::vector<std::size_t> measures) {
  const SweepState& state = folder.state();
  const std::size_t factors = state.factors.size();
  SweepSensitivity sensitivity{state.design.kind, std::move(measures), {}, {}};
  std::vector<std::vector<std::vector<double>>> points;  // by point, measure, seed
  for (const NumberedPoint& point : state.points) points.push_back(measured(state, log, point));
  const auto units = design_units(state.design, factors);
  for (const std::size_t m : sensitivity.measures) {
    RowValues values;
    for (const std::size_t point : state.rows) values.push_back(points[point][m]);
    if (state.design.kind == DesignKind::saltelli)
      sensitivity.sobol.push_back(sobol_indices(values, factors));
    else
      sensitivity.morris.push_back(morris_effects(values, units, factors));
  }
  return sensitivity;
}

Json sensitivity_json(const SweepState& state, const SweepSensitivity& sensitivity) {
  const bool sobol = sensitivity.method == DesignKind::saltelli;
  Json measures = Json::array();
  for (std::size_t i = 0; i < sensitivity.measures.size(); ++i) {
    const MeasureColumn& measure = state.measures[sensitivity.measures[i]];
    measures.push_back({{"measure", sensitivity.measures[i]},
                        {"name", measure.name},
                        {"scene", measure.scene},
                        {"unit", column_info(measure).unit}});
    measures.back().update(sobol ? sobol_json(state, sensitivity.sobol[i]) : morris_json(state, sensitivity.morris[i]));
  }
  return {{"kind", "sensitivity"},
          {"method", sobol ? "sobol" : "morris"},
          {"name", state.name},
          {"model_version", state.model_version},
          {"fans", state.fans},
          {"seeds", state.seeds},
          {sobol ? "rows" : "trajectories", sobol ? state.design.points : state.design.trajectories},
          {"measures", measures}};
}

namespace {

/// Fans of each point; null where points differ.
Json fans_json(const SweepState& state) {
  const bool may_differ = state.given_fans == 0 && std::ranges::any_of(state.keys, [](const std::string& key) {
                            return key == kScenarioKey || key == "run.fans" || key == "fans";
                          });
  return may_differ ? Json(nullptr) : Json(state.fans);
}

/// Values that a page can draw.
constexpr std::size_t kMostValuesShown = 2'000'000;

std::size_t points_shown(const SweepState& state) {
  const std::size_t values = std::max<std::size_t>(state.seeds.size() * state.measures.size(), 1);
  return std::min({state.points.size(), kMostPointsShown, std::max<std::size_t>(kMostValuesShown / values, 1)});
}

}  // namespace

std::string point_command(const SweepState& state, const NumberedPoint& point) {
  const auto beside = [&](const std::string& file) { return (state.folder / file).lexically_normal().string(); };
  std::string file = beside(state.scenario), sets;
  for (std::size_t f = 0; f < point.values.size(); ++f) {
    if (state.keys[f] == kScenarioKey)
      file = beside(point.values[f]);
    else
      sets += " --set " + shell_word(state.keys[f] + "=" + point.values[f]);
  }
  return fmt::format("hibiki run {}{}{} --seed {} --replicates {} --out {}", shell_word(file), sets,
                     state.given_fans == 0 ? "" : fmt::format(" --fans {}", state.given_fans), state.seeds.front(),
                     state.seeds.size(), shell_word(fmt::format("runs/{}-{}", state.name, point.number)));
}

Json sweep_document(const SweepFolder& folder, const RunLog& log) {
  const SweepState& state = folder.state();
  Json factors = Json::array(), measures = Json::array(), points = Json::array();
  std::vector<std::optional<std::vector<double>>> numbers;  // by factor, where it has numbers: by point
  for (std::size_t f = 0; f < state.factors.size(); ++f) {
    numbers.push_back(numbers_of(state.points, f));
    factors.push_back({{"name", state.factors[f]},
                       {"key", state.keys[f]},
                       {"numeric", numbers[f].has_value()},
                       {"scale", state.scales[f]}});
  }
  for (const MeasureColumn& measure : state.measures) {
    const ColumnInfo what = column_info(measure);
    measures.push_back({{"name", measure.name},
                        {"title", what.title},
                        {"scene", measure.scene},
                        {"unit", what.unit},
                        {"definition", what.definition}});
  }
  const std::size_t shown = points_shown(state);
  for (std::size_t i = 0; i < shown; ++i) {
    const std::size_t p = i * state.points.size() / shown;
    const NumberedPoint& point = state.points[p];
    Json values = Json::array(), found = Json::array();
    for (std::size_t f = 0; f < state.factors.size(); ++f)
      values.push_back(numbers[f] ? Json((*numbers[f])[p]) : Json(point.values[f]));
    for (const std::vector<double>& row : measured(state, log, point)) found.push_back(list_json(row));
    points.push_back(
        {{"number", point.number}, {"values", values}, {"command", point_command(state, point)}, {"measures", found}});
  }
  Json document = {{"kind", "sweep_results"},
                   {"name", state.name},
                   {"title", state.title.empty() ? state.name : state.title},
                   {"scenario", (state.folder / state.scenario).lexically_normal().string()},
                   {"design", design_name(state.design.kind)},
                   {"program", project_version()},
                   {"model_version", state.model_version},
                   {"fans", fans_json(state)},
                   {"seeds", state.seeds},
                   {"window_from", state.window_from},
                   {"factors", factors},
                   {"measures", measures},
                   {"points_in_all", state.points.size()},
                   {"points", points}};
  if (has_sensitivity(state.design)) {
    std::vector<std::size_t> all(state.measures.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    document["sensitivity"] = sensitivity_json(state, sensitivity_of(folder, log, std::move(all)));
  }
  return document;
}

}  // namespace hibiki::sweep
