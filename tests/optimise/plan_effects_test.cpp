// Plans simulated against the base.
#include "tools/optimise/plan_effects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "sim/core/error.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki {
namespace {

namespace fs = std::filesystem;

/// A base of 60 weeks in which the labels of B may post more from week 10 on.
struct PlannedWorlds {
  fs::path folder = fs::path(testing::TempDir()) / ("plan-effects-" + std::to_string(::getpid()));
  Optimisation optimisation;
  std::vector<PlanVariable> variables;
  BaseWorld base;
  PlannedWorlds() {
    fs::create_directories(folder);
    std::ofstream(folder / "base.toml") << to_toml(test::tiny_scenario({.markets = 3, .fans = 400, .weeks = 60}));
    optimisation.base = folder / "base.toml";
    optimisation.scene = "B";
    optimisation.fans = 400;
    optimisation.measures = {"engaged_abroad"};
    optimisation.levers = {{.lever = "posts_per_week",
                            .target = "labels[home=B]",
                            .low = 0.0,
                            .high = 8.0,
                            .price = 0.0,
                            .from = make_day(2008, 3, 17)}};
    base = bases_of(optimisation)[0];
    variables = variables_of(optimisation, base.loaded.scenario);
  }
  ~PlannedWorlds() { fs::remove_all(folder); }

  std::vector<PlanEffects> effects(const std::vector<std::vector<double>>& points, std::size_t first,
                                   std::size_t count) const {
    const PlanArms arms = arms_of(optimisation, variables, base, points);
    ArmPlan plan;
    for (const LoadedScenario& arm : arms.arms) plan.arms.push_back(&arm.scenario);
    plan.scope = arms.scope;
    return effects_in(arms, simulate_arms(plan, first, count));
  }
};

TEST(PlanEffects, AreLogRatiosOfEachPair) {
  const PlannedWorlds setup;
  const PlanArms arms = arms_of(setup.optimisation, setup.variables, setup.base, {{8.0}});
  EXPECT_EQ(arms.as_ratio, std::vector<bool>{true});
  EXPECT_EQ(arms.scope.from_week, 10);
  ArmPlan plan;
  for (const LoadedScenario& arm : arms.arms) plan.arms.push_back(&arm.scenario);
  plan.scope = arms.scope;
  const auto outcomes = simulate_arms(plan, 0, 3);
  const auto effects = effects_in(arms, outcomes);
  ASSERT_EQ(effects.size(), 1U);
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_NEAR(effects[0][0][i],
                std::log(outcomes[i].arms[1]->record.measures[0] / outcomes[i].arms[0]->record.measures[0]), 1e-12);
}

TEST(PlanEffects, OfAPlanDoNotDependOnTheOthersBesideIt) {
  const PlannedWorlds setup;
  const auto together = setup.effects({{2.0}, {8.0}}, 0, 3), alone = setup.effects({{8.0}}, 0, 3);
  EXPECT_EQ(together[1], alone[0]);
  EXPECT_EQ(setup.effects({{8.0}}, 1, 2), (std::vector<PlanEffects>{{{alone[0][0][1], alone[0][0][2]}}}));
}

TEST(PlanEffects, AreThoseOfEveryMeasureThatIsRaisedOrKept) {
  PlannedWorlds setup;
  setup.optimisation.measures = {"revenue_home", "engaged_abroad"};
  setup.optimisation.limits = {{"leadership", -0.1}};
  const PlanArms arms = arms_of(setup.optimisation, setup.variables, setup.base, {{8.0}});
  EXPECT_EQ(arms.as_ratio, (std::vector<bool>{true, true, false}));
  const auto all = setup.effects({{8.0}}, 0, 3);
  setup.optimisation.measures = {"engaged_abroad"};
  setup.optimisation.limits = {};
  const auto alone = setup.effects({{8.0}}, 0, 3);
  ASSERT_EQ(all[0].size(), 3U);
  EXPECT_EQ(all[0][1], alone[0][0]);
  EXPECT_NE(all[0][0], alone[0][0]);
}

TEST(PlanEffects, SayWhatCannotBeMeasured) {
  PlannedWorlds setup;
  setup.optimisation.measures = {"posts"};
  EXPECT_THROW(arms_of(setup.optimisation, setup.variables, setup.base, {{8.0}}), QuestionError);
  setup.optimisation.measures = {"engaged_abroad"};
  setup.optimisation.scene = "Q";
  EXPECT_THROW(arms_of(setup.optimisation, setup.variables, setup.base, {{8.0}}), QuestionError);
}

}  // namespace
}  // namespace hibiki
