#include "tools/bench/samples.hpp"

#include <algorithm>
#include <cmath>

namespace hibiki::inline bench {

double Samples::quantile(double q) const {
  if (values.empty()) return 0.0;
  std::vector<double> sorted = values;
  std::ranges::sort(sorted);
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - std::floor(place)) * (sorted[above] - sorted[below]);
}

double Samples::spread() const {
  const double middle = median();
  return middle == 0.0 ? 0.0 : (quantile(0.75) - quantile(0.25)) / (2.0 * std::abs(middle));
}

Samples ratios(const Samples& a, const Samples& b) {
  Samples out;
  for (std::size_t i = 0; i < std::min(a.values.size(), b.values.size()); ++i) out.add(a.values[i] / b.values[i]);
  return out;
}

}  // namespace hibiki::bench
