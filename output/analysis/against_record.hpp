// Comparison of model series with recorded series.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "output/analysis/historical_record.hpp"
#include "output/analysis/summaries.hpp"

namespace hibiki::inline analysis {

/// A model series that corresponds to a recorded series.
struct ModelledSeries {
  std::string_view record;  ///< name in record.csv
  std::string_view text;    ///< description of the model series
  double (*value)(const RunSummary& run, const YearSummary& year);
  bool relative = false;  ///< only its course counts: each side is divided by its mean over the fitted years
};

std::span<const ModelledSeries> modelled_series();
const ModelledSeries& modelled_exports();  ///< Korean revenue abroad, million dollars

/// Values in the record's years, in order; NaN where the run does not have the whole year.
std::vector<double> modelled_values(const ModelledSeries& series, const RunSummary& run, const RecordedSeries& record);
std::vector<double> values_of(const RecordedSeries& record);

/// Logarithms; less than a thousandth counts as a thousandth.
std::vector<double> logs_of(std::vector<double> values);

/// Geometric mean of modelled over recorded values in years first to last; NaN where the run has none of them.
double level_against(const ModelledSeries& series, const RunSummary& run, const RecordedSeries& record, int first,
                     int last);

std::vector<double> ranks_of(const std::vector<double>& values);

}  // namespace hibiki::analysis
