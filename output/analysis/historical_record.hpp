// Recorded history: the yearly series of scenarios/record.csv.
#pragma once

#include <map>
#include <set>
#include <string_view>

namespace hibiki::inline analysis {

/// Years up to here may be fitted; later ones are held out.
inline constexpr int kLastFittedYear = 2015;

/// A yearly series of scenarios/record.csv.
struct RecordedSeries {
  std::map<int, double> by_year;
  std::set<int> unverified;  ///< years without a figure read in a source

  bool verified() const { return unverified.empty(); }

  /// The figures of years [first, last].
  RecordedSeries between(int first, int last) const;
};

/// The series called `name` in a text like record.csv (series,year,value,unit,mark,source).
RecordedSeries recorded_series(std::string_view csv, std::string_view name);

/// scenarios/record.csv as the program was built with it.
std::string_view record_csv();

}  // namespace hibiki::analysis
