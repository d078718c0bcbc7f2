// Measures of one label or one act, by its own series in the run. In weeks in which it is not there they are 0.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "output/analysis/measures.hpp"

namespace hibiki::inline analysis {

enum class EntityKind : std::uint8_t { label, act };

/// A label or an act that is measured.
struct MeasuredEntity {
  EntityKind kind = EntityKind::label;
  std::string name;             ///< as in the scenario
  std::set<std::string> names;  ///< of the run's registry: an entry of several labels has one for each

  /// "label TOBE", "act Number_i".
  std::string title() const;
};

/// Their weekly functions need MeasuredWeek::entity.
std::span<const Measure> entity_measures(EntityKind kind);

/// Position in entity_measures() of a measure's name; their number where there is none.
std::size_t entity_measure_index(EntityKind kind, std::string_view name);

}  // namespace hibiki::analysis
