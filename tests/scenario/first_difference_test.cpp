#include "sim/scenario/first_difference.hpp"

#include <gtest/gtest.h>

#include "tests/scenario/small_world.hpp"

namespace hibiki::test {
namespace {

Scenario small(const std::vector<std::string>& sets = {}) {
  return parse_scenario(kSmallWorld, "small.toml", sets).scenario;
}

int week_of(const Scenario& s, Day day) { return s.calendar().week_on_or_after(day); }

TEST(FirstDifference, IsNothingForTheSameScenario) {
  EXPECT_EQ(first_difference(small(), small()), std::nullopt);
  Scenario renamed = small({"run.seed=7", "run.replicates=3"});
  renamed.name = "other";
  renamed.title = renamed.question = "?";
  EXPECT_EQ(first_difference(small(), renamed), std::nullopt);
}

TEST(FirstDifference, IsTheStartForAnythingWithoutADate) {
  EXPECT_EQ(first_difference(small(), small({"assumptions.try.quality=0.8"})), 0);
  EXPECT_EQ(first_difference(small(), small({"run.fans=1001"})), 0);
}

TEST(FirstDifference, IsWhereAnInterventionOfOneBegins) {
  Scenario more = small();
  Intervention extra = more.interventions.front();
  extra.id = "later";
  extra.from = make_day(1995, 5, 3);  // a Wednesday: the week after is the first
  more.interventions.push_back(extra);
  EXPECT_EQ(first_difference(small(), more), week_of(more, extra.from));
  EXPECT_EQ(first_difference(more, small()), week_of(more, extra.from));
  EXPECT_EQ(more.calendar().day(*first_difference(small(), more)), make_day(1995, 5, 8));
}

TEST(FirstDifference, IsWhereAChangedInterventionBegins) {
  Scenario changed = small();
  changed.interventions.front().value += 0.125;
  EXPECT_EQ(first_difference(small(), changed), week_of(changed, changed.interventions.front().from));
}

TEST(FirstDifference, IsTheStartWhenInterventionsStandInAnotherOrder) {
  Scenario one = small();
  one.interventions.push_back(one.interventions.front());
  one.interventions.back().id = "second";
  Scenario other = one;
  std::swap(other.interventions.front(), other.interventions.back());
  EXPECT_EQ(first_difference(one, other), 0);
}

TEST(FirstDifference, IsWhereADatedPolicyParts) {
  const auto with = [](DatedValue value) {
    Scenario s = small();
    s.policies.push_back({"p", "labels[home=JP]", {{&Policy::posts_per_week, std::move(value)}}});
    return s;
  };
  const Scenario flat = with(DatedValue(1.0));
  DatedValue climb;
  climb.points = {{make_day(1992, 1, 6), 1.0}, {make_day(1993, 1, 4), 2.0}};
  const Scenario rising = with(climb);
  EXPECT_EQ(first_difference(flat, rising), week_of(flat, make_day(1992, 1, 6)) + 1) << "both are 1 on the day itself";
  // A policy that only entrants could follow counts too: nobody's name is needed to be picked.
  Scenario entrants = flat;
  entrants.policies.push_back({"q", "labels[home=KR,kind=collective]", {{&Policy::posts_per_week, DatedValue(3.0)}}});
  EXPECT_EQ(first_difference(flat, entrants), 0);
}

}  // namespace
}  // namespace hibiki::test
