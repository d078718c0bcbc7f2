#include "output/results/stored_json.hpp"

#include <gmock/gmock.h>

#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr const char* kText = R"({"variants": [{"title": "one", "mean": 2.5}, {"title": null}], "none": {}})";

TEST(StoredJson, GivesWhatIsThere) {
  const StoredJson json = StoredJson::parse(kText, "a/compare.json");
  EXPECT_EQ(json["variants"][0]["title"].get<std::string>(), "one");
  EXPECT_EQ(json["variants"][0]["mean"], 2.5);
  EXPECT_TRUE(json["variants"][1]["title"].is_null());
  EXPECT_EQ(json["variants"].size(), 2u);
  EXPECT_TRUE(json["none"].empty());
  std::vector<const StoredJson*> seen;
  for (const StoredJson& variant : json["variants"]) seen.push_back(&variant);
  EXPECT_EQ(seen[1], &json["variants"][1]) << "a value has one address";
}

TEST(StoredJson, NamesFileAndPlaceOfWhatIsMissing) {
  const StoredJson json = StoredJson::parse(kText, "a/compare.json");
  EXPECT_THAT(io_error_of([&] { json["variants"][1]["mean"]; }),
              AllOf(HasSubstr("a/compare.json"), HasSubstr("variants[1].mean"), HasSubstr("--force")));
  EXPECT_THAT(io_error_of([&] { json["variants"][2]; }), HasSubstr("variants[2]"));
  EXPECT_THAT(io_error_of([&] { json["none"]["a"]["b"]; }), HasSubstr("none.a"));
  EXPECT_THAT(io_error_of([&] { json["variants"]["title"]; }), HasSubstr("variants.title"));
  EXPECT_THAT(io_error_of([&] { json["variants"][1]["title"].get<std::string>(); }), HasSubstr("variants[1].title"));
}

TEST(StoredJson, SaysWhenAFileIsNotJson) {
  EXPECT_THAT(io_error_of([&] { StoredJson::parse("{", "a.json"); }),
              AllOf(HasSubstr("a.json"), HasSubstr("not JSON")));
}

}  // namespace
}  // namespace hibiki
