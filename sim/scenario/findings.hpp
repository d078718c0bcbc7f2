// Problems of a Scenario, by key; the loader adds file, line and column.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace hibiki::inline scenario {

struct Finding {
  std::string key;      ///< dotted: "market.JP.internet"; "" when no key is to blame
  int index = -1;       ///< element of an array, or -1
  std::string message;  ///< names the key itself
  std::string hint;
};

/// All problems of the scenario, in the order of its parts.
std::vector<Finding> find_problems(const Scenario& scenario);

// Its parts.
void find_range_problems(const Scenario& scenario, std::vector<Finding>& findings);
void find_name_problems(const Scenario& scenario, std::vector<Finding>& findings);
void find_rule_problems(const Scenario& scenario, std::vector<Finding>& findings);
void find_effect_problems(const Scenario& scenario, std::vector<Finding>& findings);
void find_response_problems(const Scenario& scenario, std::vector<Finding>& findings);

/// Valid settings that are probably mistakes: interventions that their lever's range cuts off. `scenario` has no
/// problem.
std::vector<Finding> find_warnings(const Scenario& scenario);

/// Names of the labels an entry makes: its own, or "NAME 1" ... "NAME count".
std::vector<std::string> full_names(const Label& entry);

}  // namespace hibiki::scenario
