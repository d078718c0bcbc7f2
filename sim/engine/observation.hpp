// Measurements of a week, and the one table that names every measured series. Recorder, reader, digest and
// reports go by the table: a new measure is a member here, a row there, and the function that fills it (metrics.cpp).
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/core/calendar.hpp"
#include "sim/core/draws.hpp"
#include "sim/core/money.hpp"
#include "sim/world/tallies.hpp"

namespace hibiki::inline engine {

/// Missing value of a real-valued series, such as the mean age of no fans.
inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// An axis of a measured series, besides replicate and time.
enum class Axis : std::uint8_t { market, scene, platform, source, channel, age, act, label };

/// Labels of the axes that are fixed for a run. Scenes are in the order of their home markets.
struct RunAxes {
  std::vector<std::string> markets, market_titles, scenes, platforms;
};

/// An act or a label that lived in the run. `key` is its identity across replicates and arms.
struct RegistryEntry {
  Key key = 0;
  std::string name;
  std::string home;                          ///< market code
  std::string label;                         ///< acts: first label; labels: kind
  Day since;                                 ///< debut or founding
  std::optional<Day> closed = std::nullopt;  ///< labels: known at the end of the run, where they closed in it
};

/// One week's measurements. Matrices are row-major in the order of their axes; people and money are weighted to
/// the real population. Act and label series are aligned with `acts` and `labels`, positions in the run's
/// registries of all acts and labels so far. Reals without a value are kMissing.
struct WeekObservation {
  int week = 0;
  Day day;
  // (market, scene)
  std::vector<People> plays, engaged, reach, engaged_pairs, livestream_viewers, shares_home, shares_abroad,
      cascade_abroad;
  std::vector<Cents> revenue, received;
  // (scene)
  std::vector<double> leadership, leadership_people, fan_age, style_pull, cascade_steps;
  std::vector<std::int64_t> acts_live;
  std::vector<Cents> lever_cost;
  std::vector<std::int64_t> industry_components;  ///< one value
  // (market)
  std::vector<double> gini, hhi, diversity, turnover, tries_per_exposure;
  std::vector<Cents> paid, to_labels, to_platforms;
  // (market, platform), (market, channel), (age, scene), (source, scene)
  std::vector<People> adopted_platform, plays_by_channel, engaged_by_age;
  std::vector<Cents> revenue_by_source;
  // (act), (label)
  std::vector<std::uint32_t> acts, labels;  ///< of labels those that are open, then the closed ones that still earn
  std::size_t open_labels = 0;
  std::vector<People> act_plays, act_engaged, act_livestream_viewers;
  std::vector<Cents> act_revenue;
  std::vector<double> act_centrality;
  std::vector<People> label_plays, label_engaged;
  std::vector<Cents> label_revenue, label_cash;
  std::vector<double> label_centrality;
};

/// One measured series.
struct Series {
  std::string_view name;  ///< variable in results.h5
  std::vector<Axis> axes;
  std::variant<std::vector<std::int64_t> WeekObservation::*, std::vector<double> WeekObservation::*> member;
  std::string_view units;  ///< CF units
  std::string_view long_name;
};

/// Every series, in the order in which they are written.
std::span<const Series> series_table();

}  // namespace hibiki::engine
