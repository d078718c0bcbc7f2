#include "tools/optimise/optimisation_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "output/results/csv_field.hpp"
#include "output/results/machine.hpp"
#include "sim/engine/run.hpp"
#include "tools/experiments/implausible.hpp"
#include "tools/experiments/json_parts.hpp"
#include "tools/experiments/number_text.hpp"

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
Interval shown(const Interval& effect, bool as_ratio) { return as_ratio ? ratio_of(effect) : effect; }

Json kept_json(Kept kept) { return kept == Kept::undecided ? Json(nullptr) : Json(kept == Kept::yes); }

Json final_json(const FinalPlan& one, const std::vector<bool>& as_ratio) {
  Json effects = Json::array(), kept = Json::array();
  for (std::size_t e = 0; e < as_ratio.size(); ++e)
    effects.push_back(interval_json(shown(one.effects[e], as_ratio[e])));
  for (const Kept limit : one.kept) kept.push_back(kept_json(limit));
  return {{"values", one.plan.values},
          {"cost_usd_year", one.plan.cost},
          {"effects", effects},
          {"better", one.better()},
          {"kept", kept},
          {"expected", one.plan.expected},
          {"fresh", one.fresh},
          {"by_set", one.by_set},
          {"regret", one.regret},
          {"beaten_by", one.beaten_by ? Json(*one.beaten_by) : Json(nullptr)}};
}

Json curve_json(const ResponseCurve& curve) {
  return {{"lever", curve.variable},
          {"values", curve.values},
          {"expected", curve.expected},
          {"error", curve.error},
          {"per_million", number_json(curve.per_million)},
          {"at_end", curve.at_end}};
}

Json lever_json(const PlanVariable& variable, const PlanLever& lever) {
  return {{"name", variable.name}, {"lever", lever.lever},   {"target", lever.target},          {"low", variable.low},
          {"high", variable.high}, {"dated", variable.free}, {"price_usd_year", variable.price}};
}

/// The measures that are raised, then those that are kept with the least that each may be.
Json measures_of_plans(const Optimisation& optimisation, const PlanArms& arms) {
  const MeasureList list = arms.scope.measures();
  Json measures =
      measures_json(MeasureList(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(arms.as_ratio.size())));
  const std::size_t raised = optimisation.measures.size();
  for (std::size_t e = 0; e < measures.size(); ++e)
    measures[e]["least"] = e < raised ? Json(nullptr) : Json(optimisation.limits[e - raised].least);
  return measures;
}

/// The result in a sentence: the plan with the largest effect of those that are not shown to break a limit, and whether
/// it is better than the base.
std::string verdict_of(const Optimisation& optimisation, const PlanArms& arms, const SearchResult& result) {
  const FinalPlan& best = result.finalists[result.best];
  const Measure& measure = *arms.scope.measures().front();
  const Interval effect = shown(best.effects[0], arms.as_ratio[0]);
  const std::string mean =
      arms.as_ratio[0] ? change_in_percent(effect.mean) : difference_text(measure.unit, effect.mean);
  std::string range;
  if (effect.low && effect.high && std::isfinite(*effect.high))
    range = arms.as_ratio[0] ? fmt::format(" ({})", ratio_range(*effect.low, *effect.high))
                             : fmt::format(" ({} to {})", difference_text(measure.unit, *effect.low),
                                           difference_text(measure.unit, *effect.high));
  const char* among = !best.may_keep_limits()       ? "Every plan that is left breaks a limit; of these, plan"
                      : optimisation.limits.empty() ? "Plan"
                                                    : "Of the plans that are not shown to break a limit, plan";
  std::string verdict = fmt::format("{} {} has the largest effect on {} within ${:.3g} M a year: {}{}, for ${:.3g} M.",
                                    among, result.best + 1, measure.full_title(), optimisation.budget / kMillion, mean,
                                    range, best.plan.cost / kMillion);
  if (!best.better())
    verdict += fmt::format(
        " It is not shown to be better than the base: more fresh_pairs (now {}) or fans (now {}) narrow the interval.",
        optimisation.fresh_pairs, optimisation.fans);
  if (best.may_keep_limits() && std::ranges::count(best.kept, Kept::undecided) > 0)
    verdict += " Whether it keeps every limit is undecided.";
  return verdict;
}

}  // namespace

Json optimisation_json(const Optimisation& optimisation, const std::vector<PlanVariable>& variables,
                       const PlanArms& arms, const SearchResult& result) {
  Json json = {{"format_version", 1},
               {"kind", "optimisation"},
               {"program", project_version()},
               {"model_version", kModelVersion},
               {"name", optimisation.name},
               {"title", optimisation.title},
               {"verdict", verdict_of(optimisation, arms, result)},
               {"base", optimisation.base.string()},
               {"measures", measures_of_plans(optimisation, arms)},
               {"fans", optimisation.fans},
               {"seed", optimisation.seed},
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
  for (std::size_t i = 0; i < result.finalists.size(); ++i) {
    json["finalists"].push_back(final_json(result.finalists[i], arms.as_ratio));
    json["finalists"].back()["implausible"] =
        implausible(arms.arms[0].scenario, arms.arms[1 + i].scenario, std::nullopt);
  }
  for (const ResponseCurve& curve : result.curves) json["curves"].push_back(curve_json(curve));
  for (const EvaluatedPlan& plan : result.evaluated) json["evaluated"].push_back(evaluated_json(plan));
  return json;
}

std::string front_csv(const std::vector<PlanVariable>& variables, const PlanArms& arms, const SearchResult& result) {
  const MeasureList list = arms.scope.measures();
  std::string csv = "plan,cost_usd_year,better,regret";
  for (std::size_t e = 0; e < arms.as_ratio.size(); ++e)
    for (const char* part : {"", " low", " high"}) csv += "," + csv_field(list[e]->name + part);
  for (const PlanVariable& variable : variables) csv += "," + csv_field(variable.name);
  csv += "\n";
  for (std::size_t i = 0; i < result.finalists.size(); ++i) {
    const FinalPlan& one = result.finalists[i];
    csv += fmt::format("{},{},{},{}", i + 1, csv_number(one.plan.cost), one.better() ? 1 : 0, csv_number(one.regret));
    for (std::size_t e = 0; e < arms.as_ratio.size(); ++e) {
      const Interval effect = shown(one.effects[e], arms.as_ratio[e]);
      csv += fmt::format(",{},{},{}", csv_number(effect.mean), effect.low ? csv_number(*effect.low) : "",
                         effect.high ? csv_number(*effect.high) : "");
    }
    for (const double value : one.plan.values) csv += "," + csv_number(value);
    csv += "\n";
  }
  return csv;
}

}  // namespace hibiki::optimise
