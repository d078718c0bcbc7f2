#include "sim/scenario/policies.hpp"

#include <algorithm>

#include "sim/core/error.hpp"
#include "sim/scenario/label_name.hpp"
#include "sim/scenario/responses.hpp"
#include "sim/scenario/schema.hpp"

namespace hibiki::inline scenario {

namespace {

double Policy::*member_of(const Field<Policy>& field) { return std::get<double Policy::*>(field.member); }

double within(const Field<Policy>& field, double value) { return std::clamp(value, field.minimum, field.maximum); }

}  // namespace

std::vector<LabelIdentity> identities_of(const Scenario& scenario) {
  std::vector<LabelIdentity> labels;
  for (const Label& entry : scenario.labels) {
    const auto home = std::ranges::find(scenario.markets, entry.home, &Market::name);
    const std::string scene = home == scenario.markets.end() ? "" : home->scene;
    for (std::int64_t i = 0; i < entry.count; ++i)
      labels.push_back({entry.kind, entry.home, scene, entry.name, label_name(entry, i)});
  }
  return labels;
}

bool selects(const std::string& text, const LabelIdentity& label) {
  std::string error;
  const auto target = Target::parse(text, error);
  HIBIKI_ASSERT(target.has_value());
  return target->selects(label.kind, label.home, label.scene, label.entry, label.name);
}

bool in_force(const Intervention& intervention, Day day) {
  return day >= intervention.from && day < intervention.until;
}

bool names_home_alone(const Intervention& intervention, const std::string& home) {
  return intervention.markets == std::vector{home};
}

PolicyPlan::PolicyPlan(const Scenario& scenario, const LabelIdentity& label) : now_(scenario.run.now) {
  for (const PolicyRule& rule : scenario.policies) {
    if (!selects(rule.target, label)) continue;
    for (const auto& [lever, value] : rule.levers) {
      const auto same =
          std::find_if(levers_.begin(), levers_.end(), [lever = lever](const auto& l) { return l.first == lever; });
      if (same != levers_.end())
        same->second = value;
      else
        levers_.emplace_back(lever, value);
    }
  }
  for (const Intervention& intervention : scenario.interventions)
    if (selects(intervention.target, label) && !names_home_alone(intervention, label.home))
      ramps_.emplace_back(scenario, label, intervention);
  answer(scenario, label);
}

void PolicyPlan::answer(const Scenario& scenario, const LabelIdentity& label) {
  if (scenario.responses.empty()) return;
  for (const Intervention& change : scenario.interventions) {
    const Response* response = response_to(scenario, change, label);
    if (response == nullptr) continue;
    if (response->how == kSame)
      ramps_.emplace_back(scenario, label, same_change(*response, change), kept_by_answers(scenario, change));
    else
      learning_.push_back({change.lever, answer_begins(*response, change), response->until,
                           response->how == kLearn ? response->rate : 0.0});
  }
}

PolicyPlan::Keeps PolicyPlan::kept_by_answers(const Scenario& scenario, const Intervention& change) {
  if (change.change != Intervention::Change::set) return Keeps::none;
  // Usual shares that go to some markets are not known before the run: an aim at them is a rise, unless it is 0.
  if (!change.markets.empty() && change.lever == &Policy::collaboration_scope) return Keeps::none;
  if (!change.markets.empty() && lever_field(change.lever).by_market == ByMarket::share)
    return change.value > 0.0 ? Keeps::higher : Keeps::lower;
  std::vector<std::pair<const PolicyRule*, const DatedValue*>> rules;  // about the lever
  for (const PolicyRule& rule : scenario.policies)
    for (const auto& [lever, value] : rule.levers)
      if (lever == change.lever) rules.emplace_back(&rule, &value);
  double sum = 0.0, count = 0.0;
  for (const LabelIdentity& label : identities_of(scenario)) {
    if (!selects(change.target, label)) continue;
    double before = Policy{}.*change.lever;
    for (const auto& [rule, value] : rules)
      if (selects(rule->target, label)) before = value->at(change.from);
    sum += before;
    count += 1.0;
  }
  if (count == 0.0) return Keeps::none;
  // The sum is of labels in the order of their names, and so the same for any order in the file.
  return change.value * count >= sum ? Keeps::higher : Keeps::lower;
}

std::optional<double> PolicyPlan::learning_rate(double Policy::*lever, Day day) const {
  std::optional<double> rate;
  for (const Learning& learning : learning_)
    if (learning.lever == lever && day >= learning.from && day < learning.until) rate = learning.rate;
  return rate;
}

PolicyPlan::PolicyPlan(const Scenario& scenario, const LabelIdentity& label, const PolicyPlan& past)
    : PolicyPlan(scenario, label) {
  for (Ramp& ramp : ramps_)
    for (const Ramp& before : past.ramps_)
      if (before.intervention == ramp.intervention)
        ramp.begun = before.begun, ramp.first = before.first, ramp.before = before.before;
}

Policy PolicyPlan::dated(Day day) const {
  Policy policy;
  for (const auto& [lever, value] : levers_) policy.*lever = value.at(day);
  return policy;
}

Policy PolicyPlan::effective(Day day, const Policy& learnt) {
  Policy policy = dated(day);
  for (const auto& field : lever_fields()) {
    const auto lever = member_of(field);
    policy.*lever = within(field, policy.*lever + learnt.*lever);
  }
  aims_.clear();
  costs_ = {};
  for (Ramp& ramp : ramps_) {
    if (!in_force(ramp.intervention, day)) continue;
    if (ramp.markets == 0)
      ramp.apply(day, policy);
    else if (ramp.intervention.change != Intervention::Change::current)
      aims_.push_back(ramp.aim(day, policy));
    if (!ramp.idle) costs_[ramp.paid_from] += ramp.intervention.cost;
  }
  return policy;
}

double PolicyPlan::kept(Keeps keeps, double own, double changed) {
  return keeps == Keeps::higher ? std::max(own, changed) : keeps == Keeps::lower ? std::min(own, changed) : changed;
}

double PolicyPlan::Aim::over(double usual) const {
  const double goal = change == Intervention::Change::scale ? usual * value : value;
  return kept(keeps, usual, part >= 1.0 ? goal : usual + (goal - usual) * part);
}

double PolicyPlan::in_market(double Policy::*lever, std::size_t market, double usual) const {
  for (const Aim& aim : aims_)
    if (aim.lever == lever && aim.names(market)) usual = within(lever_field(lever), aim.over(usual));
  return usual;
}

double PolicyPlan::cost() const {
  double cost = 0.0;
  for (const double part : costs_) cost += part;
  return cost;
}

bool PolicyPlan::recorded(double Policy::*lever, Day day) const { return day < now_ && has_rule(lever); }

bool PolicyPlan::has_rule(double Policy::*lever) const {
  return std::ranges::any_of(levers_, [&](const auto& dated) { return dated.first == lever; });
}

PolicyPlan::Ramp::Ramp(const Scenario& scenario, const LabelIdentity& label, const Intervention& what, Keeps own)
    : intervention(what),
      range(&lever_field(what.lever)),
      keeps(own),
      paid_from(static_cast<std::size_t>(std::ranges::find(kPaidFrom, what.paid_from) - kPaidFrom.begin())) {
  HIBIKI_ASSERT(paid_from < kPaidFrom.size());
  for (std::size_t m = 0; m < scenario.markets.size(); ++m)
    if (scenario.markets[m].name != label.home &&
        std::ranges::find(what.markets, scenario.markets[m].name) != what.markets.end())
      markets |= std::uint64_t{1} << m;
}

bool PolicyPlan::Ramp::begins(Day day) {
  if (begun) return false;
  begun = true;
  first = day;
  return true;
}

double PolicyPlan::Ramp::part(Day day) const {
  const auto weeks = static_cast<double>((day - first) / std::chrono::weeks(1));
  const auto whole = static_cast<double>(intervention.ramp_weeks);
  return weeks >= whole ? 1.0 : weeks / whole;
}

PolicyPlan::Aim PolicyPlan::Ramp::aim(Day day, const Policy& policy) {
  begins(day);
  const Aim aim{intervention.lever, markets, intervention.change, intervention.value, part(day), keeps};
  const double usual = policy.*intervention.lever;
  idle = keeps != Keeps::none && range->by_market == ByMarket::each && aim.over(usual) == usual;
  return aim;
}

void PolicyPlan::Ramp::apply(Day day, Policy& policy) {
  double& value = policy.*intervention.lever;
  if (begins(day)) before = value;
  if (intervention.change == Intervention::Change::current) return;
  const bool scales = intervention.change == Intervention::Change::scale;
  const double done = part(day);
  const double changed =
      kept(keeps, value,
           scales ? value * (1.0 + (intervention.value - 1.0) * done) : before + (intervention.value - before) * done);
  idle = keeps != Keeps::none && changed == value;
  value = within(*range, changed);
}

}  // namespace hibiki::scenario
