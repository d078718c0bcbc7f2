// What the scenarios of an experiment say, for compare.json: levers moved, keys that differ, every parameter.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sim/scenario/load.hpp"

namespace hibiki::inline experiments {

/// The interventions that `variant` has and `base` has not, or not alike.
nlohmann::ordered_json levers_json(const Scenario& base, const Scenario& variant);

/// differences() of two scenarios; a side without the key is null.
nlohmann::ordered_json differences_json(const LoadedScenario& base, const LoadedScenario& variant);

/// Every value of a scenario beside its default, with its unit and where it comes from.
nlohmann::ordered_json parameters_json(const LoadedScenario& loaded);

}  // namespace hibiki::experiments
