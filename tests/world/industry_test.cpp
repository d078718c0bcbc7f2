#include "sim/world/industry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

#include "tests/support/tiny_world.hpp"

namespace hibiki {
namespace {

using test::label_named;
using test::set_lever;
using test::tiny_scenario;
using testing::HasSubstr;

TEST(TakeActSlot, ReusesWhatIsFree) {
  Industry industry;
  EXPECT_EQ(take_act_slot(industry), ActId(0));
  industry.acts[0].in_use = true;
  EXPECT_EQ(take_act_slot(industry), ActId(1));
  industry.acts[1].in_use = true;
  industry.acts[0].in_use = false;
  EXPECT_EQ(take_act_slot(industry), ActId(0));
  EXPECT_EQ(industry.acts.size(), 2u);
}

TEST(TakeActSlot, HoldsSixtyFiveThousandAndSaysWhenThatIsNotEnough) {
  Industry industry;
  industry.acts.resize(65'534);
  for (ActState& act : industry.acts) act.in_use = true;
  const ActId last = take_act_slot(industry);
  EXPECT_EQ(last, ActId(65'534));
  EXPECT_TRUE(last) << "the last id is not the one that means nobody";
  industry.act(last).in_use = true;
  try {
    take_act_slot(industry);
    FAIL() << "a 65,536th act was taken";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("65535"));
  }
}

/// Signs `count` acts with one label of a world and gives them back.
std::vector<ActState> signed_acts(Scenario s, const std::string& label, int count) {
  World world = make_world(s, 1);
  std::vector<ActState> acts;
  for (int i = 0; i < count; ++i) acts.push_back(world.industry.act(sign_act(world, label_named(world, label), 0, 0)));
  return acts;
}

double style_spread(const std::vector<ActState>& acts) {
  Style mean = Style::Zero();
  for (const ActState& act : acts) mean += act.style / static_cast<double>(acts.size());
  double sum = 0.0;
  for (const ActState& act : acts) sum += rms_distance(act.style, mean);
  return sum / static_cast<double>(acts.size());
}

TEST(SignAct, GivesKeysByLabelAndOrdinal) {
  World world = make_world(tiny_scenario(), 1);
  const LabelId major = label_named(world, "A major");
  const std::uint32_t next = world.industry.label(major).next_act;
  EXPECT_EQ(next, 2u);
  const ActId id = sign_act(world, major, 0, 0);
  EXPECT_EQ(world.industry.act(id).key, child_key(key_of("A major"), Purpose::act_birth, next));
  EXPECT_EQ(world.industry.label(major).acts, 3u);
  EXPECT_EQ(world.industry.act_registry[world.industry.act(id).registry_row].label, "A major");
}

TEST(SignAct, StaysWithinTheRanges) {
  Scenario s = tiny_scenario();
  set_lever(s, "labels", &Policy::multinational, 0.5);
  for (const ActState& act : signed_acts(s, "A collective", 300)) {
    for (const double trait : {act.performance, act.visuals, act.craft}) {
      EXPECT_GE(trait, 0.0);
      EXPECT_LE(trait, 1.0);
    }
    for (int i = 0; i < kStyleAxes; ++i) EXPECT_LE(std::abs(act.style[i]), 1.0);
    EXPECT_NEAR(std::accumulate(act.heritage.begin(), act.heritage.end(), 0.0), 1.0, 1e-12);
    EXPECT_GE(act.next_release_week, 0);
    EXPECT_LE(act.next_release_week, 26);
  }
}

TEST(SignAct, RigidTrainingMakesActsAlikeAndPolished) {
  Scenario loose = tiny_scenario(), rigid = tiny_scenario();
  set_lever(loose, "labels", &Policy::training_rigidity, 0.0);
  set_lever(rigid, "labels", &Policy::training_rigidity, 1.0);
  const auto varied = signed_acts(loose, "A major", 100), alike = signed_acts(rigid, "A major", 100);
  EXPECT_LT(style_spread(alike), 0.5 * style_spread(varied));
  for (std::size_t i = 0; i < 100; ++i) EXPECT_GE(alike[i].performance, varied[i].performance);
}

TEST(SignAct, TheCollectiveVariesMost) {
  const Scenario s = tiny_scenario();
  EXPECT_GT(style_spread(signed_acts(s, "A collective", 100)), 1.2 * style_spread(signed_acts(s, "A major", 100)));
}

TEST(SignAct, MixedLineUpsHaveGuestsFromOtherAsianMarkets) {
  Scenario s = tiny_scenario({.markets = 4});
  set_lever(s, "labels", &Policy::multinational, 1.0);
  std::set<std::size_t> guests;
  for (const ActState& act : signed_acts(s, "A major", 60)) {
    EXPECT_GT(act.heritage[0], 0.5);
    EXPECT_LT(act.heritage[0], 1.0);
    for (std::size_t m = 1; m < 4; ++m)
      if (act.heritage[m] > 0.0) guests.insert(m);
  }
  EXPECT_EQ(guests, (std::set<std::size_t>{1, 2})) << "D is in the West";
  set_lever(s, "labels", &Policy::multinational, 0.0);
  for (const ActState& act : signed_acts(s, "A major", 20)) EXPECT_EQ(act.heritage[0], 1.0);
}

TEST(SignAct, RiskWidensTalent) {
  const auto talents = [](double risk) {
    Scenario s = tiny_scenario();
    set_lever(s, "labels", &Policy::signing_risk, risk);
    double squares = 0.0;
    for (const ActState& act : signed_acts(s, "A major", 200)) squares += act.talent * act.talent;
    return squares;
  };
  EXPECT_GT(talents(1.0), 2.0 * talents(0.0));
}

TEST(AddNamedAct, IsWhatTheScenarioSays) {
  Scenario s = tiny_scenario();
  Act spec{.name = "Named", .label = "B agency"};
  spec.style = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8};
  spec.has_style = true;
  spec.performance = 0.9;
  spec.heritage = {"A", "B", "B", "C"};
  s.acts = {spec};
  const World world = make_world(s, 1);
  const auto& acts = world.industry.acts;
  const auto named = std::find_if(acts.begin(), acts.end(), [](const ActState& a) { return a.key == key_of("Named"); });
  ASSERT_NE(named, acts.end());
  EXPECT_EQ(named->label, label_named(world, "B agency"));
  EXPECT_EQ(named->home, MarketId(1));
  EXPECT_EQ(named->performance, 0.9);
  EXPECT_THAT(named->heritage, testing::ElementsAre(0.25, 0.5, 0.25));
  for (int i = 0; i < kStyleAxes; ++i) EXPECT_NEAR(named->style[i], 0.1 * (i + 1), 1e-12);
}

TEST(AddLabel, SpellsOutAlikeOnes) {
  const World world = make_world(tiny_scenario(), 1);
  const LabelState& second = world.industry.label(label_named(world, "B indie 2"));
  EXPECT_EQ(second.identity.entry, "B indie");
  EXPECT_EQ(second.identity.scene, "B-pop");
  EXPECT_EQ(second.key, key_of("B indie 2"));
  EXPECT_EQ(second.acts, 1u);
  EXPECT_EQ(second.cash, 200'000'000) << "two million dollars, in cents";
  for (const auto& field : lever_fields()) EXPECT_EQ(second.learnt.*std::get<double Policy::*>(field.member), 0.0);
}

TEST(FloorBudget, MajorsHaveMostAndCostsFollowIncome) {
  Scenario s = tiny_scenario();
  s.assumptions.label_floor = 100.0;
  s.assumptions.local_costs = 0.5;
  s.markets[1].income = DatedValue(4.0 * 30'000.0);
  const World world = make_world(s, 1);
  const auto floor = [&](const std::string& name) {
    return floor_budget(s.assumptions, world.industry.label(label_named(world, name)));
  };
  EXPECT_GT(floor("A major"), floor("A agency"));
  EXPECT_GT(floor("A agency"), floor("A indie 1"));
  EXPECT_NEAR(floor("A indie 1"), 100.0, 1e-9);
  EXPECT_NEAR(floor("B indie 1"), 200.0, 1e-9) << "four times the income, twice the costs";
}

TEST(CostLevel, IsOneWithoutLocalCosts) {
  Assumptions a;
  Market market;
  market.income = DatedValue(2'000.0);
  a.local_costs = 0.0;
  EXPECT_EQ(cost_level(a, market, make_day(2000, 1, 1)), 1.0);
  a.local_costs = 1.0;
  EXPECT_NEAR(cost_level(a, market, make_day(2000, 1, 1)), 1.0 / 15.0, 1e-12);
}

TEST(CostLevel, FollowsTheSizeOfTheHomeMarketWhereThatIsKnown) {
  Assumptions a;
  Market market;
  a.size_costs = 0.5;
  EXPECT_EQ(cost_level(a, market, make_day(2000, 1, 1)), 1.0) << "of unknown size";
  market.recorded_music = DatedValue(3'000.0);
  market.live_music = DatedValue(1'000.0);
  EXPECT_NEAR(cost_level(a, market, make_day(2000, 1, 1)), 2.0, 1e-12) << "four times a thousand million";
}

TEST(UntiredViewers, AreHalfAtTheAssumedNumberOfLivestreams) {
  Assumptions a;
  ActState act;
  a.livestream_tiring = 12.0;
  EXPECT_EQ(untired_viewers(a, act), 1.0);
  act.livestreams = 12.0;
  EXPECT_EQ(untired_viewers(a, act), 0.5);
  a.livestream_tiring = 0.0;
  EXPECT_EQ(untired_viewers(a, act), 1.0) << "nobody tires";
}

}  // namespace
}  // namespace hibiki
