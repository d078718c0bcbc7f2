#include "output/analysis/paired.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <vector>

#include "sim/core/draws.hpp"

namespace hibiki {
namespace {

using Values = std::vector<double>;

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

// Student's t at .975 from tables: 12.706 (1 degree of freedom), 4.30265 (2), 2.77645 (4).
TEST(MeanInterval, IsStudentsByHand) {
  const Interval of_two = mean_interval(Values{1, 3});
  EXPECT_DOUBLE_EQ(of_two.mean, 2);
  EXPECT_NEAR(*of_two.high, 2 + 12.7062, 1e-3);  // deviation sqrt(2), over sqrt(2)
  const Interval of_five = mean_interval(Values{1, 2, 3, 4, 5});
  EXPECT_NEAR(*of_five.low, 3 - 2.776445 * std::sqrt(2.5 / 5), 1e-5);
}

TEST(HeldTogether, IsBonferronis) {
  const Interval one = mean_interval(Values{1, 2, 6});
  const Interval five = held_together(one, 3, 5);
  EXPECT_EQ(five.mean, one.mean);
  EXPECT_NEAR(*half_width(five) / *half_width(one), 9.924843 / 4.302653, 1e-6);  // t(.995; 2) / t(.975; 2)
  EXPECT_EQ(*held_together(one, 3, 1).low, *one.low);
  EXPECT_FALSE(held_together(mean_interval(Values{7}), 1, 5).low);
  EXPECT_EQ(*held_together(mean_interval(Values{2, 2}), 2, 5).low, 2) << "equal values stay without width";
}

/// Eighteen measures without any effect: some interval leaves 0 out in one comparison of twenty at most.
TEST(HeldTogether, FalseRowsAreAsRareAsTheySay) {
  const Draws draws(3);
  constexpr int kTrials = 1000, kMeasures = 18, kPairs = 8;
  int alone = 0, together = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    bool some_alone = false, some_together = false;
    for (int measure = 0; measure < kMeasures; ++measure) {
      Values values;
      for (int pair = 0; pair < kPairs; ++pair)
        values.push_back(draws.normal(Purpose::choice, static_cast<Key>(trial * kMeasures + measure), pair));
      const Interval one = mean_interval(values), wide = held_together(one, kPairs, kMeasures);
      some_alone |= *one.low > 0 || *one.high < 0;
      some_together |= *wide.low > 0 || *wide.high < 0;
    }
    alone += some_alone;
    together += some_together;
  }
  EXPECT_NEAR(alone / double{kTrials}, 1 - std::pow(0.95, kMeasures), 0.05);
  EXPECT_NEAR(together / double{kTrials}, 0.05, 0.02);
}

TEST(Power, IsTheShareOfIntervalsThatLeaveNothingOut) {
  const Draws draws(4);
  constexpr int kTrials = 2000, kPairs = 12;
  constexpr double kEffect = 0.8;
  // Of the true spread, 1: the interval of values whose deviation is exactly that.
  const double half = 2.200985 / std::sqrt(12.0);  // t(.975; 11)
  const Interval of_one{0, -half, half};
  int seen = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    Values values;
    for (int pair = 0; pair < kPairs; ++pair)
      values.push_back(kEffect + draws.normal(Purpose::choice, static_cast<Key>(trial), pair));
    const Interval interval = mean_interval(values);
    seen += *interval.low > 0 || *interval.high < 0;
  }
  EXPECT_NEAR(power_of(of_one, kPairs, kEffect), seen / double{kTrials}, 0.03);
  EXPECT_EQ(power_of(of_one, kPairs, kEffect), power_of(of_one, kPairs, -kEffect));
  EXPECT_NEAR(power_of(of_one, kPairs, 0), 0.05, 1e-5);
  EXPECT_NEAR(power_of(of_one, kPairs, *detectable(of_one, kPairs)), 0.8, 1e-6);
}

TEST(Power, DetectableEffectsAreThoseOfTheTables) {
  // (t(.975; 100) + t(.8; 100)) in standard errors, where t is near enough to normal.
  Values many;
  for (int i = 0; i < 101; ++i) many.push_back(i % 2 == 0 ? 1.0 : -1.0);
  const Interval of_many = mean_interval(many);
  EXPECT_NEAR(*detectable(of_many, 101) / *half_width(of_many), (1.983972 + 0.845230) / 1.983972, 1e-4);
  for (const std::size_t few : {2, 3, 4, 8, 99}) {  // exactly 80 % for few
    Values values(few, 0.0);
    for (std::size_t i = 0; i < few; ++i) values[i] = static_cast<double>(i);
    const Interval interval = mean_interval(values);
    EXPECT_NEAR(power_of(interval, few, *detectable(interval, few)), 0.8, 1e-6) << few;
  }
  EXPECT_EQ(power_of(mean_interval(Values{1, 1 + 1e-12}), 2, 1e6), 1.0);
  EXPECT_FALSE(detectable(mean_interval(Values{1}), 1));
  EXPECT_FALSE(detectable(mean_interval(Values{1, 1}), 2));
  EXPECT_TRUE(std::isnan(power_of(mean_interval(Values{1, 1}), 2, 1)));
}

TEST(Power, ForecastsAreOfTheUpperLimitOfTheSpread) {
  const Values values{1, 2, 3, 4, 5, 6, 7, 8, 9};  // deviation root 7.5
  const Interval interval = mean_interval(values);
  const std::size_t needed = *values_to_detect(interval, 9, 2.0);
  // Upper limit: root(7.5 x 8 / chi2(.2; 8) = 4.5936) = 3.614.
  const double known = std::pow((1.96 + 0.8416) * 3.614 / 2, 2);
  EXPECT_NEAR(static_cast<double>(needed), known, 3) << "a little more, by Student's t";
  EXPECT_GT(static_cast<double>(needed), known);
  EXPECT_EQ(values_to_detect(interval, 9, -2.0), needed);
  EXPECT_FALSE(values_to_detect(interval, 9, 0));
  EXPECT_FALSE(values_to_detect(mean_interval(Values{1, 2, 3, 4, 5, 6, 7}), 7, 2.0)) << "too few for a forecast";
}

TEST(MeanInterval, OneValueHasNone) {
  const Interval one = mean_interval(Values{7});
  EXPECT_EQ(one.mean, 7);
  EXPECT_FALSE(one.low);
  EXPECT_FALSE(one.high);
}

TEST(MeanInterval, EqualValuesHaveNoWidthWhateverRoundingDoes) {
  const Interval equal = mean_interval(Values{0.1, 0.1, 0.1});  // three of them do not add up to .3
  EXPECT_EQ(equal.mean, 0.1);
  EXPECT_EQ(*equal.low, 0.1);
  EXPECT_EQ(*equal.high, 0.1);
}

TEST(PairedEffect, ByHand) {
  const PairedEffect effect = paired_effect(Values{10, 20, 30}, Values{11, 23, 32});
  EXPECT_EQ(effect.pairs, 3u);
  EXPECT_DOUBLE_EQ(effect.base, 20);
  EXPECT_DOUBLE_EQ(effect.variant, 22);
  EXPECT_DOUBLE_EQ(effect.difference.mean, 2);  // of 1, 3, 2: deviation 1
  EXPECT_NEAR(*effect.difference.low, 2 - 4.302653 / std::sqrt(3.0), 1e-5);
  EXPECT_EQ(effect.positive, 3u);
  EXPECT_NEAR(*effect.variance_saved, (100 + 111) / 1.0, 1e-9);  // variances 100 and 111 against 1
  // t = 2 sqrt(3) with 2 degrees of freedom: P(T < t) = 1/2 + t / (2 sqrt(2 + t^2)).
  const double t = 2 * std::sqrt(3.0);
  EXPECT_NEAR(*effect.chance_positive, 0.5 + t / (2 * std::sqrt(2 + t * t)), 1e-12);
}

TEST(PairedEffect, RatioIsTheGeometricMean) {
  const PairedEffect effect = paired_effect(Values{1, 10}, Values{2, 80});
  ASSERT_TRUE(effect.log_ratio);
  const Interval ratio = ratio_of(*effect.log_ratio);
  EXPECT_NEAR(ratio.mean, 4, 1e-12);  // of 2 and 8
  EXPECT_NEAR(effect.geometric_base, std::sqrt(10.0), 1e-12);
  EXPECT_NEAR(effect.geometric_variant, std::sqrt(160.0), 1e-12);
  const double half = 12.7062047 * std::log(2.0);  // logs log 4 -+ log 2: deviation sqrt(2) log 2, over sqrt(2)
  EXPECT_NEAR(std::log(*ratio.high), std::log(4.0) + half, 1e-6);
}

TEST(PairedEffect, DifferencesAtTheBaseHoldWhereValuesAreSkewed) {
  const Draws draws(9);
  constexpr int kTrials = 4000, kPairs = 8;
  constexpr double kGrowth = 0.4, kSpread = 0.5;  // of log ratios; logarithms of the base vary by 1
  int at_base = 0, of_means = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    int drawn = 0;
    const auto normal = [&] { return draws.normal(Purpose::choice, static_cast<Key>(trial), drawn++); };
    Values base, variant;
    for (int i = 0; i < kPairs; ++i) {
      base.push_back(std::exp(normal()));
      variant.push_back(base.back() * std::exp(kGrowth + kSpread * normal()));
    }
    const PairedEffect effect = paired_effect(base, variant);
    const Interval typical = difference_at_base(effect);
    const double truth = effect.geometric_base * (std::exp(kGrowth) - 1);
    at_base += *typical.low < truth && truth < *typical.high;
    const double mean_truth = std::exp(0.5) * (std::exp(kGrowth + kSpread * kSpread / 2) - 1);
    of_means += *effect.difference.low < mean_truth && mean_truth < *effect.difference.high;
  }
  EXPECT_NEAR(at_base / double(kTrials), 0.95, 0.012);
  EXPECT_LT(of_means / double(kTrials), 0.90) << "why it is not used";
}

TEST(PairedEffect, ZerosAndNegativesHaveNoRatio) {
  EXPECT_FALSE(paired_effect(Values{0, 1}, Values{1, 1}).log_ratio);
  EXPECT_FALSE(paired_effect(Values{1, 1}, Values{-1, 1}).log_ratio);
}

TEST(PairedEffect, NoDifferenceIsExactlyNothing) {
  const Values values{3.1, 0.1, 1e9};
  const PairedEffect effect = paired_effect(values, values);
  for (const Interval& interval : {effect.difference, *effect.log_ratio}) {
    EXPECT_EQ(bits(interval.mean), bits(0.0));
    EXPECT_EQ(bits(*interval.low), bits(0.0));
    EXPECT_EQ(bits(*interval.high), bits(0.0));
  }
  EXPECT_EQ(ratio_of(*effect.log_ratio).mean, 1.0);
  EXPECT_EQ(*effect.chance_positive, 0.0);
  EXPECT_EQ(effect.equal, 3u);
  EXPECT_FALSE(effect.variance_saved);
}

TEST(PairedEffect, OnePairHasNoInterval) {
  const PairedEffect effect = paired_effect(Values{1}, Values{2});
  EXPECT_EQ(effect.difference.mean, 1);
  EXPECT_FALSE(effect.difference.low);
  EXPECT_FALSE(effect.chance_positive);
  EXPECT_FALSE(effect.variance_saved);
}

TEST(PairedEffect, TheSameShiftEverywhereIsCertain) {
  const PairedEffect effect = paired_effect(Values{1, 2, 4}, Values{2, 3, 5});
  EXPECT_EQ(*effect.difference.low, 1);
  EXPECT_EQ(*effect.chance_positive, 1.0);
}

RC_GTEST_PROP(PairedEffect, GoingBackHasExactlyTheOppositeEffect, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(1, 12);
  const auto value = rc::gen::map(rc::gen::inRange(1, 1'000'000), [](int n) { return n / 7.0; });
  const Values base = *rc::gen::container<Values>(size, value), variant = *rc::gen::container<Values>(size, value);
  const PairedEffect there = paired_effect(base, variant), back = paired_effect(variant, base);
  const auto opposite = [](const Interval& a, const Interval& b) {
    RC_ASSERT(a.mean == -b.mean);
    RC_ASSERT(a.low.has_value() == b.high.has_value());
    if (a.low) RC_ASSERT(*a.low == -*b.high);
    if (a.high) RC_ASSERT(*a.high == -*b.low);
    if (a.low) RC_ASSERT(*a.low <= a.mean && a.mean <= *a.high);
  };
  opposite(there.difference, back.difference);
  opposite(*there.log_ratio, *back.log_ratio);
  RC_ASSERT(there.positive == back.negative);
  RC_ASSERT(there.equal == back.equal);
  RC_ASSERT(there.variance_saved == back.variance_saved);
  if (there.chance_positive && there.equal < size) RC_ASSERT(*there.chance_positive + *back.chance_positive == 1.0);
}

TEST(ReplicatesFor, InvertsTheInterval) {
  // Deviation 1: with 10 pairs the half width is 2.26216 / sqrt(10).
  const double now = 2.2621572 / std::sqrt(10.0);
  EXPECT_EQ(replicates_for(now, 10, now * 1.000001), 10u);
  // 1.984217 / sqrt(100) = .1984217 with 99 degrees of freedom.
  EXPECT_EQ(replicates_for(now, 10, 0.1985), 100u);
  EXPECT_EQ(replicates_for(now, 10, 0.1984), 101u);
  EXPECT_EQ(replicates_for(now, 10, 1e9), 2u);
}

TEST(RatioOfMeans, IsMeansByHand) {
  const auto back = ratio_of_means(Values{3, 5}, Values{1, 3});
  ASSERT_TRUE(back);
  EXPECT_DOUBLE_EQ(back->mean, 2);  // 4 / 2; residuals 1 and -1, over 2: deviation sqrt(.5)
  EXPECT_NEAR(*back->high, 2 + 12.7062047 * std::sqrt(0.5) / std::sqrt(2.0), 1e-5);
  EXPECT_FALSE(ratio_of_means(Values{1, 2}, Values{0, 0}));
}

}  // namespace
}  // namespace hibiki
