#include "output/analysis/against_record.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "output/analysis/statistics.hpp"
#include "sim/core/accurate_math.hpp"

namespace hibiki::inline analysis {

namespace {

double korean_exports(const RunSummary& run, const YearSummary& year) {
  constexpr double kCentsInMillion = 1e8;
  const auto scene = scene_of(run, "K-pop");
  return scene ? year.a_year(received_abroad(year, *scene)) / kCentsInMillion : kMissing;
}

/// Cents paid in Japan for each scene.
std::span<const Cents> paid_in_japan(const RunSummary& run, const YearSummary& year) {
  const auto home = scene_of(run, "J-pop");
  const std::size_t scenes = run.axes.scenes.size();
  if (!home || year.revenue.size() != scenes * scenes) return {};
  return std::span(year.revenue).subspan(*home * scenes, scenes);
}

double sum_of(std::span<const Cents> cents) {
  return static_cast<double>(std::accumulate(cents.begin(), cents.end(), Cents{0}));
}

double korean_share_of_japan(const RunSummary& run, const YearSummary& year) {
  const auto paid = paid_in_japan(run, year);
  const auto scene = scene_of(run, "K-pop");
  return scene && sum_of(paid) > 0 ? static_cast<double>(paid[*scene]) / sum_of(paid) : kMissing;
}

double japanese_market(const RunSummary& run, const YearSummary& year) {
  const auto paid = paid_in_japan(run, year);
  return paid.empty() ? kMissing : year.a_year(sum_of(paid));
}

constexpr std::array<ModelledSeries, 3> kSeries = {
    {{"korean_music_exports", "Korean music exports: what Korean labels receive from abroad", korean_exports},
     {"kpop_share_of_japan", "K-pop's share of what fans in Japan pay", korean_share_of_japan},
     {"recorded_music_japan", "Course of the Japanese market: what fans in Japan pay, against its mean to 2015",
      japanese_market, true}}};

/// Values of the record's fitted years, where both sides have one: mean of each.
std::pair<double, double> fitted_means(const std::vector<double>& modelled, const RecordedSeries& record) {
  std::vector<double> ours, theirs;
  std::size_t i = 0;
  for (const auto& [year, value] : record.by_year) {
    if (const double own = modelled[i++]; year <= kLastFittedYear && std::isfinite(own)) {
      ours.push_back(own);
      theirs.push_back(value);
    }
  }
  return {mean_of(ours), mean_of(theirs)};
}

}  // namespace

std::span<const ModelledSeries> modelled_series() { return kSeries; }
const ModelledSeries& modelled_exports() { return kSeries.front(); }

std::vector<double> modelled_values(const ModelledSeries& series, const RunSummary& run, const RecordedSeries& record) {
  std::vector<double> values;
  for (const auto& [recorded, unused] : record.by_year) {
    const auto year = std::ranges::find(run.years, recorded, &YearSummary::year);
    const bool whole = year != run.years.end() && year->whole();
    values.push_back(whole ? series.value(run, *year) : kMissing);
  }
  return values;
}

std::vector<double> values_of(const RecordedSeries& record) {
  std::vector<double> values;
  for (const auto& [year, value] : record.by_year) values.push_back(value);
  return values;
}

std::vector<double> logs_of(std::vector<double> values) {
  constexpr double kLeast = 1e-3;
  for (double& value : values) value = accurate::log(std::isnan(value) ? value : std::max(value, kLeast));
  return values;
}

double level_against(const ModelledSeries& series, const RunSummary& run, const RecordedSeries& record, int first,
                     int last) {
  std::vector<double> modelled = modelled_values(series, run, record), recorded = values_of(record);
  if (series.relative) {
    const auto [ours, theirs] = fitted_means(modelled, record);
    for (double& value : modelled) value /= ours;
    for (double& value : recorded) value /= theirs;
  }
  const std::vector<double> ours = logs_of(modelled), theirs = logs_of(recorded);
  std::vector<double> ratios;
  std::size_t i = 0;
  for (const auto& [year, unused] : record.by_year) {
    if (year >= first && year <= last && std::isfinite(ours[i])) ratios.push_back(ours[i] - theirs[i]);
    ++i;
  }
  return accurate::exp(mean_of(ratios));
}

std::vector<double> ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = static_cast<double>(rank);
  return ranks;
}

}  // namespace hibiki::analysis
