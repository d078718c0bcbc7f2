// optimise.json, and the table of the front.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tools/optimise/optimisation.hpp"
#include "tools/optimise/plan_effects.hpp"

namespace hibiki::inline optimise {

/// Every plan that was evaluated, the finalists with their intervals, response curves, and what a further million
/// brings. `arms` are the base and the finalists. Effects are as ratios or differences, as it says.
/// "verdict" is the result in a sentence.
nlohmann::ordered_json optimisation_json(const Optimisation& optimisation, const std::vector<PlanVariable>& variables,
                                         const PlanArms& arms, const SearchResult& result);

/// The finalists: cost, effects with their intervals, and the value of each lever.
std::string front_csv(const std::vector<PlanVariable>& variables, const PlanArms& arms, const SearchResult& result);

}  // namespace hibiki::optimise
