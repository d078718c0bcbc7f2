// Repeated measurements and their statistics: single ones are unreliable on noisy machines.
#pragma once

#include <chrono>
#include <vector>

namespace hibiki::inline bench {

/// Middle and spread of repeated measurements.
struct Samples {
  std::vector<double> values;

  void add(double value) { values.push_back(value); }
  bool empty() const { return values.empty(); }
  double median() const { return quantile(0.5); }
  /// Half of the distance between the quartiles, as a part of the median; 0 for fewer than two values.
  double spread() const;
  /// Interpolated; 0 when there are no values.
  double quantile(double q) const;
};

/// Ratios a / b of paired measurements, one by one.
Samples ratios(const Samples& a, const Samples& b);

/// Wall time that body() takes, in seconds.
template <class Body>
double seconds_of(const Body& body) {
  const auto start = std::chrono::steady_clock::now();
  body();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace hibiki::bench
