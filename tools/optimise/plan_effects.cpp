#include "tools/optimise/plan_effects.hpp"

#include <fmt/format.h>

#include "sim/core/accurate_math.hpp"
#include "sim/core/error.hpp"
#include "tools/calibration/ensemble.hpp"
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

PlanArms arms_of(const Optimisation& optimisation, const std::vector<PlanVariable>& variables, const BaseWorld& base,
                 const std::vector<std::vector<double>>& points) {
  PlanArms arms;
  arms.arms.push_back(base.loaded);
  for (std::size_t i = 0; i < points.size(); ++i)
    arms.arms.push_back(load_what_if(what_if_of(optimisation, variables, points[i], base.loaded.scenario),
                                     fmt::format("plan_{}", i + 1), optimisation.base, base.sets));
  std::vector<const Scenario*> scenarios;
  for (const LoadedScenario& arm : arms.arms) scenarios.push_back(&arm.scenario);
  std::vector<std::string> measures = optimisation.measures;
  for (const PlanLimit& limit : optimisation.limits) measures.push_back(limit.measure);
  arms.scope = scope_of(optimisation.scene, measures, scenarios);
  const MeasureList list = arms.scope.measures();
  for (std::size_t e = 0; e < measures.size(); ++e) arms.as_ratio.push_back(list[e]->scale == Scale::ratio);
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
        if (arms.as_ratio[e] && !(before > 0 && after > 0))
          throw EveryWorldFailed(fmt::format("{} is 0 in some world, so that there is no ratio: simulate more fans",
                                             arms.scope.measures()[e]->name));
        effects[arm - 1][e].push_back(arms.as_ratio[e] ? accurate::log(after) - accurate::log(before) : after - before);
      }
    }
  return effects;
}

}  // namespace hibiki::optimise
