#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/scenario/findings.hpp"
#include "sim/scenario/label_name.hpp"
#include "sim/scenario/policies.hpp"
#include "sim/scenario/read_fields.hpp"
#include "sim/scenario/sections.hpp"

namespace hibiki::inline scenario {

namespace {

/// A label of the scenario and the day on which it is founded.
struct FoundedLabel {
  LabelIdentity identity;
  Day founded;
};

/// The first label of each entry that `target` selects: labels of one entry differ in their names alone.
std::vector<FoundedLabel> selected_labels(const Scenario& scenario, const Target& target) {
  std::vector<FoundedLabel> labels;
  for (const Label& entry : scenario.labels) {
    const auto home = std::ranges::find(scenario.markets, entry.home, &Market::name);
    const std::string scene = home == scenario.markets.end() ? "" : home->scene;
    for (const std::string& name : full_names(entry)) {
      if (!target.selects(entry.kind, entry.home, scene, entry.name, name)) continue;
      labels.push_back({{entry.kind, entry.home, scene, entry.name, name}, entry.founded});
      break;
    }
  }
  return labels;
}

/// Weeks [first, end) in which an intervention holds for a label.
struct Weeks {
  int first, end;
  bool empty() const { return first >= end; }
};

Weeks weeks_in_force(const Calendar& calendar, const Intervention& change, Day founded) {
  const int first = std::max(0, calendar.week_on_or_after(std::max(change.from, founded)));
  const Day last = calendar.day(calendar.weeks);
  return {first,
          change.until >= last ? calendar.weeks : std::min(calendar.weeks, calendar.week_on_or_after(change.until))};
}

/// The target, if other rules found no problem, so that its weeks and labels can be counted.
std::optional<Target> countable_target(const Scenario& scenario, const Intervention& change) {
  const bool dated = scenario.run.start <= scenario.run.end && change.from >= scenario.run.start &&
                     change.from <= scenario.run.end && change.until > change.from;
  std::string error;
  return dated ? Target::parse(change.target, error) : std::nullopt;
}

std::string until_text(const Intervention& change, const RunSettings& run) {
  return change.until > run.end ? fmt::format("the run ends on {}", to_string(run.end))
                                : fmt::format("it ends on {}", to_string(change.until));
}

/// Entrants (labels founded by the model) cannot be targeted by name.
bool may_select_entrants(const Scenario& scenario, const Target& target) {
  return target.names.empty() && scenario.assumptions.entry_rate > 0;
}

std::optional<Finding> holds_in_no_week(const Scenario& scenario, const Intervention& change) {
  const Calendar calendar = scenario.calendar();
  if (!weeks_in_force(calendar, change, change.from).empty()) return std::nullopt;
  const std::string key = "intervention." + key_part(change.id);
  return Finding{key + ".from", -1,
                 fmt::format("{} changes nothing: no week of the run begins from {} to {}", key, to_string(change.from),
                             to_string(std::min(change.until - std::chrono::days(1), scenario.run.end))),
                 fmt::format("weeks begin on {} and every 7 days", to_string(scenario.run.start))};
}

/// Whether every label of the scenario that `change` is aimed at is founded too late for it.
std::optional<Finding> ends_before_founding(const Scenario& scenario, const Intervention& change,
                                            const Target& target) {
  const Calendar calendar = scenario.calendar();
  const std::string key = "intervention." + key_part(change.id);
  const auto labels = selected_labels(scenario, target);
  if (labels.empty()) return std::nullopt;  // said by other rules
  for (const FoundedLabel& label : labels)
    if (!weeks_in_force(calendar, change, label.founded).empty()) return std::nullopt;
  const FoundedLabel& first = *std::ranges::min_element(labels, {}, &FoundedLabel::founded);
  return Finding{key + ".target", -1,
                 fmt::format("{} changes nothing: the first label of its target, {}, is founded on {}, and {}", key,
                             first.identity.name, to_string(first.founded), until_text(change, scenario.run)),
                 "target labels that exist then, or move its dates"};
}

Policy nothing_learnt() {
  Policy none;
  for (const auto& field : lever_fields()) none.*std::get<double Policy::*>(field.member) = 0.0;
  return none;
}

/// Where a scaled lever would leave its range furthest.
struct Excess {
  std::string label;
  Day day;
  double before = 0.0, value = 0.0, beyond = 0.0;
};

Excess largest_excess(const Scenario& scenario, const Scenario& before, const Intervention& change,
                      const Target& target) {
  const Calendar calendar = scenario.calendar();
  const auto* range = &lever_field(change.lever);
  Excess worst;
  for (const FoundedLabel& label : selected_labels(scenario, target)) {
    const Weeks weeks = weeks_in_force(calendar, change, label.founded);
    PolicyPlan plan(before, label.identity);
    for (int week = std::max(0, calendar.week_on_or_after(label.founded)); week < weeks.end; ++week) {
      const double value = plan.effective(calendar.day(week), nothing_learnt()).*change.lever;
      if (week < weeks.first) continue;
      const double ramp = static_cast<double>(change.ramp_weeks), since = week - weeks.first;
      const double scaled = value * (1.0 + (change.value - 1.0) * (since >= ramp ? 1.0 : since / ramp));
      const double beyond = std::max(scaled - range->maximum, range->minimum - scaled);
      // Rounding errors do not count.
      if (beyond > 1e-9 * std::abs(scaled) && beyond > worst.beyond)
        worst = {label.identity.name, calendar.day(week), value, scaled, beyond};
    }
  }
  return worst;
}

void warn_of_scale(const Scenario& scenario, std::size_t index, const Target& target, std::vector<Finding>& warnings) {
  const Intervention& change = scenario.interventions[index];
  Scenario before = scenario;
  before.interventions.resize(index);
  const Excess worst = largest_excess(scenario, before, change, target);
  if (worst.label.empty()) return;
  const auto* range = &lever_field(change.lever);
  const double limit = worst.value > range->maximum ? range->maximum : range->minimum;
  const std::string key = "intervention." + key_part(change.id) + ".scale";
  warnings.push_back(
      {key, -1,
       fmt::format("{} takes {} out of its range: {:.4g} times {:.4g} would be {:.4g} for {} in the week of {}; "
                   "it stays at {:.4g}",
                   key, range->key, worst.before, worst.value / worst.before, worst.value, worst.label,
                   to_string(worst.day), limit),
       range_text(range->minimum, range->maximum, range->unit)});
}

}  // namespace

void find_effect_problems(const Scenario& scenario, std::vector<Finding>& findings) {
  for (const Intervention& change : scenario.interventions) {
    const auto target = countable_target(scenario, change);
    if (!target) continue;
    if (auto finding = holds_in_no_week(scenario, change))
      findings.push_back(std::move(*finding));
    else if (auto late = ends_before_founding(scenario, change, *target);
             late && !may_select_entrants(scenario, *target))
      findings.push_back(std::move(*late));
  }
}

std::vector<Finding> find_warnings(const Scenario& scenario) {
  std::vector<Finding> warnings;
  for (std::size_t i = 0; i < scenario.interventions.size(); ++i) {
    const Intervention& change = scenario.interventions[i];
    const auto target = countable_target(scenario, change);
    if (!target) continue;
    if (auto late = ends_before_founding(scenario, change, *target)) {
      late->message += "; only entrants can follow it";
      warnings.push_back(std::move(*late));
    } else if (change.change == Intervention::Change::scale &&
               (change.markets.empty() || lever_field(change.lever).by_market == ByMarket::each)) {
      warn_of_scale(scenario, i, *target, warnings);
    }
  }
  return warnings;
}

}  // namespace hibiki::scenario
