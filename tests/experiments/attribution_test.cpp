// Effects shared out: synthetic games of known shares, and small worlds.
#include "tools/experiments/attribution.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <set>

#include "tests/support/threads.hpp"
#include "tests/support/tiny_world.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/experiments/interaction_text.hpp"

namespace hibiki {
namespace {

using test::intervene;
using test::tiny_scenario;

constexpr int kWeeks = 60;

/// A scenario with so many interventions, all alike but for their id.
Scenario with_players(std::size_t players) {
  Scenario scenario = tiny_scenario({.markets = 3, .fans = 300, .weeks = kWeeks});
  for (std::size_t i = 0; i < players; ++i)
    intervene(scenario, "labels[home=B]", &Policy::promotion_abroad, 0.5, 20).id = "lever " + std::to_string(i);
  return scenario;
}

/// A level of every measure for a combination under a seed.
using Level = std::function<double(Coalition, std::uint64_t seed)>;

std::vector<AttributionReplicate> play(const AttributionDesign& design, std::uint64_t replicates, const Level& level) {
  std::vector<AttributionReplicate> all;
  for (std::uint64_t seed = 1; seed <= replicates; ++seed) {
    AttributionReplicate r{seed, design.coalitions(seed), {}, {}};
    for (const Coalition on : r.coalitions) r.measures.emplace_back(measure_table().size(), level(on, seed));
    all.push_back(std::move(r));
  }
  return all;
}

AttributedEffect headline(const AttributionDesign& design, const std::vector<AttributionReplicate>& replicates) {
  return attributed_effects(design, replicates).front();
}

double sum_of_shares(const AttributedEffect& effect) {
  double sum = 0;
  for (const Interval& share : effect.shares) sum += share.mean;
  return sum;
}

TEST(AttributionDesign, UpToSixEveryCombination) {
  const AttributionDesign six(with_players(6));
  EXPECT_EQ(six.method(), AttributionMethod::factorial);
  const auto coalitions = six.coalitions(1);
  ASSERT_EQ(coalitions.size(), 64u);
  for (std::size_t i = 0; i < 64; ++i) EXPECT_EQ(coalitions[i], i);
}

TEST(AttributionDesign, BeyondSixAnOrderAndItsReverse) {
  const AttributionDesign design(with_players(9));
  EXPECT_EQ(design.method(), AttributionMethod::orders);
  const auto coalitions = design.coalitions(3);
  EXPECT_EQ(coalitions.size(), 18u);
  EXPECT_EQ(std::set(coalitions.begin(), coalitions.end()).size(), 18u);
  EXPECT_EQ(coalitions.front(), 0u);
  EXPECT_EQ(coalitions.back(), everybody(9));
  EXPECT_EQ(design.order(3), design.order(3));
  EXPECT_NE(design.order(3), design.order(4));
}

TEST(AttributionDesign, OrdersDoNotDependOnThePlaceInTheFile) {
  Scenario scenario = with_players(8);
  const AttributionDesign before(scenario);
  std::swap(scenario.interventions[1], scenario.interventions[6]);
  const AttributionDesign after(scenario);
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const auto a = before.order(seed), b = after.order(seed);
    for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(before.ids()[a[i]], after.ids()[b[i]]);
  }
}

TEST(AttributionDesign, OrdersAreDrawnEvenly) {
  const AttributionDesign design(with_players(8));
  std::vector<int> first(8);
  constexpr int kSeeds = 4000;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) ++first[design.order(seed).front()];
  for (const int count : first) EXPECT_NEAR(count, kSeeds / 8, 5 * std::sqrt(kSeeds / 8.0));  // five deviations
}

TEST(AttributionDesign, SharesThePastAsTheScenariosDo) {
  Scenario scenario = with_players(3);
  scenario.interventions[1].from += std::chrono::days(7 * 10);
  scenario.interventions[2].from += std::chrono::days(7 * 20);
  const AttributionDesign design(scenario);
  const auto coalitions = design.coalitions(1);
  std::vector<Scenario> parts;
  for (const Coalition on : coalitions) parts.push_back(with_interventions(scenario, on));
  std::vector<const Scenario*> arms;
  for (const Scenario& part : parts) arms.push_back(&part);
  const Branch known = design.branches(coalitions), found = branches_of(arms);
  const std::function<void(const Branch&, const Branch&)> same = [&](const Branch& a, const Branch& b) {
    EXPECT_EQ(a.arm, b.arm);
    EXPECT_EQ(a.from_week, b.from_week);
    ASSERT_EQ(a.forks.size(), b.forks.size());
    for (std::size_t i = 0; i < a.forks.size(); ++i) same(a.forks[i], b.forks[i]);
  };
  same(known, found);
  // Two worlds from week 20 on, four from 30, eight from 40.
  EXPECT_EQ(weeks_of(known, kWeeks), 20 + 2 * 10 + 4 * 10 + 8 * 20);
}

TEST(AttributionDesign, InterventionsOfOneDateNeedNoMoreWorldsThanTwo) {
  const AttributionDesign design(with_players(6));
  const Branch tree = design.branches(design.coalitions(1));
  EXPECT_EQ(depth_of(tree), 2);
  EXPECT_EQ(weeks_of(tree, kWeeks), kWeeks + 63 * (kWeeks - 20));
}

TEST(AttributedEffects, IndependentFactorsGetTheirLogarithmAndNoInteraction) {
  const AttributionDesign design(with_players(3));
  const double factors[] = {1.5, 0.8, 2.0};
  const auto effect = headline(design, play(design, 4, [&](Coalition on, std::uint64_t seed) {
                                 double level = 1000.0 * static_cast<double>(seed);
                                 for (std::size_t i = 0; i < 3; ++i) level *= on & only(i) ? factors[i] : 1.0;
                                 return level;
                               }));
  EXPECT_TRUE(effect.as_ratio);
  EXPECT_EQ(effect.replicates, 4u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(effect.shares[i].mean, std::log(factors[i]), 1e-12);
    EXPECT_NEAR(effect.alone[i].mean, std::log(factors[i]), 1e-12);
  }
  ASSERT_EQ(effect.interactions.size(), 3u);
  for (const Interaction& i : effect.interactions) EXPECT_NEAR(i.log_ratio.mean, 0, 1e-12);
  EXPECT_NEAR(effect.beyond_parts->mean, 0, 1e-12);
  EXPECT_NEAR(effect.levels.back(), 1000 * std::pow(24.0, 0.25) * 1.5 * 0.8 * 2.0, 1e-6)
      << "geometric, as the shares are";
}

TEST(AttributedEffects, AnInteractionIsFoundAndNamed) {
  const AttributionDesign design(with_players(2));
  // The first brings +21 % beside the second and +10 % without; the second alone nothing.
  const auto effect = headline(design, play(design, 3, [](Coalition on, std::uint64_t) {
                                 return on == 3 ? 121.0 : on == 1 ? 110.0 : 100.0;
                               }));
  ASSERT_EQ(effect.interactions.size(), 1u);
  const Interaction& found = effect.interactions.front();
  EXPECT_EQ(found.intervention, 0u);
  EXPECT_NEAR(found.log_ratio.mean, std::log(1.1), 1e-12);
  EXPECT_NEAR(found.with, std::log(1.21), 1e-12);
  EXPECT_NEAR(found.without, std::log(1.1), 1e-12);
  EXPECT_NEAR(effect.beyond_parts->mean, std::log(1.1), 1e-12);
  EXPECT_NEAR(sum_of_shares(effect), effect.whole.mean, 1e-12);
}

TEST(AttributedEffects, ValuesThatAreNotPositiveAreSharedOutAsDifferences) {
  const AttributionDesign design(with_players(2));
  const auto effect = headline(design, play(design, 2, [](Coalition on, std::uint64_t) {
                                 return on == 3 ? 10.0 : on == 1 ? 4.0 : 0.0;
                               }));
  EXPECT_FALSE(effect.as_ratio);
  EXPECT_DOUBLE_EQ(effect.shares[0].mean, 7);  // adds 4 first and 10 second
  EXPECT_DOUBLE_EQ(effect.shares[1].mean, 3);
  EXPECT_TRUE(effect.interactions.empty()) << "an interaction is one on the log scale alone";
}

TEST(AttributedEffects, ReplicatesWithoutAValueAreLeftOut) {
  const AttributionDesign design(with_players(2));
  auto replicates = play(design, 4, [](Coalition on, std::uint64_t seed) {
    return seed == 2 && on == 1 ? std::numeric_limits<double>::quiet_NaN() : 1.0 + static_cast<double>(on);
  });
  replicates[3].failed = "with no intervention: out of memory";
  EXPECT_EQ(headline(design, replicates).replicates, 2u);
}

TEST(AttributedEffects, SampledOrdersComeToTheSharesOfEveryCombination) {
  constexpr std::size_t kPlayers = 8;
  const AttributionDesign design(with_players(kPlayers));
  // Factors, and pairs that help or hinder one another.
  const auto log_level = [](Coalition on) {
    double level = 3;
    for (std::size_t i = 0; i < kPlayers; ++i) level += on & only(i) ? 0.1 * static_cast<double>(i) - 0.2 : 0.0;
    if ((on & 3) == 3) level += 0.5;
    if ((on & 0x1C) == 0x1C) level -= 0.9;
    if (on & 0x60) level += 0.4;
    return level;
  };
  std::vector<double> values;
  for (Coalition on = 0; on <= everybody(kPlayers); ++on) values.push_back(log_level(on));
  const std::vector<double> exact = shapley_values(kPlayers, values);
  const auto effect =
      headline(design, play(design, 400, [&](Coalition on, std::uint64_t) { return std::exp(log_level(on)); }));
  for (std::size_t i = 0; i < kPlayers; ++i) {
    EXPECT_NEAR(effect.shares[i].mean, exact[i], 0.05) << i;
    // A third wider than the 95 % interval: what chance leaves out in 1 of 100.
    EXPECT_LE(std::abs(effect.shares[i].mean - exact[i]),
              1.35 * (*effect.shares[i].high - effect.shares[i].mean) + 1e-12)
        << i;
  }
  EXPECT_NEAR(sum_of_shares(effect), effect.whole.mean, 1e-10);
  EXPECT_TRUE(effect.alone.empty());
  EXPECT_TRUE(effect.interactions.empty());
}

/// B: promotes abroad from week 20, posts more from 30, and a placebo from 25.
Scenario small_question() {
  Scenario scenario = tiny_scenario({.markets = 3, .fans = 300, .weeks = kWeeks});
  intervene(scenario, "labels[home=B]", &Policy::promotion_abroad, 0.8, 20).id = "abroad";
  intervene(scenario, "labels[home=B]", &Policy::posts_per_week, 6.0, 30).id = "posts";
  auto& placebo = intervene(scenario, "labels[home=B]", &Policy::tours_abroad, 0.0, 25);
  placebo.id = "placebo";
  placebo.change = Intervention::Change::current;
  return scenario;
}

AttributionOutcome simulate(const Scenario& scenario) {
  AttributionPlan plan;
  plan.scenario = &scenario;
  plan.scope = {scene_of_market(scenario, "B"), 20};
  plan.first_seed = 5;
  plan.replicates = 3;
  plan.at_once = static_cast<std::size_t>(thread_count());
  return simulate_attribution(plan, AttributionDesign(scenario));
}

TEST(SimulateAttribution, EveryCombinationIsTheRunOfItsScenario) {
  const Scenario scenario = small_question();
  const auto outcome = with_threads(2, [&] { return simulate(scenario); });
  ASSERT_EQ(outcome.ends.size(), 3u);
  for (const SeedOutcome& ends : outcome.ends) {
    EXPECT_EQ(ends.arms[0]->replicate.result.digest,
              run_replicate(with_interventions(scenario, 0), ends.seed, {}).digest);
    EXPECT_EQ(ends.arms[1]->replicate.result.digest, run_replicate(scenario, ends.seed, {}).digest);
  }
}

TEST(SimulateAttribution, APlaceboGetsExactlyNothing) {
  const Scenario scenario = small_question();
  const AttributionDesign design(scenario);
  const auto effects = attributed_effects(design, simulate(scenario).replicates);
  ASSERT_FALSE(effects.empty());
  for (const AttributedEffect& effect : effects) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(effect.shares[2].mean), 0u) << effect.measure->name;
    EXPECT_EQ(*effect.shares[2].low, 0.0);
    EXPECT_EQ(*effect.shares[2].high, 0.0);
    EXPECT_NEAR(sum_of_shares(effect), effect.whole.mean, 1e-9 * (1 + std::abs(effect.whole.mean)))
        << effect.measure->name;
  }
  EXPECT_NE(effects.front().shares[0].mean, 0.0);
}

TEST(SimulateAttribution, TheSameBitsOnAnyThreads) {
  const Scenario scenario = small_question();
  test::same_on_any_threads([&] {
    std::vector<std::uint64_t> bits;
    for (const auto& replicate : simulate(scenario).replicates)
      for (std::size_t c = 0; c < replicate.coalitions.size(); ++c)
        for (std::size_t m = 0; m < measure_table().size(); ++m)
          bits.push_back(std::bit_cast<std::uint64_t>(replicate.measures[c][m]));
    return bits;
  });
}

TEST(InteractionText, SaysWhatIsLostWithoutTheOther) {
  const Interval seen{0.1, 0.05, 0.15}, less{-0.1, -0.15, -0.05}, unseen{0.1, -0.05, 0.25};
  const double ten = std::log(1.10), twenty = std::log(1.20);
  EXPECT_EQ(interaction_text({"video", "posts", twenty, ten, seen}),
            "video without posts brings about half: +10 % instead of +20 %");
  EXPECT_EQ(interaction_text({"video", "posts", ten, twenty, less}),
            "video with posts brings about half: +10 % instead of +20 %");
  EXPECT_EQ(interaction_text({"video", "posts", twenty, 0, seen}),
            "video without posts brings almost no effect: 0 % instead of +20 %");
  EXPECT_EQ(interaction_text({"video", "posts", -ten, -twenty, seen}),
            "video with posts costs about half: -9.1 % instead of -17 %");
  EXPECT_EQ(interaction_text({"video", "posts", twenty, -ten, seen}),
            "the effect of video changes sign with posts: +20 % with it, -9.1 % without");
  EXPECT_EQ(interaction_text({"video", "posts", twenty, ten, unseen}), "no clear interaction of video and posts");
}

}  // namespace
}  // namespace hibiki
