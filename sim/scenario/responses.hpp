// How labels answer the interventions of others: which of them, from when, and with what.
#pragma once

#include <vector>

#include "sim/scenario/policies.hpp"
#include "sim/scenario/scenario.hpp"

namespace hibiki::inline scenario {

/// The interventions that a response is about: those it names and the scenario has, or all.
std::vector<const Intervention*> answered(const Scenario& scenario, const Response& response);

/// Whether a label can answer an intervention: not one that it is aimed at, nor one about its home alone.
bool may_answer(const Intervention& change, const LabelIdentity& label);

/// The response that counts for a label selected by several: the last that is about the intervention and selects the
/// label. nullptr where there is none, and for labels that may not answer.
const Response* response_to(const Scenario& scenario, const Intervention& change, const LabelIdentity& label);

/// First day of the answer: the delay after the intervention begins ("never": with it), and not before response.from.
Day answer_begins(const Response& response, const Intervention& change);

/// Whether some week of the run can begin in the time of the answer.
bool answer_happens(const Scenario& scenario, const Response& response, const Intervention& change);

/// The intervention of labels that answer with the same change: it lasts as long as the one they answer, and until
/// response.until at most.
Intervention same_change(const Response& response, const Intervention& change);

}  // namespace hibiki::scenario
