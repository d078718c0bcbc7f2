#include "tools/calibration/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/core/accurate_math.hpp"

namespace hibiki::inline calibration {

double PlanParameter::at(double unit) const {
  return scale == "log" ? low * accurate::pow(high / low, unit) : low + (high - low) * unit;
}

double PlanParameter::unit_of(double value) const {
  return scale == "log" ? accurate::log(value / low) / accurate::log(high / low) : (value - low) / (high - low);
}

double PlanParameter::rounded(double unit) const {
  if (levels < 2) return unit;
  const auto count = static_cast<double>(levels);
  return std::min(count - 1, std::floor(unit * count)) / (count - 1);
}

double PlanTarget::residual(double outcome) const {
  if (scale == "difference") return outcome - value;
  return outcome > 0 ? std::clamp(accurate::log(outcome / value), -kFarthest, kFarthest) : -kFarthest;
}

double PlanTarget::outcome(double residual) const {
  return scale == "difference" ? value + residual : value * accurate::exp(residual);
}

std::vector<double> CalibrationPlan::start_values() const {
  std::vector<double> values;
  for (const PlanParameter& parameter : parameters)
    values.push_back(std::isnan(parameter.start) ? parameter.at(parameter.rounded(0.5)) : parameter.start);
  return values;
}

std::vector<std::string> CalibrationPlan::sets_of(const std::vector<double>& values) const {
  std::vector<std::string> sets;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    sets.push_back(fmt::format("{}={}", parameters[i].key, values[i]));
  return sets;
}

LoadedScenario CalibrationPlan::scenario_with(const std::vector<double>& values) const {
  std::vector<std::string> sets = sets_of(values);
  if (fans > 0) sets.push_back(fmt::format("run.fans={}", fans));
  sets.push_back(fmt::format("run.seed={}", seed));
  sets.push_back(fmt::format("run.replicates={}", replicates));
  return parse_scenario(resolved, scenario.string(), sets);
}

}  // namespace hibiki::calibration
