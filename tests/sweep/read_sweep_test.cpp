// Errors of a sweep's file, at their places.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sweep/sweep_case.hpp"

namespace hibiki::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ReadSweepTest : public testing::Test {
 protected:
  std::string complaint(const std::string& text) const try {
    files_.sweep(text);
    return "";
  } catch (const ScenarioError& error) {
    return error.what();
  }

  static std::string factor(const std::string& rest, const std::string& key = "intervention.abroad.set") {
    return "[[factor]]\nkey = \"" + key + "\"\n" + rest + "\n";
  }
  static std::string design(const std::string& text) { return "[design]\n" + text + "\n"; }

  SweepCase files_;
};

TEST_F(ReadSweepTest, TakesAWholeSweep) {
  const SweepFile sweep = files_.sweep(SweepCase::grid() + "[[measure]]\nname = \"leadership\"\nscene = \"B-pop\"\n");
  EXPECT_EQ(sweep.name, "sweep");
  EXPECT_EQ(sweep.replicates, 2);
  ASSERT_EQ(sweep.factors.size(), 3u);
  EXPECT_EQ(sweep.factors[1].values.front(), "2001-01-01");
  EXPECT_EQ(sweep.measures.front().scene, "B-pop");
  EXPECT_EQ(sweep.scenario_at({"0.5", "2001-03-05", "1.2"}).interventions.front().value, 0.5);
}

TEST_F(ReadSweepTest, AFactorThatNoKeyAnswersToNamesTheNearest) {
  EXPECT_THAT(complaint(factor("values = [0.1]", "intervention.abroad.sett") + design("kind = \"grid\"")),
              AllOf(HasSubstr("sweep.toml:3:7"), HasSubstr("sett"), HasSubstr("set")));
  EXPECT_THAT(complaint(factor("values = [0.1]", "try.sharer") + design("kind = \"grid\"")), HasSubstr("sharer"));
}

TEST_F(ReadSweepTest, AFactorIsNotBlamedForAnother) {
  const std::string said = complaint(factor("values = [0.1]", "try.quality") + factor("values = [0.1]", "try.sharer") +
                                     design("kind = \"grid\""));
  EXPECT_THAT(said, HasSubstr("try.sharer = 0.1"));
  EXPECT_THAT(said, Not(HasSubstr("try.quality = 0.1")));
}

TEST_F(ReadSweepTest, AValueOutOfItsRangeIsFoundBeforehand) {
  EXPECT_THAT(complaint(factor("values = [0.1, 7.0, 0.2]") + design("kind = \"grid\"")),
              AllOf(HasSubstr("intervention.abroad.set = 7"), HasSubstr("range"), HasSubstr(":4:16")));
  EXPECT_THAT(complaint(factor("low = 0.1\nhigh = 7.0\nlevels = 3") + design("kind = \"grid\"")),
              AllOf(HasSubstr("intervention.abroad.set = 7"), HasSubstr(":5:8")));
}

TEST_F(ReadSweepTest, ADesignOfNothing) {
  EXPECT_THAT(complaint(design("kind = \"grid\"")), HasSubstr("a sweep needs at least one [[factor]]"));
  EXPECT_THAT(complaint(factor("values = []") + design("kind = \"grid\"")), HasSubstr("a list that is not empty"));
  EXPECT_THAT(complaint(factor("values = [0.1]")), HasSubstr("a sweep needs a [design]"));
  EXPECT_THAT(complaint(factor("") + design("kind = \"grid\"")), HasSubstr("a factor needs values, or low and high"));
  EXPECT_THAT(complaint(factor("values = [0.1]\nlow = 0.1\nhigh = 0.2") + design("kind = \"grid\"")),
              HasSubstr("values or a range, not both"));
  files_.write("none.csv", "intervention.abroad.set\n");
  EXPECT_THAT(complaint(factor("low = 0.0\nhigh = 1.0") + design("kind = \"csv\"\nfile = \"none.csv\"")),
              HasSubstr("the design has no points"));
}

TEST_F(ReadSweepTest, AGridOfABillionPointsNamesASobolSample) {
  std::string text;
  for (const char* key : {"intervention.abroad.set", "try.sharers", "try.quality"})
    text += factor("low = 0.1\nhigh = 0.9\nlevels = 1000", key);
  EXPECT_THAT(complaint(text + design("kind = \"grid\"")),
              AllOf(HasSubstr("1e+09 points"), HasSubstr("kind = \"sobol\" with points = 192")));
}

TEST_F(ReadSweepTest, DesignsNameWhatTheyNeed) {
  EXPECT_THAT(complaint(factor("low = 0.0\nhigh = 1.0") + design("kind = \"sobol\"")), HasSubstr("needs 'points'"));
  EXPECT_THAT(complaint(factor("low = 0.0\nhigh = 1.0") + design("kind = \"morris\"")), HasSubstr("trajectories"));
  EXPECT_THAT(complaint(factor("low = 0.0\nhigh = 1.0") + design("kind = \"csv\"")), HasSubstr("needs 'file'"));
  EXPECT_THAT(complaint(factor("low = 0.0\nhigh = 1.0") + design("kind = \"grid\"")), HasSubstr("without levels"));
  EXPECT_THAT(complaint(factor("values = [0.1]") + design("kind = \"gird\"")), HasSubstr("grid"));
  EXPECT_THAT(
      complaint(factor("values = [0.1, 0.2]") + factor("values = [1.0]", "try.sharers") + design("kind = \"zip\"")),
      HasSubstr("a zip design pairs values: 'try.sharers' has 1, 'intervention.abroad.set' has 2"));
}

TEST_F(ReadSweepTest, UnknownKeysMeasuresAndTwins) {
  EXPECT_THAT(complaint("replicate = 3\n" + factor("values = [0.1]") + design("kind = \"grid\"")),
              HasSubstr("unknown key 'replicate'"));
  EXPECT_THAT(complaint(factor("values = [0.1]") + design("kind = \"grid\"") + "[[measure]]\nname = \"leadrship\"\n"),
              AllOf(HasSubstr("unknown measure 'leadrship'"), HasSubstr("leadership")));
  EXPECT_THAT(complaint(factor("values = [0.1]") + factor("values = [0.2]") + design("kind = \"grid\"")),
              HasSubstr("is defined twice"));
  EXPECT_THAT(complaint(factor("values = [0.1, 0.1]") + design("kind = \"grid\"")), HasSubstr("stands twice"));
}

TEST_F(ReadSweepTest, ScenesAreTheScenarios) {
  const std::string rest = factor("values = [0.1]") + design("kind = \"grid\"");
  EXPECT_THAT(complaint("scene = \"X-pop\"\n" + rest),
              AllOf(HasSubstr("the scenario has no scene 'X-pop'"), HasSubstr("sweep.toml:2:9"), HasSubstr("-pop")));
  EXPECT_THAT(complaint(rest + "[[measure]]\nname = \"gini\"\nscene = \"nowhere\"\n"), HasSubstr("no scene 'nowhere'"));
}

TEST_F(ReadSweepTest, AMorrisDesignMovesAlongItsLists) {
  const std::string morris = design("kind = \"morris\"\ntrajectories = 2\nlevels = 4");
  EXPECT_EQ(complaint(factor("values = [0.1, 0.2, 0.3, 0.4]") + morris), "");
  EXPECT_THAT(complaint(factor("values = [0.1, 0.2]") + morris),
              AllOf(HasSubstr("has 2 values, and the design 4 levels"), HasSubstr("levels = 2")));
}

TEST_F(ReadSweepTest, MarketsAreTheScenarios) {
  const std::string rest = factor("values = [0.1]") + design("kind = \"grid\"");
  EXPECT_THAT(complaint(rest + "[[measure]]\nname = \"engaged_abroad\"\nmarkets = [\"XX\"]\n"),
              HasSubstr("the scenario has no market 'XX'"));
  EXPECT_THAT(complaint(rest + "[[measure]]\nname = \"gini\"\nmarkets = [\"A\"]\n"),
              HasSubstr("'gini' does not depend on markets"));
}

TEST_F(ReadSweepTest, FansAreAFactorOrTheSame) {
  EXPECT_THAT(complaint("fans = 100\n" + factor("values = [100, 200]", "run.fans") + design("kind = \"grid\"")),
              HasSubstr("fans are a factor, and given for all points too"));
}

TEST_F(ReadSweepTest, SeedsAndDatesCannotBeFactors) {
  for (const char* key : {"run.seed", "seed", "run.end"})
    EXPECT_THAT(complaint(factor("values = [1, 2]", key) + design("kind = \"grid\"")), HasSubstr("cannot be a factor"));
}

TEST_F(ReadSweepTest, NamesThatWouldMislead) {
  for (const char* name : {"replicate", "engaged_abroad", "row_point"})
    EXPECT_THAT(complaint(factor("values = [0.1]\nname = \"" + std::string(name) + "\"") + design("kind = \"grid\"")),
                HasSubstr("is a column of the results"));
  for (const char* name : {"..", "a/b"})
    EXPECT_THAT(
        complaint("name = \"" + std::string(name) + "\"\n" + factor("values = [0.1]") + design("kind = \"grid\"")),
        HasSubstr("is no name of a folder"));
}

TEST_F(ReadSweepTest, FactorsOfACsvNeedNoValues) {
  files_.write("points.csv", "intervention.abroad.set\n0.25\n");
  EXPECT_EQ(complaint(factor("") + design("kind = \"csv\"\nfile = \"points.csv\"")), "");
}

TEST_F(ReadSweepTest, OtherFilesAreCalledByTheirNames) {
  EXPECT_THAT(([&]() -> std::string {
                try {
                  load_sweep(files_.path("base.toml"));
                } catch (const ScenarioError& error) {
                  return error.what();
                }
                return "";
              })(),
              HasSubstr("this file is a scenario"));
}

}  // namespace
}  // namespace hibiki::test
