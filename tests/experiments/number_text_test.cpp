#include "tools/experiments/number_text.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hibiki {
namespace {

TEST(Figures, ThreeDigitsInTheUnitsOfPeople) {
  EXPECT_EQ(level_text("people", 847), "847");
  EXPECT_EQ(level_text("people", 12'345), "12,300");
  EXPECT_EQ(level_text("people", 999'700), "1 M");
  EXPECT_EQ(level_text("USD a year", 4.56e6), "$4.56 M");
  EXPECT_EQ(level_text("USD a year", 1.1e9), "$1.1 bn");
  EXPECT_EQ(level_text("USD a year", 2.5e12), "$2.5 T");
  EXPECT_EQ(level_text("share", 0.1234), "12.3 %");
  EXPECT_EQ(level_text("year", 2011.44), "2011.4");
  EXPECT_EQ(level_text("Gini", 0.6644), "0.664");
  EXPECT_EQ(level_text("people", std::nan("")), "-");
}

TEST(Figures, DifferencesHaveASign) {
  EXPECT_EQ(difference_text("people", 1.23e6), "+1.23 M");
  EXPECT_EQ(difference_text("share", -0.0044), "-0.44 points");
  EXPECT_EQ(difference_text("USD a year", -2e3), "-$2,000");
  EXPECT_EQ(difference_text("year", 0.8), "+0.8 years");
  EXPECT_EQ(difference_text("distance", -0.000071), "-7.1e-5");
  EXPECT_EQ(difference_text("distance", -0.00012), "-0.00012");
  EXPECT_EQ(difference_text("people", 0), "0");
}

TEST(Figures, RatiosAreChangesUntilTheyAreTimes) {
  EXPECT_EQ(change_in_percent(1.41), "+41 %");
  EXPECT_EQ(change_in_percent(0.968), "-3.2 %");
  EXPECT_EQ(change_in_percent(6.8), "x6.8");
  EXPECT_EQ(change_in_percent(1), "0 %");
  EXPECT_EQ(change_in_percent(0.9996), "0.0 %") << "too little for a sign";
  EXPECT_EQ(change_in_percent(1.0004), "0.0 %");
  EXPECT_EQ(change_in_percent(1.0006), "+0.1 %");
  EXPECT_EQ(ratio_range(0.69, 1.2), "-31 % to +20 %");
  EXPECT_EQ(ratio_range(0.5, 5), "x0.5 to x5");
}

TEST(Figures, ComeApartForSentences) {
  const Figure dollars = difference_figure("USD a year", -2.5e6);
  EXPECT_EQ(dollars.sign, "-");
  EXPECT_EQ(dollars.number(), "-$2.5");
  EXPECT_EQ(dollars.size(), "$2.5 M");
  EXPECT_EQ(change_figure(6.8).sign, "x");
  EXPECT_EQ(change_figure(6.8).size(), "6.8");
  EXPECT_EQ(change_figure(0.968).size(), "3.2 %");
  EXPECT_EQ(difference_figure("people", 12'345).unit, "");
  EXPECT_TRUE(change_figure(0.9996).shows_nothing());
  EXPECT_TRUE(difference_figure("share", 0.0).shows_nothing());
  EXPECT_EQ(difference_figure("share", 0.00001).text(), "+0.001 points");
  EXPECT_FALSE(difference_figure("share", 0.001).shows_nothing());
  EXPECT_EQ(ratio_bounds(0.69, 1.2).first.number(), "-31");
  EXPECT_EQ(ratio_bounds(0.5, 5).first.number(), "x0.5");
}

TEST(Figures, ChancesNearCertainty) {
  EXPECT_EQ(chance_text(0.71), "71 %");
  EXPECT_EQ(chance_text(0.9951), "99.5 %");
  EXPECT_EQ(chance_text(0.99999), "over 99.9 %");
  EXPECT_EQ(chance_text(1.0), "over 99.9 %") << "rounded, not certain";
  EXPECT_EQ(chance_text(0.00001), "under 0.1 %");
  EXPECT_EQ(chance_figure(0.99999).number(), ">99.9");
  EXPECT_EQ(chance_figure(0.71).number(), "71");
}

TEST(NumberText, FactorsBeyondAllMeaningAreBounds) {
  EXPECT_EQ(change_in_percent(2e22), ">x9,999");
  EXPECT_EQ(ratio_range(1e-22, 1e25), "<x0.0001 to >x9,999");
  EXPECT_EQ(ratio_range(0.5, 1e25), "x0.5 to >x9,999");
  EXPECT_EQ(ratio_range(0.5, 2.5), "-50 % to +150 %");
}

TEST(NumberText, DatesAndAgesDifferByYears) {
  EXPECT_EQ(difference_text("year", 0.5), "+0.5 years");
  EXPECT_EQ(difference_text("years", -0.334), "-0.334 years");
}

}  // namespace
}  // namespace hibiki
