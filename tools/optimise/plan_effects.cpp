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
  arms.scope = scope_of(optimisation.scene, optimisation.measure, scenarios);
  arms.as_ratio = arms.scope.measures().front()->scale == Scale::ratio;
  return arms;
}

std::vector<std::vector<double>> effects_in(const PlanArms& arms, const std::vector<SeedOutcome>& outcomes) {
  std::vector<std::vector<double>> effects(arms.arms.size() - 1);
  for (const SeedOutcome& outcome : outcomes)
    for (std::size_t arm = 0; arm < outcome.arms.size(); ++arm) {
      if (!outcome.arms[arm]) throw EveryWorldFailed(fmt::format("a world failed: {}", outcome.errors[arm]));
      if (arm == 0) continue;
      const double before = outcome.arms[0]->record.measures[0], after = outcome.arms[arm]->record.measures[0];
      if (arms.as_ratio && !(before > 0 && after > 0))
        throw EveryWorldFailed("the measure is 0 in some world, so that there is no ratio: simulate more fans");
      effects[arm - 1].push_back(arms.as_ratio ? accurate::log(after) - accurate::log(before) : after - before);
    }
  return effects;
}

}  // namespace hibiki::optimise
