// What the model made of a committed scenario, at a few moments, when its results last changed on purpose.
// tools/scripts/update-golden writes the file anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/engine/simulation.hpp"
#include "sim/scenario/load.hpp"

namespace hibiki {
namespace {

const std::filesystem::path kRepository = HIBIKI_REPOSITORY;
const std::filesystem::path kScenario = kRepository / "scenarios/examples/three_markets.toml";
const std::filesystem::path kGolden = kRepository / "tests/golden/three_markets.txt";
constexpr std::uint64_t kSeed = 1;
constexpr const char* kWhatToDo =
    "\nThe results of the model have changed. If they should have: raise kModelVersion (sim/engine/simulation.cpp), "
    "say why in "
    "CHANGELOG.md,\nand run\n    tools/scripts/update-golden\nIf not, the first line that differs says when they "
    "parted.";

bool checkpoint(int week, int weeks) { return week <= 1 || week == weeks || week % 104 == 0; }

/// A line for the state at each checkpoint, then one for the whole run with its series.
std::string recompute() {
  const Scenario scenario = load_scenario(kScenario).scenario;
  std::string text = fmt::format("model {}\n", kModelVersion);
  Simulation simulation(scenario, kSeed);
  const int weeks = simulation.world().calendar.weeks;
  text += fmt::format("week 0 {:016x}\n", simulation.state_digest());
  while (!simulation.finished()) {
    simulation.step();
    if (checkpoint(simulation.week(), weeks))
      text += fmt::format("week {} {:016x}\n", simulation.week(), simulation.state_digest());
  }
  return text + fmt::format("run {}\n", run_replicate(scenario, kSeed, {}).digest);
}

std::string stored() {
  std::ifstream file(kGolden);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Golden, ThreeMarketsGiveTheBitsTheyGave) {
  const std::string now = recompute();
  if (std::getenv("HIBIKI_UPDATE_GOLDEN") != nullptr) {
    std::ofstream file(kGolden);
    file << now;
    ASSERT_TRUE(file.flush()) << "cannot write " << kGolden;
    return;
  }
  EXPECT_EQ(now, stored()) << kWhatToDo;
}

}  // namespace
}  // namespace hibiki
