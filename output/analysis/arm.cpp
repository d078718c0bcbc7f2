#include "output/analysis/arm.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "output/analysis/statistics.hpp"
#include "sim/core/error.hpp"
#include "sim/engine/foreign_shares.hpp"

namespace hibiki::inline analysis {

namespace {

ArmTable zeros(std::size_t rows, std::size_t columns) { return {rows, columns, std::vector<double>(rows * columns)}; }

Day first_of_quarter(Day day) {
  const std::chrono::year_month_day date(day);
  const unsigned month = (static_cast<unsigned>(date.month()) - 1) / 3 * 3 + 1;
  return make_day(static_cast<int>(date.year()), month, 1);
}

void scale(ArmTable& table, double factor) {
  for (double& value : table.values) value *= factor;
}

/// NaN where the week has no value, and for measures of a whole replicate.
double weekly_value(const AskedMeasure& taken, const MeasuredWeek& week) {
  if (taken.measure.weekly == nullptr) return kMissing;
  return taken.measure.weekly(
      {week.week, week.acts, week.labels, taken.scene, week.foreign, taken.entity ? &*taken.entity : nullptr});
}

}  // namespace

MeasureList ArmScope::measures() const {
  MeasureList all;
  for (const AskedMeasure& one : asked) all.push_back(&one.measure);
  for (const Measure& measure : measure_table())
    if (std::ranges::none_of(asked, [&](const AskedMeasure& one) { return one.measure.name == measure.name; }))
      all.push_back(&measure);
  return all;
}

ArmBuilder::ArmBuilder(ArmScope scope) : scope_(std::move(scope)), taken_(scope_.asked) {
  const MeasureList measures = scope_.measures();
  for (std::size_t i = scope_.asked.size(); i < measures.size(); ++i)
    taken_.push_back({*measures[i], scope_.scene, std::nullopt});
}

void ArmBuilder::begin(const RunAxes& axes, int) {
  markets_ = axes.markets.size();
  record_.measures.assign(taken_.size(), 0.0);
  record_.measure_weeks.assign(taken_.size(), 0.0);
  record_.tables.clear();
  for (const ArmTableKind& kind : arm_tables())
    record_.tables.push_back(kind.columns ? zeros(kind.rows(markets_), kind.columns(markets_)) : ArmTable{});
  years_.assign(arm_tables().size(), {});
}

void ArmBuilder::open_year(int year) {
  record_.years.push_back(year);
  record_.year_weeks.push_back(0);
  for (std::size_t t = 0; t < years_.size(); ++t) {
    const std::size_t rows = arm_tables()[t].rows(markets_);
    if (arm_tables()[t].weekly) years_[t].push_back({std::vector<double>(rows), std::vector<double>(rows)});
  }
}

void ArmBuilder::add_to_year(const MeasuredWeek& measured) {
  const int year = year_of(measured.week.day);
  if (record_.years.empty() || record_.years.back() != year) open_year(year);
  ++record_.year_weeks.back();
  for (std::size_t t = 0; t < years_.size(); ++t) {
    if (!arm_tables()[t].weekly) continue;
    Year& sums = years_[t].back();
    for (std::size_t row = 0; row < sums.sum.size(); ++row) {
      const double value = arm_tables()[t].weekly(measured, row);
      if (std::isnan(value)) continue;
      sums.sum[row] += value;
      ++sums.weeks[row];
    }
  }
}

void ArmBuilder::add_quarter(const WeekObservation& week, double headline) {
  if (const Day quarter = first_of_quarter(week.day); record_.quarters.empty() || record_.quarters.back() != quarter) {
    record_.quarters.push_back(quarter);
    record_.headline_by_quarter.push_back(0);
    weeks_of_quarter_.push_back(0);
  }
  if (std::isnan(headline)) return;
  record_.headline_by_quarter.back() += headline;
  ++weeks_of_quarter_.back();
}

void ArmBuilder::add_to_window(const MeasuredWeek& measured) {
  ++window_weeks_;
  for (std::size_t i = 0; i < record_.measures.size(); ++i) {
    const double value = weekly_value(taken_[i], measured);
    if (std::isnan(value)) continue;
    record_.measures[i] += value;
    ++record_.measure_weeks[i];
  }
  record_.label_money_usd += label_money(measured) / kCentsInDollar;
  record_.cost_usd += lever_cost(measured) / kCentsInDollar;
  for (std::size_t t = 0; t < record_.tables.size(); ++t)
    if (arm_tables()[t].add) arm_tables()[t].add(measured, record_.tables[t]);
}

void ArmBuilder::week(const WeekObservation& observation, const std::vector<RegistryEntry>& acts,
                      const std::vector<RegistryEntry>& labels) {
  const std::vector<bool>& third = scope_.scene.third;
  const ForeignShares foreign{foreign_shares(observation.plays, third), foreign_shares(observation.engaged, third)};
  const MeasuredWeek measured{observation, acts, labels, scope_.scene, foreign};
  add_to_year(measured);
  headline_ = weekly_value(taken_.front(), measured);
  add_quarter(observation, headline_);
  if (observation.week >= scope_.from_week) add_to_window(measured);
}

void ArmBuilder::begin_window_at(int week) {
  HIBIKI_ASSERT(window_weeks_ == 0);
  scope_.from_week = week;
}

void ArmBuilder::end(const RunResult& result) {
  const double weeks = window_weeks_ > 0 ? window_weeks_ : kMissing;
  for (std::size_t i = 0; i < record_.measures.size(); ++i) {
    const Measure& measure = taken_[i].measure;
    record_.measures[i] = !measure.weekly                ? measure.at_end(result.summary).value_or(kMissing)
                          : record_.measure_weeks[i] > 0 ? record_.measures[i] / record_.measure_weeks[i]
                                                         : kMissing;
  }
  for (std::size_t q = 0; q < weeks_of_quarter_.size(); ++q) record_.headline_by_quarter[q] /= weeks_of_quarter_[q];
  for (std::size_t t = 0; t < record_.tables.size(); ++t) {
    const ArmTableKind& kind = arm_tables()[t];
    ArmTable& table = record_.tables[t];
    if (kind.weekly) {
      table = by_year(years_[t]);
      if (kind.fold == ArmTableKind::Fold::a_year) scale(table, kWeeksInYear);
    } else if (kind.fold != ArmTableKind::Fold::sum) {
      scale(table, (kind.fold == ArmTableKind::Fold::a_year ? kWeeksInYear : 1.0) / weeks);
    }
  }
}

/// Means over the weeks that have a value: (row, year).
ArmTable ArmBuilder::by_year(const std::vector<Year>& years) {
  const std::size_t rows = years.empty() ? 0 : years.front().sum.size();
  ArmTable table = zeros(rows, years.size());
  for (std::size_t y = 0; y < years.size(); ++y)
    for (std::size_t r = 0; r < rows; ++r)
      table.values[r * years.size() + y] = years[y].weeks[r] > 0 ? years[y].sum[r] / years[y].weeks[r] : kMissing;
  return table;
}

ArmRecord mean_record(std::span<const ArmRecord* const> records) {
  HIBIKI_ASSERT(!records.empty());
  ArmRecord mean = *records.front();
  mean.measures.clear();
  mean.measure_weeks.clear();
  const auto n = static_cast<double>(records.size());
  const auto average = [&](const auto& values_of) {
    std::vector<double>& into = values_of(mean);
    for (std::size_t i = 0; i < into.size(); ++i) {
      std::vector<double> values;
      for (const ArmRecord* record : records) values.push_back(values_of(*record)[i]);
      into[i] = mean_of(known(std::move(values)));
    }
  };
  for (std::size_t t = 0; t < mean.tables.size(); ++t)
    average([t](auto& record) -> auto& { return record.tables[t].values; });
  average([](auto& record) -> auto& { return record.headline_by_quarter; });
  mean.cost_usd = mean.label_money_usd = 0;
  for (const ArmRecord* record : records) {
    mean.cost_usd += record->cost_usd / n;
    mean.label_money_usd += record->label_money_usd / n;
  }
  return mean;
}

ArmTable replicates_with_value(std::span<const ArmRecord* const> records, std::size_t table) {
  HIBIKI_ASSERT(!records.empty());
  ArmTable counts = zeros(records.front()->tables[table].rows, records.front()->tables[table].columns);
  for (const ArmRecord* record : records)
    for (std::size_t i = 0; i < counts.values.size(); ++i)
      if (!std::isnan(record->tables[table].values[i])) ++counts.values[i];
  return counts;
}

}  // namespace hibiki::analysis
