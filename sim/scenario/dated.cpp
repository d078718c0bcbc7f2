#include "sim/scenario/dated.hpp"

#include <algorithm>

#include "sim/core/portable_math.hpp"

namespace hibiki::inline scenario {

namespace {

/// Neighbouring points of `day` and how far it is from the first to the second, 0..1.
template <class Points>
struct Place {
  typename Points::const_iterator before, after;
  double fraction;
};

template <class Points>
Place<Points> locate(const Points& points, Day day) {
  const auto after =
      std::upper_bound(points.begin(), points.end(), day, [](Day d, const auto& point) { return d < point.first; });
  if (after == points.begin()) return {after, after, 0.0};
  const auto before = std::prev(after);
  if (after == points.end()) return {before, before, 0.0};
  const auto passed = static_cast<double>((day - before->first).count());
  const auto whole = static_cast<double>((after->first - before->first).count());
  return {before, after, passed / whole};
}

/// The value on a day after the last point and after trend.from.
double continued(const std::pair<Day, double>& last, const Trend& trend, Day day) {
  constexpr double kDaysAYear = 365.25;
  const double years = static_cast<double>((day - std::max(last.first, trend.from)).count()) / kDaysAYear;
  if (trend.of_share) return 1.0 - (1.0 - last.second) * portable::pow(1.0 - trend.rate, years);
  return last.second * portable::pow(1.0 + trend.rate, years);
}

}  // namespace

double DatedValue::between(Day day) const {
  const auto place = locate(points, day);
  if (day > std::max(points.back().first, trend.from) && trend.rate != 0.0) return continued(points.back(), trend, day);
  return place.before->second + place.fraction * (place.after->second - place.before->second);
}

std::vector<double> DatedRows::at(Day day) const {
  const auto place = locate(points, day);
  std::vector<double> row = place.before->second;
  for (std::size_t i = 0; i < row.size(); ++i) row[i] += place.fraction * (place.after->second[i] - row[i]);
  return row;
}

}  // namespace hibiki::scenario
