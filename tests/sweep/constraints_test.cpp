// Constraints of a design: which points they leave out, and what is said of those that cannot be used.
#include "tools/sweep/constraints.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/core/error.hpp"
#include "tests/sweep/sweep_case.hpp"

namespace hibiki::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

bool met(const std::string& constraint, const std::vector<std::string>& values) {
  return Constraints({constraint}, {"a", "b"}).met_by(values);
}

std::string said_of(const std::string& constraint, const std::vector<std::string>& values = {"1", "2"}) try {
  met(constraint, values);
  return "";
} catch (const std::invalid_argument& error) {
  return error.what();
}

TEST(Constraints, ArePredicatesOverFactors) {
  EXPECT_TRUE(met("a + b <= 3", {"1", "2"}));
  EXPECT_FALSE(met("a + b < 3", {"1", "2"}));
  EXPECT_TRUE(met("a < 0 || b > 1e2", {"1", "100.5"}));
  EXPECT_FALSE(met("a / b >= 0 || a / b < 0", {"0", "0"})) << "NaN";
  EXPECT_TRUE(Constraints({"b < 2"}, {"_pi", "b"}).met_by({"1", "1"})) << "muParser has a _pi of its own";
  EXPECT_FALSE(met("0 < a && a < 1", {"2", "1"}));
  EXPECT_TRUE(met("a == 1 && b != 1", {"1", "2"}));
  Constraints both({"a < 2", "b < 2"}, {"a", "b"});
  EXPECT_TRUE(both.met_by({"1", "1"}));
  EXPECT_FALSE(both.met_by({"1", "2"}));
  EXPECT_TRUE(both.met_by({"0.5", "-1"})) << "each point anew";
}

TEST(Constraints, ThatCannotBeUsedSayWhy) {
  EXPECT_THAT(said_of("a + c < 1"),
              AllOf(HasSubstr("'c' cannot stand in a constraint"), HasSubstr("factors are a, b")));
  EXPECT_THAT(said_of("a + < 1"), HasSubstr("'a + < 1' cannot be read as a constraint"));
  EXPECT_THAT(said_of("a = 1"), HasSubstr("equality is written =="));
  EXPECT_THAT(said_of("a < 1, b"), HasSubstr("and is written &&"));
  EXPECT_THAT(said_of("0 < a < 1"), HasSubstr("0 <= a && a <= 1"));
  EXPECT_THAT(said_of("a + b"), HasSubstr("compares nothing"));
  EXPECT_THAT(said_of("1 < 2"), HasSubstr("names no factor"));
  EXPECT_THAT(said_of(""), HasSubstr("''"));
  EXPECT_THAT(said_of("a < 1", {"2001-01-01", "1"}), HasSubstr("needs numbers: a has the value 2001-01-01"));
  EXPECT_EQ(said_of("b < 1", {"2001-01-01", "1"}), "") << "only of the factors that it names";
}

class ConstrainedDesigns : public testing::Test {
 protected:
  static std::string design(const std::string& kind, const std::string& constraint) {
    return "[[factor]]\nname = \"quality\"\nkey = \"try.quality\"\nlow = 0.0\nhigh = 1.0\nlevels = 3\n"
           "[[factor]]\nname = \"sharers\"\nkey = \"try.sharers\"\nlow = 0.0\nhigh = 1.0\nlevels = 3\n"
           "[design]\nkind = \"" +
           kind + "\"\nconstraints = [\"" + constraint + "\"]\n";
  }
  std::string problem(const std::string& text) const try {
    files_.sweep(text);
    return "";
  } catch (const ScenarioError& error) {
    return error.problems().front().message + " at " + std::to_string(error.problems().front().line);
  }

  SweepCase files_;
};

TEST_F(ConstrainedDesigns, LeaveOutPointsAndCountThem) {
  const PlannedSweep planned = plan_sweep(files_.sweep(design("grid", "quality + sharers <= 0.5")));
  EXPECT_EQ(planned.left_out, 6u);
  std::vector<std::vector<std::string>> points;
  for (const NumberedPoint& point : planned.state.points) points.push_back(point.values);
  EXPECT_THAT(points, ElementsAre(ElementsAre("0", "0"), ElementsAre("0", "0.5"), ElementsAre("0.5", "0")));
}

TEST_F(ConstrainedDesigns, AreCheckedBeforeAnythingIsSimulated) {
  EXPECT_THAT(problem(design("grid", "quality > 2")), HasSubstr("no point of the design meets the constraints at 16"));
  EXPECT_THAT(problem(design("one_at_a_time", "quality > 0")), HasSubstr("must meet them"));
  EXPECT_THAT(problem(design("grid", "qualiti > 0")), HasSubstr("'qualiti' cannot stand"));
  EXPECT_THAT(problem(design("morris", "quality > 0") + "trajectories = 4\n"), HasSubstr("takes no constraints"));
}

}  // namespace
}  // namespace hibiki::test
