#include "output/analysis/two_sources.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>

#include "output/analysis/statistics.hpp"
#include "sim/core/error.hpp"

namespace hibiki::inline analysis {

namespace {

constexpr double kTail = 0.025;  ///< probability on either side of an interval

Interval interval_around(double mean, double deviation, double freedom) {
  const boost::math::students_t student(freedom);
  const double half = deviation == 0 ? 0.0 : quantile(complement(student, kTail)) * deviation;
  return {mean, mean - half, mean + half};
}

struct RowVariance {
  double variance = 0, freedom = 1;
};

/// Variance within rows, averaged over them, and its degrees of freedom (Satterthwaite 1946).
RowVariance variance_within(const std::vector<std::vector<double>>& table) {
  double sum = 0, squares = 0;
  for (const auto& row : table) {
    const double variance = variance_of(row);
    sum += variance;
    squares += variance * variance / static_cast<double>(row.size() - 1);
  }
  const auto rows = static_cast<double>(table.size()), columns = static_cast<double>(table.front().size());
  return {sum / rows, squares > 0.0 ? sum * sum / squares : rows * (columns - 1.0)};
}

}  // namespace

TwoSources two_sources(const std::vector<std::vector<double>>& effects) {
  HIBIKI_ASSERT(!effects.empty() && !effects.front().empty());
  const std::size_t sets = effects.size(), seeds = effects.front().size();
  TwoSources result;
  std::vector<double> means;
  for (const auto& row : effects) {
    HIBIKI_ASSERT(row.size() == seeds);
    means.push_back(mean_of(row));
  }
  result.mean = mean_of(means);
  const RowVariance within = seeds > 1 ? variance_within(effects) : RowVariance{};
  result.seed_variance = within.variance;
  if (seeds > 1)
    result.chance =
        interval_around(result.mean, std::sqrt(within.variance / static_cast<double>(sets * seeds)), within.freedom);
  if (sets > 1) {
    const bool equal = std::ranges::all_of(effects, [&](const auto& row) { return row == effects.front(); });
    const double between = equal ? 0.0 : variance_of(means);
    result.set_variance = std::max(between - within.variance / static_cast<double>(seeds), 0.0);
    result.hidden = result.set_variance == 0.0 && !equal;
    const double of_mean = between / static_cast<double>(sets);
    if (!result.hidden)
      result.parameters =
          interval_around(result.mean, std::sqrt(result.set_variance + of_mean), static_cast<double>(sets - 1));
  }
  return result;
}

}  // namespace hibiki::analysis
