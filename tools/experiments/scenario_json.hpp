// The scenarios of an experiment in compare.json: changed levers, different keys, all parameters.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sim/scenario/load.hpp"

namespace hibiki::inline experiments {

/// The answers of a scenario's responses that happen, one object for each intervention answered, with a sentence:
/// "rivals: 3 labels of labels[home=A], who change posts_per_week (abroad) in the same way from 2005-07-25 on".
nlohmann::ordered_json responses_json(const Scenario& scenario);

/// The interventions of `variant` that `base` lacks or has with other values.
nlohmann::ordered_json levers_json(const Scenario& base, const Scenario& variant);

/// differences() of two scenarios; a side without the key is null.
nlohmann::ordered_json differences_json(const LoadedScenario& base, const LoadedScenario& variant);

/// Every value of a scenario beside its default, with its unit and where it comes from.
nlohmann::ordered_json parameters_json(const LoadedScenario& loaded);

}  // namespace hibiki::experiments
