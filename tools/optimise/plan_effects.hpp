// Simulates plans against the base: the effects on the measures in each pair.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tools/experiments/arms.hpp"
#include "tools/optimise/optimisation.hpp"

namespace hibiki::inline optimise {

/// A base under one parameter set, as it is simulated.
struct BaseWorld {
  LoadedScenario loaded;
  std::vector<std::string> sets;  ///< "KEY=VALUE", fans and seed among them
};

/// The base under every parameter set of its ensemble where the optimisation asks for it; else alone. Throws
/// ScenarioError where the base has no ensemble, or cannot be read.
std::vector<BaseWorld> bases_of(const Optimisation& optimisation);

/// What is simulated for an evaluation.
struct PlanArms {
  std::vector<LoadedScenario> arms;  ///< the base, then a scenario for each point
  ArmScope scope;
  std::vector<bool> as_ratio;  ///< by effect, whether it is a log ratio; else a difference
};

/// Throws QuestionError for a scene or a measure that is not there; ScenarioError for values that cannot be simulated.
PlanArms arms_of(const Optimisation& optimisation, const std::vector<PlanVariable>& variables, const BaseWorld& base,
                 const std::vector<std::vector<double>>& points);

/// The effects of each point, on the measures that are raised and then on those that are kept, in the pairs of these
/// outcomes. Throws EveryWorldFailed where a world failed, or a ratio has no logarithm: there is no result without it.
std::vector<PlanEffects> effects_in(const PlanArms& arms, const std::vector<SeedOutcome>& outcomes);

}  // namespace hibiki::optimise
