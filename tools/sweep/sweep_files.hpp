// The results of a sweep as files: points.csv, a row for each point, replicate and measure, and sweep.h5, which xarray
// opens with each factor as a coordinate over the points. What is missing is missing: an empty field, NaN.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tools/sweep/sweep_folder.hpp"

namespace hibiki::inline sweep {

/// Columns point, id, a column for each factor, replicate, seed, measure, scene, unit, value.
std::string points_csv(const SweepFolder& folder, const RunLog& log);

/// Dimensions point and replicate. Equal runs give equal bytes. Throws IoError.
void write_sweep_results(const std::filesystem::path& file, const SweepFolder& folder, const RunLog& log);

/// The value of a measure of a run; NaN where there is none.
double value_of(const RunRecord& record, const MeasureColumn& measure);

/// Values of a point: for each measure one for each seed. NaN of runs that are not done.
std::vector<std::vector<double>> measured(const SweepState& state, const RunLog& log, const NumberedPoint& point);

/// The values of a factor as numbers; empty when one is not a number.
std::optional<std::vector<double>> numbers_of(const std::vector<NumberedPoint>& points, std::size_t factor);

}  // namespace hibiki::sweep
