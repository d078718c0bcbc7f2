#include "tools/hibiki/parameter_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "sim/scenario/schema.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

TEST(AllParameters, HoldEveryKeyOnceWithAMeaning) {
  std::set<std::string> keys;
  for (const Parameter& parameter : all_parameters()) {
    EXPECT_TRUE(keys.insert(parameter.full_key()).second) << parameter.full_key() << " twice";
    EXPECT_FALSE(parameter.meaning.empty()) << parameter.full_key();
  }
  for (const auto& field : assumption_fields()) EXPECT_TRUE(keys.contains("assumptions." + std::string(field.key)));
  for (const auto& field : lever_fields()) EXPECT_TRUE(keys.contains("policy.ID.levers." + std::string(field.key)));
  EXPECT_TRUE(keys.contains("market.NAME.internet"));
  EXPECT_TRUE(keys.contains("intervention.ID.ramp"));
  EXPECT_TRUE(keys.contains("extends"));
}

TEST(AllParameters, ShowTheDefaultsOfTheStructs) {
  const auto found = find_parameters("assumptions.try.quality");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].value, "0.8");
  EXPECT_EQ(found[0].range, "-10..10");
  EXPECT_EQ(find_parameters("run.fans")[0].value, "100000");
  EXPECT_EQ(find_parameters("market.NAME.name")[0].value, "required");
}

TEST(FindParameters, KnowsAKeyByEachOfItsNames) {
  for (const char* name : {"try.quality", "assumptions.try.quality", "market.internet", "market.NAME.internet",
                           "market.JP.internet", "policy.all_alike.levers.promotion.abroad", "promotion.abroad",
                           "intervention.early_video.set", "platform.\"television and radio\".fee"}) {
    EXPECT_THAT(find_parameters(name), SizeIs(1)) << name;
  }
}

TEST(FindParameters, FindsNothingForWhatIsNoKey) {
  for (const char* name : {"", "try", "quality", "run.nothing", "market.JP.KR.internet", "market..internet",
                           "policy.x.promotion.abroad", "assumptions.x.try.quality", "internet.JP"}) {
    EXPECT_THAT(find_parameters(name), SizeIs(0)) << name;
  }
}

TEST(ParametersOfTable, AreThoseOfOneTable) {
  const auto found = parameters_of_table("intervention");
  EXPECT_GT(found.size(), 5u);
  for (const Parameter& parameter : found) EXPECT_EQ(parameter.section, "intervention.ID");
  EXPECT_FALSE(parameters_of_table("policy").empty());
  for (const char* none : {"", "interventions", "fans"}) EXPECT_THAT(parameters_of_table(none), SizeIs(0)) << none;
}

TEST(ParameterTable, FitsEightyColumns) {
  std::istringstream lines(parameter_table(all_parameters()));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
}

TEST(ParameterDetails, SayUnitRangeAndSource) {
  const std::string text = parameter_details(find_parameters("taste.peak_age")[0]);
  EXPECT_THAT(text, HasSubstr("assumptions.taste.peak_age\n"));
  EXPECT_THAT(text, HasSubstr("unit     years\n"));
  EXPECT_THAT(text, HasSubstr("default  17.0\n"));
  EXPECT_THAT(text, HasSubstr("range    10..70\n"));
  EXPECT_THAT(text, HasSubstr("source   "));
}

}  // namespace
}  // namespace hibiki
