// Values that change over time: piecewise linear between dated points, constant before the first, and after the last
// constant or with a trend.
#pragma once

#include <utility>
#include <vector>

#include "sim/core/calendar.hpp"

namespace hibiki::inline scenario {

/// How a series goes on after its last point.
struct Trend {
  double rate = 0.0;  ///< a year: growth of the value, or of a share: the part of what is missing to 1 that is gained
  bool of_share = false;
  Day from{};  ///< the value stays until this day
  bool operator==(const Trend&) const = default;
};

/// A number over time. Points are in order of date, without repeats; at least one.
struct DatedValue {
  std::vector<std::pair<Day, double>> points{{Day{}, 0.0}};
  Trend trend;  ///< of series: a constant stays

  DatedValue() = default;
  explicit DatedValue(double constant) : points{{Day{}, constant}} {}

  double at(Day day) const { return constant() ? points.front().second : between(day); }
  bool constant() const { return points.size() == 1; }
  bool operator==(const DatedValue&) const = default;

 private:
  double between(Day day) const;
};

/// A row of numbers over time; every row has the same length.
struct DatedRows {
  std::vector<std::pair<Day, std::vector<double>>> points;

  /// Row interpolated at `day`. Undefined when there are no points.
  std::vector<double> at(Day day) const;
  bool operator==(const DatedRows&) const = default;
};

}  // namespace hibiki::scenario
