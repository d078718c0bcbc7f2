#include "tools/reproduce/market_scenarios.hpp"

#include <fmt/format.h>

#include "sim/core/error.hpp"

namespace hibiki::inline reproduction {

namespace {

constexpr Day kAlways = std::chrono::sys_days(std::chrono::year(1950) / 1 / 1);

/// So few people that a fan stands for one.
DatedRows one_person_each() { return DatedRows{.points = {{kAlways, std::vector<double>(6, 1e-6)}}}; }

Market market(const std::string& name, std::int64_t arrivals) {
  Market m;
  m.name = m.title = m.scene = name;
  m.language = "en";
  m.people = one_person_each();
  m.arrivals = arrivals;
  return m;
}

/// A platform that everybody has from the start.
Platform platform(const std::string& name, const Shown& shown) {
  Platform p;
  p.name = name;
  p.kind = PlatformKind::streaming;
  p.launch = kAlways;
  p.online = false;
  p.ceiling = 1.0;
  p.midpoint_years = -50.0;
  p.age_slope = 0.0;
  p.cross_border = 0.0;
  p.popularity_exponent = shown.exponent;
  p.prior = shown.prior;
  p.position_exponent = shown.position_exponent;
  p.position_by = shown.by_quality ? "quality" : "popularity";
  return p;
}

void add_markets(const TrialOffer& wanted, Scenario& s) {
  Platform list = platform("what others download", wanted.shown), shuffled = platform("all alike", {});
  for (std::int64_t i = 0; i < wanted.social; ++i) {
    s.markets.push_back(market(social_market(i), wanted.arrivals));
    shuffled.absent.push_back(s.markets.back().name);
  }
  for (std::int64_t i = 0; i < wanted.independent; ++i) {
    s.markets.push_back(market(independent_market(i), wanted.arrivals));
    list.absent.push_back(s.markets.back().name);
  }
  s.platforms = {list, shuffled};
  s.contenders = {s.markets.front().name};
}

void add_songs(std::int64_t songs, Scenario& s) {
  Label studio;
  studio.name = "studio";
  studio.kind = LabelKind::agency;
  studio.home = s.markets.front().name;
  studio.acts = 0;
  s.labels = {studio};
  for (std::int64_t i = 0; i < songs; ++i) {
    Act act;
    act.name = fmt::format("song {:02d}", i + 1);
    act.label = studio.name;
    act.talent = 0.0;
    s.acts.push_back(act);
  }
  PolicyRule everywhere{.id = "all songs everywhere", .target = "labels", .levers = {}};
  for (const auto& [lever, value] : {std::pair{&Policy::official_uploads_streaming, 1.0},
                                     {&Policy::official_uploads_streaming_abroad, 1.0},
                                     {&Policy::promotion_share, 0.0},
                                     {&Policy::releases_per_year, 0.01},
                                     {&Policy::collaboration_rate, 0.0}})
    everywhere.levers.emplace_back(lever, DatedValue(value));
  s.policies = {everywhere};
}

/// Only quality and the ranking decide.
Assumptions plain_assumptions(const TrialOffer& wanted, std::int64_t weeks) {
  Assumptions a;
  a.try_constant = wanted.appeal;
  a.try_quality = wanted.quality_spread;
  a.try_comprehension = a.try_distance = a.try_match = a.try_novelty = a.try_sharers = a.try_engagement = 0.0;
  a.like_constant = -10.0;  // no listener becomes a fan
  a.exposures = wanted.exposures;
  a.exposures_spread = wanted.exposures_spread;
  a.repeats = wanted.repeats ? 1.0 : 0.0;
  a.attention_mean = wanted.attention;
  a.media_friends = a.media_following = a.personalisation = 0.0;
  a.popularity_memory = 1.0;
  a.new_release_seed = 0.0;
  a.release_weeks = weeks + 1;
  a.quality_money = a.quality_talent = 0.0;
  a.quality_luck = 1.0;
  a.ties_community = a.ties_market = a.ties_abroad = 0;
  a.label_floor = 0.0;
  a.entry_rate = a.acts_per_label = 0.0;
  a.contract_years = 50.0;
  a.platform_nudge = 0.0;
  return a;
}

}  // namespace

std::string social_market(std::int64_t i) { return fmt::format("world {}", i + 1); }
std::string independent_market(std::int64_t i) { return fmt::format("alone {}", i + 1); }

Scenario trial_offer_scenario(const TrialOffer& wanted) {
  const std::int64_t weeks = (wanted.listeners + wanted.arrivals - 1) / wanted.arrivals;
  HIBIKI_ASSERT(weeks <= kMostTrialWeeks);
  Scenario s;
  s.name = s.title = "songs on trial";
  s.run.start = s.run.report_from = make_day(2000, 1, 3);
  s.run.end = s.run.start + std::chrono::days(7 * weeks - 1);
  s.run.fans = wanted.listeners * (wanted.social + wanted.independent);
  s.assumptions = plain_assumptions(wanted, weeks);
  add_markets(wanted, s);
  add_songs(wanted.songs, s);
  return s;
}

}  // namespace hibiki::reproduction
