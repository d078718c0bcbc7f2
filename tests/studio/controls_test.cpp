// What the page offers.
#include "tools/studio/controls.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "sim/scenario/policies.hpp"
#include "sim/scenario/schema.hpp"
#include "tests/studio/studio_base.hpp"

namespace hibiki {
namespace {

using Json = nlohmann::ordered_json;
using test::set_lever;
using test::StudioBase;

TEST(Controls, AreLeversOnceEachWithinTheirRanges) {
  std::set<std::string_view> keys;
  for (const Control& control : controls()) {
    const Field<Policy>& field = lever_field(control.lever);
    EXPECT_TRUE(keys.insert(field.key).second) << field.key;
    EXPECT_GT(control.most, field.minimum) << field.key;
    EXPECT_LE(control.most, field.maximum) << field.key;
    EXPECT_EQ(control.unit.starts_with("%"), field.maximum == 1.0) << field.key;
    EXPECT_FALSE(control.paid.empty()) << field.key;
  }
}

TEST(SetupJson, NamesEverythingThatCanBeAskedAbout) {
  const StudioBase base;
  const Json setup = setup_json(*base.loaded);
  EXPECT_EQ(setup["markets"].size(), 3U);
  EXPECT_EQ(setup["labels"].size(), base.loaded->scenario.labels.size());
  EXPECT_EQ(setup["controls"].size(), controls().size());
  EXPECT_EQ(setup["scene"], "B");
  EXPECT_EQ(setup["base"], base.file().string());
  for (const auto& [kind, measures] : setup["measures"].items()) EXPECT_FALSE(measures.empty()) << kind;
}

TEST(LeversOf, AreMeansOverTheLabelsMeant) {
  const StudioBase base;
  Scenario scenario = base.loaded->scenario;
  set_lever(scenario, "labels[home=B]", &Policy::posts_per_week, 1.0);
  set_lever(scenario, "labels[home=B,kind=major]", &Policy::posts_per_week, 5.0);
  const Json all = levers_of(scenario, "labels[home=B]");
  ASSERT_EQ(all["labels"], 4);  // a major, an agency and two indies
  EXPECT_DOUBLE_EQ(all["values"]["posts_per_week"][0].get<double>(), (5.0 + 3 * 1.0) / 4);
  EXPECT_DOUBLE_EQ(levers_of(scenario, "labels[home=B,kind=major]")["values"]["posts_per_week"][0].get<double>(), 5.0);
  EXPECT_EQ(all["first_year"], 2008);
  EXPECT_EQ(all["values"]["posts_per_week"].size(), 2U);  // 2008 and 2009
  EXPECT_DOUBLE_EQ(dated_mean(scenario, "labels[home=B]", &Policy::posts_per_week, test::kTinyStart), 2.0);
  EXPECT_THROW(dated_mean(scenario, "labels[home=Q]", &Policy::posts_per_week, test::kTinyStart), QuestionError);
  EXPECT_THROW(levers_of(scenario, "labels[home=Q]"), QuestionError);
  EXPECT_THROW(levers_of(scenario, "acts"), QuestionError);
}

}  // namespace
}  // namespace hibiki
