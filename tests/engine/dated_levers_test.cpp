// The history as it went: what its labels do is what its file says they did.
#include <gtest/gtest.h>

#include <filesystem>

#include "sim/engine/simulation.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/schema.hpp"

namespace hibiki {
namespace {

TEST(DatedLevers, AreInForceOverAllOfHistory) {
  Scenario scenario = load_scenario(std::filesystem::path(HIBIKI_REPOSITORY) / "scenarios/history.toml").scenario;
  scenario.run.fans = 500;
  Simulation simulation(scenario, 1);
  const Calendar calendar = scenario.calendar();
  std::size_t compared = 0;
  while (!simulation.finished()) {
    const int week = simulation.week();
    simulation.step();
    if (week % 13 != 0) continue;
    for (const LabelState& label : simulation.world().industry.labels) {
      if (!label.alive || label.founded_week > week) continue;
      const Policy dated = label.plan.dated(calendar.day(week));
      for (const auto& field : lever_fields()) {
        const auto lever = std::get<double Policy::*>(field.member);
        if (!label.plan.has_rule(lever)) continue;
        ASSERT_EQ(label.policy.*lever, dated.*lever)
            << label.identity.name << ", " << field.key << ", " << to_string(calendar.day(week));
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 100'000u);
}

}  // namespace
}  // namespace hibiki
