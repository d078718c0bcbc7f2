#include "output/analysis/arm.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "output/analysis/statistics.hpp"
#include "sim/core/error.hpp"

namespace hibiki::inline analysis {

namespace {

constexpr ArmTableEntry kTables[] = {
    {"leadership_by_year", &ArmRecord::leadership_by_year, false},
    {"leadership_people_by_year", &ArmRecord::leadership_people_by_year, false},
    {"share_by_year", &ArmRecord::share_by_year, false},
    {"engaged_by_year", &ArmRecord::engaged_by_year, false},
    {"flow", &ArmRecord::flow, false},
    {"reach", &ArmRecord::reach, true},
    {"channels", &ArmRecord::channels, false},
    {"label_revenue", &ArmRecord::label_revenue, true},
    {"label_engaged", &ArmRecord::label_engaged, true},
    {"label_revenue_by_age", &ArmRecord::label_revenue_by_age, true},
    {"fan_age_by_year", &ArmRecord::fan_age_by_year, false},
    {"gini_by_year", &ArmRecord::gini_by_year, true},
    {"hhi_by_year", &ArmRecord::hhi_by_year, true},
    {"diversity_by_year", &ArmRecord::diversity_by_year, true},
    {"turnover_by_year", &ArmRecord::turnover_by_year, true},
    {"revenue_by_source", &ArmRecord::revenue_by_source, false},
};

ArmTable zeros(std::size_t rows, std::size_t columns) { return {rows, columns, std::vector<double>(rows * columns)}; }

Day first_of_quarter(Day day) {
  const std::chrono::year_month_day date(day);
  const unsigned month = (static_cast<unsigned>(date.month()) - 1) / 3 * 3 + 1;
  return make_day(static_cast<int>(date.year()), month, 1);
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

void scale(ArmTable& table, double factor) {
  for (double& value : table.values) value *= factor;
}

}  // namespace

std::span<const ArmTableEntry> arm_tables() { return kTables; }

void ArmBuilder::Means::open_year(std::size_t rows) {
  sums.emplace_back(rows, 0.0);
  weeks.emplace_back(rows, 0.0);
}

void ArmBuilder::Means::add(std::size_t row, double value) {
  if (std::isnan(value)) return;
  sums.back()[row] += value;
  ++weeks.back()[row];
}

ArmTable ArmBuilder::Means::table() const {
  const std::size_t years = sums.size(), rows = sums.empty() ? 0 : sums.front().size();
  ArmTable table = zeros(rows, years);
  for (std::size_t y = 0; y < years; ++y)
    for (std::size_t r = 0; r < rows; ++r)
      table.values[r * years + y] = weeks[y][r] > 0 ? sums[y][r] / weeks[y][r] : kMissing;
  return table;
}

void ArmBuilder::begin(const RunAxes& axes, int) {
  scenes_ = axes.scenes.size();
  record_.measures.assign(measure_table().size(), 0.0);
  record_.measure_weeks.assign(measure_table().size(), 0.0);
  record_.flow = zeros(scenes_, scenes_);
  record_.reach = zeros(1, scenes_);
  record_.channels = zeros(scenes_, kChannels);
  record_.label_revenue = zeros(1, kLabelKindNames.size());
  record_.label_engaged = record_.label_revenue;
  record_.label_revenue_by_age = zeros(1, kFoundings.size());
}

void ArmBuilder::open_year(int year) {
  record_.years.push_back(year);
  record_.year_weeks.push_back(0);
  for (Means* means : {&leadership_, &leadership_people_, &share_, &engaged_, &fan_age_}) means->open_year(scenes_);
  source_.open_year(kSources);
  for (Means* means : {&gini_, &hhi_, &diversity_, &turnover_}) means->open_year(1);
}

void ArmBuilder::add_to_year(const WeekObservation& w) {
  if (const int year = year_of(w.day); record_.years.empty() || record_.years.back() != year) open_year(year);
  ++record_.year_weeks.back();
  for (std::size_t i = 0; i < scenes_; ++i) {
    leadership_.add(i, w.leadership[i]);
    leadership_people_.add(i, w.leadership_people[i]);
    fan_age_.add(i, w.fan_age[i]);
    const auto row = w.engaged_pairs.begin() + static_cast<std::ptrdiff_t>(i * scenes_);
    const People all = std::accumulate(row, row + static_cast<std::ptrdiff_t>(scenes_), People{0});
    const auto own = static_cast<double>(w.engaged_pairs[i * scenes_ + scope_.scene.index]);
    share_.add(i, all > 0 ? own / static_cast<double>(all) : kMissing);
    engaged_.add(i, static_cast<double>(w.engaged[i * scenes_ + scope_.scene.index]));
  }
  for (std::size_t s = 0; s < kSources; ++s)
    source_.add(s, static_cast<double>(w.revenue_by_source[s * scenes_ + scope_.scene.index]) / kCentsInDollar);
  gini_.add(0, mean_of(known(w.gini)));
  hhi_.add(0, mean_of(known(w.hhi)));
  diversity_.add(0, mean_of(known(w.diversity)));
  turnover_.add(0, mean_of(known(w.turnover)));
}

void ArmBuilder::add_quarter(const WeekObservation& week, double headline) {
  if (const Day quarter = first_of_quarter(week.day); record_.quarters.empty() || record_.quarters.back() != quarter) {
    record_.quarters.push_back(quarter);
    record_.headline_by_quarter.push_back(0);
    weeks_of_quarter_.push_back(0);
  }
  record_.headline_by_quarter.back() += headline;
  ++weeks_of_quarter_.back();
}

void ArmBuilder::add_to_window(const MeasuredWeek& measured) {
  const WeekObservation& w = measured.week;
  ++window_weeks_;
  for (std::size_t i = 0; i < record_.measures.size(); ++i) {
    const auto weekly = measure_table()[i].weekly;
    const double value = weekly ? weekly(measured) : kMissing;
    if (std::isnan(value)) continue;
    record_.measures[i] += value;
    ++record_.measure_weeks[i];
  }
  record_.label_money_usd += label_money(measured) / kCentsInDollar;
  record_.cost_usd += lever_cost(measured) / kCentsInDollar;
  for (std::size_t i = 0; i < w.engaged_pairs.size(); ++i)
    record_.flow.values[i] += static_cast<double>(w.engaged_pairs[i]);
  for (std::size_t m = 0; m < scenes_; ++m)
    record_.reach.values[m] += static_cast<double>(w.reach[m * scenes_ + scope_.scene.index]);
  for (std::size_t i = 0; i < w.plays_by_channel.size(); ++i)
    record_.channels.values[i] += static_cast<double>(w.plays_by_channel[i]);
  for (std::size_t i = 0; i < w.labels.size(); ++i) {
    const RegistryEntry& label = measured.labels[w.labels[i]];
    if (label.home != scope_.scene.market) continue;
    const double dollars = static_cast<double>(w.label_revenue[i]) / kCentsInDollar;
    record_.label_revenue.values[kind_of(label)] += dollars;
    record_.label_revenue_by_age.values[founding_of(label)] += dollars;
    record_.label_engaged.values[kind_of(label)] += static_cast<double>(w.label_engaged[i]);
  }
}

void ArmBuilder::week(const WeekObservation& observation, const std::vector<RegistryEntry>&,
                      const std::vector<RegistryEntry>& labels) {
  const MeasuredWeek measured{observation, labels, scope_.scene};
  add_to_year(observation);
  add_quarter(observation, measure_table().front().weekly(measured));
  if (observation.week >= scope_.from_week) add_to_window(measured);
}

void ArmBuilder::end(const RunResult& result) {
  const double weeks = window_weeks_ > 0 ? window_weeks_ : kMissing;
  for (std::size_t i = 0; i < record_.measures.size(); ++i) {
    const Measure& measure = measure_table()[i];
    record_.measures[i] = !measure.weekly                ? measure.at_end(result.summary).value_or(kMissing)
                          : record_.measure_weeks[i] > 0 ? record_.measures[i] / record_.measure_weeks[i]
                                                         : kMissing;
  }
  for (std::size_t q = 0; q < weeks_of_quarter_.size(); ++q) record_.headline_by_quarter[q] /= weeks_of_quarter_[q];
  record_.leadership_by_year = leadership_.table();
  record_.leadership_people_by_year = leadership_people_.table();
  record_.share_by_year = share_.table();
  record_.engaged_by_year = engaged_.table();
  record_.fan_age_by_year = fan_age_.table();
  record_.revenue_by_source = source_.table();
  scale(record_.revenue_by_source, kWeeksInYear);
  record_.gini_by_year = gini_.table();
  record_.hhi_by_year = hhi_.table();
  record_.diversity_by_year = diversity_.table();
  record_.turnover_by_year = turnover_.table();
  for (ArmTable* table : {&record_.flow, &record_.reach, &record_.label_engaged}) scale(*table, 1.0 / weeks);
  for (ArmTable* table : {&record_.label_revenue, &record_.label_revenue_by_age}) scale(*table, kWeeksInYear / weeks);
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
  for (const ArmTableEntry& table : kTables)
    average([&](auto& record) -> auto& { return (record.*table.member).values; });
  average([](auto& record) -> auto& { return record.headline_by_quarter; });
  mean.cost_usd = mean.label_money_usd = 0;
  for (const ArmRecord* record : records) {
    mean.cost_usd += record->cost_usd / n;
    mean.label_money_usd += record->label_money_usd / n;
  }
  return mean;
}

ArmTable replicates_with_value(std::span<const ArmRecord* const> records, ArmTable ArmRecord::*table) {
  HIBIKI_ASSERT(!records.empty());
  ArmTable counts = zeros((records.front()->*table).rows, (records.front()->*table).columns);
  for (const ArmRecord* record : records)
    for (std::size_t i = 0; i < counts.values.size(); ++i)
      if (!std::isnan((record->*table).values[i])) ++counts.values[i];
  return counts;
}

}  // namespace hibiki::analysis
