#include "tools/experiments/ensemble_effects.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "output/analysis/statistics.hpp"
#include "sim/core/accurate_math.hpp"
#include "tools/experiments/json_parts.hpp"

namespace hibiki::inline experiments {

namespace {

using Json = nlohmann::ordered_json;

/// Base and variant of one cell of the table.
struct Cell {
  double base, variant;
  bool known() const { return std::isfinite(base) && std::isfinite(variant); }
};

Cell cell_of(const SeedOutcome& outcome, std::size_t variant, std::size_t measure) {
  if (!outcome.arms[0] || !outcome.arms[variant]) return {std::nan(""), std::nan("")};
  return {outcome.arms[0]->record.measures[measure], outcome.arms[variant]->record.measures[measure]};
}

/// (set, seed), without the seeds that some set lacks.
std::vector<std::vector<Cell>> cells_of(const OutcomesBySet& sets, std::size_t variant, std::size_t measure) {
  std::vector<std::vector<Cell>> cells(sets.size());
  for (std::size_t seed = 0; seed < sets.front()->size(); ++seed) {
    std::vector<Cell> column;
    for (const auto* outcomes : sets) column.push_back(cell_of((*outcomes)[seed], variant, measure));
    if (!std::ranges::all_of(column, &Cell::known)) continue;
    for (std::size_t s = 0; s < sets.size(); ++s) cells[s].push_back(column[s]);
  }
  return cells;
}

EnsembleEffect effect_on(const Measure* what, std::size_t measure, const OutcomesBySet& sets, std::size_t variant) {
  EnsembleEffect effect{what, false, std::nullopt, {}, 0};
  const auto cells = cells_of(sets, variant, measure);
  effect.seeds = cells.front().size();
  if (effect.seeds == 0) return effect;
  effect.as_ratio = effect.measure->scale == Scale::ratio && std::ranges::all_of(cells, [](const auto& row) {
                      return std::ranges::all_of(row, [](const Cell& c) { return c.base > 0 && c.variant > 0; });
                    });
  std::vector<std::vector<double>> table;
  for (const auto& row : cells) {
    std::vector<double>& values = table.emplace_back();
    for (const Cell& c : row)
      values.push_back(effect.as_ratio ? accurate::log(c.variant) - accurate::log(c.base) : c.variant - c.base);
    effect.set_means.push_back(mean_of(values));
  }
  effect.sources = two_sources(table);
  return effect;
}

Json scaled_json(const std::optional<Interval>& interval, bool as_ratio) {
  if (!interval) return nullptr;
  const Interval shown = as_ratio ? ratio_of(*interval) : *interval;
  return {{"low", number_json(shown.low)}, {"high", number_json(shown.high)}};
}

}  // namespace

std::vector<EnsembleEffect> ensemble_effects(const OutcomesBySet& sets, std::size_t variant,
                                             const MeasureList& measures) {
  std::vector<EnsembleEffect> effects;
  for (std::size_t i = 0; i < measures.size(); ++i) effects.push_back(effect_on(measures[i], i, sets, variant));
  return effects;
}

Json ensemble_effects_json(const std::vector<EnsembleEffect>& effects) {
  Json list = Json::array();
  for (const EnsembleEffect& effect : effects) {
    Json json = {{"measure", effect.measure->name},
                 {"scale", effect.as_ratio ? "ratio" : "difference"},
                 {"seeds", effect.seeds}};
    const auto shown = [&](double value) { return number_json(effect.as_ratio ? accurate::exp(value) : value); };
    json["mean"] = effect.sources ? shown(effect.sources->mean) : Json(nullptr);
    json["chance"] = effect.sources ? scaled_json(effect.sources->chance, effect.as_ratio) : Json(nullptr);
    json["parameters"] = effect.sources ? scaled_json(effect.sources->parameters, effect.as_ratio) : Json(nullptr);
    json["hidden"] = effect.sources && effect.sources->hidden;
    json["sets"] = Json::array();
    for (const double mean : effect.set_means) json["sets"].push_back(shown(mean));
    list.push_back(json);
  }
  return list;
}

}  // namespace hibiki::experiments
