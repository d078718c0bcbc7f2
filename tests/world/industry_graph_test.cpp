#include "sim/world/industry_graph.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/tiny_world.hpp"

namespace hibiki {
namespace {

using testing::Each;
using testing::SizeIs;

/// Labels without acts, none of whom works with anybody.
Industry industry_of(std::size_t labels) {
  const Scenario scenario = test::tiny_scenario();
  const LabelIdentity identity{LabelKind::indie, "A", "A-pop", "somebody", "somebody"};
  Industry industry;
  for (std::size_t l = 0; l < labels; ++l)
    industry.labels.push_back({.key = l, .identity = identity, .plan = PolicyPlan(scenario, identity)});
  return industry;
}

void sign(Industry& industry, std::size_t label) {
  ActState act;
  act.in_use = true;
  act.label = LabelId(label);
  industry.acts.push_back(act);
}

GraphMeasures measure(const Industry& industry, const Collaborations& collaborations = {},
                      std::vector<std::uint8_t> licences = {}, std::size_t platforms = 0) {
  licences.resize(industry.labels.size() * platforms, 0);
  return measure_industry(industry, collaborations, licences, platforms);
}

TEST(IndustryGraph, TheHubOfAStarIsAsCentralAsCanBe) {
  Industry industry = industry_of(1);
  for (int i = 0; i < 5; ++i) sign(industry, 0);
  const GraphMeasures measures = measure(industry);
  ASSERT_THAT(measures.label_betweenness, SizeIs(1));
  ASSERT_THAT(measures.act_betweenness, SizeIs(5));
  EXPECT_THAT(measures.act_betweenness, Each(0.0));
  EXPECT_NEAR(measures.label_betweenness[0], 1.0, 1e-12);
  EXPECT_EQ(measures.components, 1u);
}

TEST(IndustryGraph, LeavesAreNotCentral) {
  // Two labels and a third reach one another through the platform alone: 3 labels, 1 platform, a star again.
  const GraphMeasures measures = measure(industry_of(3), {}, {1, 1, 1}, 1);
  EXPECT_THAT(measures.label_betweenness, Each(0.0));
  EXPECT_EQ(measures.components, 1u);
}

TEST(IndustryGraph, WhoIsWithoutEdgesCountsAmongThePlaces) {
  // A star of a label and two acts, among nine places: the hub lies between 1 of the 28 pairs of the others.
  Industry industry = industry_of(4);
  industry.labels[2].alive = false;
  for (int i = 0; i < 2; ++i) sign(industry, 1);
  for (int i = 0; i < 3; ++i) {
    sign(industry, 3);
    industry.acts.back().retired = true;
  }
  const GraphMeasures measures = measure(industry);
  EXPECT_THAT(measures.label_betweenness, testing::ElementsAre(0.0, testing::DoubleNear(1.0 / 28.0, 1e-12), 0.0, 0.0));
  EXPECT_THAT(measures.act_betweenness, Each(0.0));
  EXPECT_EQ(measures.components, 3u) << "living labels, two of them alone";
}

TEST(IndustryGraph, APathIsCentralInTheMiddle) {
  // 0 - 1 - 2 by collaborations, acts apart from the labels' own edge.
  Industry industry = industry_of(3);
  Collaborations together;
  for (std::size_t l = 0; l < 3; ++l) sign(industry, l);
  together.add(LabelId(0), LabelId(1), ActId(0), ActId(1), 1);
  together.add(LabelId(2), LabelId(1), ActId(2), ActId(1), 1);
  const GraphMeasures measures = measure(industry, together);
  EXPECT_GT(measures.label_betweenness[1], measures.label_betweenness[0]);
  EXPECT_NEAR(measures.label_betweenness[0], measures.label_betweenness[2], 1e-12);
  EXPECT_EQ(measures.components, 1u);
}

TEST(IndustryGraph, CountsComponentsOfTheLiving) {
  Industry industry = industry_of(4);
  EXPECT_EQ(measure(industry).components, 4u);
  EXPECT_EQ(measure(industry, {}, {1, 1, 0, 0}, 1).components, 3u);
  industry.labels[3].alive = false;
  EXPECT_EQ(measure(industry, {}, {1, 1, 0, 0}, 1).components, 2u);
}

TEST(IndustryGraph, RetiredActsHaveNoContract) {
  Industry industry = industry_of(1);
  for (int i = 0; i < 3; ++i) sign(industry, 0);
  industry.acts[0].retired = industry.acts[1].retired = true;
  EXPECT_EQ(measure(industry).label_betweenness[0], 0.0);
}

TEST(Collaborations, RememberEachPairOnceAndExpire) {
  Collaborations together;
  together.add(LabelId(3), LabelId(1), ActId(7), ActId(8), 10);
  together.add(LabelId(1), LabelId(3), ActId(8), ActId(7), 20);  // the same, told the other way round
  ASSERT_THAT(together.edges(), SizeIs(1));
  EXPECT_EQ(together.edges()[0].week, 20);
  EXPECT_TRUE(together.linked(LabelId(1), LabelId(3)));
  EXPECT_TRUE(together.linked(LabelId(3), LabelId(1)));
  EXPECT_FALSE(together.linked(LabelId(1), LabelId(2)));
  together.expire(20);
  EXPECT_THAT(together.edges(), SizeIs(1));
  together.expire(21);
  EXPECT_THAT(together.edges(), SizeIs(0));
}

TEST(Collaborations, ForgetAnActWhoseSlotIsGivenAway) {
  Collaborations together;
  together.add(LabelId(0), LabelId(1), ActId(7), ActId(8), 1);
  together.add(LabelId(0), LabelId(1), ActId(6), ActId(8), 1);
  together.forget_act(ActId(7));
  ASSERT_THAT(together.edges(), SizeIs(1));
  EXPECT_EQ(together.edges()[0].first, ActId(6));
  together.forget_act(ActId(8));
  EXPECT_THAT(together.edges(), SizeIs(0));
}

}  // namespace
}  // namespace hibiki
