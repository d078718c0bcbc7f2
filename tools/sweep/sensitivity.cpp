#include "tools/sweep/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <numeric>
#include <span>

#include "output/analysis/statistics.hpp"
#include "sim/core/parallel.hpp"
#include "tools/sweep/design_draws.hpp"

namespace hibiki::inline sweep {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kResamples = 1000;
constexpr double kLow = 0.025, kHigh = 0.975;

/// How often each row of the design (or trajectory) and each seed counts: once, or as often as it was drawn.
struct Weights {
  std::vector<double> rows, seeds;

  double seed_sum() const { return std::accumulate(seeds.begin(), seeds.end(), 0.0); }
  double row_sum() const { return std::accumulate(rows.begin(), rows.end(), 0.0); }
  /// Ordered pairs of different seeds.
  double pairs() const {
    double all = seed_sum();
    all *= all;
    for (const double weight : seeds) all -= weight * weight;
    return all;
  }
};

std::vector<double> drawn(const Draws& draws, const char* purpose, std::size_t resample, std::size_t attempt,
                          std::size_t count) {
  std::vector<double> times(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double uniform = design_uniform(draws, purpose, resample * kResamples + attempt, i);
    ++times[static_cast<std::size_t>(uniform * static_cast<double>(count))];
  }
  return times;
}

/// Weights of a resample. Of several seeds at least two are drawn: with one of them nothing could be said of luck.
Weights resample(std::size_t nth, std::size_t rows, std::size_t seeds) {
  const Draws draws(1);
  Weights weights{drawn(draws, "rows of a resample", nth, 0, rows), std::vector<double>(seeds, 1.0)};
  const auto several = [&] { return std::ranges::count_if(weights.seeds, [](double w) { return w > 0; }) > 1; };
  if (seeds > 1)
    for (std::size_t attempt = 0;; ++attempt) {
      weights.seeds = drawn(draws, "seeds of a resample", nth, attempt, seeds);
      if (several()) break;
    }
  return weights;
}

/// statistics(weights) gives the values to be estimated, the same number each time.
std::vector<IndexEstimate> estimates(std::size_t rows, std::size_t seeds,
                                     const std::function<std::vector<double>(const Weights&)>& statistics) {
  const std::vector<double> whole = statistics({std::vector<double>(rows, 1.0), std::vector<double>(seeds, 1.0)});
  std::vector<std::vector<double>> again(kResamples);
  for_each_index(kResamples, 1, [&](std::size_t i) { again[i] = statistics(resample(i, rows, seeds)); });
  std::vector<IndexEstimate> all;
  for (std::size_t v = 0; v < whole.size(); ++v) {
    std::vector<double> values;
    for (const auto& one : again) values.push_back(one[v]);
    values = known(std::move(values));
    all.push_back({whole[v], quantile_of(values, kLow), quantile_of(values, kHigh)});
    if (std::isnan(whole[v])) all.back() = {kNone, kNone, kNone};
  }
  return all;
}

/// Half the mean squared difference of x under one seed and y under another, over all pairs of different seeds.
double across_seeds(std::span<const double> x, std::span<const double> y, const Weights& w) {
  double x_sum = 0, y_sum = 0, x_squares = 0, y_squares = 0, same = 0;
  const double origin = x.front();  // sums of small numbers, and exactly 0 for values that are all alike
  for (std::size_t s = 0; s < x.size(); ++s) {
    const double weight = w.seeds[s], dx = x[s] - origin, dy = y[s] - origin;
    x_sum += weight * dx;
    y_sum += weight * dy;
    x_squares += weight * dx * dx;
    y_squares += weight * dy * dy;
    same += weight * weight * (dx - dy) * (dx - dy);
  }
  const double all = w.seed_sum() * (x_squares + y_squares) - 2.0 * x_sum * y_sum;
  return std::max(0.0, 0.5 * (all - same) / w.pairs());
}

/// The same under equal seeds.
double within_seeds(std::span<const double> x, std::span<const double> y, const Weights& w) {
  double squares = 0;
  for (std::size_t s = 0; s < x.size(); ++s) squares += w.seeds[s] * (x[s] - y[s]) * (x[s] - y[s]);
  return 0.5 * squares / w.seed_sum();
}

bool whole(std::span<const std::vector<double>> rows) {
  return std::ranges::none_of(
      rows, [](const auto& row) { return std::ranges::any_of(row, [](double v) { return std::isnan(v); }); });
}

/// Blocks of `length` rows without missing values.
RowValues whole_blocks(const RowValues& values, std::size_t length, std::vector<std::size_t>* begins = nullptr) {
  RowValues kept;
  for (std::size_t begin = 0; begin + length <= values.size(); begin += length) {
    const auto block = std::span(values).subspan(begin, length);
    if (!whole(block)) continue;
    kept.insert(kept.end(), block.begin(), block.end());
    if (begins != nullptr) begins->push_back(begin);
  }
  return kept;
}

/// Variances of single runs over points and seeds.
struct Spread {
  std::vector<double> means;  ///< of each seed
  double among_points = 0;    ///< of values less their seed's mean
  double among_seeds = 0;     ///< of the seeds' means; 0 for one seed
  double within_points = 0;   ///< between the seeds of a point; 0 for one seed

  double variance() const { return among_points + among_seeds; }
};

/// Of points that count `times` each.
Spread spread_of(std::span<const std::span<const double>> points, std::span<const double> times, const Weights& w) {
  const std::size_t seeds = w.seeds.size();
  const double all = std::accumulate(times.begin(), times.end(), 0.0);
  Spread spread;
  spread.means.assign(seeds, 0.0);
  for (std::size_t p = 0; p < points.size(); ++p)
    for (std::size_t s = 0; s < seeds; ++s) spread.means[s] += times[p] * points[p][s] / all;
  for (std::size_t p = 0; p < points.size(); ++p) {
    if (times[p] == 0) continue;
    spread.among_points += 2.0 * times[p] * within_seeds(points[p], spread.means, w) / (all - 1.0);
    if (seeds > 1) spread.within_points += times[p] * across_seeds(points[p], points[p], w) / all;
  }
  if (seeds > 1) spread.among_seeds = across_seeds(spread.means, spread.means, w);
  return spread;
}

/// A variance that is more than rounding.
bool varies(double variance, const RowValues& values) {
  double largest = 0;
  for (const auto& row : values)
    for (const double value : row) largest = std::max(largest, std::abs(value));
  constexpr double kRounding = 1e-24;  // of squares: some thousand times a double's
  return variance > kRounding * largest * largest;
}

// --- Sobol' indices ----------------------------------------------------------------------------------------------

/// Shares of the variance, from rows A, B, and A with each column of B.
class SobolShares {
 public:
  SobolShares(const RowValues& values, std::size_t factors)
      : values_(values), factors_(factors), rows_(values.size() / (factors + 2)), seeds_(values.front().size()) {
    for (std::size_t j = 0; j < rows_; ++j)
      for (const std::size_t part : {std::size_t{0}, std::size_t{1}}) points_.push_back(row(j, part));
  }

  std::size_t rows() const { return rows_; }
  std::size_t seeds() const { return seeds_; }

  /// Mean, variance, luck's first-order and total share, then those of each factor.
  std::vector<double> of(const Weights& w) const {
    std::vector<double> times;
    for (const double weight : w.rows) times.insert(times.end(), 2, weight);
    const Spread spread = spread_of(points_, times, w);
    const double variance = spread.variance();
    std::vector<double> out{mean_over_seeds(spread.means, w), variance,
                            seeds_ > 1 ? spread.among_seeds / variance : kNone,
                            seeds_ > 1 ? spread.within_points / variance : kNone};
    std::vector<double> b(seeds_), mixed(seeds_);
    for (std::size_t f = 0; f < factors_; ++f) {
      double first = 0, total = 0;
      for (std::size_t j = 0; j < rows_; ++j) {
        if (w.rows[j] == 0) continue;
        for (std::size_t s = 0; s < seeds_; ++s) {
          b[s] = row(j, 1)[s] - spread.means[s];
          mixed[s] = row(j, 2 + f)[s] - spread.means[s];
        }
        first += w.rows[j] * (seeds_ > 1 ? across_seeds(b, mixed, w) : within_seeds(b, mixed, w));
        total += w.rows[j] * within_seeds(row(j, 0), row(j, 2 + f), w);
      }
      out.push_back((spread.among_points - first / w.row_sum()) / variance);
      out.push_back(total / w.row_sum() / variance);
    }
    if (!varies(variance, values_)) std::fill(out.begin() + 2, out.end(), kNone);
    return out;
  }

 private:
  std::span<const double> row(std::size_t j, std::size_t part) const { return values_[j * (factors_ + 2) + part]; }

  double mean_over_seeds(const std::vector<double>& means, const Weights& w) const {
    double sum = 0;
    for (std::size_t s = 0; s < seeds_; ++s) sum += w.seeds[s] * means[s];
    return sum / w.seed_sum();
  }

  const RowValues& values_;
  std::size_t factors_, rows_, seeds_;
  std::vector<std::span<const double>> points_;  ///< A and B, which are samples of the factors
};

// --- Elementary effects ------------------------------------------------------------------------------------------

/// Effects of each step: by trajectory and factor, one for each seed.
using Steps = std::vector<std::vector<std::vector<double>>>;

Steps steps_of(const RowValues& kept, const std::vector<std::size_t>& begins,
               const std::vector<std::vector<double>>& units, std::size_t factors) {
  Steps steps;
  for (std::size_t t = 0; t < begins.size(); ++t) {
    steps.emplace_back(factors);
    for (std::size_t i = 0; i < factors; ++i) {
      const auto &before = units[begins[t] + i], &after = units[begins[t] + i + 1];
      const auto &from = kept[t * (factors + 1) + i], &to = kept[t * (factors + 1) + i + 1];
      const auto [moved, other] = std::ranges::mismatch(before, after);
      const auto factor = static_cast<std::size_t>(moved - before.begin());
      for (std::size_t s = 0; s < from.size(); ++s)
        steps.back()[factor].push_back((to[s] - from[s]) / (after[factor] - before[factor]));
    }
  }
  return steps;
}

double weighted_mean(std::span<const double> values, std::span<const double> weights) {
  double sum = 0, all = 0;
  for (std::size_t i = 0; i < values.size(); ++i) sum += weights[i] * values[i], all += weights[i];
  return sum / all;
}

double weighted_variance(std::span<const double> values, std::span<const double> weights) {
  const double mean = weighted_mean(values, weights);
  double squares = 0, all = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    squares += weights[i] * (values[i] - mean) * (values[i] - mean), all += weights[i];
  return squares / (all - 1.0);
}

/// Mean, mean size, deviation between trajectories, and variance of the mean over seeds of one step by luck.
std::vector<double> effect_of(const Steps& steps, std::size_t factor, const Weights& w) {
  std::vector<double> means, sizes, luck;
  const auto seeds = w.seeds.size();
  // Part of the variance between seeds that the weighted mean over them keeps.
  double part_of_mean = 0;
  for (const double weight : w.seeds) part_of_mean += weight * weight / (w.seed_sum() * w.seed_sum());
  for (const auto& trajectory : steps) {
    const std::span<const double> step = trajectory[factor];
    means.push_back(weighted_mean(step, w.seeds));
    sizes.push_back(std::abs(means.back()));
    luck.push_back(seeds > 1 ? across_seeds(step, step, w) * part_of_mean : 0.0);
  }
  const double by_luck = weighted_mean(luck, w.rows);
  const double between = w.row_sum() > 1 ? weighted_variance(means, w.rows) : kNone;
  const double deviation = std::isnan(between) ? kNone : std::sqrt(std::max(0.0, between - by_luck));
  return {weighted_mean(means, w.rows), weighted_mean(sizes, w.rows), deviation, by_luck};
}

/// Share of the variance of single runs that is between the seeds of a point. Rows come by trajectory.
double share_of_luck(const RowValues& kept, std::size_t length, const Weights& w) {
  const std::vector<std::span<const double>> points(kept.begin(), kept.end());
  std::vector<double> times;
  for (std::size_t r = 0; r < kept.size(); ++r) times.push_back(w.rows[r / length]);
  const Spread spread = spread_of(points, times, w);
  return varies(spread.variance(), kept) ? spread.within_points / spread.variance() : kNone;
}

/// With fewer seeds a bootstrap of seeds knows too little: its intervals of luck held the truth in 77 % of trials with
/// four seeds, and in 5 % with two.
constexpr std::size_t kFewestSeedsOfInterval = 5;

void drop_interval(IndexEstimate& estimate) { estimate.low = estimate.high = kNone; }

}  // namespace

SobolAnalysis sobol_indices(const RowValues& values, std::size_t factors) {
  const RowValues kept = whole_blocks(values, factors + 2);
  SobolAnalysis analysis;
  const IndexEstimate none{kNone, kNone, kNone};
  analysis.rows = kept.size() / (factors + 2);
  analysis.mean = analysis.variance = kNone;
  analysis.luck = {none, none};
  analysis.factors.assign(factors, {none, none});
  if (analysis.rows < 2) return analysis;
  const SobolShares shares(kept, factors);
  const auto all = estimates(shares.rows(), shares.seeds(), [&](const Weights& w) { return shares.of(w); });
  analysis.mean = all[0].value;
  analysis.variance = all[1].value;
  analysis.luck = {all[2], all[3]};
  if (shares.seeds() < kFewestSeedsOfInterval) {
    drop_interval(analysis.luck.first);
    drop_interval(analysis.luck.total);
  }
  for (std::size_t f = 0; f < factors; ++f) analysis.factors[f] = {all[4 + 2 * f], all[5 + 2 * f]};
  return analysis;
}

MorrisAnalysis morris_effects(const RowValues& values, const std::vector<std::vector<double>>& units,
                              std::size_t factors) {
  const IndexEstimate none{kNone, kNone, kNone};
  MorrisAnalysis analysis{0, std::vector<MorrisEffect>(factors, {none, none, none, kNone}), none};
  std::vector<std::size_t> begins;
  const RowValues kept = whole_blocks(values, factors + 1, &begins);
  analysis.trajectories = begins.size();
  if (begins.empty()) return analysis;
  const Steps steps = steps_of(kept, begins, units, factors);
  const std::size_t seeds = kept.front().size();
  const auto all = estimates(begins.size(), seeds, [&](const Weights& w) {
    std::vector<double> out{seeds > 1 ? share_of_luck(kept, factors + 1, w) : kNone};
    for (std::size_t f = 0; f < factors; ++f) {
      const auto effect = effect_of(steps, f, w);
      out.insert(out.end(), effect.begin(), effect.end());
    }
    return out;
  });
  analysis.luck = all[0];
  if (seeds < kFewestSeedsOfInterval) drop_interval(analysis.luck);
  for (std::size_t f = 0; f < factors; ++f) {
    const auto at = all.begin() + static_cast<std::ptrdiff_t>(1 + 4 * f);
    // The mean of |x|, x being normal with mean 0 and this variance.
    const double alone = seeds > 1 ? std::sqrt(at[3].value * 2.0 / std::numbers::pi) : kNone;
    analysis.factors[f] = {at[0], at[1], at[2], alone};
    if (begins.size() < 2)
      for (IndexEstimate* one :
           {&analysis.factors[f].mean, &analysis.factors[f].mean_abs, &analysis.factors[f].deviation})
        drop_interval(*one);
  }
  return analysis;
}

}  // namespace hibiki::sweep
