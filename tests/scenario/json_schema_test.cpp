#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sim/scenario/load.hpp"
#include "sim/scenario/platform_traits.hpp"
#include "sim/scenario/schema.hpp"

namespace hibiki {
namespace {

const nlohmann::json& schema() {
  static const auto parsed = nlohmann::json::parse(json_schema());
  return parsed;
}

/// The schema of a dotted key below an object's.
const nlohmann::json& at(const nlohmann::json& object, std::string_view key) {
  const auto dot = key.find('.');
  const auto& inner = object.at("properties").at(std::string(key.substr(0, dot)));
  return dot == std::string_view::npos ? inner : at(inner, key.substr(dot + 1));
}

TEST(JsonSchema, HasEveryAssumptionWithRangeDefaultAndMeaning) {
  for (const auto& field : assumption_fields()) {
    const auto& key = at(schema().at("properties").at("assumptions"), field.key);
    EXPECT_EQ(key.at("minimum"), field.minimum) << field.key;
    EXPECT_EQ(key.at("maximum"), field.maximum) << field.key;
    EXPECT_TRUE(key.contains("default")) << field.key;
    EXPECT_EQ(key.at("description").get<std::string>().rfind(field.meaning, 0), 0U) << field.key;
  }
}

TEST(JsonSchema, AssumptionsMayBeQuotedOrNested) {
  const auto& assumptions = schema().at("properties").at("assumptions");
  for (const auto& field : assumption_fields()) {
    const std::string key(field.key);
    ASSERT_TRUE(assumptions.at("properties").contains(key)) << key;
    EXPECT_EQ(assumptions.at("properties").at(key), at(assumptions, field.key)) << key;
  }
}

/// The draft that editors' TOML server knows.
TEST(JsonSchema, IsOfDraft7) {
  EXPECT_EQ(schema().at("$schema"), "http://json-schema.org/draft-07/schema#");
  EXPECT_EQ(schema().dump().find("prefixItems"), std::string::npos);
  const auto& levers = schema().at("properties").at("policy").at("items").at("properties").at("levers");
  const auto& row = levers.at("properties").at("takedown").at("oneOf").at(1).at("items");
  EXPECT_EQ(row.at("items").at(0).at("format"), "date");
  EXPECT_EQ(row.at("items").at(1).at("type"), "number");
  EXPECT_EQ(row.at("minItems"), 2);
  EXPECT_EQ(row.at("maxItems"), 2);
}

TEST(JsonSchema, LeversMayBeQuotedOrNested) {
  const auto& levers = schema().at("properties").at("policy").at("items").at("properties").at("levers");
  for (const auto& field : lever_fields()) {
    EXPECT_TRUE(levers.at("properties").contains(std::string(field.key)) ||
                field.key.find('.') == std::string_view::npos)
        << field.key;
    EXPECT_TRUE(at(levers, field.key).contains("oneOf")) << field.key;
  }
}

TEST(JsonSchema, KnowsWordsAndAllowsNothingElse) {
  EXPECT_EQ(schema().at("additionalProperties"), false);
  const auto& platform = schema().at("properties").at("platform").at("items");
  EXPECT_EQ(platform.at("additionalProperties"), false);
  EXPECT_EQ(platform.at("properties").at("kind").at("enum").size(), kPlatformKindNames.size());
  const auto& intervention = schema().at("properties").at("intervention").at("items").at("properties");
  EXPECT_EQ(intervention.at("lever").at("enum").size(), lever_fields().size());
  for (const char* key : {"id", "target", "set", "scale", "from", "until", "ramp", "cost"})
    EXPECT_TRUE(intervention.contains(key)) << key;
}

}  // namespace
}  // namespace hibiki
