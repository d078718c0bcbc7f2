#include "output/analysis/paired.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include "output/analysis/statistics.hpp"
#include "sim/core/accurate_math.hpp"
#include "sim/core/error.hpp"

namespace hibiki::inline analysis {

namespace {

constexpr double kOutside = 0.025;  ///< probability on either side of an interval
constexpr double kPower = 0.8;      ///< probability of seeing an effect that is there

/// What Student's t of `n` values exceeds with probability `outside`.
double t_beyond(double outside, std::size_t n) {
  return quantile(complement(boost::math::students_t(static_cast<double>(n - 1)), outside));
}

/// Half width of the interval of `n` values in units of their standard deviation.
double half_width_in_deviations(std::size_t n) { return t_beyond(kOutside, n) / std::sqrt(static_cast<double>(n)); }

/// Probability that Student's t of `n` values lies beyond its limits on either side, when their mean is
/// `noncentrality` standard errors.
double beyond_either(double noncentrality, std::size_t n) {
  constexpr double kSure = 1e4;  // far beyond any limit, and what Boost can take
  if (noncentrality > kSure) return 1.0;
  const boost::math::non_central_t shifted(static_cast<double>(n - 1), noncentrality);
  const double limit = t_beyond(kOutside, n);
  return cdf(complement(shifted, limit)) + cdf(shifted, -limit);
}

/// The mean that `n` values show with probability kPower, in units of their standard deviation.
double detectable_in_deviations(std::size_t n) {
  constexpr std::size_t kMany = 100;  // from here on t is near enough to normal for the sum of its quantiles
  double errors = t_beyond(kOutside, n) + t_beyond(1.0 - kPower, n);
  if (n < kMany) {
    double low = 0.0, high = 4.0 * errors;
    while (high - low > 1e-9 * high) {
      errors = (low + high) / 2;
      (beyond_either(errors, n) < kPower ? low : high) = errors;
    }
  }
  return errors / std::sqrt(static_cast<double>(n));
}

/// Standard deviation of the values whose mean has this interval; nothing where it has none or they are equal.
std::optional<double> deviation_of(const Interval& interval, std::size_t values) {
  const auto half = half_width(interval);
  if (!half || *half == 0.0) return std::nullopt;
  return *half / half_width_in_deviations(values);
}

/// The fewest values, at least 2, of which `reaches` is true; it must stay true for more.
template <class Reaches>
std::size_t fewest(const Reaches& reaches) {
  constexpr std::size_t kMost = std::size_t{1} << 40;
  std::size_t low = 1, high = 2;
  while (high < kMost && !reaches(high)) low = high, high *= 2;
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    (reaches(middle) ? high : low) = middle;
  }
  return high;
}

/// Computed from the size of t alone, so that opposite effects have chances that add up to 1 exactly.
std::optional<double> chance_of_positive(std::span<const double> differences) {
  const std::size_t n = differences.size();
  if (n < 2) return std::nullopt;
  const double mean = mean_of(differences), variance = variance_of(differences);
  if (variance == 0.0) return mean > 0 ? 1.0 : 0.0;
  const boost::math::students_t student(static_cast<double>(n - 1));
  const double t = mean / std::sqrt(variance / static_cast<double>(n));
  const double tail = cdf(complement(student, std::abs(t)));
  return t > 0 ? 1.0 - tail : tail;
}

std::optional<double> gain(std::span<const double> base, std::span<const double> variant,
                           std::span<const double> differences) {
  if (differences.size() < 2) return std::nullopt;
  const double paired = variance_of(differences);
  if (paired == 0.0) return std::nullopt;
  return (variance_of(base) + variance_of(variant)) / paired;
}

std::vector<double> differences_of(std::span<const double> base, std::span<const double> variant) {
  std::vector<double> differences;
  for (std::size_t i = 0; i < base.size(); ++i) differences.push_back(variant[i] - base[i]);
  return differences;
}

std::vector<double> logs_of(std::span<const double> values) {
  std::vector<double> logs;
  for (const double value : values) logs.push_back(accurate::log(value));
  return logs;
}

bool all_positive(std::span<const double> values) {
  return std::ranges::all_of(values, [](double value) { return value > 0; });
}

Interval around(double mean, double variance, std::size_t n) {
  if (n < 2) return {mean, std::nullopt, std::nullopt};
  const double half = variance == 0.0 ? 0.0 : half_width_in_deviations(n) * std::sqrt(variance);
  return {mean, mean - half, mean + half};
}

}  // namespace

Interval mean_interval(std::span<const double> values) {
  HIBIKI_ASSERT(!values.empty());
  return around(mean_of(values), variance_of(values), values.size());
}

PairedEffect paired_effect(std::span<const double> base, std::span<const double> variant) {
  HIBIKI_ASSERT(base.size() == variant.size() && !base.empty());
  const std::vector<double> differences = differences_of(base, variant);
  PairedEffect effect;
  effect.pairs = differences.size();
  effect.base = mean_of(base);
  effect.variant = mean_of(variant);
  effect.difference = mean_interval(differences);
  effect.chance_positive = chance_of_positive(differences);
  for (const double difference : differences)
    ++(difference > 0 ? effect.positive : difference < 0 ? effect.negative : effect.equal);
  effect.variance_saved = gain(base, variant, differences);
  if (all_positive(base) && all_positive(variant)) {
    const std::vector<double> logs_base = logs_of(base), logs_variant = logs_of(variant);
    const std::vector<double> logs = differences_of(logs_base, logs_variant);
    effect.log_ratio = mean_interval(logs);
    effect.geometric_base = accurate::exp(mean_of(logs_base));
    effect.geometric_variant = accurate::exp(mean_of(logs_variant));
    effect.log_chance_positive = chance_of_positive(logs);
    effect.log_variance_saved = gain(logs_base, logs_variant, logs);
  }
  return effect;
}

Interval ratio_of(const Interval& log_ratio) {
  Interval ratio{accurate::exp(log_ratio.mean), std::nullopt, std::nullopt};
  if (log_ratio.low) ratio.low = accurate::exp(*log_ratio.low);
  if (log_ratio.high) ratio.high = accurate::exp(*log_ratio.high);
  return ratio;
}

Interval difference_at_base(const PairedEffect& effect) {
  HIBIKI_ASSERT(effect.log_ratio.has_value());
  const auto at = [&](double log_ratio) { return effect.geometric_base * (accurate::exp(log_ratio) - 1.0); };
  Interval difference{at(effect.log_ratio->mean), std::nullopt, std::nullopt};
  if (effect.log_ratio->low) difference.low = at(*effect.log_ratio->low);
  if (effect.log_ratio->high) difference.high = at(*effect.log_ratio->high);
  return difference;
}

std::optional<double> half_width(const Interval& interval) {
  if (!interval.low || !interval.high) return std::nullopt;
  return (*interval.high - *interval.low) / 2;
}

std::size_t replicates_for(double now, std::size_t pairs, double wanted) {
  HIBIKI_ASSERT(now > 0 && wanted > 0 && pairs > 1);
  const double deviation = now / half_width_in_deviations(pairs);
  return fewest([&](std::size_t n) { return half_width_in_deviations(n) * deviation <= wanted; });
}

Interval held_together(const Interval& interval, std::size_t values, std::size_t together) {
  HIBIKI_ASSERT(together > 0);
  const auto half = half_width(interval);
  if (!half || *half == 0.0 || together == 1) return interval;
  const double wider = *half * t_beyond(kOutside / static_cast<double>(together), values) / t_beyond(kOutside, values);
  return {interval.mean, interval.mean - wider, interval.mean + wider};
}

double power_of(const Interval& interval, std::size_t values, double effect) {
  const auto deviation = deviation_of(interval, values);
  if (!deviation) return std::nan("");
  return beyond_either(std::abs(effect) / *deviation * std::sqrt(static_cast<double>(values)), values);
}

std::optional<double> detectable(const Interval& interval, std::size_t values) {
  const auto deviation = deviation_of(interval, values);
  if (!deviation) return std::nullopt;
  return *deviation * detectable_in_deviations(values);
}

std::optional<std::size_t> values_to_detect(const Interval& interval, std::size_t values, double effect) {
  const auto deviation = deviation_of(interval, values);
  if (!deviation || values < kLeastForForecast || effect == 0.0) return std::nullopt;
  const auto freedom = static_cast<double>(values - 1);
  const double most = *deviation * std::sqrt(freedom / quantile(boost::math::chi_squared(freedom), 1.0 - kPower));
  return fewest([&](std::size_t n) { return detectable_in_deviations(n) * most <= std::abs(effect); });
}

std::optional<Interval> ratio_of_means(std::span<const double> numerators, std::span<const double> denominators) {
  HIBIKI_ASSERT(numerators.size() == denominators.size() && !numerators.empty());
  const double denominator = mean_of(denominators);
  if (!(denominator > 0)) return std::nullopt;
  const double ratio = mean_of(numerators) / denominator;
  std::vector<double> residuals;
  for (std::size_t i = 0; i < numerators.size(); ++i)
    residuals.push_back((numerators[i] - ratio * denominators[i]) / denominator);
  return around(ratio, variance_of(residuals), residuals.size());
}

}  // namespace hibiki::analysis
