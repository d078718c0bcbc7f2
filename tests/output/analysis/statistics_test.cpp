#include "output/analysis/statistics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace hibiki {
namespace {

using Values = std::vector<double>;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Statistics, AStatisticThatItsValuesDoNotHaveIsNaN) {
  EXPECT_TRUE(std::isnan(mean_of({})));
  EXPECT_TRUE(std::isnan(median_of({})));
  EXPECT_TRUE(std::isnan(quantile_of({}, 0.5)));
  EXPECT_TRUE(std::isnan(variance_of({})));
  EXPECT_TRUE(std::isnan(variance_of(Values{3})));
  EXPECT_TRUE(std::isnan(correlation_of({}, {})));
  EXPECT_TRUE(std::isnan(correlation_of(Values{1, 1}, Values{1, 2})));
  EXPECT_TRUE(std::isnan(correlation_of(Values{1, 2}, Values{1, 1})));
  EXPECT_TRUE(std::isnan(slope_of(Values{1, 1}, Values{1, 2})));
}

TEST(Statistics, ANaNAmongTheValuesIsNotLostUnlessItIsTakenOut) {
  const Values values{1, kNaN, 4};
  EXPECT_TRUE(std::isnan(mean_of(values)));
  EXPECT_TRUE(std::isnan(median_of(values)));
  EXPECT_TRUE(std::isnan(quantile_of(values, 0.9)));
  EXPECT_TRUE(std::isnan(variance_of(values)));
  EXPECT_TRUE(std::isnan(correlation_of(values, Values{1, 2, 3})));
  EXPECT_EQ(known(values), (Values{1, 4}));
  EXPECT_EQ(mean_of(known(values)), 2.5);
}

TEST(Statistics, GivesTheNumbersOfTextbooks) {
  const Values values{2, 4, 4, 4, 5, 5, 7, 9};
  EXPECT_DOUBLE_EQ(mean_of(values), 5.0);
  EXPECT_DOUBLE_EQ(variance_of(values), 32.0 / 7.0);
  EXPECT_EQ(median_of({3, 1, 2}), 2.0);
  EXPECT_EQ(median_of({4, 1, 3, 2}), 2.5);
  // R: quantile(c(1, 2, 4, 8), c(0, .1, .5, .975, 1)).
  EXPECT_DOUBLE_EQ(quantile_of({8, 1, 4, 2}, 0.0), 1.0);
  EXPECT_DOUBLE_EQ(quantile_of({8, 1, 4, 2}, 0.1), 1.3);
  EXPECT_DOUBLE_EQ(quantile_of({8, 1, 4, 2}, 0.5), 3.0);
  EXPECT_DOUBLE_EQ(quantile_of({8, 1, 4, 2}, 0.975), 7.7);
  EXPECT_DOUBLE_EQ(quantile_of({8, 1, 4, 2}, 1.0), 8.0);
}

TEST(Statistics, CorrelatesAndFitsLines) {
  EXPECT_NEAR(correlation_of(Values{1, 2, 3}, Values{5, 7, 9}), 1.0, 1e-12);
  EXPECT_NEAR(correlation_of(Values{1, 2, 3}, Values{9, 7, 5}), -1.0, 1e-12);
  EXPECT_NEAR(correlation_of(Values{1, 2, 3, 4}, Values{1, -1, -1, 1}), 0.0, 1e-12);
  EXPECT_NEAR(slope_of(Values{1, 2, 3}, Values{5, 7, 9}), 2.0, 1e-12);
  EXPECT_NEAR(slope_of(Values{0, 1, 2}, Values{0, 3, 3}), 1.5, 1e-12);
}

/// Comparisons rely on these: equal worlds have an effect of exactly 0, and the way back has exactly the opposite one.
RC_GTEST_PROP(Statistics, ValuesThatAreAllAlikeHaveTheirMeanAndNoVariance, ()) {
  const double value = *rc::gen::arbitrary<double>();
  RC_PRE(std::isfinite(value));
  const Values values(*rc::gen::inRange<std::size_t>(2, 40), value);
  RC_ASSERT(mean_of(values) == value);
  RC_ASSERT(variance_of(values) == 0.0);
}

RC_GTEST_PROP(Statistics, OppositeValuesHaveTheOppositeMeanAndTheSameVariance, ()) {
  Values values;
  for (const int drawn : *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(-9999, 9999))))
    values.push_back(drawn / 7.0);
  Values opposite = values;
  for (double& value : opposite) value = -value;
  RC_ASSERT(mean_of(opposite) == -mean_of(values));
  RC_ASSERT(values.size() < 2 || variance_of(opposite) == variance_of(values));
}

/// The slow twin: sums as their definitions have them.
RC_GTEST_PROP(Statistics, AgreesWithTheDefinitions, ()) {
  Values values;
  for (const int drawn : *rc::gen::container<std::vector<int>>(*rc::gen::inRange(2, 60), rc::gen::inRange(-999, 999)))
    values.push_back(drawn);
  const auto n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (const double value : values) sum += value;
  for (const double value : values) squares += (value - sum / n) * (value - sum / n);
  RC_ASSERT(std::abs(mean_of(values) - sum / n) < 1e-9);
  RC_ASSERT(std::abs(variance_of(values) - squares / (n - 1)) < 1e-6);
  Values sorted = values;
  std::ranges::sort(sorted);
  RC_ASSERT(median_of(values) == (sorted[(sorted.size() - 1) / 2] + sorted[sorted.size() / 2]) / 2);
  RC_ASSERT(std::abs(quantile_of(values, 0.5) - median_of(values)) < 1e-9);
}

}  // namespace
}  // namespace hibiki
