// Nothing in the schema is idle: whatever number a scenario can set, setting it changes some output. The tables are
// walked, so that a key added without an effect fails here.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <variant>

#include "sim/scenario/load.hpp"
#include "sim/scenario/schema.hpp"
#include "tests/levers/weekly_series.hpp"
#include "tests/support/moved_number.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

/// Digests of all series, week by week.
std::vector<std::uint64_t> digest(const Scenario& scenario) {
  for (const Problem& problem : validate(scenario)) ADD_FAILURE() << problem.message;
  return weekly_series(scenario, 5);
}

/// Four markets, with all that some number or other needs to matter: a gala, an entrant who inherits,
/// local partners, mixed line-ups, a scene that others imitate.
Scenario busy_world() {
  Scenario s = tiny_scenario({.markets = 4, .fans = 700, .weeks = 70});
  s.markets[0].gala_reach = 10.0;
  s.markets[0].income = DatedValue(12'000.0);  // not the usual one, so that costs are not
  s.markets[0].recorded_music = s.markets[0].live_music = DatedValue(5.0);
  s.assumptions.market_limit = 3.0;
  s.assumptions.partner_demand = 0.5;
  s.assumptions.promotion_limit = 0.1;
  s.assumptions.media_related = 0.3;
  s.markets[0].home_preference = DatedValue(0.3);
  s.markets[0].people =
      DatedRows{.points = {{kTinyStart, {3, 3, 2, 2, 2, 10}}}};  // many are nearly 70: a community is reborn
  s.markets[0].taste.fill(0.5);
  for (Platform& p : s.platforms) {
    if (p.online) continue;
    p.midpoint_years = 50.0;
    p.width_years = 8.0;
    p.age_slope = 0.01;
  }
  for (Platform& p : s.platforms) {
    p.prior = 1e5;
    p.position_exponent = 0.1;
  }
  s.assumptions.like_performance = s.assumptions.like_visuals = s.assumptions.like_craft = 3.0;
  s.assumptions.attention_mean = 0.45;
  s.assumptions.unofficial_fandom = 1e6;
  s.assumptions.ties_community = 6;  // fewer than a tiny community has members
  s.assumptions.engagement_threshold = 0.2;
  s.assumptions.share_threshold = 0.15;
  s.assumptions.contract_years = 2.0;
  s.assumptions.entry_rate = 2.0;
  s.assumptions.entry_profit = 0.3;
  for (const auto& [lever, value] : std::vector<std::pair<double Policy::*, double>>{{&Policy::local_partners, 0.4},
                                                                                     {&Policy::local_versions, 0.3},
                                                                                     {&Policy::multinational, 0.3},
                                                                                     {&Policy::collaboration_rate, 0.3},
                                                                                     {&Policy::english_share, 0.3},
                                                                                     {&Policy::western_producers, 0.3},
                                                                                     {&Policy::imitation, 0.3},
                                                                                     {&Policy::differentiation, 1.0},
                                                                                     {&Policy::conscious_share, 0.3},
                                                                                     {&Policy::gala_dependence, 0.3},
                                                                                     {&Policy::adaptivity, 0.3},
                                                                                     {&Policy::takedown, 0.3},
                                                                                     {&Policy::promotion_online, 0.2},
                                                                                     {&Policy::geo_blocking, 0.3},
                                                                                     {&Policy::style_traditional, 0.1},
                                                                                     {&Policy::style_western, 0.1},
                                                                                     {&Policy::style_fusion, 0.1}})
    set_lever(s, "labels", lever, value);
  // Differing policies, without which nobody has anything to learn.
  set_lever(s, "labels[home=B]", &Policy::posts_per_week, 4.0);
  set_lever(s, "labels[home=B]", &Policy::promotion_abroad, 0.5);
  Act heir;
  heir.name = "Heirs";
  heir.label = "A major";
  heir.talent = 3.0;
  heir.has_style = true;
  heir.style.fill(0.5);  // what A likes: it is played enough for its traits to tell
  heir.debut = s.calendar().day(20);
  heir.inherits_from = "A agency";
  heir.inherit_share = 0.6;
  s.acts.push_back(heir);
  Barrier ban;
  ban.id = "ban";
  ban.market = "B";
  ban.scene = "A";
  ban.kind = "all";
  ban.value = DatedValue(0.6);
  s.barriers.push_back(ban);
  return s;
}

TEST(EveryLever, ChangesSomething) {
  const Scenario base = busy_world();
  const auto unchanged = digest(base);
  for (const auto& field : lever_fields()) {
    const auto lever = std::get<double Policy::*>(field.member);
    for (const double value : {field.minimum, field.maximum}) {
      Scenario changed = base;
      set_lever(changed, "labels[home=A]", lever, value);
      EXPECT_TRUE(digest(changed) != unchanged) << field.key << " = " << value << " for the labels of A";
    }
  }
}

TEST(EveryAssumption, ChangesSomething) {
  const Scenario base = busy_world();
  const auto unchanged = digest(base);
  for (const auto& field : assumption_fields()) {
    Scenario changed = base;
    ASSERT_TRUE(move_number(field, changed.assumptions)) << field.key << " is not a number";
    EXPECT_TRUE(digest(changed) != unchanged) << field.key;
  }
}

/// Moves every number that `owner_of(scenario)` has, one at a time.
template <class Owner, class Of>
void expect_each_changes(std::span<const Field<Owner>> fields, const Of& owner_of) {
  const Scenario base = busy_world();
  const auto unchanged = digest(base);
  for (const auto& field : fields) {
    Scenario changed = base;
    if (!move_number(field, owner_of(changed))) continue;
    EXPECT_TRUE(digest(changed) != unchanged) << field.key;
  }
}

TEST(EveryNumber, OfAMarketChangesSomething) {
  expect_each_changes(market_fields(), [](Scenario& s) -> Market& { return s.markets[0]; });
}

TEST(EveryNumber, OfABarrierChangesSomething) {
  expect_each_changes(barrier_fields(), [](Scenario& s) -> Barrier& { return s.barriers[0]; });
}

/// What a kind of platform has no use for: nothing is ranked on social ones and nothing by plays on the air or abroad
/// on shelves and stages; nobody pays for the air or for posts, and what fans upload pays by the video platform's
/// terms.
bool idle(PlatformKind kind, std::string_view key) {
  static const std::map<PlatformKind, std::set<std::string_view>> keys = {
      {PlatformKind::broadcast, {"popularity_exponent", "cross_border", "prior", "position_exponent", "fee"}},
      {PlatformKind::retail, {"cross_border", "prior"}},
      {PlatformKind::live, {"cross_border", "prior"}},
      {PlatformKind::upload, {"fee"}},
      {PlatformKind::social, {"popularity_exponent", "cross_border", "prior", "position_exponent", "fee"}},
  };
  const auto found = keys.find(kind);
  return found != keys.end() && found->second.contains(key);
}

TEST(EveryNumber, OfEachPlatformChangesSomethingUnlessItsKindHasNoUseForIt) {
  const Scenario base = busy_world();
  const auto unchanged = digest(base);
  for (std::size_t p = 0; p < base.platforms.size(); ++p)
    for (const auto& field : platform_fields()) {
      Scenario changed = base;
      if (!move_number(field, changed.platforms[p])) continue;
      const auto now = digest(changed);
      EXPECT_EQ(now == unchanged, idle(base.platforms[p].kind, field.key))
          << field.key << " of " << base.platforms[p].name;
    }
}

TEST(EveryNumber, OfALabelChangesSomething) {
  expect_each_changes(label_fields(), [](Scenario& s) -> Label& { return s.labels[5]; });
}

TEST(EveryNumber, OfAnActChangesSomething) {
  expect_each_changes(act_fields(), [](Scenario& s) -> Act& { return s.acts[0]; });
}

}  // namespace
}  // namespace hibiki::test
