// Statistics of pairs of runs with the same seed: the effect of a change, its interval, and the gain by pairing.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace hibiki::inline analysis {

/// A mean with its 95 % interval (Student's t); one value has no interval.
struct Interval {
  double mean = 0;
  std::optional<double> low, high;
};

/// Mean and interval of independent values. Equal values have an interval of zero width. Needs at least one.
Interval mean_interval(std::span<const double> values);

/// The effect of going from base to variant, pair by pair. Going back has exactly the opposite effect: every mean
/// difference, bound and mean log ratio only changes its sign.
struct PairedEffect {
  std::size_t pairs = 0;
  double base = 0, variant = 0;       ///< arithmetic mean levels, apart by difference.mean
  Interval difference;                ///< of variant less base
  std::optional<Interval> log_ratio;  ///< of log(variant / base); only where every value is positive
  /// Where there is a log ratio: geometric mean levels, the variant's over the base's being exp(log_ratio->mean).
  double geometric_base = 0, geometric_variant = 0;
  /// Chance that the mean difference is positive, by Student's t; 0 when all are 0; none for one pair.
  std::optional<double> chance_positive;
  std::size_t positive = 0, negative = 0, equal = 0;  ///< pairs
  /// Variance of the difference of unpaired runs (the sum of the arms' variances) over that of paired
  /// ones: how many times more replicates unpaired worlds would need. None where differences do not vary.
  std::optional<double> variance_saved;
  /// The same two, of logarithms.
  std::optional<double> log_chance_positive, log_variance_saved;
};

/// Both of one length, at least 1; values must be finite.
PairedEffect paired_effect(std::span<const double> base, std::span<const double> variant);

/// The geometric mean ratio and its interval.
Interval ratio_of(const Interval& log_ratio);

/// The ratio as a difference, at the base's geometric mean level: its interval holds as often as that of the ratio.
/// That of the arithmetic mean difference holds too rarely where values are skewed, as money is. `effect` must have a
/// ratio.
Interval difference_at_base(const PairedEffect& effect);

/// Half of the interval's width; empty without an interval.
std::optional<double> half_width(const Interval& interval);

/// Pairs that an interval of the wanted half width needs, when `pairs` had one of `now`; at least 2. `now` and
/// `wanted` must be positive.
std::size_t replicates_for(double now, std::size_t pairs, double wanted);

/// The interval of a mean of `values` values, made wider so that `together` such intervals all hold at the same time
/// with a probability of 95 % (Bonferroni).
Interval held_together(const Interval& interval, std::size_t values, std::size_t together);

/// Probability that an interval of a mean of `values` values with this interval's spread leaves 0 out, when the true
/// mean is `effect`. NaN without a spread.
double power_of(const Interval& interval, std::size_t values, double effect);

/// The smallest true mean that leaves 0 out of the interval with a probability of 80 %. Nothing without a spread.
std::optional<double> detectable(const Interval& interval, std::size_t values);

/// Fewest values from which the number of values needed is forecast: the spread of fewer is too uncertain.
inline constexpr std::size_t kLeastForForecast = 8;

/// Values with which a true mean of `effect` leaves 0 out of the interval with a probability of 80 %. The spread is
/// taken at its upper limit (80 %, one-sided), so that the forecast is rarely too low. Nothing below kLeastForForecast
/// values, without a spread, and for an effect of 0.
std::optional<std::size_t> values_to_detect(const Interval& interval, std::size_t values, double effect);

/// A ratio of two means, such as the return per dollar: mean(numerators) / mean(denominators), with the interval
/// that the residuals numerator - ratio x denominator give. None where the mean denominator is not positive.
std::optional<Interval> ratio_of_means(std::span<const double> numerators, std::span<const double> denominators);

}  // namespace hibiki::analysis
