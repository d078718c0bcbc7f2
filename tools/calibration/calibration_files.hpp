// The files of a calibration: calibration.json, the central set as a file to extend, and all kept
// sets.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "tools/calibration/calibration.hpp"

namespace hibiki::inline calibration {

/// Digest of all inputs: equal for calibrations that must have equal results.
std::string calibration_identity(const CalibrationPlan& plan);

/// calibration.json.
nlohmann::ordered_json calibration_json(const Calibration& calibration);

/// The central set as TOML that a scenario can extend; `extends`, when not empty, is the file that it extends itself.
std::string parameters_toml(const Calibration& calibration);

/// All kept sets, the central one first.
std::string ensemble_toml(const Calibration& calibration);

}  // namespace hibiki::calibration
