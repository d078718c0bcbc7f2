#include "tools/experiments/implausible.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Scenario base() {
  Scenario s = tiny_scenario();
  set_lever(s, "labels", &Policy::livestreams, 1.0);
  set_lever(s, "labels[home=B]", &Policy::livestreams, 6.0);
  return s;
}

Scenario with_livestreams(double a_year) {
  Scenario s = base();
  intervene(s, "labels[home=A]", &Policy::livestreams, a_year, 10).id = "streams";
  return s;
}

TEST(Implausible, ALeverThatNoLabelEverHad) {
  EXPECT_THAT(implausible(base(), with_livestreams(6.0), {}), IsEmpty());
  EXPECT_THAT(implausible(base(), with_livestreams(7.0), {}),
              ElementsAre("'streams' sets livestreams to 7; in the base no label ever has more than 6."));
  EXPECT_THAT(implausible(with_livestreams(7.0), with_livestreams(7.0), {}), IsEmpty()) << "both have it";
}

TEST(Implausible, AReturnAboveTwenty) {
  EXPECT_THAT(implausible(base(), base(), Interval{.mean = 19.0, .low = {}, .high = {}}), IsEmpty());
  EXPECT_THAT(implausible(base(), base(), Interval{.mean = 31.4, .low = {}, .high = {}}),
              ElementsAre("The levers return $31.4 per dollar; above $20 is implausible."));
}

}  // namespace
}  // namespace hibiki::test
