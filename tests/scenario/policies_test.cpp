#include "sim/scenario/policies.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "sim/scenario/schema.hpp"

namespace hibiki {
namespace {

const LabelIdentity kBig{LabelKind::major, "JP", "J-pop", "Big", "Big 1"};
constexpr auto kVideo = &Policy::official_uploads_video;
const Day kFrom = make_day(2008, 1, 7);

Day week(int weeks) { return kFrom + std::chrono::days(7 * weeks); }

/// No deviation in any lever.
Policy nothing() {
  Policy policy;
  for (const auto& field : lever_fields()) policy.*std::get<double Policy::*>(field.member) = 0.0;
  return policy;
}

Intervention change(Intervention::Change kind, double value, std::int64_t ramp = 0) {
  Intervention intervention;
  intervention.id = "x";
  intervention.target = "labels";
  intervention.lever = kVideo;
  intervention.change = kind;
  intervention.value = value;
  intervention.from = kFrom;
  intervention.ramp_weeks = ramp;
  return intervention;
}

Scenario with_policy(double video, std::vector<Intervention> interventions = {}) {
  Scenario scenario;
  scenario.policies.push_back({"p", "labels", {{kVideo, DatedValue(video)}}});
  scenario.interventions = std::move(interventions);
  return scenario;
}

TEST(PolicyPlan, DefaultsWithoutRules) {
  EXPECT_EQ(PolicyPlan(Scenario{}, kBig).dated(kFrom).takedown, Policy{}.takedown);
}

TEST(PolicyPlan, LaterRulesOverrideEarlierOnesLeverByLever) {
  Scenario scenario = with_policy(0.2);
  scenario.policies[0].levers.emplace_back(&Policy::takedown, DatedValue(0.9));
  scenario.policies.push_back({"majors", "labels[kind=major]", {{kVideo, DatedValue(0.7)}}});
  scenario.policies.push_back({"korea", "labels[home=KR]", {{kVideo, DatedValue(1.0)}}});
  const PolicyPlan plan(scenario, kBig);
  EXPECT_EQ(plan.dated(kFrom).*kVideo, 0.7);
  EXPECT_EQ(plan.dated(kFrom).takedown, 0.9);
}

TEST(PolicyPlan, DatedValuesAreInterpolated) {
  Scenario scenario = with_policy(0.0);
  scenario.policies[0].levers[0].second.points = {{kFrom, 0.0}, {week(10), 1.0}};
  const PolicyPlan plan(scenario, kBig);
  EXPECT_EQ(plan.dated(week(-5)).*kVideo, 0.0);
  EXPECT_DOUBLE_EQ(plan.dated(week(5)).*kVideo, 0.5);
  EXPECT_EQ(plan.dated(week(50)).*kVideo, 1.0);
}

TEST(PolicyPlan, LearningIsAddedAndClipped) {
  PolicyPlan plan(with_policy(0.4), kBig);
  Policy learnt = nothing();
  learnt.*kVideo = 0.25;
  EXPECT_DOUBLE_EQ(plan.effective(kFrom, learnt).*kVideo, 0.65);
  learnt.*kVideo = 3.0;
  EXPECT_EQ(plan.effective(kFrom, learnt).*kVideo, 1.0);
  learnt.*kVideo = -3.0;
  EXPECT_EQ(plan.effective(kFrom, learnt).*kVideo, 0.0);
}

TEST(PolicyPlan, SetJumpsWithoutRampAndEndsWithUntil) {
  auto intervention = change(Intervention::Change::set, 0.9);
  intervention.until = week(3);
  PolicyPlan plan(with_policy(0.4, {intervention}), kBig);
  EXPECT_EQ(plan.effective(week(-1), nothing()).*kVideo, 0.4);
  EXPECT_EQ(plan.effective(week(0), nothing()).*kVideo, 0.9);
  EXPECT_EQ(plan.effective(week(2), nothing()).*kVideo, 0.9);
  EXPECT_EQ(plan.effective(week(3), nothing()).*kVideo, 0.4);
}

TEST(PolicyPlan, RampStartsFromTheValueInForceAndKeepsIt) {
  PolicyPlan plan(with_policy(0.4, {change(Intervention::Change::set, 0.8, 4)}), kBig);
  Policy learnt = nothing();
  learnt.*kVideo = 0.2;
  EXPECT_DOUBLE_EQ(plan.effective(week(0), learnt).*kVideo, 0.6);
  learnt.*kVideo = -0.4;  // what is learnt later no longer matters
  EXPECT_DOUBLE_EQ(plan.effective(week(1), learnt).*kVideo, 0.65);
  EXPECT_DOUBLE_EQ(plan.effective(week(2), learnt).*kVideo, 0.7);
  EXPECT_EQ(plan.effective(week(4), learnt).*kVideo, 0.8);
  EXPECT_EQ(plan.effective(week(400), learnt).*kVideo, 0.8);
}

TEST(PolicyPlan, RampCountsFromTheFirstWeekOnOrAfterFrom) {
  auto intervention = change(Intervention::Change::set, 1.0, 2);
  intervention.from = kFrom - std::chrono::days(3);
  PolicyPlan plan(with_policy(0.0, {intervention}), kBig);
  EXPECT_EQ(plan.effective(week(-1), nothing()).*kVideo, 0.0);
  EXPECT_EQ(plan.effective(week(0), nothing()).*kVideo, 0.0);
  EXPECT_EQ(plan.effective(week(1), nothing()).*kVideo, 0.5);
}

TEST(PolicyPlan, ScaleFollowsTheValueUnderneath) {
  PolicyPlan plan(with_policy(0.2, {change(Intervention::Change::scale, 3.0, 2)}), kBig);
  EXPECT_DOUBLE_EQ(plan.effective(week(0), nothing()).*kVideo, 0.2);
  EXPECT_DOUBLE_EQ(plan.effective(week(1), nothing()).*kVideo, 0.4);
  EXPECT_DOUBLE_EQ(plan.effective(week(2), nothing()).*kVideo, 0.6);
  Policy learnt = nothing();
  learnt.*kVideo = 0.6;
  EXPECT_EQ(plan.effective(week(3), learnt).*kVideo, 1.0);  // clipped
}

TEST(PolicyPlan, InterventionsStackInFileOrder) {
  PolicyPlan plan(with_policy(0.2, {change(Intervention::Change::set, 0.3), change(Intervention::Change::scale, 2.0)}),
                  kBig);
  EXPECT_DOUBLE_EQ(plan.effective(kFrom, nothing()).*kVideo, 0.6);
}

TEST(PolicyPlan, OnlyItsTargetAndItsLeverChange) {
  auto intervention = change(Intervention::Change::set, 0.9);
  intervention.target = "labels[home=KR]";
  PolicyPlan other(with_policy(0.4, {intervention}), kBig);
  EXPECT_EQ(other.effective(kFrom, nothing()).*kVideo, 0.4);
  PolicyPlan plain(with_policy(0.4), kBig), changed(with_policy(0.4, {change(Intervention::Change::set, 0.9)}), kBig);
  const Policy a = plain.effective(kFrom, nothing()), b = changed.effective(kFrom, nothing());
  for (const auto& field : lever_fields()) {
    const auto lever = std::get<double Policy::*>(field.member);
    EXPECT_EQ(a.*lever == b.*lever, lever != kVideo) << field.key;
  }
}

TEST(PolicyPlan, CostWhileInForce) {
  auto intervention = change(Intervention::Change::set, 0.9);
  intervention.cost = 100.0;
  intervention.until = week(2);
  PolicyPlan plan(with_policy(0.4, {intervention, intervention}), kBig);
  const auto cost = [&](Day day) {
    plan.effective(day, nothing());
    return plan.cost();
  };
  EXPECT_EQ(cost(week(-1)), 0.0);
  EXPECT_EQ(cost(week(1)), 200.0);
  EXPECT_EQ(cost(week(2)), 0.0);
}

/// Markets JP, KR and TH, and a change of `lever` in TH and KR.
Scenario aimed(double Policy::*lever, Intervention::Change kind, double value, std::int64_t ramp = 0) {
  Scenario scenario = with_policy(0.0, {change(kind, value, ramp)});
  for (const char* name : {"JP", "KR", "TH"}) scenario.markets.emplace_back().name = name;
  scenario.interventions[0].lever = lever;
  scenario.interventions[0].markets = {"TH", "KR"};
  return scenario;
}

TEST(PolicyPlan, AnAimHoldsInItsMarketsAlone) {
  const auto tours = &Policy::tours_abroad;
  const auto in = [&](PolicyPlan& plan, int weeks, std::size_t market) {
    const Policy policy = plan.effective(week(weeks), nothing());
    EXPECT_EQ(policy.*tours, Policy{}.*tours) << "elsewhere";
    return plan.in_market(tours, market, 0.5);
  };
  PolicyPlan set(aimed(tours, Intervention::Change::set, 2.5, 4), kBig);
  EXPECT_EQ(in(set, -1, 2), 0.5) << "not yet";
  EXPECT_EQ(in(set, 0, 2), 0.5);
  EXPECT_EQ(in(set, 2, 2), 1.5);
  EXPECT_EQ(in(set, 4, 2), 2.5);
  EXPECT_EQ(in(set, 5, 1), 2.5);
  EXPECT_EQ(in(set, 6, 0), 0.5);
  EXPECT_EQ(set.in_market(&Policy::geo_blocking, 2, 0.1), 0.1) << "another lever";
  PolicyPlan scaled(aimed(tours, Intervention::Change::scale, 3.0), kBig);
  EXPECT_EQ(in(scaled, 0, 2), 1.5);
  EXPECT_EQ(scaled.in_market(tours, 2, 10.0), 12.0) << "within its range";
  PolicyPlan placebo(aimed(tours, Intervention::Change::current, 0.0), kBig);
  EXPECT_EQ(in(placebo, 0, 2), 0.5);
}

TEST(PolicyPlan, CostsAreKeptByWhatPaysThem) {
  auto cash = change(Intervention::Change::set, 0.9), promotion = cash, both = cash;
  cash.cost = 1.0;
  promotion.cost = 10.0;
  promotion.paid_from = "promotion";
  both.cost = 100.0;
  both.paid_from = "budget";
  PolicyPlan plan(with_policy(0.4, {cash, promotion, both, promotion}), kBig);
  plan.effective(kFrom, nothing());
  EXPECT_EQ(plan.costs(), (std::array{1.0, 20.0, 0.0, 100.0}));
  EXPECT_EQ(plan.cost(), 121.0);
}

RC_GTEST_PROP(PolicyPlan, APlaceboChangesNoBit, (std::uint32_t deviation, std::uint16_t weeks)) {
  PolicyPlan plain(with_policy(0.3), kBig),
      placebo(with_policy(0.3, {change(Intervention::Change::current, 0.0, 52)}), kBig);
  Policy learnt = nothing();
  learnt.*kVideo = static_cast<double>(deviation) / 4294967296.0 - 0.5;
  const Day day = week(static_cast<int>(weeks % 500));
  const double without = plain.effective(day, learnt).*kVideo, with = placebo.effective(day, learnt).*kVideo;
  RC_ASSERT(without == with);
}

RC_GTEST_PROP(PolicyPlan, EveryLeverStaysInItsRange, (std::int16_t deviation, std::uint8_t factor)) {
  std::vector<Intervention> interventions;
  for (const auto& field : lever_fields()) {
    interventions.push_back(change(Intervention::Change::scale, factor, 3));
    interventions.back().lever = std::get<double Policy::*>(field.member);
  }
  PolicyPlan plan(with_policy(0.3, interventions), kBig);
  Policy learnt;
  for (const auto& field : lever_fields()) learnt.*std::get<double Policy::*>(field.member) = deviation / 100.0;
  for (int w = -1; w < 5; ++w) {
    const Policy policy = plan.effective(week(w), learnt);
    for (const auto& field : lever_fields()) {
      const double value = policy.*std::get<double Policy::*>(field.member);
      RC_ASSERT(value >= field.minimum && value <= field.maximum);
    }
  }
}

}  // namespace
}  // namespace hibiki
