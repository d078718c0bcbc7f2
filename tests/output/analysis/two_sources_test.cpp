#include "output/analysis/two_sources.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/draws.hpp"

namespace hibiki {
namespace {

using Table = std::vector<std::vector<double>>;

double width(const std::optional<Interval>& interval) { return *interval->high - *interval->low; }

/// Effects with these deviations between sets, and within them.
Table effects(std::size_t sets, std::size_t seeds, double of_sets, double within) {
  const Draws draws(5);
  const auto normal = [&](int which, std::size_t i) {
    return draws.normal(Purpose::choice, static_cast<Key>(i), which);
  };
  Table table(sets, std::vector<double>(seeds));
  for (std::size_t s = 0; s < sets; ++s)
    for (std::size_t r = 0; r < seeds; ++r) table[s][r] = 1 + of_sets * normal(0, s) + within * normal(2, s * 1000 + r);
  return table;
}

TEST(TwoSources, SetsThatAreAllAlikeLeaveNothingToParameters) {
  const TwoSources found = two_sources({{0.1, 0.3, 0.7}, {0.1, 0.3, 0.7}, {0.1, 0.3, 0.7}, {0.1, 0.3, 0.7}});
  EXPECT_EQ(*found.parameters->low, found.mean);
  EXPECT_EQ(*found.parameters->high, found.mean);
  EXPECT_NEAR(found.mean, 1.1 / 3, 1e-15);
  // The mean of twelve; equal spreads within four sets of three leave eight degrees of freedom.
  EXPECT_NEAR(width(found.chance), 2 * 2.306004 * std::sqrt((0.28 / 3) / 12), 1e-6);
}

TEST(TwoSources, SetsThatDifferAndLuckThatDoesNotLeaveNothingToChance) {
  const TwoSources found = two_sources({{1, 1}, {2, 2}, {3, 3}});
  EXPECT_EQ(width(found.chance), 0);
  EXPECT_DOUBLE_EQ(found.set_variance, 1);
  // t of two degrees of freedom; the mean of three sets is a third of a set's variance off.
  EXPECT_NEAR(width(found.parameters), 2 * 4.302653 * std::sqrt(4.0 / 3.0), 1e-5);
}

/// Where one set varies more than the others, fewer degrees of freedom count.
TEST(TwoSources, UnequalSpreadsLeaveFewerDegreesOfFreedom) {
  const TwoSources found = two_sources({{0, 0, 0}, {0, 0, 0}, {-1, 0, 1}});
  EXPECT_NEAR(found.seed_variance, 1.0 / 3, 1e-12);
  EXPECT_NEAR(width(found.chance), 2 * 4.302653 * std::sqrt(1.0 / 27), 1e-6) << "two, as of that set alone";
}

/// The interval of the mean holds the truth as often as it says.
TEST(TwoSources, ChanceHoldsTheMeanOfTheseSets) {
  const Draws draws(3);
  int inside = 0;
  constexpr int kTrials = 3000;
  for (int trial = 0; trial < kTrials; ++trial) {
    int drawn = 0;
    const auto normal = [&] { return draws.normal(Purpose::choice, static_cast<Key>(trial), drawn++); };
    Table table(7, std::vector<double>(2));
    double truth = 0;
    for (auto& row : table) {
      const double set = normal();
      truth += set / 7;
      for (double& cell : row) cell = set + normal();
    }
    const TwoSources found = two_sources(table);
    inside += *found.chance->low < truth && truth < *found.chance->high;
  }
  EXPECT_GT(inside / double(kTrials), 0.94);
  EXPECT_LT(inside / double(kTrials), 0.985);
}

TEST(TwoSources, RecoverBothVariances) {
  const TwoSources found = two_sources(effects(400, 50, 0.3, 0.5));
  EXPECT_NEAR(std::sqrt(found.set_variance), 0.3, 0.03);
  EXPECT_NEAR(found.seed_variance, 0.25, 0.02);
}

TEST(TwoSources, NoiseAloneIsNotTakenForParameters) {
  double sum = 0;
  for (const double within : {0.5, 1.0, 2.0})
    sum += std::sqrt(two_sources(effects(40, 4, 0, within)).set_variance) / within;
  EXPECT_LT(sum / 3, 0.3) << "of the deviation of a cell; means of four would deviate by half";
}

TEST(TwoSources, ParametersThatNoiseHidesHaveNoIntervalOfNoWidth) {
  const TwoSources found = two_sources({{0, 2, 1}, {2, 0, 1}, {1, 1, 1.3}});
  EXPECT_EQ(found.set_variance, 0);
  EXPECT_TRUE(found.hidden);
  EXPECT_FALSE(found.parameters);
  EXPECT_FALSE(two_sources({{1, 2}, {1, 2}}).hidden) << "nothing is hidden where nothing differs";
}

/// The interval holds the effect of one more set as often as it says; where noise hides the sets there is none.
TEST(TwoSources, AnotherSetLiesInTheInterval) {
  const Draws draws(11);
  constexpr std::size_t kSets = 7;
  for (const auto& [seeds, noise] : {std::pair(6, 0.0), {6, 0.5}, {6, 1.0}, {2, 0.5}, {2, 1.0}, {2, 2.0}}) {
    int inside = 0, trials = 0;
    for (int trial = 0; trial < 1500; ++trial) {
      int drawn = 0;
      const auto normal = [&] { return draws.normal(Purpose::choice, static_cast<Key>(trial), drawn++); };
      const double another = normal();
      Table table(kSets, std::vector<double>(static_cast<std::size_t>(seeds)));
      for (auto& row : table) {
        const double set = normal();
        for (double& cell : row) cell = set + noise * normal();
      }
      const TwoSources found = two_sources(table);
      if (!found.parameters) continue;
      ++trials;
      inside += *found.parameters->low < another && another < *found.parameters->high;
    }
    EXPECT_GT(inside / double(trials), 0.925) << noise;
    EXPECT_LT(inside / double(trials), 0.98) << noise;
  }
}

TEST(TwoSources, MoreSeedsNarrowChanceAlone) {
  const TwoSources few = two_sources(effects(60, 4, 0.3, 0.5)), many = two_sources(effects(60, 64, 0.3, 0.5));
  EXPECT_LT(width(many.chance), 0.5 * width(few.chance));
  EXPECT_NEAR(width(many.parameters), width(few.parameters), 0.3 * width(few.parameters));
}

TEST(TwoSources, OneSetOrOneSeedHasNoInterval) {
  EXPECT_FALSE(two_sources({{1, 2, 3}}).parameters);
  EXPECT_FALSE(two_sources({{1}, {2}}).chance);
  EXPECT_TRUE(two_sources({{1}, {2}}).parameters);
}

}  // namespace
}  // namespace hibiki
