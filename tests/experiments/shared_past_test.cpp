// An arm that is about to be forked from a run that is not its past is noticed.
#include "tools/experiments/shared_past.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "sim/core/interrupt.hpp"
#include "tests/support/tiny_world.hpp"
#include "tools/experiments/arms.hpp"
#include "tools/experiments/comparison_scope.hpp"

namespace hibiki {
namespace {

using test::tiny_scenario;
using testing::HasSubstr;
using testing::Property;
using testing::Throws;

struct Differing {
  Scenario base = tiny_scenario({.markets = 3, .fans = 300, .weeks = 30});
  Scenario variant = base;
  Differing() {
    variant.name = "other ties";
    variant.assumptions.tie_similarity = 0.0;
  }
};

TEST(SharedPast, IsToldFromAnotherOne) {
  const Differing s;
  EXPECT_THAT(
      [&] {
        require_shared_past(s.base, {{&s.variant, 30}}, 5);
      },
      Throws<std::logic_error>(
          Property(&std::logic_error::what, HasSubstr("other ties was to share its first 30 weeks with tiny"))));
  EXPECT_NO_THROW(require_shared_past(s.base, {{&s.variant, 0}}, 5));
  Scenario later = s.base;
  test::intervene(later, "labels", &Policy::posts_per_week, 9.0, 20);
  EXPECT_NO_THROW(require_shared_past(s.base, {{&later, 20}}, 5));
}

TEST(SharedPast, IsCheckedOfEveryVariant) {
  const Differing s;
  Scenario later = s.base;
  test::intervene(later, "labels", &Policy::posts_per_week, 9.0, 20);
  ArmPlan plan;
  plan.arms = {&s.base, &s.variant, &later};
  plan.scope = {scene_of_market(s.base, "B"), 0};
  plan.tree = Branch{0, 0, {Branch{1, 10, {}}, Branch{2, 20, {}}}};  // wrong of the first variant alone
  EXPECT_THROW(simulate_arms(plan, 0, 1), std::logic_error);
}

TEST(SharedPast, CheckStopsWhenAskedTo) {
  const Differing s;
  interrupting_signal = 15;
  EXPECT_THROW(require_shared_past(s.base, {{&s.variant, 30}}, 5), Interrupted);
  interrupting_signal = 0;
}

TEST(SharedPast, IsCheckedBeforeArmsAreSimulated) {
  const Differing s;
  ArmPlan plan;
  plan.arms = {&s.base, &s.variant};
  plan.scope = {scene_of_market(s.base, "B"), 0};
  plan.tree = Branch{0, 0, {Branch{1, 10, {}}}};  // wrong: they differ from the start
  EXPECT_THROW(simulate_arms(plan, 0, 1), std::logic_error);
}

}  // namespace
}  // namespace hibiki
