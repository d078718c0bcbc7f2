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

TEST(Responses, LearningHoldsForTheAnsweredLeversInTheirTime) {
  const PolicyPlan plan(with("how = \"learn\"\nrate = 0.25\ndelay = \"10 weeks\"\nuntil = 1995-01-02"), kSeoul);
  EXPECT_EQ(plan.learning_rate(kVideo, make_day(1992, 3, 9)), std::nullopt);
  EXPECT_EQ(plan.learning_rate(kVideo, make_day(1992, 3, 16)), 0.25);
  EXPECT_EQ(plan.learning_rate(kVideo, make_day(1995, 1, 2)), std::nullopt);
  EXPECT_EQ(plan.learning_rate(&Policy::takedown, make_day(1993, 1, 4)), std::nullopt) << "another lever";
  const PolicyPlan never(with("how = \"never\""), kSeoul);
  EXPECT_EQ(never.learning_rate(kVideo, make_day(1993, 1, 4)), 0.0);
  EXPECT_EQ(PolicyPlan(with("how = \"learn\""), kBig).learning_rate(kVideo, make_day(1993, 1, 4)), std::nullopt)
      << "it is aimed at";
}

TEST(Responses, MakeAWorldDifferFromTheirFirstDayOn) {
  const Scenario none = parse(kSmallWorld).scenario, answered = with("delay = \"10 weeks\"");
  EXPECT_EQ(first_difference(none, answered), none.calendar().week_on_or_after(make_day(1992, 3, 16)));
  EXPECT_EQ(first_difference(answered, none), first_difference(none, answered));
  EXPECT_EQ(first_difference(answered, answered), std::nullopt);
  Scenario named = answered;
  named.responses.front().to = {"early"};  // the only one there is
  EXPECT_EQ(first_difference(answered, named), std::nullopt);
}

}  // namespace
}  // namespace hibiki::test
