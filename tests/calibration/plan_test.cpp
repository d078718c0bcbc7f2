#include "tools/calibration/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "output/results/files.hpp"
#include "tools/calibration/calibration_files.hpp"
#include "tools/calibration/plan_measures.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;

class PlanTest : public testing::Test {
 protected:
  PlanTest() : folder_(std::filesystem::temp_directory_path() / ("plan_test_" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
    std::filesystem::copy_file(std::filesystem::path(HIBIKI_SCENARIOS) / "examples/small.toml", folder_ / "small.toml",
                               std::filesystem::copy_options::overwrite_existing);
  }
  ~PlanTest() override { std::filesystem::remove_all(folder_); }

  CalibrationPlan load(const std::string& text, const PlanChanges& changes = {}) const {
    write_file_atomically(folder_ / "plan.toml", text);
    return load_plan(folder_ / "plan.toml", changes);
  }
  /// Everything said of a bad plan, "LINE: message" each.
  std::string problems(const std::string& text) const {
    std::string all;
    try {
      load(text);
    } catch (const ScenarioError& error) {
      for (const Problem& p : error.problems()) all += std::to_string(p.line) + ": " + p.message + "\n";
    }
    return all;
  }
  std::filesystem::path folder_;
};

const std::string kHead = "scenario = \"small.toml\"\nheld_out_from = 2004\n";  // lines 1, 2
const std::string kParameter = "[[parameter]]\nkey = \"try.quality\"\nlow = 0.2\nhigh = 1.5\nwhy = \"w\"\n";  // 3 to 7
const std::string kTarget =
    "[[target]]\nname = \"gini\"\nmeasure = \"gini\"\nmarket = \"A\"\nyears = [2001, 2003]\nvalue = 0.5\nband = 0.1\n"
    "mark = \"S\"\nsource = \"s\"\n";  // 8 to 16
const std::string kGood = kHead + kParameter + kTarget;

std::string with(const std::string& text, const std::string& from, const std::string& to) {
  std::string changed = text;
  const auto at = changed.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return changed.replace(at, from.size(), to);
}

TEST_F(PlanTest, ReadsWhatIsThere) {
  const CalibrationPlan plan = load(kGood, {.fans = 300, .replicates = 0, .seed = 9});
  EXPECT_EQ(plan.fans, 300);
  EXPECT_EQ(plan.seed, 9);
  EXPECT_EQ(plan.replicates, 2);
  EXPECT_EQ(plan.targets.front().years.last, 2003);
  const Scenario scenario = plan.scenario_with({0.9}).scenario;
  EXPECT_EQ(scenario.assumptions.try_quality, 0.9);
  EXPECT_EQ(scenario.run.fans, 300);
}

TEST_F(PlanTest, SaysWhereItIsWrong) {
  EXPECT_THAT(problems(with(kGood, "low = 0.2", "low = 2.0")), HasSubstr("6: high must be above low"));
  EXPECT_THAT(problems(with(kGood, "high = 1.5", "high = 99.0")), HasSubstr("6: invalid for the scenario"));
  EXPECT_THAT(problems(with(kGood, "try.quality", "try.qualty")),
              HasSubstr("4: invalid for the scenario: --set: unknown key"));
  EXPECT_THAT(problems(with(kGood, "measure = \"gini\"", "measure = \"genie\"")),
              HasSubstr("10: unknown measure 'genie'"));
  EXPECT_THAT(problems(with(kGood, "market = \"A\"", "market = \"B\"")), HasSubstr("11: the scenario has no 'B'"));
  EXPECT_THAT(problems(with(kGood, "market = \"A\"\n", "")), HasSubstr("10: gini needs 'market'"));
  EXPECT_THAT(problems(with(kGood, "2003]", "2009]")), HasSubstr("12: 2009 is held out"));
  EXPECT_THAT(problems(with(kGood, "[2001", "[1980")), HasSubstr("12: 1980 to 2003 is not within the reported years"));
  EXPECT_THAT(problems(with(kGood, "band = 0.1", "band = 0.0")), HasSubstr("14: band must be positive"));
  EXPECT_THAT(problems(with(kGood, "mark = \"S\"", "mark = \"X\"")), HasSubstr("15: 'X' must be one of S, C, P, M"));
  EXPECT_THAT(problems(with(kGood, "why = \"w\"", "reason = \"w\"")), HasSubstr("7: unknown key 'reason'"));
  EXPECT_THAT(problems(with(kGood, "\"small.toml\"", "3")), HasSubstr("1: a plan needs the scenario"));
  EXPECT_THAT(problems(kHead + kParameter), HasSubstr("at least one [[target]]"));
}

TEST_F(PlanTest, ACounterfactualIsNeverATarget) {
  for (const char* name : {"P6", "P8", "lever_withheld"})
    EXPECT_THAT(problems(with(kGood, "measure = \"gini\"", "measure = \"" + std::string(name) + "\"")),
                HasSubstr("is a counterfactual"));
  write_file_atomically(
      folder_ / "variant.toml",
      "extends = \"small.toml\"\n[[intervention]]\nid = \"x\"\ntarget = \"labels\"\nlever = \"promotion.share\"\n"
      "set = 0.9\nfrom = 2002-01-07\n");
  EXPECT_THAT(problems(with(kGood, "small.toml", "variant.toml")), HasSubstr("1: the scenario has interventions"));
}

TEST_F(PlanTest, APlanThatNothingDecidesIsRefused) {
  EXPECT_THAT(problems(with(kGood, "mark = \"S\"", "mark = \"M\"")), HasSubstr("no target has weight"));
}

TEST_F(PlanTest, RangesAreFilledOnTheirScale) {
  CalibrationPlan plan = load(with(kGood, "why", "scale = \"log\"\nwhy"));
  const PlanParameter& p = plan.parameters.front();
  EXPECT_NEAR(p.at(0.5), std::sqrt(0.2 * 1.5), 1e-12);
  EXPECT_NEAR(p.unit_of(p.at(0.3)), 0.3, 1e-12);
}

TEST_F(PlanTest, ASwitchTakesBothEndsOfItsRangeAlone) {
  const CalibrationPlan plan = load(with(kGood, "why", "levels = 2\nwhy"));
  const PlanParameter& p = plan.parameters.front();
  EXPECT_EQ(p.rounded(0.0), 0.0);
  EXPECT_EQ(p.rounded(0.49), 0.0);
  EXPECT_EQ(p.rounded(0.5), 1.0);
  EXPECT_EQ(p.rounded(1.0), 1.0);
  EXPECT_THAT(problems(with(kGood, "why", "levels = 2\nstart = 0.3\nwhy")), HasSubstr("start is between the levels"));
  for (const char* levels : {"1", "101"})
    EXPECT_THAT(problems(with(kGood, "why", "levels = " + std::string(levels) + "\nwhy")), HasSubstr("out of range"));
}

TEST_F(PlanTest, TooManyStructuresForTheCandidatesAreRefused) {
  const std::string few =
      with(with(kGood, "why", "levels = 10\nwhy"), "[[parameter]]", "[method]\ncandidates = 999\n[[parameter]]");
  EXPECT_THAT(problems(few), HasSubstr("9: 10 combinations of levels are too many for 999 candidates"));
}

TEST_F(PlanTest, LevelsAreSpacedOnTheScale) {
  const CalibrationPlan plan = load(with(kGood, "why", "scale = \"log\"\nlevels = 4\nwhy"));
  const PlanParameter& p = plan.parameters.front();
  EXPECT_DOUBLE_EQ(p.rounded(0.3), 1.0 / 3);
  EXPECT_NEAR(p.at(p.rounded(0.3)) / p.low, std::cbrt(p.high / p.low), 1e-12);
  EXPECT_DOUBLE_EQ(plan.start_values().front(), p.at(2.0 / 3)) << "without a start: the level nearest to the middle";
}

TEST_F(PlanTest, IdentityChangesWithWhatDecides) {
  const std::string id = calibration_identity(load(kGood));
  EXPECT_EQ(calibration_identity(load("# a remark\n" + kGood)), id);
  EXPECT_NE(calibration_identity(load(with(kGood, "value = 0.5", "value = 0.6"))), id);
  EXPECT_NE(calibration_identity(load(with(kGood, "why", "levels = 2\nwhy"))), id);
  EXPECT_NE(calibration_identity(load(kGood, {.fans = 300, .replicates = 0, .seed = -1})), id);
  EXPECT_NE(calibration_identity(load(kGood, {.fans = 0, .replicates = 0, .seed = 5})), id);
}

TEST_F(PlanTest, ThePlanOfTheBaselineIsGood) {
  const CalibrationPlan plan = load_plan(std::filesystem::path(HIBIKI_SCENARIOS) / "calibration/history.toml");
  EXPECT_GE(plan.parameters.size(), 10u);
  for (const PlanTarget& target : plan.targets) {
    if (target.use == "fit") {
      EXPECT_LE(std::max(target.years.last, target.relative_to.last), 2015) << target.name;
    }
    EXPECT_FALSE(target.source.empty()) << target.name;
  }
}

}  // namespace
}  // namespace hibiki
