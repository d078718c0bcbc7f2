// compare.json of a comparison: which worlds failed.
#include "tools/experiments/comparison.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/tiny_world.hpp"
#include "tools/experiments/comparison_scope.hpp"

namespace hibiki {
namespace {

using test::intervene;
using test::tiny_scenario;
using Json = nlohmann::ordered_json;

/// Two pairs of a base and a variant.
struct Pairs {
  Scenario base = tiny_scenario({.markets = 3, .fans = 200, .weeks = 60}), variant = base;
  Comparison comparison;

  Pairs() {
    variant.name = "abroad";
    intervene(variant, "labels[home=B]", &Policy::promotion_abroad, 0.8, 30);
    for (const Scenario* s : {&base, &variant})
      comparison.arms.push_back({parse_scenario(to_toml(*s), "resolved"), s->name + ".toml", s->name});
    ArmPlan plan;
    plan.arms = {&base, &variant};
    comparison.scope = plan.scope = {scene_of_market(base, "B"), 30};
    comparison.outcomes = simulate_arms(plan, 0, 2);
  }
};

void fail_variant(SeedOutcome& outcome) {
  outcome.arms[1].reset();
  outcome.errors[1] = "out of memory";
}

TEST(ComparisonJson, NamesTheWorldsThatFailed) {
  Pairs pairs;
  EXPECT_TRUE(comparison_json(pairs.comparison)["failed"].empty());
  fail_variant(pairs.comparison.outcomes[1]);
  EXPECT_EQ(comparison_json(pairs.comparison)["failed"],
            Json::parse(R"([{"arm": "abroad", "seed": 2, "error": "out of memory"}])"));
}

TEST(ComparisonJson, NamesTheWorldsThatFailedUnderAnySetOfAnEnsemble) {
  Pairs pairs;
  pairs.comparison.ensemble = {"plan.toml", "", "", {"central", "other"}, {pairs.comparison.outcomes}};
  EXPECT_TRUE(comparison_json(pairs.comparison)["failed"].empty());
  fail_variant(pairs.comparison.ensemble->others[0][0]);
  EXPECT_EQ(comparison_json(pairs.comparison)["failed"],
            Json::parse(R"([{"arm": "abroad", "seed": 1, "set": "other", "error": "out of memory"}])"));
  fail_variant(pairs.comparison.outcomes[1]);
  EXPECT_EQ(comparison_json(pairs.comparison)["failed"][0]["set"], "central");
}

}  // namespace
}  // namespace hibiki
