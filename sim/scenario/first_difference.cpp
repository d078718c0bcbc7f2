#include "sim/scenario/first_difference.hpp"

#include <algorithm>
#include <array>

#include "sim/scenario/load.hpp"
#include "sim/scenario/policies.hpp"
#include "sim/scenario/responses.hpp"

namespace hibiki::inline scenario {

namespace {

template <class Change>
bool holds(const std::vector<Change>& list, const Change& wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

template <class Change>
std::vector<Change> common(const std::vector<Change>& of, const std::vector<Change>& with) {
  std::vector<Change> both;
  std::copy_if(of.begin(), of.end(), std::back_inserter(both),
               [&](const Change& change) { return holds(with, change); });
  return both;
}

/// Changes apply in order: in another order even common ones can come out differently.
template <class Change>
bool common_in_one_order(const std::vector<Change>& a, const std::vector<Change>& b) {
  return common(a, b) == common(b, a);
}

/// First week of any change that only one of two lists has; `last` when there is none before it.
template <class Change, class Begins>
int first_unshared(const std::vector<Change>& a, const std::vector<Change>& b, const Calendar& calendar, int last,
                   const Begins& begins) {
  for (const auto& [list, with] : {std::pair{&a, &b}, std::pair{&b, &a}})
    for (const Change& change : *list)
      if (!holds(*with, change)) last = std::min(last, std::max(0, calendar.week_on_or_after(begins(change))));
  return last;
}

/// Responses to one intervention, in order.
struct Answers {
  Intervention change;
  std::vector<Response> responses;
  bool operator==(const Answers&) const = default;
};

std::vector<Answers> answers_of(const Scenario& scenario) {
  std::vector<Answers> all;
  for (const Intervention& change : scenario.interventions) {
    Answers answers{change, {}};
    for (Response response : scenario.responses) {
      const auto about = answered(scenario, response);
      if (std::ranges::find(about, &change) == about.end()) continue;
      response.to.clear();
      answers.responses.push_back(response);
    }
    if (!answers.responses.empty()) all.push_back(std::move(answers));
  }
  return all;
}

/// The first answer: where responses differ, a label may follow another one from then on.
Day first_answer(const Answers& answers) {
  Day first = answer_begins(answers.responses.front(), answers.change);
  for (const Response& response : answers.responses) first = std::min(first, answer_begins(response, answers.change));
  return first;
}

/// Every label there can be, as far as targets tell them apart: those of the scenario, and an entrant of each kind
/// and market, which targets cannot name.
std::vector<LabelIdentity> possible_labels(const Scenario& scenario) {
  std::vector<LabelIdentity> labels = identities_of(scenario);
  for (const Market& market : scenario.markets)
    for (std::size_t kind = 0; kind < kLabelKindNames.size(); ++kind)
      labels.push_back({static_cast<LabelKind>(kind), market.name, market.scene, "", ""});
  return labels;
}

bool same_levers(const Policy& a, const Policy& b) {
  return std::ranges::all_of(lever_fields(), [&](const Field<Policy>& field) {
    const auto lever = std::get<double Policy::*>(field.member);
    return a.*lever == b.*lever;
  });
}

/// A rule that repeats a default changes no value, but until run.now the label does not learn on its lever.
bool same_rules(const PolicyPlan& a, const PolicyPlan& b) {
  return std::ranges::all_of(lever_fields(), [&](const Field<Policy>& field) {
    const auto lever = std::get<double Policy::*>(field.member);
    return a.has_rule(lever) == b.has_rule(lever);
  });
}

bool same_policies(const Scenario& a, const Scenario& b) {
  return std::ranges::equal(a.policies, b.policies, [](const PolicyRule& one, const PolicyRule& two) {
    return one.target == two.target && one.levers == two.levers;
  });
}

/// First week before `last` in which the dated policy of some label, or what it may learn, differs; `last` when none
/// does.
int first_policy_difference(const Scenario& base, const Scenario& other, int last) {
  if (same_policies(base, other)) return last;
  const Calendar calendar = base.calendar();
  for (const LabelIdentity& label : possible_labels(base)) {
    const PolicyPlan one(base, label), two(other, label);
    if (base.run.now > base.run.start && !same_rules(one, two)) return 0;
    for (int week = 0; week < last; ++week)
      if (!same_levers(one.dated(calendar.day(week)), two.dated(calendar.day(week)))) {
        last = week;
        break;
      }
  }
  return last;
}

}  // namespace

std::string DifferencesFrom::undated(Scenario scenario) {
  scenario.name = scenario.title = scenario.question = {};
  scenario.interventions.clear();
  scenario.responses.clear();
  scenario.policies.clear();
  scenario.run.seed = scenario.run.replicates = 1;
  return to_toml(scenario);
}

DifferencesFrom::DifferencesFrom(Scenario base) : base_(std::move(base)), undated_base_(undated(base_)) {}

std::optional<int> first_difference(const Scenario& base, const Scenario& other) {
  return DifferencesFrom(base).first(other);
}

std::optional<int> DifferencesFrom::first(const Scenario& other, const std::string& undated_other) const {
  if (undated_base_ != undated_other) return 0;
  const Scenario& base = base_;
  if (!common_in_one_order(base.interventions, other.interventions)) return 0;
  const Calendar calendar = base.calendar();
  int first = first_unshared(base.interventions, other.interventions, calendar, calendar.weeks,
                             [](const Intervention& i) { return i.from; });
  first = first_unshared(answers_of(base), answers_of(other), calendar, first, first_answer);
  first = first_policy_difference(base, other, first);
  return first < calendar.weeks ? std::optional(first) : std::nullopt;
}

}  // namespace hibiki::scenario
