// The industry: labels, acts and releases as small tables, and their connections as a Boost graph.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/draws.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/money.hpp"
#include "sim/scenario/policies.hpp"
#include "sim/world/markets.hpp"

namespace hibiki::inline world {

struct LabelState {
  Key key = 0;
  LabelIdentity identity;
  MarketId home;
  std::uint32_t registry_row = 0;  ///< position in Industry::label_registry
  bool alive = true;
  int founded_week = 0;
  double talent = 0.0;  ///< mean of the acts it signs, in units of quality
  double costs = 1.0;   ///< of production at home, relative to a market of usual income
  PolicyPlan plan;
  Policy learnt{};  ///< deviations from the dated policy; all zero at first
  Policy policy{};  ///< in force this week
  Cents cash = 0;
  Cents trailing_revenue = 0;            ///< about the last 52 weeks'
  std::array<Cents, 20> past_revenue{};  ///< trailing_revenue at the last five years' quarters' ends, oldest first
  Cents budget = 0;                      ///< this week's
  Cents lever_cost = 0;           ///< this week's, of the interventions in force and of production beyond the budget
  std::uint32_t next_act = 0;     ///< ordinal of the next act it signs
  std::uint32_t acts = 0;         ///< under contract
  std::vector<double> promotion;  ///< this week, US dollars, by market
  std::vector<bool> partner;      ///< has a local partner, by market
};

/// A lever of ByMarket::each in force in a market abroad this week. The aims of a closed label end with it.
double lever_in(const LabelState& label, double Policy::*lever, std::size_t market);

struct ActState {
  Key key = 0;
  std::uint32_t registry_row = 0;  ///< position in Industry::act_registry
  bool in_use = false;             ///< false: the slot is free
  bool retired = false;
  LabelId label;
  MarketId home;
  std::vector<double> heritage;                    ///< over scenes, sums to 1
  Style style;                                     ///< its target for new releases
  Style mean_style;                                ///< of its releases
  double talent = 0;                               ///< in units of quality
  double performance = 0, visuals = 0, craft = 0;  ///< 0..1
  int debut_week = 0;
  int last_active_week = 0;  ///< last week in which a fan held it or a release credited it
  int next_release_week = 0;
  std::uint32_t releases = 0;      ///< so far
  People engaged = 0;              ///< in the world, last week
  std::uint32_t fans_holding = 0;  ///< fans with it among their favourites, last week
  int tour_week = -1;              ///< when the tour under way plays; -1 none
  std::uint64_t tour_markets = 0;  ///< bit m: the tour plays in market m
  int livestream_week = -1;
  double livestreams = 0.0;             ///< about the last 52 weeks' paid ones
  std::vector<Cents> spent;             ///< by market: on it, streams aside, in about the last 52 weeks
  std::optional<std::size_t> inherits;  ///< position in Scenario::acts of its inheritance of fans at the debut
};

struct ReleaseState {
  Key key = 0;
  ActId act, partner;  ///< partner: none unless joint
  LabelId label, partner_label;
  int week = 0;  ///< launched
  Style style;
  PackedStyle packed;
  double quality = 0, video_quality = 0;
  double english = 0;         ///< share of the words
  double local = 0;           ///< share of the other words in the market's language, where there is a local version
  double break_distance = 0;  ///< RMS distance from the act's mean style at launch
  bool western = false;       ///< Western producers
  bool conscious = false;
  double partner_revenue = 0;            ///< share of revenue and cost that the partner takes
  std::vector<double> heritage;          ///< over scenes, sums to 1
  std::vector<std::int64_t> popularity;  ///< by market, plays (people) remembered with a fading weight
};

/// Names of the entities that ever lived in the run; grows by a line an entity.
struct IndustryRecord {
  Key key;
  std::string name, home, label;
  int since_week;
  int closed_week = -1;  ///< labels: first week after the end; -1 while open
};

struct Industry {
  std::vector<LabelState> labels;      ///< in order of name, entrants after them in order of founding
  std::vector<ActState> acts;          ///< slots, reused once no fan or release refers to them
  std::vector<ReleaseState> releases;  ///< in circulation, in order of key
  std::vector<IndustryRecord> act_registry, label_registry;

  ActState& act(ActId id) { return acts[id.value]; }
  const ActState& act(ActId id) const { return acts[id.value]; }
  LabelState& label(LabelId id) { return labels[id.value]; }
  const LabelState& label(LabelId id) const { return labels[id.value]; }
};

/// US dollars a year that a label spends without any revenue.
double floor_budget(const Assumptions& assumptions, const LabelState& label);

/// Part of an act's viewers that its livestreams of the last year have not tired (money.livestream_tiring).
double untired_viewers(const Assumptions& assumptions, const ActState& act);

/// Costs of production in a market on a day, relative to one of usual income and size (money.local_costs,
/// money.size_costs).
double cost_level(const Assumptions& assumptions, const Market& market, Day day);

/// A free slot for an act, reused or new. Throws std::runtime_error past 65,535 live acts.
ActId take_act_slot(Industry& industry);

}  // namespace hibiki::world
