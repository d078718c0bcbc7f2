// A world of the studio gives the numbers of simulate_arms().
#include "tools/studio/studio_world.hpp"

#include <gtest/gtest.h>

#include "tests/studio/studio_base.hpp"
#include "tools/experiments/comparison_scope.hpp"

namespace hibiki {
namespace {

using test::intervene;
using test::same_bits;
using test::tiny_scenario;

struct Pair {
  Scenario base = tiny_scenario({.markets = 3, .fans = 400, .weeks = 70}), variant = base;
  ArmScope scope;
  Pair() {
    intervene(variant, "labels[home=B]", &Policy::posts_per_week, 6.0, 30);
    scope = {scene_of_market(base, "B"), 30};
  }
  SeedOutcome expected() const {
    ArmPlan plan;
    plan.arms = {&base, &variant};
    plan.scope = scope;
    plan.first_seed = 5;
    return simulate_arms(plan, 0, 1).front();
  }
};

void advance_to(StudioWorld& world, int week) {
  while (world.week() < week) world.advance();
}

void expect_same(const ArmReplicate& one, const ArmReplicate& other) {
  EXPECT_EQ(one.replicate.seed, other.replicate.seed);
  EXPECT_EQ(one.replicate.result.digest, other.replicate.result.digest);
  EXPECT_TRUE(same_bits(one.record.measures, other.record.measures));
  EXPECT_TRUE(same_bits(one.record.headline_by_quarter, other.record.headline_by_quarter));
}

TEST(StudioWorld, GivesTheNumbersOfTheExperiments) {
  const Pair pair;
  const SeedOutcome expected = pair.expected();
  StudioWorld base(pair.base, 5, pair.scope);
  advance_to(base, 30);
  StudioWorld variant(base, pair.variant, pair.scope.from_week);
  advance_to(base, 70);
  advance_to(variant, 70);
  EXPECT_EQ(base.headline().size(), 70U);
  EXPECT_EQ(variant.headline().size(), 70U);
  expect_same(base.finish(), *expected.arms[0]);
  expect_same(variant.finish(), *expected.arms[1]);
}

TEST(StudioWorld, APastServesWindowsThatBeginLater) {
  const Pair pair;
  ArmScope early = pair.scope;
  early.from_week = 40;
  StudioWorld past(pair.base, 5, early);
  advance_to(past, 30);
  StudioWorld variant(past, pair.variant, pair.scope.from_week);
  advance_to(variant, 70);
  expect_same(variant.finish(), *pair.expected().arms[1]);
}

TEST(StudioWorld, ItsHeadlineIsThatOfEachWeek) {
  const Pair pair;
  StudioWorld world(pair.base, 5, pair.scope);
  advance_to(world, 70);
  const auto record = world.finish().record;
  double sum = 0;  // the first quarter of 2009 is weeks 52 to 64
  for (int week = 52; week < 65; ++week) sum += world.headline()[static_cast<std::size_t>(week)];
  ASSERT_EQ(record.quarters[4], make_day(2009, 1, 1));
  EXPECT_NEAR(record.headline_by_quarter[4] / (sum / 13), 1.0, 1e-6);
}

}  // namespace
}  // namespace hibiki
