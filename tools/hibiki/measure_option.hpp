// --measure: what a comparison measures beside, and before, the measures of its table.
#pragma once

#include <CLI/App.hpp>

#include <string>
#include <vector>

#include "output/analysis/arm.hpp"
#include "sim/scenario/scenario.hpp"

namespace hibiki::inline program {

void add_measure_option(CLI::App& command, std::vector<std::string>& measures);

/// Sets scope.asked, in the order of `texts`; the first is the comparison's headline. Throws UsageError.
void ask_for(const std::vector<std::string>& texts, const std::vector<const Scenario*>& scenarios, ArmScope& scope);

/// Says which labels and acts are not there from the window's beginning on.
void say_late_starts(const std::vector<const Scenario*>& scenarios, const ArmScope& scope);

/// The part of an experiment's identity that says its measures; empty where none was asked for.
std::string identity_of_measures(const ArmScope& scope);

}  // namespace hibiki::program
