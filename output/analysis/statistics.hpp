// Mean, spread and likeness of numbers, by Boost.Math. NaN stands for a statistic that its values do not have, such as
// the mean of none; a NaN among the values makes every statistic NaN, so those that may hold one go through known().
#pragma once

#include <span>
#include <vector>

namespace hibiki::inline analysis {

/// `values` without those that are NaN, in order.
std::vector<double> known(std::vector<double> values);

/// All have one value; true for none.
bool all_alike(std::span<const double> values);

/// Arithmetic mean; of values that are all alike exactly that value. NaN for none.
double mean_of(std::span<const double> values);

/// The middle value, or the mean of the two in the middle. NaN for none.
double median_of(std::vector<double> values);

/// Linear between order statistics (type 7 of Hyndman and Fan, R's default); 0 <= q <= 1. NaN for no values.
double quantile_of(std::vector<double> values, double q);

/// Sample variance, the divisor being one less than their number; exactly 0 for values that are all alike. NaN for
/// fewer than two.
double variance_of(std::span<const double> values);

/// Pearson's correlation of pairs (x[i], y[i]); the spans have one length. NaN where x or y does not vary.
double correlation_of(std::span<const double> x, std::span<const double> y);

/// Slope of the least-squares line of y over x; the spans have one length. NaN where x does not vary.
double slope_of(std::span<const double> x, std::span<const double> y);

}  // namespace hibiki::analysis
