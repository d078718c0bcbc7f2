// Worlds in lockstep under several seeds, and a seed that fails. What the answer says: end_to_end/why_test.cpp.
#include "tools/experiments/why.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <numeric>
#include <stdexcept>

#include "tests/support/tiny_world.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/experiments/failures.hpp"

namespace hibiki {
namespace {

using test::intervene;
using test::tiny_scenario;

/// Three markets; B promotes abroad from week 20.
struct Lockstep {
  Scenario base = tiny_scenario({.markets = 3, .fans = 300, .weeks = 40});
  Scenario variant = base;
  WhyPlan plan;

  Lockstep() {
    intervene(variant, "labels[home=B]", &Policy::promotion_abroad, 0.8, 20);
    plan.base = &base;
    plan.variant = &variant;
    plan.scope = {scene_of_market(base, "B"), 20};
    plan.first_seed = 5;
    plan.seeds = 3;
    plan.at_once = 2;
  }
};

WhyOutcome no_room_for_six(const WhyPlan& plan, std::uint64_t seed) {
  if (seed == 6) throw std::bad_alloc();
  return simulate_why_seed(plan, seed);
}

TEST(Why, AFailedSeedIsNamedAndTheRestCount) {
  const Lockstep worlds;
  const WhyAnswer answer = simulate_why(worlds.plan, no_room_for_six);
  ASSERT_EQ(answer.outcomes.size(), 2u);
  EXPECT_EQ(answer.outcomes[0].seed, 5u);
  EXPECT_EQ(answer.outcomes[1].seed, 7u);
  ASSERT_EQ(answer.failed.size(), 1u);
  EXPECT_EQ(answer.failed[0].seed, 6u);
  EXPECT_EQ(answer.failed[0].error, "out of memory");

  const auto json = why_json(worlds.base, worlds.plan.scope, answer);
  EXPECT_EQ(json["seeds"].size(), 2u);
  EXPECT_EQ(json["failed"].dump(), R"([{"seed":6,"error":"out of memory"}])");
  const WhyAnswer without{answer.outcomes, {}};
  EXPECT_EQ(json["parts"], why_json(worlds.base, worlds.plan.scope, without)["parts"]);
}

TEST(Why, EverySeedMayFail) {
  const Lockstep worlds;
  const WhyAnswer answer = simulate_why(
      worlds.plan, [](const WhyPlan&, std::uint64_t) -> WhyOutcome { throw std::runtime_error("too many acts"); });
  EXPECT_TRUE(answer.outcomes.empty());
  ASSERT_EQ(answer.failed.size(), 3u);
  EXPECT_EQ(answer.failed[2].error, "too many acts");
}

TEST(Why, WhatTheChangeBringsAndWhatTheMarketAddsAreTheWhole) {
  const Lockstep worlds;
  const WhyAnswer answer = simulate_why(worlds.plan);
  ASSERT_EQ(answer.outcomes.size(), 3u);
  People reached_won = 0, reached_net = 0, direct_and_contagion = 0;
  for (const WhyOutcome& outcome : answer.outcomes) {
    const People reached = outcome.reached_won - outcome.reached_lost,
                 market = outcome.market_won - outcome.market_lost;
    EXPECT_EQ(reached + market, outcome.won - outcome.lost);
    People through = 0, all = 0;
    for (const auto& [channel, won] : outcome.won_through) {
      through += won.reached;
      all += won.all;
    }
    EXPECT_EQ(through, outcome.reached_won);
    EXPECT_EQ(all, outcome.won);
    const WonAndLost& last = outcome.quarters.back();
    EXPECT_EQ(std::accumulate(last.reached_won.begin(), last.reached_won.end(), People{0}), outcome.reached_won);
    EXPECT_EQ(std::accumulate(last.lost.begin(), last.lost.end(), People{0}), outcome.lost);
    reached_won += outcome.reached_won;
    reached_net += reached;
    const auto people = [&](WhyArm arm) {
      double sum = 0.0;
      for (const double of_market : outcome.by_market[static_cast<std::size_t>(arm)]) sum += of_market;
      return sum;
    };
    direct_and_contagion += static_cast<People>(people(WhyArm::contagion) - people(WhyArm::base));
  }
  EXPECT_GT(reached_won, 0);
  EXPECT_NE(reached_net, 0);
  EXPECT_EQ(reached_net > 0, direct_and_contagion > 0) << "the last week and the means over the weeks agree";
}

TEST(Why, EachArmOfASeedThatWentWellIsTheRunOfItsScenario) {
  const Lockstep worlds;
  const WhyAnswer answer = simulate_why(worlds.plan, no_room_for_six);
  const auto digest = [&](std::size_t outcome, WhyArm arm) {
    return answer.outcomes[outcome].replicates[static_cast<std::size_t>(arm)].result.digest;
  };
  EXPECT_EQ(digest(1, WhyArm::base), run_replicate(worlds.base, 7, {}).digest);
  EXPECT_EQ(digest(1, WhyArm::whole), run_replicate(worlds.variant, 7, {}).digest);
}

/// Says stop in its second week.
class Impatient final : public Observer {
 public:
  void tick(int week, int) override {
    if (week == 1) throw std::runtime_error("enough");
  }
};

TEST(Why, AWatcherCanEndItAll) {
  const Lockstep worlds;
  Impatient watcher;
  WhyPlan plan = worlds.plan;
  plan.watchers = {&watcher};
  EXPECT_THROW(simulate_why(plan), std::runtime_error);
}

}  // namespace
}  // namespace hibiki
