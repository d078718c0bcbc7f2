// Measures of one label or one act, for sweeps: means over the weeks of the window, 0 in weeks in which it is not
// there.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/engine/run.hpp"

namespace cereal {
class access;
}

namespace hibiki::inline sweep {

enum class EntityKind : std::uint8_t { label, act };

struct EntityMeasure {
  std::string_view name, title, unit, definition;
  std::vector<People> WeekObservation::*series;  ///< money too: whole numbers
  double scale;                                  ///< from the mean of a week to the unit
};

std::span<const EntityMeasure> entity_measures(EntityKind kind);

/// A label or an act of which a sweep takes measures.
struct MeasuredEntity {
  EntityKind kind = EntityKind::label;
  std::string name;             ///< as in the scenario
  std::set<std::string> names;  ///< of the run's registry: an entry of several labels has one for each
  int from_week = 0;            ///< first week of the window

  /// "label TOBE", "act Number_i".
  std::string title() const;
};

/// Position in entity_measures() of a measure's name; their number where there is none.
std::size_t entity_measure_index(EntityKind kind, std::string_view name);

/// Gathers the measures of a run. A copy goes on from where the original is.
class EntityBuilder final : public Observer {
 public:
  explicit EntityBuilder(MeasuredEntity entity)
      : entity_(std::move(entity)), sums_(entity_measures(entity_.kind).size()) {}

  void week(const WeekObservation& observation, const std::vector<RegistryEntry>& acts,
            const std::vector<RegistryEntry>& labels) override;

  const MeasuredEntity& entity() const { return entity_; }
  /// In the order of entity_measures(); NaN for a window without weeks.
  std::vector<double> values() const;

 private:
  friend class cereal::access;
  /// Reading needs a builder of the same entity.
  template <class Archive>
  void serialize(Archive& archive) {
    archive(sums_, weeks_);
  }

  MeasuredEntity entity_;
  std::vector<std::int64_t> sums_;
  std::int64_t weeks_ = 0;
};

}  // namespace hibiki::sweep
