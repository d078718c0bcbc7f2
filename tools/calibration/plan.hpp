// A calibration plan: the free parameters with their ranges, and the recorded targets. Read
// from TOML; this file simulates nothing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "sim/scenario/load.hpp"

namespace hibiki::inline calibration {

/// A free parameter.
struct PlanParameter {
  std::string key;  ///< as --set takes it
  double low = 0, high = 0;
  double start =
      std::numeric_limits<double>::quiet_NaN();  ///< value before the calibration: the first point; may be NaN
  std::string scale = "linear";                  ///< of the design: "linear" or "log"
  std::int64_t levels =
      0;  ///< values that it may take, equally spaced on the scale, both ends included; 0: any of the range
  std::string why, source;

  /// Value at `unit` in [0, 1] of the range.
  double at(double unit) const;
  /// Where a value is in the range; inverse of at().
  double unit_of(double value) const;
  /// `unit` in [0, 1], moved to a level where there are levels: each takes an equal part of the range.
  double rounded(double unit) const;
};

/// Years first to last, both included.
struct YearRange {
  int first = 0, last = 0;
};

/// An observed value that runs should match.
struct PlanTarget {
  std::string name, measure;
  std::string scene, market, act;    ///< subject of the measure
  std::vector<std::string> markets;  ///< ... in which markets
  YearRange years, relative_to;      ///< relative_to.first == 0: absolute
  double value = 0, band = 0;        ///< as observed; standard deviation of observation and model discrepancy
  double weight = 1;
  std::string scale = "log";  ///< of differences: "log" (ratios) or "difference"
  std::string mark, source, use = "fit";

  /// Read in a source, so that it may count. Values from memory are printed and have no weight.
  bool verified() const { return mark != "M"; }
  /// Whether it may rule points out.
  bool decides() const { return use == "fit" && verified() && weight > 0; }
  /// The outcome less the observed value on the target's scale. Log ratios beyond kFarthest count as that.
  double residual(double outcome) const;
  /// The outcome that has this residual.
  double outcome(double residual) const;
};
inline constexpr double kFarthest = 6.0;  ///< a ratio of 400

struct CalibrationPlan {
  std::filesystem::path path, scenario;  ///< as they can be opened
  std::string name, title, text;
  std::string extends;                  ///< file that parameters.toml extends
  std::string resolved;                 ///< the scenario, every value spelled out: its files may change meanwhile
  std::int64_t waves = 3, points = 60;  ///< method: points a wave
  std::int64_t finalists = 20, final_replicates = 0;  ///< the nearest points, simulated under more seeds; 0: none
  std::int64_t candidates = 60000;                    ///< points of the design looked at for a wave
  double cutoff = 3.0;                                ///< implausibility at which a point is ruled out
  std::int64_t held_out_from = 0;                     ///< first year no fitted target may use; 0: none
  std::int64_t fans = 0, replicates = 2, seed = 1;    ///< fans 0: the scenario's
  std::vector<PlanParameter> parameters;
  std::vector<PlanTarget> targets;

  /// The value of each parameter as --set takes it: "engagement.gain=0.22".
  std::vector<std::string> sets_of(const std::vector<double>& values) const;
  /// The scenario with these values.
  LoadedScenario scenario_with(const std::vector<double>& values) const;
  /// The values before, or where the plan gives none the middle of the range or the level nearest to it.
  std::vector<double> start_values() const;
};

/// Values of the command line that replace those of the plan; 0: not given (seed: -1).
struct PlanChanges {
  std::int64_t fans = 0, replicates = 0, seed = -1;
};

/// Reads a plan and checks it against its scenario. Throws ScenarioError with every problem found, IoError.
CalibrationPlan load_plan(const std::filesystem::path& path, const PlanChanges& changes = {});

}  // namespace hibiki::calibration
