#include "sim/scenario/responses.hpp"

#include <algorithm>

namespace hibiki::inline scenario {

std::vector<const Intervention*> answered(const Scenario& scenario, const Response& response) {
  std::vector<const Intervention*> changes;
  for (const Intervention& change : scenario.interventions)
    if (response.to.empty() || std::ranges::find(response.to, change.id) != response.to.end())
      changes.push_back(&change);
  return changes;
}

Day answer_begins(const Response& response, const Intervention& change) {
  return std::max(response.from, change.from + std::chrono::weeks(response.delay_weeks));
}

Intervention same_change(const Response& response, const Intervention& change) {
  Intervention answer = change;
  answer.id = response.id + "." + change.id;
  answer.target = response.by;
  answer.from = answer_begins(response, change);
  const Day forever = Intervention{}.until;
  answer.until = change.until == forever ? forever : answer.from + (change.until - change.from);
  answer.until = std::min(answer.until, response.until);
  return answer;
}

}  // namespace hibiki::scenario
