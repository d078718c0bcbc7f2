#include "output/analysis/entity_measures.hpp"

#include <algorithm>
#include <array>

#include "sim/core/error.hpp"

namespace hibiki::inline analysis {

namespace {

using W = MeasuredWeek;
constexpr double kDollarsAYear = kWeeksInYear / kCentsInDollar;

/// Sum of a series over the entity's names. Whole numbers: people, or cents.
double total(const W& w, std::vector<People> WeekObservation::*series) {
  HIBIKI_ASSERT(w.entity != nullptr);
  const bool of_label = w.entity->kind == EntityKind::label;
  const auto& present = of_label ? w.week.labels : w.week.acts;
  const auto& registry = of_label ? w.labels : w.acts;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < present.size(); ++i)
    if (w.entity->has(present[i], registry)) sum += (w.week.*series)[i];
  return static_cast<double>(sum);
}

using Series = WeekObservation;

const std::array<Measure, 3>& label_measures() {
  static const std::array<Measure, 3> kMeasures = {
      Measure{"engaged", "engaged pairs", "1",
              "Pairs of a person and an act of the label with which that person is engaged; mean over the weeks of the "
              "window.",
              Scale::ratio, [](const W& w) { return total(w, &Series::label_engaged); }, nullptr},
      Measure{"plays", "plays a week", "1",
              "Releases of the label's acts that were tried in a week, counted by people; mean over the weeks of the "
              "window.",
              Scale::ratio, [](const W& w) { return total(w, &Series::label_plays); }, nullptr},
      Measure{"revenue", "revenue", "USD a year", "US dollars of 2015 that the label received; per year of the window.",
              Scale::ratio, [](const W& w) { return kDollarsAYear * total(w, &Series::label_revenue); }, nullptr}};
  return kMeasures;
}

const std::array<Measure, 3>& act_measures() {
  static const std::array<Measure, 3> kMeasures = {
      Measure{"engaged", "engaged people", "people", "People engaged with the act; mean over the weeks of the window.",
              Scale::ratio, [](const W& w) { return total(w, &Series::act_engaged); }, nullptr},
      Measure{"plays", "plays a week", "1",
              "Releases of the act that were tried in a week, counted by people; mean over the weeks of the window.",
              Scale::ratio, [](const W& w) { return total(w, &Series::act_plays); }, nullptr},
      Measure{"revenue", "paid by fans", "USD a year",
              "US dollars of 2015 that fans paid for the act; per year of the window.", Scale::ratio,
              [](const W& w) { return kDollarsAYear * total(w, &Series::act_revenue); }, nullptr}};
  return kMeasures;
}

}  // namespace

std::span<const Measure> entity_measures(EntityKind kind) {
  return kind == EntityKind::label ? label_measures() : act_measures();
}

std::size_t entity_measure_index(EntityKind kind, std::string_view name) {
  const auto all = entity_measures(kind);
  return static_cast<std::size_t>(std::ranges::find(all, name, &Measure::name) - all.begin());
}

bool MeasuredEntity::has(std::size_t row, const std::vector<RegistryEntry>& registry) const {
  while (rows_.size() <= row) rows_.push_back(names.contains(registry[rows_.size()].name));
  return rows_[row];
}

std::string MeasuredEntity::title() const { return (kind == EntityKind::label ? "label " : "act ") + name; }

}  // namespace hibiki::analysis
