// The state that a week of a run reads and writes; complete once constructed.
#pragma once

#include <vector>

#include "sim/core/calendar.hpp"
#include "sim/core/draws.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/fan_network.hpp"
#include "sim/world/fans.hpp"
#include "sim/world/industry.hpp"
#include "sim/world/industry_graph.hpp"
#include "sim/world/markets.hpp"
#include "sim/world/platforms.hpp"
#include "sim/world/tallies.hpp"

namespace hibiki::inline world {

/// Money of one week, in cents: for whom it was paid, and where it went.
struct Ledger {
  std::vector<Cents> paid, to_labels, to_platforms;  ///< (market)
  std::vector<Cents> by_scene;                       ///< (market, scene) of what is paid
  std::vector<Cents> by_source;                      ///< (source, scene) of what is paid
  std::vector<Cents> by_act;                         ///< (act) of what is paid
  std::vector<Cents> label_revenue;                  ///< (label)
  std::vector<People> viewers_by_scene;              ///< (market, scene) of livestreams
  std::vector<People> viewers_by_act;                ///< (act)
};

struct World {
  Scenario scenario;  ///< canonical
  Calendar calendar;
  Draws draws;
  Markets markets;
  Fans fans;
  FanNetwork network;
  Platforms platforms;
  Industry industry;
  Collaborations collaborations;
  std::vector<std::uint8_t> licences;  ///< (label, platform) anything of the label is there, row-major

  Tallies week;     ///< last week's counts, which this week reads
  Ledger ledger;    ///< last week's money
  MarketId leader;  ///< scene that leads the third markets, for imitation and differentiation
  Style leader_style = Style::Zero();
  std::vector<People> platform_tries, platform_exposures;                ///< (market, platform), this quarter's
  std::vector<People> platform_tries_before, platform_exposures_before;  ///< the quarter before's

  std::size_t market_count() const { return markets.size(); }
};

/// Builds tick 0 of `scenario` (validated) for a seed. The same world for any number of threads.
World make_world(const Scenario& scenario, std::uint64_t seed);

/// A copy of `past` that goes on under `scenario`, which has had the same past: first_difference() is not before now.
World fork_world(const World& past, const Scenario& scenario);

/// Sets people and weights for a calendar year.
void weigh_fans(World& world, int year);

/// Draws a community's fans anew: taste, readiness, openness, activity; no favourites. `imprint` is what the
/// young find in the market.
void draw_community(const World& world, const Community& community, const Style& imprint, double imprinting,
                    Fans& fans);

/// Adds a label at `week`; returns its id. `entry` is its description in the scenario.
LabelId add_label(World& world, const Label& entry, const std::string& name, int week);

/// Signs an unnamed act; it debuts at `debut_week` and releases first within half a year from `week`.
ActId sign_act(World& world, LabelId label, int week, int debut_week);

/// Adds the named act at position `index` of Scenario::acts. Its label must live.
ActId add_named_act(World& world, std::size_t index, int week);

}  // namespace hibiki::world
