#include "tools/experiments/effects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tools/experiments/verdict.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

/// A record in which every measure is `value`; money and cost as given.
ArmRecord record_of(double value, double money = 0, double cost = 0) {
  ArmRecord record;
  record.measures.assign(measure_table().size(), value);
  record.label_money_usd = money;
  record.cost_usd = cost;
  record.quarters = {make_day(2010, 1, 1), make_day(2010, 4, 1)};
  record.headline_by_quarter = {value, 2 * value};
  return record;
}

struct Records {
  std::vector<ArmRecord> base, variant;
  PairedRecords pairs() const {
    PairedRecords pairs;
    for (const ArmRecord& record : base) pairs.base.push_back(&record);
    for (const ArmRecord& record : variant) pairs.variant.push_back(&record);
    return pairs;
  }
};

Scenario history() {
  Scenario scenario;
  scenario.title = "As it went";
  return scenario;
}

std::string verdict_of(const Records& records) {
  return verdict(effects_of(records.pairs()).front(), records.pairs(), "J-pop", history());
}

/// Two records a year apart in their levels, whose headline is `base` in every quarter of 2010-2015 in the one and
/// times factor[year] in the other; the measure itself is the mean.
Records turning(const std::vector<double>& factors) {
  Records records;
  for (const double base : {100.0, 110.0, 120.0}) {
    ArmRecord without = record_of(base), with = without;
    without.quarters.clear();
    without.headline_by_quarter.clear();
    with.headline_by_quarter.clear();
    double sum = 0;
    for (std::size_t y = 0; y < factors.size(); ++y)
      for (const unsigned month : {1u, 4u, 7u, 10u}) {
        without.quarters.push_back(make_day(2010 + static_cast<int>(y), month, 1));
        without.headline_by_quarter.push_back(base);
        with.headline_by_quarter.push_back(base * (1 + (factors[y] - 1) * (1 + base / 1e5)));
        sum += with.headline_by_quarter.back();
      }
    with.quarters = without.quarters;
    // Luck of the whole window hides what the years show.
    with.measures.front() = sum / static_cast<double>(with.quarters.size()) *
                            (base == 100   ? 0.8
                             : base == 110 ? 1
                                           : 1.25);
    records.base.push_back(without);
    records.variant.push_back(with);
  }
  return records;
}

TEST(MeasureTable, NamesAreUniqueAndTheHeadlineIsARatio) {
  std::set<std::string_view> names;
  for (const Measure& measure : measure_table()) {
    EXPECT_TRUE(names.insert(measure.name).second) << measure.name;
    EXPECT_FALSE(measure.title.empty() || measure.unit.empty() || measure.definition.empty()) << measure.name;
    EXPECT_NE(measure.weekly == nullptr, measure.at_end == nullptr) << measure.name;
    EXPECT_LE(measure.title.size(), 24u) << measure.title << " must fit its column";
  }
  EXPECT_EQ(measure_table().front().scale, Scale::ratio);
}

TEST(Effects, RatiosWhereEffectsMultiply) {
  const Records records{{record_of(1), record_of(10)}, {record_of(2), record_of(20)}};
  for (const Effect& effect : effects_of(records.pairs())) {
    EXPECT_EQ(effect.as_ratio(), effect.measure->scale == Scale::ratio);
    EXPECT_EQ(effect.singles, (std::vector<double>{1, 10}));
  }
  EXPECT_NEAR(effects_of(records.pairs()).front().interval().mean, std::log(2), 1e-12);
}

TEST(Effects, LevelsAreOfTheMeanThatTheEffectIsOf) {
  const Records records{{record_of(1), record_of(10000)}, {record_of(4), record_of(5000)}};
  for (const Effect& effect : effects_of(records.pairs())) {
    if (effect.as_ratio()) {  // the typical world: 100 and sqrt(20000)
      EXPECT_EQ(effect.statistic(), "geometric mean");
      EXPECT_NEAR(effect.base(), 100, 1e-9);
      EXPECT_NEAR(effect.variant() / effect.base(), std::exp(effect.interval().mean), 1e-12);
    } else {
      EXPECT_EQ(effect.statistic(), "arithmetic mean");
      EXPECT_DOUBLE_EQ(effect.base(), 5000.5);
      EXPECT_DOUBLE_EQ(effect.variant() - effect.base(), effect.interval().mean);
    }
  }
}

TEST(Effects, AWorldOfNothingMakesTheWholeRowArithmetic) {
  const Records records{{record_of(0), record_of(10)}, {record_of(4), record_of(20)}};
  const Effect effect = effects_of(records.pairs()).front();
  EXPECT_EQ(effect.statistic(), "arithmetic mean");
  EXPECT_DOUBLE_EQ(effect.base(), 5);
  EXPECT_DOUBLE_EQ(effect.variant(), 12);
  EXPECT_DOUBLE_EQ(effect.interval().mean, 7);
}

TEST(Effects, PairsWithoutAValueAreLeftOut) {
  Records records{{record_of(1), record_of(2), record_of(3)}, {record_of(1), record_of(2), record_of(3)}};
  const std::size_t overtake = measure_index("overtake");
  records.base[0].measures[overtake] = std::nan("");
  records.variant[1].measures[overtake] = std::nan("");
  const Effect effect = effects_of(records.pairs())[overtake];
  EXPECT_EQ(effect.paired->pairs, 1u);
  EXPECT_TRUE(std::isnan(effect.singles[0]) && std::isnan(effect.singles[1]));
  EXPECT_EQ(effect.singles[2], 0);
  records.variant[2].measures[overtake] = std::nan("");
  EXPECT_FALSE(effects_of(records.pairs())[overtake].paired);
}

TEST(Effects, OverTimeQuarterByQuarter) {
  const Records records{{record_of(1), record_of(2)}, {record_of(2), record_of(5)}};
  const DifferenceOverTime over_time = headline_over_time(records.pairs());
  ASSERT_EQ(over_time.difference.size(), 2u);
  EXPECT_EQ(over_time.difference[0].mean, 2);
  EXPECT_EQ(over_time.difference[1].mean, 4);
  EXPECT_EQ(over_time.singles[1], (std::vector<double>{3, 6}));
}

TEST(Effects, ReturnIsMoneyGainedForMoneySpent) {
  const Records records{{record_of(1, 100, 10), record_of(1, 200, 10)}, {record_of(1, 130, 20), record_of(1, 230, 20)}};
  EXPECT_DOUBLE_EQ(extra_cost(records.pairs()), 10);
  // At the typical level of 141 dollars.
  EXPECT_NEAR(return_per_dollar(records.pairs())->mean, (std::sqrt(130.0 * 230) - std::sqrt(100.0 * 200)) / 10, 1e-12);
  const Records debt{{record_of(1, -100, 10), record_of(1, 200, 10)}, {record_of(1, -70, 20), record_of(1, 230, 20)}};
  EXPECT_DOUBLE_EQ(return_per_dollar(debt.pairs())->mean, 3) << "no ratio of money that is owed";
  const Records free{{record_of(1, 100, 10)}, {record_of(1, 130, 10)}};
  EXPECT_FALSE(return_per_dollar(free.pairs()));
}

TEST(Verdict, SaysHowMuchAndHowSure) {
  const Records records{{record_of(100), record_of(100), record_of(100)},
                        {record_of(139), record_of(140), record_of(141)}};
  const std::string text = verdict_of(records);
  EXPECT_THAT(text, StartsWith("J-pop has 40 % more engaged fans abroad than in \"As it went\", in 3 pairs"));
  EXPECT_THAT(text, HasSubstr("95 % interval +38 % to +43 %; chance of a rise:"));
  EXPECT_THAT(text, HasSubstr("; higher in 3 of 3)."));
}

TEST(Verdict, SaysWhenNothingIsClear) {
  const Records records{{record_of(100), record_of(100)}, {record_of(90), record_of(120)}};
  EXPECT_THAT(verdict_of(records), AllOf(StartsWith("No clear effect: J-pop has"), HasSubstr("; higher in 1 of 2).")));
}

TEST(Verdict, SaysWhatWouldHaveBeenSeen) {
  std::vector<ArmRecord> base, variant;
  for (int i = 0; i < 8; ++i) {
    base.push_back(record_of(100));
    variant.push_back(record_of(i % 2 == 0 ? 90 : 120));
  }
  EXPECT_THAT(verdict_of({base, variant}), AllOf(StartsWith("No clear effect, where one of +"),
                                                 HasSubstr(" would have been seen with 80 % probability: J-pop has")));
}

TEST(Verdict, NothingIsExactlyNothing) {
  const Records records{{record_of(3), record_of(4)}, {record_of(3), record_of(4)}};
  EXPECT_EQ(verdict_of(records),
            "Exactly no effect: J-pop has the same engaged fans abroad as in \"As it went\", in all 2 pairs.");
}

TEST(Verdict, WhatRoundsToNothingIsNeitherMoreNorFewer) {
  const Records records{{record_of(100'000), record_of(100'000)}, {record_of(99'999), record_of(99'998)}};
  EXPECT_THAT(
      verdict_of(records),
      HasSubstr(
          "J-pop has as many engaged fans abroad (no difference to one decimal of a per cent) as in \"As it went\""));
}

TEST(Verdict, OnePairClaimsNothing) {
  const Records records{{record_of(10)}, {record_of(5)}};
  EXPECT_EQ(verdict_of(records),
            "One pair proves no effect: J-pop has 5 engaged fans abroad here and 10 "
            "in \"As it went\". More pairs separate the effect from sampling noise.");
}

TEST(Verdict, SaysThatTheEffectTurned) {
  EXPECT_THAT(verdict_of(turning({1.2, 1.2, 1.2, 0.9, 0.9, 0.9})),
              testing::AllOf(StartsWith("No clear effect over the whole window: J-pop has"),
                             HasSubstr("The effect changes sign: ahead until 2012, behind from 2013 on (-10 %, 95 % "
                                       "interval -10 % to -10 %).")));
}

TEST(Verdict, SaysThatTheEndIsClearThoughTheWholeIsNot) {
  EXPECT_THAT(verdict_of(turning({1, 1, 1, 1, 0.5, 0.5})), HasSubstr(" But it is behind from 2014 on (-50 %,"));
}

TEST(Verdict, OneLastYearIsNoTurn) {
  const std::string text = verdict_of(turning({1.2, 1.2, 1.2, 1.2, 1.2, 0.5}));
  EXPECT_THAT(text, StartsWith("No clear effect: "));
  EXPECT_THAT(text, testing::Not(HasSubstr("from 2015 on")));
}

}  // namespace
}  // namespace hibiki
