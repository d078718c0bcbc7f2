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

/// Money of one week, in cents, by scene, act and source, and by recipient.
struct Ledger {
  std::vector<Cents> paid, to_labels, to_platforms;  ///< (market)
  std::vector<Cents> by_scene;                       ///< (market, scene) share of paid
  std::vector<Cents> received;                       ///< (market, scene) income of the scene's labels
  std::vector<Cents> by_source;                      ///< (source, scene) share of paid
  std::vector<Cents> by_act;                         ///< (act) share of paid
  std::vector<Cents> label_revenue;                  ///< (label)
  std::vector<People> viewers_by_scene;              ///< (market, scene) of livestreams
  std::vector<People> viewers_by_act;                ///< (act)
};

/// The scene that leads the third markets, for imitation and differentiation.
struct LeadingScene {
  MarketId scene;               ///< none: no engaged people there
  Style style = Style::Zero();  ///< mean style of its releases played there
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

  Tallies week;   ///< last week's counts, which this week reads
  Ledger ledger;  ///< last week's money
  PlatformTrials trials;
  LeadingScene leader;

  std::size_t market_count() const { return markets.size(); }
};

/// Builds tick 0 of `scenario` (validated) for a seed. The same world for any number of threads. With `ranks`, all of
/// which call it, its fans are spread over them (fan_part.hpp), and each has everything else.
World make_world(const Scenario& scenario, std::uint64_t seed, Ranks* ranks = nullptr);

/// Communities of the fans of a scenario.
std::size_t community_count(const Scenario& scenario);

/// A copy of `past` that goes on under `scenario`, which has had the same past: first_difference() is not before now.
World fork_world(const World& past, const Scenario& scenario);

/// Sets people and weights for a calendar year.
void weigh_fans(const Scenario& scenario, int year, Fans& fans, Markets& markets);

/// Draws a community's fans anew: taste, readiness, openness, activity; no favourites. `imprint` is the
/// style of the market that the young meet.
void draw_community(const Assumptions& assumptions, const Draws& draws, const Markets& markets,
                    const Community& community, const Style& imprint, double imprinting, Fans& fans);

/// Access of founding a label and signing an act: reads (const) and writes. Made from a World or a phase's view of one.
struct IndustryView {
  template <class Whole>
  IndustryView(Whole& world)
      : scenario(world.scenario),
        calendar(world.calendar),
        draws(world.draws),
        markets(world.markets),
        platforms(world.platforms),
        leader(world.leader),
        industry(world.industry),
        licences(world.licences) {}
  const Scenario& scenario;
  const Calendar& calendar;
  const Draws& draws;
  const Markets& markets;
  const Platforms& platforms;
  const LeadingScene& leader;
  Industry& industry;
  std::vector<std::uint8_t>& licences;
};

/// Adds a label at `week`; returns its id. `entry` is its description in the scenario.
LabelId add_label(const IndustryView& world, const Label& entry, const std::string& name, int week);

/// Signs an unnamed act; it debuts at `debut_week` and releases first within half a year from `week`.
ActId sign_act(const IndustryView& world, LabelId label, int week, int debut_week);

/// Adds the named act at position `index` of Scenario::acts. Its label must live.
ActId add_named_act(const IndustryView& world, std::size_t index, int week);

}  // namespace hibiki::world
