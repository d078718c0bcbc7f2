#include "tools/experiments/effects.hpp"

#include <cmath>
#include <limits>

#include "output/analysis/statistics.hpp"

namespace hibiki::inline experiments {

namespace {

Effect effect_on(const Measure* what, std::size_t measure, const PairedRecords& pairs) {
  Effect effect{what, std::nullopt, {}};
  std::vector<double> base, variant;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const double before = pairs.base[i]->measures[measure], after = pairs.variant[i]->measures[measure];
    const bool both = std::isfinite(before) && std::isfinite(after);
    effect.singles.push_back(both ? after - before : std::numeric_limits<double>::quiet_NaN());
    if (!both) continue;
    base.push_back(before);
    variant.push_back(after);
  }
  if (!base.empty()) effect.paired = paired_effect(base, variant);
  return effect;
}

/// variant - base of a member of the records, pair by pair.
std::vector<double> gains(const PairedRecords& pairs, double ArmRecord::*member) {
  std::vector<double> differences;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    differences.push_back(pairs.variant[i]->*member - pairs.base[i]->*member);
  return differences;
}

}  // namespace

PairedRecords pairs_of(const std::vector<SeedOutcome>& outcomes, std::size_t variant) {
  return pairs_of(outcomes, 0, variant);
}

PairedRecords pairs_of(const std::vector<SeedOutcome>& outcomes, std::size_t base, std::size_t variant) {
  PairedRecords pairs;
  for (const SeedOutcome& outcome : outcomes) {
    if (!outcome.arms[base] || !outcome.arms[variant]) continue;
    pairs.base.push_back(&outcome.arms[base]->record);
    pairs.variant.push_back(&outcome.arms[variant]->record);
  }
  return pairs;
}

std::vector<Effect> effects_of(const PairedRecords& pairs, const MeasureList& measures) {
  std::vector<Effect> effects;
  for (std::size_t i = 0; i < measures.size(); ++i) effects.push_back(effect_on(measures[i], i, pairs));
  return effects;
}

DifferenceOverTime headline_over_time(const PairedRecords& pairs) {
  DifferenceOverTime over_time;
  if (pairs.size() == 0) return over_time;
  over_time.quarters = pairs.base.front()->quarters;
  over_time.singles.resize(pairs.size());
  for (std::size_t q = 0; q < over_time.quarters.size(); ++q) {
    std::vector<double> differences;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      differences.push_back(pairs.variant[i]->headline_by_quarter[q] - pairs.base[i]->headline_by_quarter[q]);
      over_time.singles[i].push_back(differences.back());
    }
    const std::vector<double> there = known(std::move(differences));
    over_time.difference.push_back(there.empty() ? Interval{std::nan(""), std::nullopt, std::nullopt}
                                                 : mean_interval(there));
  }
  return over_time;
}

double extra_cost(const PairedRecords& pairs) {
  return pairs.size() == 0 ? 0.0 : mean_interval(gains(pairs, &ArmRecord::cost_usd)).mean;
}

std::optional<Interval> return_per_dollar(const PairedRecords& pairs) {
  if (pairs.size() == 0) return std::nullopt;
  std::vector<double> base, variant;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    base.push_back(pairs.base[i]->label_money_usd);
    variant.push_back(pairs.variant[i]->label_money_usd);
  }
  const PairedEffect money = paired_effect(base, variant);
  const double cost = extra_cost(pairs);
  if (!money.log_ratio || cost <= 0)
    return ratio_of_means(gains(pairs, &ArmRecord::label_money_usd), gains(pairs, &ArmRecord::cost_usd));
  Interval gained = difference_at_base(money);
  gained.mean /= cost;
  if (gained.low) *gained.low /= cost;
  if (gained.high) *gained.high /= cost;
  return gained;
}

}  // namespace hibiki::experiments
