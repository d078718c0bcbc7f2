#include "output/results/stored_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "output/results/entity_axis.hpp"
#include "output/results/results_coordinates.hpp"
#include "output/results/week_packing.hpp"
#include "sim/core/error.hpp"
#include "sim/engine/summary.hpp"

namespace hibiki::inline results {

namespace {

/// Series of acts and labels are large; these alone go into tables.
bool is_shown(const Series& series) {
  constexpr std::array<std::string_view, 4> kShown = {"act_plays", "act_livestream_viewers", "label_revenue",
                                                      "label_engaged"};
  return !is_sparse(series) || std::ranges::find(kShown, series.name) != kShown.end();
}

/// A series of one replicate, whole.
struct StoredSeries {
  const Series* series;
  Variable values;

  /// Row `at` into the week.
  void copy_to(WeekObservation& week, std::size_t at) const {
    std::visit(
        [&](auto member) {
          auto& row = week.*member;
          const auto& all = std::get<std::decay_t<decltype(row)>>(values.values);
          const std::size_t length = all.size() / values.extent.front();
          row.assign(all.begin() + static_cast<std::ptrdiff_t>(at * length),
                     all.begin() + static_cast<std::ptrdiff_t>((at + 1) * length));
        },
        series->member);
  }
};

std::vector<std::int64_t> integers(const ResultsReader& reader, const std::string& name) {
  return std::get<std::vector<std::int64_t>>(reader.read(name).values);
}

/// Keys are texts; files of earlier versions have numbers.
std::vector<Key> keys_of(const ResultsReader& reader, const std::string& name) {
  const Variable variable = reader.read(name);
  std::vector<Key> keys;
  if (const auto* numbers = std::get_if<std::vector<std::int64_t>>(&variable.values))
    for (const std::int64_t number : *numbers) keys.push_back(static_cast<Key>(number));
  else
    for (const std::string& text : std::get<std::vector<std::string>>(variable.values))
      keys.push_back(key_of_text(text));
  return keys;
}

}  // namespace

StoredRun::StoredRun(const std::filesystem::path& results, const Scenario& scenario)
    : reader_(results), scenario_(scenario) {
  for (const Series& series : series_table())
    if (!reader_.has(std::string(series.name)))
      throw IoError(
          fmt::format("{} has no {}: it was made by another version; run it again", results.string(), series.name));
  axes_ = {reader_.axis("market"), reader_.axis("market_title"), reader_.axis("scene"), reader_.axis("platform")};
  days_ = integers(reader_, "time");
  for (const std::int64_t seed : integers(reader_, "seed")) seeds_.push_back(static_cast<std::uint64_t>(seed));
  digests_ = reader_.axis("digest");
}

std::vector<RegistryEntry> StoredRun::registry(const std::string& axis, const std::string& label,
                                               const std::string& since, std::size_t replicate) const {
  const auto names = reader_.axis(axis), homes = reader_.axis(axis + "_home"), labels = reader_.axis(label);
  const auto keys = keys_of(reader_, axis + "_key");
  const auto days = std::get<std::vector<std::int64_t>>(reader_.read(since, replicate).values);
  std::vector<RegistryEntry> registry;
  for (std::size_t i = 0; i < names.size(); ++i)
    registry.push_back({keys[i], names[i], homes[i], labels[i],
                        days[i] <= EntityAxis::kNever ? Day{} : Day(std::chrono::days(days[i]))});
  return registry;
}

RunResult StoredRun::show(std::size_t replicate, const std::vector<Observer*>& observers) const {
  std::vector<StoredSeries> stored;
  for (const Series& series : series_table())
    if (is_shown(series)) stored.push_back({&series, reader_.read(std::string(series.name), replicate)});
  auto acts = registry("act", "act_label", "act_debut", replicate);
  auto labels = registry("label", "label_kind", "label_founded", replicate);
  SummaryBuilder summary(scenario_, axes_);
  for (Observer* o : observers) o->begin(axes_, reported_weeks());
  WeekObservation week;
  week.acts.resize(acts.size());
  week.labels.resize(labels.size());
  std::iota(week.acts.begin(), week.acts.end(), 0U);
  std::iota(week.labels.begin(), week.labels.end(), 0U);
  for (std::size_t at = 0; at < days_.size(); ++at) {
    week.day = Day(std::chrono::days(days_[at]));
    week.week = static_cast<int>((week.day - scenario_.run.start).count() / 7);
    for (const StoredSeries& values : stored) values.copy_to(week, at);
    summary.add(week, acts);
    for (Observer* o : observers) o->week(week, acts, labels);
  }
  RunResult result{summary.finish(std::move(acts), std::move(labels)), digests_[replicate], reported_weeks(), 0};
  for (Observer* o : observers) o->end(result);
  return result;
}

}  // namespace hibiki::results
