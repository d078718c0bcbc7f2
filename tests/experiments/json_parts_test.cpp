#include "tools/experiments/json_parts.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "output/analysis/measures.hpp"

namespace hibiki {
namespace {

TEST(JsonParts, WhatIsNoNumberIsNull) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(number_json(0.1).dump(), "0.1");
  EXPECT_EQ(number_json(std::nan("")).dump(), "null");
  EXPECT_EQ(number_json(-kInfinity).dump(), "null");
  EXPECT_EQ(number_json(std::optional<double>()).dump(), "null");
  EXPECT_EQ(number_json(std::optional<double>(2.5)).dump(), "2.5");
  EXPECT_EQ(list_json(std::vector<double>{1.5, kInfinity, 2.5}).dump(), "[1.5,null,2.5]");
  EXPECT_EQ(list_json({}).dump(), "[]");
}

TEST(JsonParts, AnIntervalOfOneValueHasNoEnds) {
  EXPECT_EQ(interval_json({1.5, std::nullopt, std::nullopt}).dump(), R"({"mean":1.5,"low":null,"high":null})");
  EXPECT_EQ(interval_json({1.5, 1.0, 2.5}).dump(), R"({"mean":1.5,"low":1.0,"high":2.5})");
}

TEST(JsonParts, HoldEveryMeasureWithItsUnitAndDefinition) {
  const auto json = measures_json();
  ASSERT_EQ(json.size(), measure_table().size());
  std::set<std::string> names;
  for (const auto& measure : json) {
    EXPECT_TRUE(names.insert(measure["name"].get<std::string>()).second) << measure["name"];
    for (const char* key : {"title", "unit", "definition", "scale"})
      EXPECT_FALSE(measure[key].get<std::string>().empty()) << measure["name"] << " " << key;
  }
}

}  // namespace
}  // namespace hibiki
