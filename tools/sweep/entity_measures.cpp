#include "tools/sweep/entity_measures.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace hibiki::inline sweep {

namespace {

using W = WeekObservation;
constexpr double kDollarsAYear = kWeeksInYear / kCentsInDollar;

// clang-format off
constexpr std::array kLabelMeasures = {
    EntityMeasure{"engaged", "engaged pairs", "1",
                  "Pairs of a person and an act of the label with which that person is engaged; mean over the weeks of the window.",
                  &W::label_engaged, 1.0},
    EntityMeasure{"plays", "plays a week", "1",
                  "Releases of the label's acts that were tried in a week, counted by people; mean over the weeks of the window.",
                  &W::label_plays, 1.0},
    EntityMeasure{"received", "received", "USD a year",
                  "US dollars of 2015 that the label received; per year of the window.", &W::label_revenue, kDollarsAYear},
};
constexpr std::array kActMeasures = {
    EntityMeasure{"engaged", "engaged people", "people",
                  "People engaged with the act; mean over the weeks of the window.", &W::act_engaged, 1.0},
    EntityMeasure{"plays", "plays a week", "1",
                  "Releases of the act that were tried in a week, counted by people; mean over the weeks of the window.",
                  &W::act_plays, 1.0},
    EntityMeasure{"paid", "paid by fans", "USD a year",
                  "US dollars of 2015 that fans paid for the act; per year of the window.", &W::act_revenue, kDollarsAYear},
};
// clang-format on

}  // namespace

std::span<const EntityMeasure> entity_measures(EntityKind kind) {
  return kind == EntityKind::label ? std::span<const EntityMeasure>(kLabelMeasures)
                                   : std::span<const EntityMeasure>(kActMeasures);
}

std::size_t entity_measure_index(EntityKind kind, std::string_view name) {
  const auto all = entity_measures(kind);
  return static_cast<std::size_t>(std::ranges::find(all, name, &EntityMeasure::name) - all.begin());
}

std::string MeasuredEntity::title() const { return (kind == EntityKind::label ? "label " : "act ") + name; }

void EntityBuilder::week(const WeekObservation& observation, const std::vector<RegistryEntry>& acts,
                         const std::vector<RegistryEntry>& labels) {
  if (observation.week < entity_.from_week) return;
  ++weeks_;
  const bool of_label = entity_.kind == EntityKind::label;
  const auto& present = of_label ? observation.labels : observation.acts;
  const auto& registry = of_label ? labels : acts;
  const auto measures = entity_measures(entity_.kind);
  for (std::size_t i = 0; i < present.size(); ++i) {
    if (!entity_.names.contains(registry[present[i]].name)) continue;
    for (std::size_t m = 0; m < measures.size(); ++m) sums_[m] += (observation.*measures[m].series)[i];
  }
}

std::vector<double> EntityBuilder::values() const {
  std::vector<double> values;
  const auto measures = entity_measures(entity_.kind);
  for (std::size_t m = 0; m < measures.size(); ++m)
    values.push_back(weeks_ == 0 ? std::numeric_limits<double>::quiet_NaN()
                                 : static_cast<double>(sums_[m]) / static_cast<double>(weeks_) * measures[m].scale);
  return values;
}

}  // namespace hibiki::sweep
