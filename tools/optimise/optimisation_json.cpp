#include "tools/optimise/optimisation_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "output/results/csv_field.hpp"
#include "output/results/machine.hpp"
#include "sim/engine/run.hpp"
#include "tools/experiments/json_parts.hpp"

namespace hibiki::inline optimise {

using Json = nlohmann::ordered_json;

namespace {

Json evaluated_json(const EvaluatedPlan& plan) {
  return {{"values", plan.values},
          {"cost_usd_year", plan.cost},
          {"effects", plan.effects},
          {"expected", plan.expected},
          {"error", plan.error}};
}

/// Of log ratios as ratios.
Interval told(const Interval& effect, bool as_ratio) { return as_ratio ? ratio_of(effect) : effect; }

Json final_json(const FinalPlan& one, bool as_ratio) {
  return {{"values", one.plan.values},
          {"cost_usd_year", one.plan.cost},
          {"effect", interval_json(told(one.effect, as_ratio))},
          {"better", one.better()},
          {"expected", one.plan.expected},
          {"fresh", one.fresh},
          {"by_set", one.by_set},
          {"regret", one.regret}};
}

Json curve_json(const ResponseCurve& curve) {
  return {{"lever", curve.variable},
          {"values", curve.values},
          {"expected", curve.expected},
          {"error", curve.error},
          {"per_million", number_json(curve.per_million)}};
}

Json lever_json(const PlanVariable& variable, const PlanLever& lever) {
  return {{"name", variable.name}, {"lever", lever.lever},   {"target", lever.target},          {"low", variable.low},
          {"high", variable.high}, {"dated", variable.free}, {"price_usd_year", variable.price}};
}

}  // namespace

Json optimisation_json(const Optimisation& optimisation, const std::vector<PlanVariable>& variables,
                       const PlanArms& arms, const SearchResult& result) {
  const Measure& measure = *arms.scope.measures().front();
  Json json = {{"format_version", 1},
               {"kind", "optimisation"},
               {"program", project_version()},
               {"model_version", kModelVersion},
               {"name", optimisation.name},
               {"title", optimisation.title},
               {"base", optimisation.base.string()},
               {"measure", {{"name", measure.name}, {"title", measure.full_title()}, {"unit", measure.unit}}},
               {"scale", arms.as_ratio ? "log ratio" : "difference"},
               {"budget_usd_year", optimisation.budget},
               {"pairs", optimisation.pairs},
               {"fresh_pairs", optimisation.fresh_pairs},
               {"levers", Json::array()},
               {"finalists", Json::array()},
               {"best", result.best},
               {"robust", result.robust},
               {"curves", Json::array()},
               {"further_million", result.further_million},
               {"r2", result.r2},
               {"evaluated", Json::array()}};
  for (std::size_t i = 0; i < variables.size(); ++i)
    json["levers"].push_back(lever_json(variables[i], optimisation.levers[i]));
  for (const FinalPlan& one : result.finalists) json["finalists"].push_back(final_json(one, arms.as_ratio));
  for (const ResponseCurve& curve : result.curves) json["curves"].push_back(curve_json(curve));
  for (const EvaluatedPlan& plan : result.evaluated) json["evaluated"].push_back(evaluated_json(plan));
  return json;
}

std::string front_csv(const std::vector<PlanVariable>& variables, const SearchResult& result, bool as_ratio) {
  std::string csv = "plan,cost_usd_year,effect,low,high,better,regret";
  for (const PlanVariable& variable : variables) csv += "," + csv_field(variable.name);
  csv += "\n";
  for (std::size_t i = 0; i < result.finalists.size(); ++i) {
    const FinalPlan& one = result.finalists[i];
    const Interval effect = told(one.effect, as_ratio);
    csv += fmt::format("{},{},{},{},{},{},{}", i + 1, csv_number(one.plan.cost), csv_number(effect.mean),
                       effect.low ? csv_number(*effect.low) : "", effect.high ? csv_number(*effect.high) : "",
                       one.better() ? 1 : 0, csv_number(one.regret));
    for (const double value : one.plan.values) csv += "," + csv_number(value);
    csv += "\n";
  }
  return csv;
}

}  // namespace hibiki::optimise
