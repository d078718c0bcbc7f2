// The measures of calibration targets, by name.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "tools/calibration/plan.hpp"

namespace hibiki::inline engine {
struct RunSummary;
}

namespace hibiki::inline calibration {

/// One measure. NaN for runs without a value.
struct TargetMeasure {
  std::string_view name, unit, definition;
  bool scene, market, markets, act, years;  ///< keys that a target of it needs
  double (*of)(const RunSummary& run, const PlanTarget& target, YearRange years);
};

std::span<const TargetMeasure> target_measures();

/// Null when there is none of that name.
const TargetMeasure* find_target_measure(std::string_view name);

/// Whether the name asks for a counterfactual (P6, P8, a lever withheld), which is never a target.
bool is_counterfactual(std::string_view measure);

/// The outcome of a run; relative to the target's base years if it has them.
double target_outcome(const RunSummary& run, const PlanTarget& target);

}  // namespace hibiki::calibration
