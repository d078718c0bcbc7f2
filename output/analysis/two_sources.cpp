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

bool rows_are_equal(const std::vector<std::vector<double>>& table) {
  return std::ranges::all_of(table, [&](const auto& row) { return row == table.front(); });
}

struct RowVariance {
  double variance = 0, freedom = 1;
};

/// Variance between rows that is not explained by the residuals after removing row and column effects: a difference of
/// two mean squares, with Satterthwaite's degrees of freedom (1946).
RowVariance variance_of_rows(const std::vector<std::vector<double>>& table) {
  const std::size_t rows = table.size(), columns = table.front().size();
  const auto between_freedom = static_cast<double>(rows - 1);
  if (rows_are_equal(table)) return {0.0, between_freedom};
  std::vector<double> row_means, column_means(columns, 0.0);
  for (const auto& row : table) {
    row_means.push_back(mean_of(row));
    for (std::size_t c = 0; c < columns; ++c) column_means[c] += row[c] / static_cast<double>(rows);
  }
  const double mean = mean_of(row_means);
  double left = 0;
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) {
      const double off = table[r][c] - row_means[r] - column_means[c] + mean;
      left += off * off;
    }
  const double between = variance_of(row_means);
  if (columns < 2) return {between, between_freedom};
  const auto left_freedom = static_cast<double>((rows - 1) * (columns - 1));
  const double noise = left / left_freedom / static_cast<double>(columns);
  const double variance = std::max(between - noise, 0.0);
  const double spread = between * between / between_freedom + noise * noise / left_freedom;
  return {variance, spread > 0.0 ? std::max(1.0, variance * variance / spread) : between_freedom};
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
    if (seeds > 1) result.seed_variance += variance_of(row) / static_cast<double>(sets);
  }
  result.mean = mean_of(means);
  if (seeds > 1)
    result.chance = interval_around(result.mean, std::sqrt(result.seed_variance / static_cast<double>(seeds)),
                                    static_cast<double>(seeds - 1));
  if (sets > 1) {
    const RowVariance rows = variance_of_rows(effects);
    result.set_variance = rows.variance;
    result.hidden = result.set_variance == 0.0 && !rows_are_equal(effects);
    const double step = std::sqrt(result.set_variance * (1.0 + 1.0 / static_cast<double>(sets)));
    if (!result.hidden) result.parameters = interval_around(result.mean, step, rows.freedom);
  }
  return result;
}

}  // namespace hibiki::analysis
