#include "tools/bench/samples.hpp"

#include <algorithm>
#include <cmath>

#include "output/analysis/statistics.hpp"

namespace hibiki::inline bench {

double Samples::quantile(double q) const { return values.empty() ? 0.0 : quantile_of(values, q); }

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
