#include "sim/scenario/dated.hpp"

#include <algorithm>

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

}  // namespace

double DatedValue::between(Day day) const {
  const auto place = locate(points, day);
  return place.before->second + place.fraction * (place.after->second - place.before->second);
}

std::vector<double> DatedRows::at(Day day) const {
  const auto place = locate(points, day);
  std::vector<double> row = place.before->second;
  for (std::size_t i = 0; i < row.size(); ++i) row[i] += place.fraction * (place.after->second[i] - row[i]);
  return row;
}

}  // namespace hibiki::scenario
