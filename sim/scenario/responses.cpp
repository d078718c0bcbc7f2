#include "sim/scenario/responses.hpp"

#include <algorithm>

#include "sim/scenario/rules.hpp"

namespace hibiki::inline scenario {

namespace {

bool is_about(const Response& response, const Intervention& change) {
  return response.to.empty() || std::ranges::find(response.to, change.id) != response.to.end();
}

}  // namespace

std::vector<const Intervention*> answered(const Scenario& scenario, const Response& response) {
  std::vector<const Intervention*> changes;
  for (const Intervention& change : scenario.interventions)
    if (is_about(response, change)) changes.push_back(&change);
  return changes;
}

bool may_answer(const Intervention& change, const LabelIdentity& label) {
  return !selects(change.target, label) && !names_home_alone(change, label.home);
}

const Response* response_to(const Scenario& scenario, const Intervention& change, const LabelIdentity& label) {
  const Response* last = nullptr;
  for (const Response& response : scenario.responses)
    if (is_about(response, change) && selects(response.by, label)) last = &response;
  return may_answer(change, label) ? last : nullptr;
}

Day answer_begins(const Response& response, const Intervention& change) {
  const std::chrono::weeks delay(response.how == kNever ? 0 : response.delay_weeks);
  return std::max(response.from, change.from + delay);
}

bool answer_happens(const Scenario& scenario, const Response& response, const Intervention& change) {
  const Day end = response.how == kSame ? same_change(response, change).until : response.until;
  const Calendar calendar = scenario.calendar();
  const int week = std::max(0, calendar.week_on_or_after(answer_begins(response, change)));
  return week < calendar.weeks && calendar.day(week) < end;
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
