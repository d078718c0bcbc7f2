// How labels answer the interventions of others: which of them, from when, and with what.
#pragma once

#include <vector>

#include "sim/scenario/scenario.hpp"

namespace hibiki::inline scenario {

/// The interventions that a response is about: those it names and the scenario has, or all.
std::vector<const Intervention*> answered(const Scenario& scenario, const Response& response);

/// First day of the answer: the delay after the intervention begins, and not before response.from.
Day answer_begins(const Response& response, const Intervention& change);

/// The intervention of labels that answer with the same change: it lasts as long as the one they answer, and until
/// response.until at most.
Intervention same_change(const Response& response, const Intervention& change);

}  // namespace hibiki::scenario
