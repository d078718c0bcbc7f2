// History matching: rules out values of the free parameters with outcomes further from the record than
// observation error, model discrepancy, sampling noise and the emulator's error explain (Craig et al.
// 1997; Vernon, Goldstein, Bower 2010). Each wave simulates points that are not ruled out yet.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tools/calibration/emulator.hpp"
#include "tools/calibration/plan.hpp"

namespace hibiki::inline calibration {

/// Values of the parameters, and the outcomes of their runs.
struct CalibrationPoint {
  std::int64_t wave = 1, index = 0;  ///< waves are counted from 1; the finals are the last
  std::int64_t replicates = 1;
  std::vector<double> values;                 ///< one a parameter
  std::vector<std::vector<double>> outcomes;  ///< (replicate, target); NaN for runs without a value
  std::string error;                          ///< why it failed; then there are no outcomes

  bool failed() const { return !error.empty(); }
};

/// Fills in outcomes or errors of all points. An exception ends the calibration.
using SimulatePoints = std::function<void(std::vector<CalibrationPoint>& points)>;

/// A wave and its statistics.
struct CalibrationWave {
  std::int64_t number = 1;
  std::size_t points = 0, failed = 0;
  // Choice of its points; zero for the first wave.
  std::size_t candidates = 0, passed = 0;
  double cutoff = 0;    ///< applied: the plan's, or more where fewer candidates than points passed
  bool finals = false;  ///< the nearest points so far, under more seeds
  // Of the emulators that were fitted for it, one a target that decides: see decisive_targets().
  std::vector<Emulator::Quality> emulators;
  std::vector<double> least;  ///< lowest implausibility that any candidate has
  double least_together = 0;  ///< lowest maximal implausibility of a candidate
  std::size_t hardest = 0;    ///< the target (of the plan) that is worst there
};

/// A set of values that was not ruled out.
struct KeptSet {
  std::size_t point = 0;  ///< of Calibration::points
  double implausibility = 0;
};

/// Parameters with levels at one combination of their values: a structure of the model.
struct Structure {
  std::vector<double> values;              ///< of the parameters with levels, in the plan's order
  std::size_t candidates = 0, passed = 0;  ///< points judged; those of them that are not ruled out
  double least_together = 0;               ///< lowest maximal implausibility of a candidate
  std::size_t hardest = 0;                 ///< the target (of the plan) that is worst there
};

struct Calibration {
  CalibrationPlan plan;
  std::vector<CalibrationWave> waves;
  std::vector<CalibrationPoint> points;  ///< by wave and index
  std::vector<double> seed_variance;     ///< one a target, of a residual between seeds at one point of the last wave
  std::vector<KeptSet> kept;             ///< lowest implausibility first; all rejected: the nearest alone
  std::size_t not_rejected = 0;          ///< of them under the cutoff
  std::vector<Structure> structures;     ///< by the emulators of all points; none without parameters with levels
  bool all_kept_pass() const { return not_rejected == kept.size(); }
};

/// Targets that may rule points out, by position in the plan.
std::vector<std::size_t> decisive_targets(const CalibrationPlan& plan);

/// Mean residual over the replicates; a run without a value counts as an outcome of 0.
double mean_residual(const PlanTarget& target, std::size_t index, const CalibrationPoint& point);

/// |residual| in standard deviations, times the root of the target's weight: above about 3 it is hard to believe in.
/// `mean_variance` is that of the residual as a mean over all seeds, `seed_variance` that of one seed about it: history
/// is one realisation.
double implausibility(const PlanTarget& target, double residual, double mean_variance, double seed_variance);

/// Of a simulated point: each target's, and the largest of those that decide (infinite when it failed).
double implausibility_of(const Calibration& calibration, const CalibrationPoint& point, std::size_t target);
double implausibility_of(const Calibration& calibration, const CalibrationPoint& point);

/// The whole method. The result depends only on the plan and on the outcomes that `simulate` fills in.
Calibration calibrate(const CalibrationPlan& plan, const SimulatePoints& simulate,
                      const std::function<void(const Calibration&)>& after_wave = {});

}  // namespace hibiki::calibration
