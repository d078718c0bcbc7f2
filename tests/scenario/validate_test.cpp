// Scenarios built in code: the same checks without a file.
#include <gtest/gtest.h>

#include <cmath>

#include "sim/scenario/sections.hpp"
#include "tests/scenario/small_world.hpp"

namespace hibiki::test {
namespace {

using ::testing::HasSubstr;

Scenario small() { return parse(kSmallWorld).scenario; }

std::string problem_with(const Scenario& scenario) {
  const auto problems = validate(scenario);
  EXPECT_EQ(problems.size(), 1U) << ScenarioError(problems).what();
  return problems.empty() ? "" : problems[0].message + problems[0].excerpt;
}

TEST(Validate, AcceptsTheSmallWorld) { EXPECT_TRUE(validate(small()).empty()); }

TEST(Validate, RejectsEveryNumberOutsideItsRange) {
  const Scenario good = small();
  for (const auto& field : assumption_fields()) {
    Scenario bad = good;
    if (const auto* real = std::get_if<double Assumptions::*>(&field.member))
      bad.assumptions.** real = field.maximum * 1.01 + 1;
    if (const auto* whole = std::get_if<std::int64_t Assumptions::*>(&field.member))
      bad.assumptions.** whole = static_cast<std::int64_t>(field.maximum) + 1;
    EXPECT_THAT(problem_with(bad), HasSubstr("assumptions." + std::string(field.key))) << field.key;
  }
}

TEST(Validate, RejectsWhatIsNotANumber) {
  Scenario bad = small();
  bad.markets[0].foreign_barrier = DatedValue(std::nan(""));
  EXPECT_THAT(problem_with(bad), HasSubstr("market.JP.foreign_barrier is nan"));
}

TEST(Validate, RejectsLabelsThatShareAName) {
  Scenario bad = small();
  bad.labels.push_back({"Big 2", LabelKind::indie, "JP"});
  EXPECT_THAT(problem_with(bad), HasSubstr("label 'Big 2' is also made by 'Big'"));
}

TEST(Validate, RejectsTooManyLabels) {
  Scenario bad = small();
  for (int i = 0; i < 20; ++i) bad.labels.push_back({"L" + std::to_string(i), LabelKind::indie, "JP", 500});
  EXPECT_THAT(problem_with(bad), HasSubstr("labels are too many"));
}

TEST(Validate, TakesAsManyPlatformsAsAWeekHasRoomFor) {
  Scenario scenario = small();
  while (scenario.platforms.size() < kMostPlatforms) {
    scenario.platforms.push_back(scenario.platforms.front());
    scenario.platforms.back().name = "P" + std::to_string(scenario.platforms.size());
  }
  EXPECT_TRUE(validate(scenario).empty());
  scenario.platforms.push_back(scenario.platforms.front());
  scenario.platforms.back().name = "one more";
  EXPECT_THAT(problem_with(scenario), HasSubstr("17 platforms are too many"));
}

TEST(Validate, RejectsAnInterventionWithoutLever) {
  Scenario bad = small();
  bad.interventions[0].lever = nullptr;
  EXPECT_THAT(problem_with(bad), HasSubstr("names no lever"));
}

TEST(Validate, DefaultsOfTheSchemaLieInTheirRanges) {
  Scenario defaults = small();
  defaults.assumptions = {};
  defaults.run.fans = RunSettings{}.fans;
  EXPECT_TRUE(validate(defaults).empty());
  const Policy policy;
  for (const auto& field : lever_fields()) {
    const double value = policy.*std::get<double Policy::*>(field.member);
    EXPECT_TRUE(value >= field.minimum && value <= field.maximum) << field.key;
  }
}

TEST(Validate, EmptyScenarioLacksMarketAndLabel) {
  Scenario none;
  none.contenders.clear();
  EXPECT_EQ(validate(none).size(), 2U);
}

}  // namespace
}  // namespace hibiki::test
