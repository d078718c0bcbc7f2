#include "output/analysis/arm_tables.hpp"

#include <algorithm>
#include <numeric>

#include "output/analysis/statistics.hpp"
#include "sim/core/error.hpp"

namespace hibiki::inline analysis {

namespace {

using Fold = ArmTableKind::Fold;
using W = MeasuredWeek;

std::size_t one(std::size_t) { return 1; }
std::size_t markets(std::size_t count) { return count; }
std::size_t sources(std::size_t) { return kSources; }
std::size_t channels(std::size_t) { return kChannels; }
std::size_t kinds(std::size_t) { return kLabelKindNames.size(); }
std::size_t foundings(std::size_t) { return kFoundings.size(); }

/// Position of (market, the scene) in a row-major matrix.
std::size_t cell(const W& w, std::size_t market) { return market * w.week.leadership.size() + w.scene.index; }

double share_of_pairs(const W& w, std::size_t market) {
  const std::size_t scenes = w.week.leadership.size();
  const auto row = w.week.engaged_pairs.begin() + static_cast<std::ptrdiff_t>(market * scenes);
  const People all = std::accumulate(row, row + static_cast<std::ptrdiff_t>(scenes), People{0});
  return all > 0 ? static_cast<double>(w.week.engaged_pairs[cell(w, market)]) / static_cast<double>(all) : kMissing;
}

double revenue_from(const W& w, std::size_t source) {
  return static_cast<double>(w.week.revenue_by_source[cell(w, source)]) / kCentsInDollar;
}

template <class Counts>
void add_all(const Counts& counts, ArmTable& sum) {
  for (std::size_t i = 0; i < counts.size(); ++i) sum.values[i] += static_cast<double>(counts[i]);
}

void add_reach(const W& w, ArmTable& sum) {
  for (std::size_t m = 0; m < sum.values.size(); ++m) sum.values[m] += static_cast<double>(w.week.reach[cell(w, m)]);
}

std::size_t kind_of(const RegistryEntry& label) {
  const auto it = std::find(kLabelKindNames.begin(), kLabelKindNames.end(), label.label);
  HIBIKI_ASSERT(it != kLabelKindNames.end());
  return static_cast<std::size_t>(it - kLabelKindNames.begin());
}

std::size_t founding_of(const RegistryEntry& label) {
  const int year = year_of(label.since);
  std::size_t i = 0;
  while (i + 1 < kFoundings.size() && year >= kFoundings[i].before) ++i;
  return i;
}

/// Adds `series` of each of the scene's labels to the column that `column_of` gives it.
template <class Series>
void add_labels(const W& w, const Series& series, std::size_t (*column_of)(const RegistryEntry&), double unit,
                ArmTable& sum) {
  for (std::size_t i = 0; i < w.week.labels.size(); ++i) {
    const RegistryEntry& label = w.labels[w.week.labels[i]];
    if (label.home == w.scene.market) sum.values[column_of(label)] += static_cast<double>(series[i]) / unit;
  }
}

// Axes, units and meaning. By year: leadership of each scene, by market, over all people, by plays and by engaged
// people; the scene's share of the engaged pairs and its engaged people, by market; mean age of each scene's fans;
// inequality, concentration, diversity and turnover, mean over markets; payments for the scene's acts a year, by
// source, in US dollars of 2015. Over the window: engaged pairs (market, scene); people who tried a release of the
// scene in a week, by market; plays of all scenes (market, channel), sum; received by the scene's labels a year, by
// kind and by founding, and engaged pairs of their acts, by kind. To add a table: a row here, its axes and unit in this
// comment and, where the page shows it, a chart in output/report/sections/ and values in
// tests/output/report/synthetic_comparison.cpp.
// clang-format off
constexpr ArmTableKind kTables[] = {
    {"leadership_by_year", false, Fold::mean, markets, nullptr, [](const W& w, std::size_t i) { return w.week.leadership[i]; }, nullptr},
    {"leadership_people_by_year", false, Fold::mean, markets, nullptr, [](const W& w, std::size_t i) { return w.week.leadership_people[i]; }, nullptr},
    {"leadership_plays_by_year", false, Fold::mean, markets, nullptr, [](const W& w, std::size_t i) { return w.foreign.plays[i]; }, nullptr},
    {"leadership_engaged_by_year", false, Fold::mean, markets, nullptr, [](const W& w, std::size_t i) { return w.foreign.engaged[i]; }, nullptr},
    {"share_by_year", false, Fold::mean, markets, nullptr, share_of_pairs, nullptr},
    {"engaged_by_year", false, Fold::mean, markets, nullptr, [](const W& w, std::size_t m) { return static_cast<double>(w.week.engaged[cell(w, m)]); }, nullptr},
    {"flow", false, Fold::mean, markets, markets, nullptr, [](const W& w, ArmTable& sum) { add_all(w.week.engaged_pairs, sum); }},
    {"reach", true, Fold::mean, one, markets, nullptr, add_reach},
    {"channels", false, Fold::sum, markets, channels, nullptr, [](const W& w, ArmTable& sum) { add_all(w.week.plays_by_channel, sum); }},
    {"label_revenue", true, Fold::a_year, one, kinds, nullptr, [](const W& w, ArmTable& sum) { add_labels(w, w.week.label_revenue, kind_of, kCentsInDollar, sum); }},
    {"label_engaged", true, Fold::mean, one, kinds, nullptr, [](const W& w, ArmTable& sum) { add_labels(w, w.week.label_engaged, kind_of, 1.0, sum); }},
    {"label_revenue_by_age", true, Fold::a_year, one, foundings, nullptr, [](const W& w, ArmTable& sum) { add_labels(w, w.week.label_revenue, founding_of, kCentsInDollar, sum); }},
    {"fan_age_by_year", false, Fold::mean, markets, nullptr, [](const W& w, std::size_t i) { return w.week.fan_age[i]; }, nullptr},
    {"gini_by_year", true, Fold::mean, one, nullptr, [](const W& w, std::size_t) { return mean_of(known(w.week.gini)); }, nullptr},
    {"hhi_by_year", true, Fold::mean, one, nullptr, [](const W& w, std::size_t) { return mean_of(known(w.week.hhi)); }, nullptr},
    {"diversity_by_year", true, Fold::mean, one, nullptr, [](const W& w, std::size_t) { return mean_of(known(w.week.diversity)); }, nullptr},
    {"turnover_by_year", true, Fold::mean, one, nullptr, [](const W& w, std::size_t) { return mean_of(known(w.week.turnover)); }, nullptr},
    {"revenue_by_source", false, Fold::a_year, sources, nullptr, revenue_from, nullptr},
};
// clang-format on

}  // namespace

std::span<const ArmTableKind> arm_tables() { return kTables; }

std::size_t arm_table_index(std::string_view name) {
  const auto it = std::ranges::find(kTables, name, &ArmTableKind::name);
  HIBIKI_ASSERT(it != std::end(kTables));
  return static_cast<std::size_t>(it - std::begin(kTables));
}

}  // namespace hibiki::analysis
