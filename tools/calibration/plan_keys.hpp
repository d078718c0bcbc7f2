// The keys of a plan's tables, with types and ranges.
#pragma once

#include <span>

#include "sim/scenario/schema.hpp"
#include "tools/calibration/plan.hpp"

namespace hibiki::inline calibration {

inline constexpr int kEarliestYear = 1900, kLatestYear = 2200;

std::span<const Field<CalibrationPlan>> plan_keys();
std::span<const Field<CalibrationPlan>> method_keys();
std::span<const Field<PlanParameter>> parameter_keys();
std::span<const Field<PlanTarget>> target_keys();

}  // namespace hibiki::calibration
