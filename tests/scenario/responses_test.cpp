#include "sim/scenario/responses.hpp"

#include <gtest/gtest.h>

#include "sim/scenario/first_difference.hpp"
#include "sim/scenario/policies.hpp"
#include "tests/scenario/small_world.hpp"

namespace hibiki::test {
namespace {

constexpr auto kVideo = &Policy::official_uploads_video;
const LabelIdentity kSeoul{LabelKind::agency, "KR", "K-pop", "Seoul", "Seoul"};
const LabelIdentity kBig{LabelKind::major, "JP", "J-pop", "Big", "Big 1"};

/// The small world, whose intervention "early" of JP's majors begins on 1992-01-06, with a response.
Scenario with(const std::string& more) {
  return parse(kSmallWorld + "[[response]]\nid = \"seoul\"\nby = \"labels\"\n" + more).scenario;
}

Policy nothing() {
  Policy policy;
  for (const auto& field : lever_fields()) policy.*std::get<double Policy::*>(field.member) = 0.0;
  return policy;
}

TEST(Responses, BeginAfterTheDelayAndNotBeforeTheirOwnDay) {
  const Scenario scenario = with("delay = \"10 weeks\"");
  const Intervention& early = scenario.interventions.front();
  Response response = scenario.responses.front();
  EXPECT_EQ(response.delay_weeks, 10);
  EXPECT_EQ(answer_begins(response, early), make_day(1992, 3, 16));
  response.from = make_day(1993, 1, 4);
  EXPECT_EQ(answer_begins(response, early), make_day(1993, 1, 4));
}

TEST(Responses, TheSameLastsAsLongAsWhatItAnswers) {
  const Scenario scenario = with("delay = \"10 weeks\"");
  Intervention early = scenario.interventions.front();
  Response response = scenario.responses.front();
  EXPECT_EQ(same_change(response, early).until, early.until) << "both for ever";
  early.until = make_day(1992, 2, 3);
  const Intervention answer = same_change(response, early);
  EXPECT_EQ(answer.until - answer.from, early.until - early.from);
  EXPECT_EQ(answer.lever, early.lever);
  EXPECT_EQ(answer.value, early.value);
  EXPECT_EQ(answer.ramp_weeks, early.ramp_weeks);
  response.until = make_day(1992, 3, 23);
  EXPECT_EQ(same_change(response, early).until, response.until);
}

TEST(Responses, AnswerTheInterventionsTheyName) {
  Scenario scenario = with("");
  scenario.interventions.push_back(scenario.interventions.front());
  scenario.interventions.back().id = "second";
  EXPECT_EQ(answered(scenario, scenario.responses.front()).size(), 2U) << "all";
  scenario.responses.front().to = {"second"};
  ASSERT_EQ(answered(scenario, scenario.responses.front()).size(), 1U);
  EXPECT_EQ(answered(scenario, scenario.responses.front()).front()->id, "second");
}

TEST(Responses, OnlyLabelsThatAreNotAimedAtChangeTheirPolicy) {
  const Scenario scenario = with("delay = \"10 weeks\"");
  PolicyPlan seoul(scenario, kSeoul), big(scenario, kBig);
  big.effective(make_day(1992, 1, 6), nothing());  // where its ramp begins
  const Day before = make_day(1992, 3, 9), begins = make_day(1992, 3, 16), whole = make_day(1993, 4, 5);
  EXPECT_EQ(seoul.effective(before, nothing()).*kVideo, 0.0);
  EXPECT_EQ(seoul.effective(begins, nothing()).*kVideo, 0.0) << "the ramp begins";
  EXPECT_DOUBLE_EQ(seoul.effective(whole, nothing()).*kVideo, 0.9);
  EXPECT_DOUBLE_EQ(big.effective(whole, nothing()).*kVideo, 0.9);
  PolicyPlan alone(parse(kSmallWorld).scenario, kSeoul);
  EXPECT_EQ(alone.effective(whole, nothing()).*kVideo, 0.0);
}

/// Seoul's own value of the lever, by policy.
double answered_from(double own, double set) {
  Scenario scenario = with("delay = 0");  // Japan's majors have .3
  scenario.policies.push_back({"seoul", "labels[name=Seoul]", {{kVideo, DatedValue(own)}}});
  scenario.interventions.front().value = set;
  scenario.interventions.front().ramp_weeks = 0;
  return PolicyPlan(scenario, kSeoul).effective(make_day(1993, 1, 4), nothing()).*kVideo;
}

TEST(Responses, WhoeverIsFurtherAlreadyStays) {
  EXPECT_EQ(answered_from(0.5, 0.9), 0.9);
  EXPECT_EQ(answered_from(0.95, 0.9), 0.95) << "the intervention raises it";
  EXPECT_DOUBLE_EQ(answered_from(0.5, 0.1), 0.1);
  EXPECT_EQ(answered_from(0.05, 0.1), 0.05) << "the intervention lowers it";
}

TEST(Responses, ARampNeverGoesBelowWhatTheLabelDoesByItself) {
  Scenario scenario = with("delay = 0");
  DatedValue rising;
  rising.points = {{make_day(1992, 1, 6), 0.0}, {make_day(1992, 4, 6), 0.8}};
  scenario.policies.push_back({"seoul", "labels[name=Seoul]", {{kVideo, rising}}});
  scenario.interventions.front().ramp_weeks = 520;  // to .9
  PolicyPlan plan(scenario, kSeoul);
  for (int week = 0; week < 40; ++week) {
    const Day day = make_day(1992, 1, 6) + std::chrono::weeks(week);
    EXPECT_GE(plan.effective(day, nothing()).*kVideo, plan.dated(day).*kVideo) << week;
  }
}

TEST(Responses, WhatChangesNothingCostsNothing) {
  Scenario scenario = with("delay = 0");
  scenario.interventions.front().cost = 1000.0;
  scenario.interventions.front().ramp_weeks = 0;
  const Day day = make_day(1993, 1, 4);
  PolicyPlan acts(scenario, kSeoul);
  acts.effective(day, nothing());
  EXPECT_EQ(acts.cost(), 1000.0);
  scenario.policies.push_back({"seoul", "labels[name=Seoul]", {{kVideo, DatedValue(1.0)}}});
  PolicyPlan stays(scenario, kSeoul);
  stays.effective(day, nothing());
  EXPECT_EQ(stays.cost(), 0.0);
}

TEST(Responses, AnswersToAnAimHoldInTheSameMarkets) {
  Scenario scenario = with("delay = 0");
  scenario.interventions.front().lever = &Policy::tours_abroad;
  scenario.interventions.front().ramp_weeks = 0;
  scenario.interventions.front().value = 0.5;
  scenario.interventions.front().markets = {"JP"};
  PolicyPlan plan(scenario, kSeoul);
  plan.effective(make_day(1993, 1, 4), nothing());
  ASSERT_EQ(plan.aims().size(), 1U);
  EXPECT_EQ(plan.in_market(&Policy::tours_abroad, 0, 0.1), 0.5);
  EXPECT_EQ(plan.in_market(&Policy::tours_abroad, 0, 0.8), 0.8) << "where they are not further already";
  EXPECT_EQ(plan.in_market(&Policy::tours_abroad, 1, 0.1), 0.1);
}

TEST(Responses, AnAimThatChangesNothingCostsNothing) {
  Scenario scenario = with("delay = 0");
  Intervention& aim = scenario.interventions.front();
  aim.lever = &Policy::tours_abroad;
  aim.ramp_weeks = 0;
  aim.value = 0.5;
  aim.markets = {"JP"};
  aim.cost = 1000.0;
  const auto cost = [&](const LabelIdentity& label) {
    PolicyPlan plan(scenario, label);
    plan.effective(make_day(1993, 1, 4), nothing());
    return plan.cost();
  };
  EXPECT_EQ(cost(kSeoul), 1000.0);
  EXPECT_EQ(cost(kBig), 0.0) << "at home there";
  scenario.policies.push_back({"seoul", "labels[name=Seoul]", {{&Policy::tours_abroad, DatedValue(0.8)}}});
  EXPECT_EQ(cost(kSeoul), 0.0) << "further already";
}

TEST(Responses, TheLastThatSelectsALabelCounts) {
  Scenario scenario = with("delay = 0");
  scenario.interventions.front().change = Intervention::Change::scale;
  scenario.interventions.front().value = 2.0;
  scenario.interventions.front().ramp_weeks = 0;
  scenario.policies.push_back({"seoul", "labels[name=Seoul]", {{kVideo, DatedValue(0.2)}}});
  scenario.responses.push_back(scenario.responses.front());
  scenario.responses.back().id = "second";
  const auto in_force = [&] { return PolicyPlan(scenario, kSeoul).effective(make_day(1993, 1, 4), nothing()).*kVideo; };
  EXPECT_DOUBLE_EQ(in_force(), 0.4) << "doubled once";
  scenario.responses.back().how = "never";
  EXPECT_DOUBLE_EQ(in_force(), 0.2) << "an exception";
  scenario.responses.back().by = "labels[home=JP]";
  EXPECT_DOUBLE_EQ(in_force(), 0.4) << "for others";
}

/// A label of another world that goes on from here keeps how far its ramps are, and nothing else.
TEST(Responses, AForkedLabelAnswersByItsOwnScenario) {
  Scenario base = with("delay = 0"), variant = base;
  for (Scenario* scenario : {&base, &variant}) {
    scenario->interventions.front().ramp_weeks = 0;
    scenario->policies.push_back({"seoul", "labels[name=Seoul]", {{kVideo, DatedValue(0.95)}}});
  }
  variant.policies.push_back({"big", "labels[name=Big]", {{kVideo, DatedValue(1.0)}}});  // .9 is less now
  const PolicyPlan past(base, kSeoul);
  PolicyPlan forked(variant, kSeoul, past), fresh(variant, kSeoul);
  const Day day = make_day(1993, 1, 4);
  EXPECT_EQ(fresh.effective(day, nothing()).*kVideo, 0.9);
  EXPECT_EQ(forked.effective(day, nothing()).*kVideo, 0.9);
}

TEST(Responses, LearningHoldsForTheAnsweredLeversInTheirTime) {
  const PolicyPlan plan(with("how = \"learn\"\nrate = 0.25\ndelay = \"10 weeks\"\nuntil = 1995-01-02"), kSeoul);
  EXPECT_EQ(plan.learning_rate(kVideo, make_day(1992, 3, 9)), std::nullopt);
  EXPECT_EQ(plan.learning_rate(kVideo, make_day(1992, 3, 16)), 0.25);
  EXPECT_EQ(plan.learning_rate(kVideo, make_day(1995, 1, 2)), std::nullopt);
  EXPECT_EQ(plan.learning_rate(&Policy::takedown, make_day(1993, 1, 4)), std::nullopt) << "another lever";
  const PolicyPlan never(with("how = \"never\""), kSeoul);
  EXPECT_EQ(never.learning_rate(kVideo, make_day(1992, 1, 6)), 0.0) << "from the beginning of the intervention";
  EXPECT_EQ(never.learning_rate(kVideo, make_day(1992, 1, 5)), std::nullopt);
  EXPECT_EQ(PolicyPlan(with("how = \"learn\""), kBig).learning_rate(kVideo, make_day(1993, 1, 4)), std::nullopt)
      << "it is aimed at";
}

TEST(Responses, MakeAWorldDifferFromTheirFirstDayOn) {
  const Scenario none = parse(kSmallWorld).scenario, answered = with("delay = \"10 weeks\"");
  EXPECT_EQ(first_difference(none, answered), none.calendar().week_on_or_after(make_day(1992, 3, 16)));
  EXPECT_EQ(first_difference(answered, none), first_difference(none, answered));
  EXPECT_EQ(first_difference(answered, answered), std::nullopt);
  Scenario later = answered;  // an exception that begins later takes the answer away from its beginning on
  later.responses.push_back(later.responses.front());
  later.responses.back().id = "exception";
  later.responses.back().delay_weeks = 100;
  EXPECT_EQ(first_difference(answered, later), first_difference(none, answered));
  Scenario named = answered;
  named.responses.front().to = {"early"};  // the only one there is
  EXPECT_EQ(first_difference(answered, named), std::nullopt);
}

}  // namespace
}  // namespace hibiki::test
