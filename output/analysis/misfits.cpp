#include "output/analysis/misfits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "output/analysis/against_record.hpp"
#include "output/analysis/statistics.hpp"

namespace hibiki::inline analysis {

namespace {

constexpr double kTolerance = 1.25;  ///< factor by which a level may be off
constexpr int kFirstYear = 1900, kLastYear = 2100;

std::string years_text(int first, int last) {
  return first == last ? std::to_string(first) : fmt::format("{}-{}", first, last);
}

/// The record behind a pattern. Patterns without a recorded series are stated from general knowledge.
struct PatternRecord {
  std::string_view id, series;
  int first, last;
};
constexpr std::array<PatternRecord, 4> kPatternRecords = {{{"P1", "", 1990, 1999},
                                                           {"P2", "", 2005, 2013},
                                                           {"P3", "", 1990, 2024},
                                                           {"P7", "livestream_number_i", 2023, 2023}}};

Misfit of_pattern(const Pattern& pattern, std::string_view record) {
  Misfit misfit{pattern.id, pattern.text, pattern.off, pattern.measured, "", false, false};
  for (const PatternRecord& about : kPatternRecords) {
    if (about.id != pattern.id) continue;
    misfit.years = years_text(about.first, about.last);
    misfit.held_out = about.first > kLastFittedYear;
    const RecordedSeries series = recorded_series(record, about.series);
    misfit.verified = !series.by_year.empty() && series.verified();
  }
  return misfit;
}

std::string times(double factor) {
  return factor < 1 ? fmt::format("{:.2g} times too low", 1 / factor) : fmt::format("{:.2g} times too high", factor);
}

/// Adds the misfit of a series in years first to last, if there is one.
void check_series(const ModelledSeries& series, const Summaries& base, const RecordedSeries& record, int first,
                  int last, std::vector<Misfit>& misfits) {
  const RecordedSeries part = record.between(first, last);
  if (part.by_year.empty()) return;
  const auto levels =
      known(each(base, [&](const RunSummary& run) { return level_against(series, run, record, first, last); }));
  if (levels.empty()) return;
  const double median = median_of(levels);
  if (median <= kTolerance && median >= 1 / kTolerance) return;
  misfits.push_back({std::string(series.record), std::string(series.text), times(median),
                     fmt::format("x{} of the record", spread(levels)),
                     years_text(part.by_year.begin()->first, part.by_year.rbegin()->first), first > kLastFittedYear,
                     part.verified()});
}

}  // namespace

std::vector<Misfit> known_misfits(const Summaries& base, const std::vector<Pattern>& patterns,
                                  std::string_view record) {
  std::vector<Misfit> misfits;
  for (const Pattern& pattern : patterns)
    if (pattern.result == PatternResult::no) misfits.push_back(of_pattern(pattern, record));
  for (const ModelledSeries& series : modelled_series()) {
    const RecordedSeries recorded = recorded_series(record, series.record);
    check_series(series, base, recorded, kFirstYear, kLastFittedYear, misfits);
    check_series(series, base, recorded, kLastFittedYear + 1, kLastYear, misfits);
  }
  return misfits;
}

}  // namespace hibiki::analysis
