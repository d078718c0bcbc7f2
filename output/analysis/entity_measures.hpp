// Measures of one label or one act, by its own series in the run. In weeks in which it is not there they are 0.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "output/analysis/measures.hpp"

namespace hibiki::inline analysis {

enum class EntityKind : std::uint8_t { label, act };

/// A label or an act that is measured.
class MeasuredEntity {
 public:
  MeasuredEntity(EntityKind of_kind, std::string as_named, std::set<std::string> of_registry)
      : kind(of_kind), name(std::move(as_named)), names(std::move(of_registry)) {}

  EntityKind kind;
  std::string name;             ///< as in the scenario
  std::set<std::string> names;  ///< of the run's registry: an entry of several labels has one for each

  /// "label TOBE", "act Number_i".
  std::string title() const;
  /// Whether row `row` of the registry, of which rows never change, is one of `names`.
  bool has(std::size_t row, const std::vector<RegistryEntry>& registry) const;

 private:
  mutable std::vector<bool> rows_ = {};  ///< of the registry so far: looked up once each, not every week
};

/// Their weekly functions need MeasuredWeek::entity.
std::span<const Measure> entity_measures(EntityKind kind);

/// Position in entity_measures() of a measure's name; their number where there is none.
std::size_t entity_measure_index(EntityKind kind, std::string_view name);

}  // namespace hibiki::analysis
