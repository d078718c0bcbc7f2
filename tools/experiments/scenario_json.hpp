// The scenarios of an experiment in compare.json: changed levers, different keys, all parameters.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sim/scenario/load.hpp"

namespace hibiki::inline experiments {

/// The responses of `variant` that `base` lacks or has with other values, one object for each intervention answered,
/// with a sentence: "Labels[home=KR] do the same as early_video from 2009-01-05 on".
nlohmann::ordered_json responses_json(const Scenario& base, const Scenario& variant);

/// The interventions of `variant` that `base` lacks or has with other values.
nlohmann::ordered_json levers_json(const Scenario& base, const Scenario& variant);

/// differences() of two scenarios; a side without the key is null.
nlohmann::ordered_json differences_json(const LoadedScenario& base, const LoadedScenario& variant);

/// Every value of a scenario beside its default, with its unit and where it comes from.
nlohmann::ordered_json parameters_json(const LoadedScenario& loaded);

}  // namespace hibiki::experiments
