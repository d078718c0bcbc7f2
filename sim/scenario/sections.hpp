// The parts of a scenario in the order of a file, each with the table that describes it. Code that reads, writes,
// checks or compares whole scenarios iterates here.
#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/rules.hpp"
#include "sim/scenario/schema.hpp"

namespace hibiki::inline scenario {

/// A name as a part of a dotted key: quoted unless it is made of A-Z a-z 0-9 _ and -.
std::string key_part(std::string_view name);

/// Identity of a table: its id if that kind has one, its name otherwise.
template <class Owner>
const std::string& identity(const Owner& owner) {
  if constexpr (requires { owner.id; })
    return owner.id;
  else
    return owner.name;
}

/// Calls visit(kind, owners, fields) for each list of tables: visit("market", scenario.markets, market_fields()) ...
template <class ScenarioType, class Visit>
void visit_lists(ScenarioType& scenario, Visit&& visit) {
  visit("market", scenario.markets, market_fields());
  visit("barrier", scenario.barriers, barrier_fields());
  visit("platform", scenario.platforms, platform_fields());
  visit("label", scenario.labels, label_fields());
  visit("act", scenario.acts, act_fields());
  visit("policy", scenario.policies, policy_rule_fields());
  visit("intervention", scenario.interventions, intervention_fields());
  visit("response", scenario.responses, response_fields());
}

/// Calls visit(name, owner, fields) for each table that a file has once: visit("run", scenario.run, run_fields()) ...
template <class ScenarioType, class Visit>
void visit_singles(ScenarioType& scenario, Visit&& visit) {
  visit("run", scenario.run, run_fields());
  visit("assumptions", scenario.assumptions, assumption_fields());
  visit("trend", scenario.trends, trend_fields());
}

/// Calls visit(prefix, owner, fields) for each table of the scenario: visit("run", ...), visit("market.JP", ...).
template <class ScenarioType, class Visit>
void visit_tables(ScenarioType& scenario, Visit&& visit) {
  visit_singles(scenario, [&](const char* name, auto& owner, auto fields) { visit(std::string(name), owner, fields); });
  visit_lists(scenario, [&](const char* kind, auto& owners, auto fields) {
    for (auto& owner : owners) visit(kind + ("." + key_part(identity(owner))), owner, fields);
  });
}

/// Whether a key of a table is written at all: an act's style is not when it is drawn, nor are keys of interventions
/// that came later than the first stored digests of scenarios, unless they are used.
template <class Owner>
bool is_spelled_out(const Owner&, const Field<Owner>&) {
  return true;
}
template <>
inline bool is_spelled_out(const Act& act, const Field<Act>& field) {
  return act.has_style || !std::holds_alternative<StyleValues Act::*>(field.member);
}
template <>
inline bool is_spelled_out(const Intervention& change, const Field<Intervention>& field) {
  if (field.key == "markets") return !change.markets.empty();
  return field.key != "paid_from" || change.paid_from != Intervention{}.paid_from;
}

}  // namespace hibiki::scenario
