#include "output/analysis/statistics.hpp"

#include <cmath>  // before Boost 1.74's, which calls sqrt() and does not include it

#include <algorithm>
#include <boost/math/statistics/bivariate_statistics.hpp>
#include <boost/math/statistics/linear_regression.hpp>
#include <boost/math/statistics/univariate_statistics.hpp>

#include "sim/core/error.hpp"
#include "sim/engine/observation.hpp"

namespace hibiki::inline analysis {

namespace statistics = boost::math::statistics;

std::vector<double> known(std::vector<double> values) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  return values;
}

bool all_alike(std::span<const double> values) {
  return std::ranges::all_of(values, [&](double value) { return value == values.front(); });
}

double mean_of(std::span<const double> values) {
  if (values.empty()) return kMissing;
  return all_alike(values) ? values.front() : statistics::mean(values.begin(), values.end());
}

double median_of(std::vector<double> values) {
  if (values.empty() || std::ranges::any_of(values, [](double value) { return std::isnan(value); })) return kMissing;
  return statistics::median(values);
}

double quantile_of(std::vector<double> values, double q) {
  HIBIKI_ASSERT(q >= 0.0 && q <= 1.0);
  if (values.empty() || std::ranges::any_of(values, [](double value) { return std::isnan(value); })) return kMissing;
  std::ranges::sort(values);
  const double at = q * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]);
}

double variance_of(std::span<const double> values) {
  return values.size() < 2 ? kMissing : statistics::sample_variance(values.begin(), values.end());
}

double correlation_of(std::span<const double> x, std::span<const double> y) {
  HIBIKI_ASSERT(x.size() == y.size());
  return all_alike(x) || all_alike(y) ? kMissing : statistics::correlation_coefficient(x, y);
}

double slope_of(std::span<const double> x, std::span<const double> y) {
  HIBIKI_ASSERT(x.size() == y.size());
  if (all_alike(x)) return kMissing;
  const std::vector<double> xs(x.begin(), x.end()), ys(y.begin(), y.end());  // Boost asks for cbegin(), spans have none
  return statistics::simple_ordinary_least_squares(xs, ys).second;
}

}  // namespace hibiki::analysis
