// The table of measures by which arms are compared: name, title, unit, definition, and function of a week.
// All output takes title, unit and definition of a measure from this table.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/engine/observation.hpp"
#include "sim/engine/summary.hpp"

namespace hibiki::inline analysis {

/// On which scale an effect is read: positive outcomes that effects multiply, or shares and dates that they move.
enum class Scale { ratio, difference };
std::string_view scale_name(Scale scale);

/// The measured scene, by its position on the axis of scenes and by its home market.
struct MeasuredScene {
  std::size_t index = 0;
  std::string market;
  std::vector<bool> west;    ///< by market: neither the scene's own nor in Asia
  std::vector<bool> abroad;  ///< by market: counts as abroad; empty: all but the scene's own
  std::vector<bool> third;   ///< by market: counts in leadership

  bool is_abroad(std::size_t market_index) const {
    return abroad.empty() ? market_index != index : abroad[market_index];
  }
};

class MeasuredEntity;

/// Shares of the foreign scenes in third markets (foreign_shares()) in a week, by scene.
struct ForeignShares {
  std::vector<double> plays, engaged;
};

/// A week as a measure takes it. `acts` and `labels` are the registries of all so far.
struct MeasuredWeek {
  const WeekObservation& week;
  const std::vector<RegistryEntry>& acts;
  const std::vector<RegistryEntry>& labels;
  const MeasuredScene& scene;
  const ForeignShares& foreign;
  const MeasuredEntity* entity = nullptr;  ///< for measures of a label or an act
};

struct Measure {
  std::string name, title, unit, definition;
  Scale scale = Scale::ratio;
  /// One week's value, kMissing where it is undefined; the measure is the mean over those weeks of the
  /// window that have one. Null where `at_end` says it.
  double (*weekly)(const MeasuredWeek&) = nullptr;
  /// The value of a whole replicate, for measures that are not means over weeks.
  std::optional<double> (*at_end)(const RunSummary&) = nullptr;
  bool abroad = false;       ///< depends on MeasuredScene::abroad
  bool of_scene = true;      ///< depends on MeasuredScene at all
  std::string subject = "";  ///< of what it is where not of the comparison's scene: "K-pop", "label TOBE"

  /// "engaged fans abroad", "revenue, label TOBE".
  std::string full_title() const { return subject.empty() ? title : title + ", " + subject; }
};

/// Every measure, the headline first.
std::span<const Measure> measure_table();

/// Measures of the scene that are taken when they are asked for.
std::span<const Measure> further_measures();

/// Measures in an order of their own; the first is the headline.
using MeasureList = std::vector<const Measure*>;

/// Those of measure_table(), in its order.
MeasureList table_measures();

/// Position in the table of the measure called `name`, which must be there.
std::size_t measure_index(std::string_view name);

/// US cents that a scene's labels received, and spent on interventions, in a week.
double label_money(const MeasuredWeek& measured);
double lever_cost(const MeasuredWeek& measured);

}  // namespace hibiki::analysis
