#include "tools/optimise/plan_effects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/core/accurate_math.hpp"
#include "sim/core/error.hpp"
#include "tools/calibration/ensemble.hpp"
#include "tools/experiments/asked_measures.hpp"
#include "tools/experiments/failures.hpp"
#include "tools/studio/asked.hpp"

namespace hibiki::inline optimise {

std::vector<BaseWorld> bases_of(const Optimisation& optimisation) {
  const std::vector<std::string> common{fmt::format("run.fans={}", optimisation.fans),
                                        fmt::format("run.seed={}", optimisation.seed)};
  std::vector<BaseWorld> bases;
  const auto add = [&](const std::vector<std::string>& of_set) {
    std::vector<std::string> sets = of_set;
    sets.insert(sets.end(), common.begin(), common.end());
    bases.push_back({load_scenario(optimisation.base, sets), sets});
  };
  if (!optimisation.ensemble) {
    add({});
    return bases;
  }
  const auto file = load_scenario(optimisation.base).ensemble;
  if (file.empty())
    throw ScenarioError({Problem{optimisation.path.string(), 0, 0,
                                 fmt::format("ensemble = true, but {} names no ensemble", optimisation.base.string()),
                                 "leave ensemble out, or choose a calibrated scenario"}});
  for (const EnsembleSet& set : load_ensemble(file).sets) add(set.sets());
  return bases;
}

namespace {

/// The scenario of a plan. Problems name the plan's file and its lever, not a scenario file that is nowhere.
LoadedScenario load_plan(const Optimisation& optimisation, const WhatIf& what_if, const BaseWorld& base) try {
  return load_what_if(what_if, "what_if", optimisation.base, base.sets);
} catch (const ScenarioError& error) {
  std::vector<Problem> problems = error.problems();
  for (Problem& problem : problems) {
    const auto lever = change_at(what_if, problem);
    if (!lever) continue;
    problem.message = fmt::format("lever.{} ({}): {}", *lever + 1, optimisation.levers[*lever].lever, problem.message);
    problem.file = optimisation.path.string();
    problem.line = problem.column = 0;
    problem.excerpt.clear();
  }
  throw ScenarioError(std::move(problems));
}

/// The measures that are raised, then those that are kept.
ArmScope scope_of_plans(const Optimisation& optimisation, const std::vector<const Scenario*>& scenarios) {
  ArmScope scope = scope_of(optimisation.scene, {}, scenarios);
  const auto add = [&](const std::string& measure) {
    scope.asked.push_back(asked_measure(measure, scenarios, scope.scene));
  };
  try {
    std::ranges::for_each(optimisation.measures, add);
  } catch (const MeasureError& error) {
    throw QuestionError("measures", error.what());
  }
  for (const PlanLimit& limit : optimisation.limits) try {
      add(limit.measure);
    } catch (const MeasureError& error) {
      throw ScenarioError({at_place(limit.place, error.what())});
    }
  return scope;
}

}  // namespace

PlanArms arms_of(const Optimisation& optimisation, const std::vector<PlanVariable>& variables, const BaseWorld& base,
                 const std::vector<std::vector<double>>& points) {
  PlanArms arms;
  arms.arms.push_back(base.loaded);
  for (std::size_t i = 0; i < points.size(); ++i) {
    arms.arms.push_back(
        load_plan(optimisation, what_if_of(optimisation, variables, points[i], base.loaded.scenario), base));
    arms.arms.back().scenario.name = fmt::format("plan_{}", i + 1);
  }
  std::vector<const Scenario*> scenarios;
  for (const LoadedScenario& arm : arms.arms) scenarios.push_back(&arm.scenario);
  std::vector<std::string> measures = optimisation.measures;
  for (const PlanLimit& limit : optimisation.limits) measures.push_back(limit.measure);
  arms.scope = scope_of_plans(optimisation, scenarios);
  const MeasureList list = arms.scope.measures();
  for (std::size_t e = 0; e < measures.size(); ++e) {
    for (std::size_t earlier = 0; earlier < e; ++earlier)
      if (list[earlier]->name == list[e]->name)
        throw QuestionError("measures",
                            fmt::format("'{}' and '{}' are the same measure", measures[earlier], measures[e]));
    arms.as_ratio.push_back(list[e]->scale == Scale::ratio);
  }
  return arms;
}

std::vector<PlanEffects> effects_in(const PlanArms& arms, const std::vector<SeedOutcome>& outcomes) {
  const std::size_t measured = arms.as_ratio.size();
  std::vector<PlanEffects> effects(arms.arms.size() - 1, PlanEffects(measured));
  for (const SeedOutcome& outcome : outcomes)
    for (std::size_t arm = 0; arm < outcome.arms.size(); ++arm) {
      if (!outcome.arms[arm]) throw EveryWorldFailed(fmt::format("a world failed: {}", outcome.errors[arm]));
      for (std::size_t e = 0; arm > 0 && e < measured; ++e) {
        const double before = outcome.arms[0]->record.measures[e], after = outcome.arms[arm]->record.measures[e];
        if (!std::isfinite(before) || !std::isfinite(after))
          throw EveryWorldFailed(fmt::format("{} has no value in some world: simulate more fans, or leave it out",
                                             arms.scope.measures()[e]->name));
        if (arms.as_ratio[e] && !(before > 0 && after > 0))
          throw EveryWorldFailed(fmt::format("{} is 0 in some world, so that there is no ratio: simulate more fans",
                                             arms.scope.measures()[e]->name));
        effects[arm - 1][e].push_back(arms.as_ratio[e] ? accurate::log(after) - accurate::log(before) : after - before);
      }
    }
  return effects;
}

}  // namespace hibiki::optimise
