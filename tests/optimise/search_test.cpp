// The search on functions whose best plans are known.
#include "tools/optimise/search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>
#include <set>

#include "tools/optimise/maximum.hpp"

namespace hibiki {
namespace {

using testing::Each;
using testing::Le;

/// The effect of a plan, with noise that depends on point and pair alone.
Evaluate noisy(const std::function<double(const std::vector<double>&)>& effect, double noise) {
  return [effect, noise](const Evaluation& asked) {
    std::vector<PlanEffects> effects;
    for (const auto& point : asked.points) {
      std::vector<double>& of_point = effects.emplace_back().emplace_back();
      for (std::size_t pair = asked.first_pair; pair < asked.first_pair + asked.pairs; ++pair) {
        std::seed_seq seed{static_cast<unsigned>(pair), static_cast<unsigned>(std::hash<double>{}(point[0])),
                           static_cast<unsigned>(std::hash<double>{}(point.back())), static_cast<unsigned>(asked.set)};
        std::mt19937 generator(seed);
        of_point.push_back(effect(point) + noise * std::normal_distribution<double>()(generator));
      }
    }
    return effects;
  };
}

/// Two levers with decreasing returns: sqrt(a) + 2 sqrt(b). With c dollars in all at one dollar a unit, the best use
/// has b = 4 a (equal marginal returns), and brings sqrt(5 c).
const std::vector<PlanVariable> kTwo = {{"a", 0.0, 4.0, 0.0, 1e6}, {"b", 0.0, 4.0, 0.0, 1e6}};
double two_roots(const std::vector<double>& v) { return std::sqrt(v[0]) + 2 * std::sqrt(v[1]); }

SearchSettings settings(double budget) {
  SearchSettings settings;
  settings.budget = budget;
  settings.points = 20;
  settings.rounds = 4;
  return settings;
}

TEST(Maximum, IsFoundAmongManyHills) {
  // Rastrigin's function turned over: its only global maximum lies at .4, among hundreds of local ones.
  const auto point = maximum(2, [](const std::vector<double>& u) {
    double value = 0;
    for (const double one : u) {
      const double x = 10.24 * (one - 0.4);
      value -= x * x - 10 * std::cos(2 * 3.14159265358979 * x) + 10;
    }
    return value;
  });
  for (const double one : point) EXPECT_NEAR(one, 0.4, 0.005);
}

TEST(Maximum, MayLieInACorner) {
  EXPECT_THAT(maximum(2, [](const std::vector<double>& u) { return u[0] - 2 * u[1]; }),
              testing::ElementsAre(testing::DoubleNear(1, 0.01), testing::DoubleNear(0, 0.01)));
}

TEST(Maximum, StaysInTheCubeInManyDimensions) {
  for (std::size_t dimensions = 1; dimensions <= 8; ++dimensions) {
    const auto sum = [](const std::vector<double>& u) { return std::accumulate(u.begin(), u.end(), 0.0); };
    for (const double one : maximum(dimensions, sum)) {
      EXPECT_LE(one, 1.0);
      EXPECT_GT(one, 0.99);
    }
  }
}

TEST(Search, FindsTheBestUseOfABudget) {
  const SearchResult result = search(kTwo, settings(2.5e6), noisy(two_roots, 0.02));
  const FinalPlan& best = result.finalists[result.best];
  EXPECT_NEAR(best.effects[0].mean, std::sqrt(5 * 2.5), 0.08);
  EXPECT_NEAR(best.plan.values[1], 2.0, 0.35);
  EXPECT_TRUE(best.better());
  ASSERT_EQ(result.r2.size(), 1U);
  EXPECT_GT(result.r2[0], 0.9);
}

TEST(Search, NoPlanCostsMoreThanTheBudget) {
  for (const double budget : {0.3e6, 2e6, 5e6}) {
    const SearchResult result = search(kTwo, settings(budget), noisy(two_roots, 0.05));
    for (const EvaluatedPlan& plan : result.evaluated) {
      EXPECT_LE(plan.cost, budget * (1 + 1e-9));
      EXPECT_DOUBLE_EQ(plan.cost, cost_of(kTwo, plan.values));
    }
  }
}

TEST(Search, NoPlanCostsMoreThanTheBudgetWhereLowValuesCost) {
  const std::vector<PlanVariable> paid = {
      {"a", 1.0, 4.0, 0.0, 1e6}, {"b", 0.5, 9.0, 2.0, 1e6}, {"c", 0.0, 1.0, 0.0, 0.0}};
  for (const double budget : {1e6, 2e6}) {
    const SearchResult result = search(paid, settings(budget), noisy(two_roots, 0.05));
    for (const EvaluatedPlan& plan : result.evaluated) {
      EXPECT_LE(plan.cost, budget * (1 + 1e-9));
      for (std::size_t i = 0; i < paid.size(); ++i) {
        EXPECT_GE(plan.values[i], paid[i].low);
        EXPECT_LE(plan.values[i], paid[i].high);
      }
    }
  }
}

TEST(Search, ItsFrontRisesWithTheCost) {
  const SearchResult result = search(kTwo, settings(4e6), noisy(two_roots, 0.01));
  ASSERT_GE(result.finalists.size(), 3U);
  for (std::size_t i = 1; i < result.finalists.size(); ++i) {
    EXPECT_GT(result.finalists[i].plan.cost, result.finalists[i - 1].plan.cost);
    EXPECT_GT(result.finalists[i].effects[0].mean, result.finalists[i - 1].effects[0].mean);
  }
  // Of the best use of c millions, sqrt(5 c), each is near.
  for (const FinalPlan& one : result.finalists)
    EXPECT_GT(one.effects[0].mean, 0.85 * std::sqrt(5 * one.plan.cost / 1e6));
}

TEST(Search, SaysWhatAFurtherMillionBrings) {
  const SearchResult result = search(kTwo, settings(2.5e6), noisy(two_roots, 0.01));
  EXPECT_NEAR(result.further_million, std::sqrt(5 * 3.5) - std::sqrt(5 * 2.5), 0.2);
  // At the optimum the marginal returns are equal: 1 / (2 sqrt(.5)) for a million dollars.
  ASSERT_EQ(result.curves.size(), 2U);
  for (const ResponseCurve& curve : result.curves) EXPECT_NEAR(curve.per_million, 0.71, 0.35) << curve.variable;
}

TEST(Search, CallsNoPlaceboBetter) {
  int better = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SearchSettings some = settings(2e6);
    some.seed = seed;
    some.rounds = 1;
    // Each search has its own noise: another offset of the point's hash.
    const SearchResult result = search(kTwo, some, [&](const Evaluation& asked) {
      Evaluation moved = asked;
      moved.set = seed;
      return noisy([](const auto&) { return 0.0; }, 1.0)(moved);
    });
    better += std::ranges::any_of(result.finalists, [](const FinalPlan& one) { return one.better(); }) ? 1 : 0;
  }
  EXPECT_LE(better,
            3);  // with intervals that hold together at 95 %, 1 of 20 is expected; 4 or more have a chance of 2 %
}

/// Several effects of a plan, with little noise.
Evaluate several(const std::vector<std::function<double(const std::vector<double>&)>>& effects) {
  return [effects](const Evaluation& asked) {
    std::vector<PlanEffects> all(asked.points.size());
    for (const auto& effect : effects) {
      const auto of_one = noisy(effect, 0.01)(asked);
      for (std::size_t i = 0; i < all.size(); ++i) all[i].push_back(of_one[i][0]);
    }
    return all;
  };
}

TEST(Search, FindsTheFrontOfTwoEffects) {
  // a raises the first, b the second; with 2 dollars in all, the front is f1^2 + f2^2 = 2.
  SearchSettings two = settings(2e6);
  two.raised = 2;
  two.finalists = 7;
  std::vector<PlanVariable> three = kTwo;
  three.push_back({"wasted", 0.0, 4.0, 0.0, 1e6});
  const SearchResult result =
      search(three, two,
             several({[](const auto& v) { return std::sqrt(v[0]); }, [](const auto& v) { return std::sqrt(v[1]); }}));
  ASSERT_GE(result.finalists.size(), 4U);
  double most_of_first = 0, most_of_second = 0, most_balanced = 0;
  for (const FinalPlan& one : result.finalists) {
    ASSERT_EQ(one.effects.size(), 2U);
    const double first = one.effects[0].mean, second = one.effects[1].mean;
    EXPECT_GT(first * first + second * second, 0.8 * one.plan.cost / 1e6);
    most_of_first = std::max(most_of_first, first);
    most_of_second = std::max(most_of_second, second);
    most_balanced = std::max(most_balanced, std::min(first, second));
  }
  EXPECT_GT(most_of_first, 1.25);
  EXPECT_GT(most_of_second, 1.25);  // of sqrt(2), as the front of three levers is flat there
  EXPECT_GT(most_balanced, 0.75);
  EXPECT_GT(result.finalists[result.best].plan.values[0], 1.7);  // the first effect counts most
}

TEST(Search, FindsTheBestOfEachOfThreeEffects) {
  const std::vector<PlanVariable> three = {
      {"a", 0.0, 4.0, 0.0, 1e6}, {"b", 0.0, 4.0, 0.0, 1e6}, {"c", 0.0, 4.0, 0.0, 1e6}};
  SearchSettings settings_of_three = settings(3e6);
  settings_of_three.raised = 3;
  settings_of_three.finalists = 6;
  settings_of_three.limits = {-2.0};
  const auto root = [](std::size_t i) { return [i](const std::vector<double>& v) { return std::sqrt(v[i]); }; };
  const SearchResult result =
      search(three, settings_of_three, several({root(0), root(1), root(2), [](const auto&) { return 0.0; }}));
  for (std::size_t e = 0; e < 3; ++e) {
    double most = 0;
    for (const FinalPlan& one : result.finalists) most = std::max(most, one.effects[e].mean);
    EXPECT_GT(most, 1.4) << e;  // of sqrt(3), with all the money
  }
  for (const FinalPlan& one : result.finalists) EXPECT_EQ(one.kept, std::vector<Kept>{Kept::yes});
}

TEST(Search, SaysWhichPlanBeatsAnother) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    SearchSettings noisy_settings = settings(2e6);
    noisy_settings.seed = seed;
    const SearchResult result = search(kTwo, noisy_settings, noisy(two_roots, 1.0));
    for (const FinalPlan& one : result.finalists) {
      bool beaten = false;
      for (const FinalPlan& other : result.finalists)
        beaten |= other.plan.cost <= one.plan.cost && other.effects[0].mean > one.effects[0].mean;
      EXPECT_EQ(one.beaten_by.has_value(), beaten);
    }
  }
}

TEST(Search, GoesToTheEndOfShortRanges) {
  const std::vector<PlanVariable> shorts = {{"a", 0.03, 0.4, 0.03, 0.0}, {"b", 0.1, 0.9, 0.1, 0.0}};
  const SearchResult result = search(shorts, settings(1e6), noisy([](const auto& v) { return v[0] + v[1]; }, 0.001));
  EXPECT_EQ(result.finalists[result.best].plan.values, (std::vector<double>{0.4, 0.9}));
  for (const ResponseCurve& curve : result.curves) EXPECT_TRUE(curve.at_end);
}

TEST(Search, KeepsALimit) {
  // b brings twice as much, but costs the second effect a unit for each: at most 0.5 of it keeps the limit.
  SearchSettings limited = settings(3e6);
  limited.limits = {-0.5};
  const SearchResult result = search(kTwo, limited, several({two_roots, [](const auto& v) { return -v[1]; }}));
  const FinalPlan& best = result.finalists[result.best];
  EXPECT_TRUE(best.may_keep_limits());
  EXPECT_NEAR(best.plan.values[1], 0.5, 0.06);
  EXPECT_NEAR(best.plan.values[0], 2.5, 0.1);
  ASSERT_EQ(best.kept.size(), 1U);
  EXPECT_NE(best.kept[0], Kept::no);
}

TEST(Search, SaysThatALimitIsNotKept) {
  SearchSettings limited = settings(3e6);
  limited.limits = {1.0};  // the effect is below 0 everywhere
  const SearchResult result = search(kTwo, limited, several({two_roots, [](const auto& v) { return -0.5 - v[1]; }}));
  const FinalPlan& best = result.finalists[result.best];
  EXPECT_FALSE(best.may_keep_limits());
  EXPECT_EQ(best.kept[0], Kept::no);
  EXPECT_LT(best.plan.values[1], 0.1);  // the least loss
}

TEST(Search, GivesTheSameAgain) {
  const auto one = search(kTwo, settings(2e6), noisy(two_roots, 0.05));
  const auto other = search(kTwo, settings(2e6), noisy(two_roots, 0.05));
  ASSERT_EQ(one.evaluated.size(), other.evaluated.size());
  for (std::size_t i = 0; i < one.evaluated.size(); ++i) EXPECT_EQ(one.evaluated[i].values, other.evaluated[i].values);
  EXPECT_EQ(one.finalists[one.best].effects[0].mean, other.finalists[other.best].effects[0].mean);
}

TEST(Search, ComparesWorstCasesOverSets) {
  // Under the second set, b does harm.
  SearchSettings two = settings(3e6);
  two.sets = 2;
  std::set<std::size_t> pairs;
  const SearchResult result = search(kTwo, two, [&](const Evaluation& asked) {
    const auto effect = [&](const std::vector<double>& v) {
      return asked.set == 0 ? two_roots(v) : std::sqrt(v[0]) - v[1];
    };
    if (asked.stage == "finalists") pairs.insert(asked.first_pair);
    return noisy(effect, 0.01)(asked);
  });
  EXPECT_EQ(pairs, std::set<std::size_t>{two.pairs});  // seeds that the search did not use
  const FinalPlan& robust = result.finalists[result.robust];
  for (const FinalPlan& one : result.finalists) {
    EXPECT_GE(std::ranges::min(robust.by_set), std::ranges::min(one.by_set));
    EXPECT_GE(one.regret, 0.0);
  }
  EXPECT_LT(robust.plan.values[1], result.finalists[result.best].plan.values[1]);
}

}  // namespace
}  // namespace hibiki
