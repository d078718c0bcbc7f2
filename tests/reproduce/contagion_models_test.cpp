// Contagions along ties, in small networks.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/reproduce/small_models.hpp"

namespace hibiki::test {
namespace {

using Values = std::map<std::string, double>;

TEST(ContagionModels, AnEpidemicAmongAllReachesHalfWhenTheoryHasIt) {
  const Values changes = {{"nodes", 600}, {"complete", 1}, {"start", 0.05}};
  const ReferenceModel& si = *find_model("si");
  const Values theory = si.theory(parameters_of("si", changes)).values, out = measured("si", changes, 1);
  ASSERT_TRUE(theory.contains("half_time"));
  EXPECT_NEAR(out.at("half_time"), theory.at("half_time"), 0.1 * theory.at("half_time"));
  EXPECT_GT(out.at("reached"), 0.99);
}

TEST(ContagionModels, NoCascadeStartsWhereEverybodyNeedsAllNeighbours) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const Values out = measured("watts", {{"nodes", 1000}, {"z", 4}, {"threshold", 0.9}}, seed);
    EXPECT_EQ(out.at("cascade"), 0.0);
    EXPECT_LT(out.at("share"), 0.02);
    EXPECT_FALSE(out.contains("size")) << "there is no large cascade to have a size";
  }
}

TEST(ContagionModels, ComplexContagionIsFasterWhereTiesAreClustered) {
  const Values changes = {{"nodes", 1000}, {"needed", 2}, {"noise", 0}};
  const Values out = measured("complex_contagion", changes, 1);
  EXPECT_GT(out.at("clustered"), 0.9);
  EXPECT_LT(out.at("random"), out.at("clustered"));
}

TEST(ContagionModels, AnIndependentCascadeBelowOneConvincedEachStaysSmall) {
  for (const std::uint64_t seed : {1, 2, 3})
    EXPECT_LT(measured("independent_cascade", {{"nodes", 2000}, {"pz", 0.3}}, seed).at("share"), 0.05);
}

TEST(ContagionModels, TheGreedyChoiceOfSeedsIsAtMostTheBest) {
  const Values out = measured("greedy_seeding", {{"nodes", 12}, {"seeds", 2}, {"worlds", 50}}, 1);
  EXPECT_LE(out.at("greedy"), out.at("best"));
  EXPECT_GE(out.at("ratio"), 1.0 - 1.0 / std::exp(1.0)) << "Nemhauser, Wolsey and Fisher 1978";
  EXPECT_DOUBLE_EQ(out.at("ratio"), out.at("greedy") / out.at("best"));
}

}  // namespace
}  // namespace hibiki::test
