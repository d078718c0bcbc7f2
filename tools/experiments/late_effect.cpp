#include "tools/experiments/late_effect.hpp"

#include <algorithm>
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
    means.push_back(mean_of(std::span(record->headline_by_quarter).subspan(first, end - first)));
  }
  return means;
}

Effect effect_in(const PairedRecords& pairs, std::size_t first, std::size_t end) {
  return {&measure_table().front(),
          paired_effect(means_in(pairs.base, first, end), means_in(pairs.variant, first, end)),
          {}};
}

}  // namespace

int clear_direction(const Effect& effect) {
  const Interval& interval = effect.interval();
  if (!interval.low) return 0;
  return *interval.low > 0 ? 1 : *interval.high < 0 ? -1 : 0;
}

std::optional<LateEffect> late_effect_of(const PairedRecords& pairs) {
  if (pairs.size() < 2) return std::nullopt;
  const std::vector<Year> years = years_of(pairs.base.front()->quarters);
  std::vector<int> directions;
  for (const Year& year : years) directions.push_back(clear_direction(effect_in(pairs, year.first, year.end)));
  std::size_t from = years.size();
  while (from > 0 && directions[from - 1] != 0 && directions[from - 1] == directions.back()) --from;
  if (years.size() < from + 2) return std::nullopt;
  LateEffect late{years[from].year, effect_in(pairs, years[from].first, years.back().end), std::nullopt};
  for (std::size_t y = 1; y < from; ++y)
    if (directions[y] == -directions.back() && directions[y - 1] == directions[y]) late.other_until = years[y].year;
  return late;
}

}  // namespace hibiki::experiments
