#include "tools/experiments/late_effect.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "output/analysis/statistics.hpp"

namespace hibiki::inline experiments {

namespace {

/// Quarters of one calendar year, as positions in ArmRecord::quarters.
struct Year {
  int year = 0;
  std::size_t first = 0, end = 0;
};

std::vector<Year> years_of(const std::vector<Day>& quarters) {
  std::vector<Year> years;
  for (std::size_t q = 0; q < quarters.size(); ++q) {
    if (years.empty() || years.back().year != year_of(quarters[q])) years.push_back({year_of(quarters[q]), q, q});
    years.back().end = q + 1;
  }
  return years;
}

/// Means of each record's headline over quarters [first, end).
std::vector<double> means_in(const std::vector<const ArmRecord*>& records, std::size_t first, std::size_t end) {
  std::vector<double> means;
  for (const ArmRecord* record : records) {
    const auto quarters = std::span(record->headline_by_quarter).subspan(first, end - first);
    means.push_back(mean_of(known({quarters.begin(), quarters.end()})));
  }
  return means;
}

/// Over the pairs that have values there.
Effect effect_in(const PairedRecords& pairs, const Measure& headline, std::size_t first, std::size_t end) {
  const std::vector<double> before = means_in(pairs.base, first, end), after = means_in(pairs.variant, first, end);
  std::vector<double> base, variant;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (std::isnan(before[i]) || std::isnan(after[i])) continue;
    base.push_back(before[i]);
    variant.push_back(after[i]);
  }
  Effect effect{&headline, std::nullopt, {}};
  if (!base.empty()) effect.paired = paired_effect(base, variant);
  return effect;
}

}  // namespace

int clear_direction(const Effect& effect) {
  if (!effect.paired) return 0;
  const Interval& interval = effect.interval();
  if (!interval.low) return 0;
  return *interval.low > 0 ? 1 : *interval.high < 0 ? -1 : 0;
}

std::optional<LateEffect> late_effect_of(const PairedRecords& pairs, const Measure& headline) {
  if (pairs.size() < 2) return std::nullopt;
  const std::vector<Year> years = years_of(pairs.base.front()->quarters);
  std::vector<int> directions;
  for (const Year& year : years)
    directions.push_back(clear_direction(effect_in(pairs, headline, year.first, year.end)));
  std::size_t from = years.size();
  while (from > 0 && directions[from - 1] != 0 && directions[from - 1] == directions.back()) --from;
  if (years.size() < from + 2) return std::nullopt;
  LateEffect late{years[from].year, effect_in(pairs, headline, years[from].first, years.back().end), std::nullopt};
  for (std::size_t y = 1; y < from; ++y)
    if (directions[y] == -directions.back() && directions[y - 1] == directions[y]) late.other_until = years[y].year;
  return late;
}

}  // namespace hibiki::experiments
