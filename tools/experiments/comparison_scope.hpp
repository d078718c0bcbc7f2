// The scope of a comparison: the changes of the variants, the measured scene, and the first week of the window.
#pragma once

#include <string>
#include <vector>

#include "output/analysis/arm.hpp"
#include "sim/scenario/load.hpp"

namespace hibiki::inline experiments {

/// The reason why two scenarios cannot be compared pair by pair, with a remedy; empty when they can.
std::string why_incomparable(const Scenario& base, const Scenario& variant);

/// Interventions of `variant` that `base` has not, or not alike.
std::vector<Intervention> new_interventions(const Scenario& base, const Scenario& variant);

/// The scene to measure: home of all labels that differing interventions and policies are aimed at; else
/// the incumbent of the base's contenders.
MeasuredScene asked_scene(const Scenario& base, const std::vector<const Scenario*>& variants);

/// The scene at home in a market; that of the first market when there is no such market.
MeasuredScene scene_of_market(const Scenario& base, const std::string& home);

/// The scene of that name ("J-pop") or home market ("JP"). Throws std::invalid_argument, with the nearest names, where
/// the scenario has none.
MeasuredScene scene_named(const Scenario& base, const std::string& name);

/// By market of a run's axis: whether it is among these names.
std::vector<bool> markets_named(const Scenario& base, const std::vector<std::string>& names);

/// The same scene, of which the named markets alone count as abroad.
MeasuredScene only_in(const Scenario& base, MeasuredScene scene, const std::vector<std::string>& names);

/// From the first reported week in which any variant may differ from the base; all reported weeks when none may.
int asked_from_week(const Scenario& base, const std::vector<const Scenario*>& variants);

/// Labels of the scenario's file that a target picks; entrants come on top.
std::size_t labels_picked(const Scenario& scenario, const std::string& target);

/// The name of a label of the scenario's file that both targets pick; empty where there is none.
std::string label_picked_by_both(const Scenario& scenario, const std::string& one, const std::string& other);

/// "in ID, TH" for a change that holds there alone; empty for others.
std::string where_text(const Intervention& intervention);

/// "set 0.9", "scale 2", "current", "set 0.5 in ID, TH".
std::string change_text(const Intervention& intervention);

/// One line of the difference of two resolved scenarios; a side is empty where it has no such key.
struct ScenarioDifference {
  std::string key, base, variant;
};

/// Keys with different values, in the order of the variant, those it lacks last. Names, texts, seed and replicates are
/// left out.
std::vector<ScenarioDifference> differences(const LoadedScenario& base, const LoadedScenario& variant);

}  // namespace hibiki::experiments
