#include "sim/scenario/extend.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/scenario/same_scenario.hpp"
#include "tests/scenario/small_world.hpp"

namespace hibiki::test {
namespace {

using ::testing::HasSubstr;

class Extend : public ::testing::Test {
 protected:
  void SetUp() override {
    folder = std::filesystem::path(::testing::TempDir()) /
             ("extend_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::create_directories(folder / "worlds");
    write("worlds/base.toml", kSmallWorld);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder / name) << text; }
  LoadedScenario child(const std::string& text) {
    write("child.toml", "extends = \"worlds/base.toml\"\n" + text);
    return load_scenario(folder / "child.toml");
  }
  std::vector<Problem> problems(const std::string& file) {
    try {
      load_scenario(folder / file);
    } catch (const ScenarioError& error) {
      return error.problems();
    }
    return {};
  }
  std::filesystem::path folder;
};

TEST_F(Extend, AChainOfThousandsOfFiles) {
  constexpr int kFiles = 3000;
  write("0.toml", "extends = \"worlds/base.toml\"\n");
  for (int i = 1; i < kFiles; ++i)
    write(std::to_string(i) + ".toml",
          "extends = \"" + std::to_string(i - 1) + ".toml\"\n[run]\nseed = " + std::to_string(i) + "\n");
  const std::string last = std::to_string(kFiles - 1) + ".toml";
  EXPECT_EQ(load_scenario(folder / last).scenario.run.seed, kFiles - 1);
  write("0.toml", "extends = \"" + last + "\"\n");
  const auto found = problems(last);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].message,
              HasSubstr("in a circle: 2999.toml -> 2998.toml -> 2997.toml -> 2996.toml -> ... -> 3.toml"));
}

TEST_F(Extend, ChildWithoutChangesIsTheParentUnderItsOwnName) {
  Scenario s = child("").scenario;
  EXPECT_EQ(s.name, "child");
  s.name = "small";
  EXPECT_EQ(differences(s, parse(kSmallWorld).scenario), "");
}

TEST_F(Extend, TablesMergeKeyByKey) {
  const Scenario s = child("[run]\nseed = 7\n[assumptions]\n\"try.match\" = 2.0\n").scenario;
  EXPECT_EQ(s.run.seed, 7);
  EXPECT_EQ(s.run.fans, 1000);
  EXPECT_EQ(s.assumptions.try_match, 2.0);
  EXPECT_EQ(s.assumptions.try_quality, 0.7);
}

TEST_F(Extend, ArraysOfTablesMergeByNameAndNewOnesAreAppended) {
  const Scenario s =
      child(
          "[[market]]\nname = \"KR\"\ngala_reach = 4\ncomprehension = {ja = 0.1}\n"
          "[[label]]\nname = \"Big\"\ncount = 3\n[[label]]\nname = \"New\"\nkind = \"indie\"\nhome = \"KR\"\n")
          .scenario;
  ASSERT_EQ(s.markets.size(), 2U);
  EXPECT_EQ(s.markets[1].gala_reach, 4.0);
  EXPECT_EQ(s.markets[1].language, "ko");
  ASSERT_EQ(s.labels.size(), 3U);
  EXPECT_EQ(s.labels[0].count, 3);
  EXPECT_EQ(s.labels[0].kind, LabelKind::major);
  EXPECT_EQ(s.labels[2].name, "New");
}

TEST_F(Extend, MapsMergeAndOtherArraysReplace) {
  const Scenario s =
      child(
          "[[market]]\nname = \"JP\"\ncomprehension = {en = 0.5}\ninternet = [[1990-01-01, 0.0], [1999-01-01, 1.0]]\n"
          "[[platform]]\nname = \"clips\"\nabsent = [\"JP\"]\n")
          .scenario;
  EXPECT_EQ(s.markets[0].comprehension, (std::map<std::string, double>{{"en", 0.5}, {"ja", 1.0}}));
  EXPECT_EQ(s.markets[0].internet.points.size(), 2U);
  EXPECT_EQ(s.platforms[1].absent, std::vector<std::string>{"JP"});
}

TEST_F(Extend, LeversMergeHoweverTheyAreWritten) {
  const Scenario s = child("[[policy]]\nid = \"majors\"\nlevers = {promotion = {abroad = 0.5}}\n").scenario;
  ASSERT_EQ(s.policies[0].levers.size(), 2U);
  EXPECT_EQ(s.policies[0].levers[1], std::pair(&Policy::promotion_abroad, DatedValue(0.5)));
}

TEST_F(Extend, ScaleOfAChildTakesThePlaceOfSet) {
  const auto loaded = child("[[intervention]]\nid = \"early\"\nscale = 2.0\n");
  EXPECT_EQ(loaded.scenario.interventions[0].change, Intervention::Change::scale);
  EXPECT_EQ(loaded.scenario.interventions[0].value, 2.0);
  EXPECT_EQ(loaded.scenario.interventions[0].ramp_weeks, 52);
  EXPECT_EQ(origin_of(loaded, "intervention.early.set"), nullptr);
}

TEST_F(Extend, OriginsNameTheFileThatSaidIt) {
  const auto loaded = child("[run]\nseed = 7\n");
  EXPECT_EQ(origin_of(loaded, "run.seed")->place, (folder / "child.toml").string() + ":3");
  EXPECT_EQ(origin_of(loaded, "run.fans")->place, (folder / "worlds" / "base.toml").string() + ":7");
}

TEST_F(Extend, GrandparentsAreRelativeToTheParent) {
  write("worlds/middle.toml", "extends = \"base.toml\"\n[run]\nseed = 3\n");
  write("child.toml", "extends = \"worlds/middle.toml\"\n[run]\nreplicates = 2\n");
  const Scenario s = load_scenario(folder / "child.toml").scenario;
  EXPECT_EQ(s.run.seed, 3);
  EXPECT_EQ(s.run.replicates, 2);
  EXPECT_EQ(s.run.fans, 1000);
}

TEST_F(Extend, CirclesAreShown) {
  write("a.toml", "extends = \"b.toml\"\n");
  write("b.toml", "extends = \"a.toml\"\n");
  const auto found = problems("a.toml");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].message, HasSubstr("a.toml -> b.toml -> a.toml"));
  EXPECT_EQ(found[0].line, 1);
  write("self.toml", "extends = \"self.toml\"\n");
  EXPECT_EQ(problems("self.toml").size(), 1U);
}

TEST_F(Extend, MissingParentIsNamedWithTheNearestFile) {
  write("a.toml", "extends = \"worlds/bse.toml\"\n");
  const auto found = problems("a.toml");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].message, HasSubstr("a.toml -> bse.toml"));
  EXPECT_THAT(found[0].excerpt, HasSubstr("nearest name is base.toml"));
}

TEST_F(Extend, ParentMayNotBeADirectoryOrANumber) {
  write("a.toml", "extends = \"worlds\"\n");
  EXPECT_THAT(problems("a.toml").at(0).excerpt, HasSubstr("directory"));
  write("b.toml", "extends = 3\n");
  EXPECT_THAT(problems("b.toml").at(0).message, HasSubstr("the name of one file"));
}

TEST_F(Extend, ProblemsOfTheParentStandInTheParent) {
  write("worlds/base.toml", small_world("fans = 1000", "fans = -1"));
  write("child.toml", "extends = \"worlds/base.toml\"\n");
  const auto found = problems("child.toml");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].file, (folder / "worlds" / "base.toml").string());
  EXPECT_EQ(found[0].line, 7);
}

}  // namespace
}  // namespace hibiki::test
