#include "tools/calibration/plan_keys.hpp"

namespace hibiki::inline calibration {

namespace {

// clang-format off
const Field<CalibrationPlan> kPlanFields[] = {
    {"name", &CalibrationPlan::name, "", 0, 0, "Short name; the file's when absent.", ""},
    {"title", &CalibrationPlan::title, "", 0, 0, "Title for people.", ""},
    {"extends", &CalibrationPlan::extends, "", 0, 0, "File that parameters.toml is to extend.", ""},
    {"fans", &CalibrationPlan::fans, "fans", 1, 4e9, "Fans of each run; the scenario's when absent.", ""},
    {"replicates", &CalibrationPlan::replicates, "runs", 1, 1000, "Seeds a point, the same at all points.", ""},
    {"seed", &CalibrationPlan::seed, "1", 0, 9e18, "First of these seeds.", ""},
    {"held_out_from", &CalibrationPlan::held_out_from, "year", kEarliestYear, kLatestYear, "First year that no fitted target may use.", ""},
};
const Field<CalibrationPlan> kMethodFields[] = {
    {"waves", &CalibrationPlan::waves, "waves", 1, 20, "Waves of points.", ""},
    {"points", &CalibrationPlan::points, "points", 4, 100000, "Points a wave.", ""},
    {"candidates", &CalibrationPlan::candidates, "points", 100, 1e8, "Points of the design looked at for a wave.", ""},
    {"cutoff", &CalibrationPlan::cutoff, "sd", 0.1, 100, "Implausibility from which a point is ruled out.", ""},
    {"finalists", &CalibrationPlan::finalists, "points", 1, 100000, "Nearest points that are simulated again under more seeds.", ""},
    {"final_replicates", &CalibrationPlan::final_replicates, "runs", 0, 1000, "Seeds of a finalist; 0: no finals.", ""},
};
const Field<PlanParameter> kParameterFields[] = {
    {"key", &PlanParameter::key, "", 0, 0, "Key of the schema, as --set takes it.", "", true},
    {"low", &PlanParameter::low, "", -kUnbounded, kUnbounded, "Lower end of its range.", "", true},
    {"high", &PlanParameter::high, "", -kUnbounded, kUnbounded, "Upper end.", "", true},
    {"start", &PlanParameter::start, "", -kUnbounded, kUnbounded, "Value before the calibration; one point has it.", ""},
    {"scale", &PlanParameter::scale, "", 0, 0, "How the range is filled: linear or log.", ""},
    {"levels", &PlanParameter::levels, "values", 2, 100, "Values that it may take, equally spaced on the scale, both ends included; 2: a switch.", ""},
    {"why", &PlanParameter::why, "", 0, 0, "Reason for fitting it, and for its range.", "", true},
    {"source", &PlanParameter::source, "", 0, 0, "Source of the range.", ""},
};
const Field<PlanTarget> kTargetFields[] = {
    {"name", &PlanTarget::name, "", 0, 0, "Name for tables.", "", true},
    {"measure", &PlanTarget::measure, "", 0, 0, "Measure of a run.", "", true},
    {"scene", &PlanTarget::scene, "", 0, 0, "Scene to measure.", ""},
    {"market", &PlanTarget::market, "", 0, 0, "Market to measure.", ""},
    {"markets", &PlanTarget::markets, "", 0, 0, "Markets together.", ""},
    {"act", &PlanTarget::act, "", 0, 0, "Named act to measure.", ""},
    {"value", &PlanTarget::value, "the measure's", -kUnbounded, kUnbounded, "As observed.", "", true},
    {"band", &PlanTarget::band, "sd", 0, kUnbounded, "Standard deviation of observation and model discrepancy, on the scale.", "", true},
    {"weight", &PlanTarget::weight, "observations", 0, 100, "How many observations it counts as; 0: none.", ""},
    {"scale", &PlanTarget::scale, "", 0, 0, "Of differences: log (ratios) or difference.", ""},
    {"mark", &PlanTarget::mark, "", 0, 0, "S read in the source, C computed, P read in press that names the source, M from memory.", "", true},
    {"source", &PlanTarget::source, "", 0, 0, "Where the value was read.", "", true},
    {"use", &PlanTarget::use, "", 0, 0, "fit or held_out.", ""},
};
// clang-format on

}  // namespace

std::span<const Field<CalibrationPlan>> plan_keys() { return kPlanFields; }
std::span<const Field<CalibrationPlan>> method_keys() { return kMethodFields; }
std::span<const Field<PlanParameter>> parameter_keys() { return kParameterFields; }
std::span<const Field<PlanTarget>> target_keys() { return kTargetFields; }

}  // namespace hibiki::calibration
