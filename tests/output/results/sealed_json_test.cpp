#include "output/results/sealed_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace hibiki {
namespace {

using Json = nlohmann::ordered_json;

TEST(SealedJson, IsJsonThatEndsWithItsCheck) {
  EXPECT_EQ(sealed(Json{{"a", 1}}, -1), "{\"a\":1,\"check\":\"8b0f0d75aabe01bb\"}\n");
  EXPECT_EQ(sealed(Json{{"a", 1}}, 2), "{\n  \"a\": 1,\n  \"check\": \"d298ee5b852fc7df\"\n}\n");
  for (const int indent : {-1, 0, 2})
    for (Json json :
         {Json{{"a", 1}}, Json{{"a", {{"b", {1, 2}}}}}, Json{{"a", {{"b", Json::object()}}}}, Json{{"a", "}\n"}}}) {
      const std::string text = sealed(json, indent);
      EXPECT_TRUE(is_sealed(text, indent)) << text;
      json["check"] = Json::parse(text)["check"];
      EXPECT_EQ(text, json.dump(indent) + "\n");
    }
}

TEST(SealedJson, NoOtherTextIs) {
  for (const int indent : {-1, 2}) {
    const std::string text = sealed(Json{{"a", 1}, {"b", {{"c", "d"}}}}, indent);
    for (std::size_t i = 0; i < text.size(); ++i) {
      std::string changed = text;
      changed[i] ^= 1;
      EXPECT_FALSE(is_sealed(changed, indent)) << changed;
      EXPECT_FALSE(is_sealed(text.substr(0, i), indent)) << i;
      EXPECT_FALSE(is_sealed(text.substr(i + 1), indent)) << i;
    }
    EXPECT_FALSE(is_sealed(text + " ", indent));
    EXPECT_FALSE(is_sealed(text, indent + 1));
  }
}

TEST(SealedJson, BytesThatAreNoTextAreReplaced) { EXPECT_TRUE(is_sealed(sealed(Json{{"a", "\xff"}}, 2), 2)); }

}  // namespace
}  // namespace hibiki
