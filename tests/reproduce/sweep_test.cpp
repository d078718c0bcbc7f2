#include "tools/reproduce/sweep.hpp"

#include <gmock/gmock.h>

#include "sim/core/error.hpp"

namespace hibiki {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const ReferenceModel& watts() { return *find_model("watts"); }

std::string complaint(const std::string& text) {
  try {
    parse_axis(watts(), text);
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "nothing";
}

TEST(SweepAxis, RangesHoldBothEnds) {
  EXPECT_THAT(parse_axis(watts(), "z=1:3:0.5").values, ElementsAre(1, 1.5, 2, 2.5, 3));
  EXPECT_THAT(parse_axis(watts(), "threshold=0.1:0.3:0.1").values,
              ElementsAre(0.1, 0.2, 0.3));  // not 0.30000000000000004
  EXPECT_THAT(parse_axis(watts(), "z=1:2:5").values, ElementsAre(1));
  EXPECT_THAT(parse_axis(watts(), "z=1,5,2").values, ElementsAre(1, 5, 2));
  EXPECT_THAT(parse_axis(watts(), "z=4").values, ElementsAre(4));
}

TEST(SweepAxis, WhatCannotBe) {
  EXPECT_THAT(complaint("z"), HasSubstr("KEY=FROM:TO:STEP"));
  EXPECT_THAT(complaint("z=1:2"), HasSubstr("KEY=FROM:TO:STEP"));
  EXPECT_THAT(complaint("z=2:1:1"), HasSubstr("KEY=FROM:TO:STEP"));
  EXPECT_THAT(complaint("z=1:2:0"), HasSubstr("KEY=FROM:TO:STEP"));
  EXPECT_THAT(complaint("z=1,,2"), HasSubstr("KEY=FROM:TO:STEP"));
  EXPECT_THAT(complaint("z=0:1:1e-9"), HasSubstr("more than 10000 points"));
  EXPECT_THAT(complaint("y=1:2:1"), HasSubstr("did you mean 'z'?"));
  EXPECT_THAT(complaint("threshold=0.5:1.5:0.5"), HasSubstr("valid: 0.001 to 1"));
}

TEST(Sweep, PointsAreWhatTheirParametersAloneGive) {
  Evidence evidence;
  evidence.model = &watts();
  evidence.replicates = 5;
  evidence.parameters["nodes"] = {300, "chosen", ""};
  evidence.cases.push_back({"", {{"z", 4}}});
  const Sweep swept = repeat_over(evidence, {}, {{"z", {2, 4}}, {"threshold", {0.1, 0.18}}});
  ASSERT_EQ(swept.points.size(), 4u);
  EXPECT_THAT(swept.points[1].at, ElementsAre(2, 0.18));
  const Reproduction alone = reproduce(evidence, {});
  EXPECT_THAT(swept.points[3].at, ElementsAre(4, 0.18));
  EXPECT_EQ(swept.points[3].outcome.of("share").by_seed, alone.outcomes[0].of("share").by_seed);
}

}  // namespace
}  // namespace hibiki
