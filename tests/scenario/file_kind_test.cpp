#include "sim/scenario/file_kind.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "sim/scenario/load.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;

/// All that is said of `text` where `expected` is wanted; "" when it passes.
std::string said(const std::string& text, FileKind expected) {
  std::vector<Problem> problems;
  const Node root = parse_toml(std::make_shared<SourceText>(SourceText{"it.toml", text, {}}), problems);
  try {
    expect_kind(root, expected);
  } catch (const ScenarioError& error) {
    EXPECT_EQ(error.problems().size(), 1u);
    return error.problems().front().message + " | " + error.problems().front().excerpt;
  }
  return "";
}

const std::string kScenario = "extends = \"world.toml\"\n[run]\nfans = 10\n";
const std::string kPlan = "scenario = \"a.toml\"\nextends = \"world.toml\"\n[[parameter]]\nkey = \"k\"\n";
const std::string kEvidence = "model = \"watts\"\n[seeds]\nreplicates = 3\n";
const std::string kEnsemble = "plan = \"history.toml\"\n[[set]]\nid = \"1\"\n";

TEST(FileKind, EachPassesWhereItBelongs) {
  EXPECT_EQ(said(kScenario, FileKind::scenario), "");
  EXPECT_EQ(said(kPlan, FileKind::plan), "");
  EXPECT_EQ(said(kEvidence, FileKind::evidence), "");
  EXPECT_EQ(said(kEnsemble, FileKind::ensemble), "");
}

TEST(FileKind, ElsewhereItIsSaidWhatItIsAndWhatTakesIt) {
  EXPECT_THAT(said(kPlan, FileKind::scenario), testing::AllOf(HasSubstr("this file is the plan of a calibration"),
                                                              HasSubstr("hibiki calibrate it.toml")));
  EXPECT_THAT(said(kEvidence, FileKind::scenario), HasSubstr("hibiki reproduce it.toml"));
  EXPECT_THAT(said(kEnsemble, FileKind::plan), HasSubstr("the parameter sets that a calibration kept"));
  EXPECT_THAT(said("hypothesis = \"x\"\nvariant_digest = \"0\"\n", FileKind::scenario),
              HasSubstr("hibiki compare --preregistered it.toml"));
  EXPECT_THAT(said(kScenario, FileKind::plan), HasSubstr("hibiki run it.toml"));
  EXPECT_THAT(said(kPlan, FileKind::ensemble), HasSubstr("hibiki calibrate it.toml"));
  EXPECT_THAT(said(kScenario, FileKind::evidence), HasSubstr("this file is a scenario"));
}

TEST(FileKind, WhatTellsNothingIsLeftToTheReader) {
  EXPECT_EQ(said("title = \"x\"\n", FileKind::scenario), "");
  EXPECT_EQ(said("scenario = \"a.toml\"\n", FileKind::evidence), "");
}

TEST(FileKind, LoadingThePlanOfTheBaselineSaysSoOnce) {
  try {
    load_scenario(std::filesystem::path(HIBIKI_SCENARIOS) / "calibration/history.toml");
    FAIL() << "a plan is no scenario";
  } catch (const ScenarioError& error) {
    ASSERT_EQ(error.problems().size(), 1u);
    EXPECT_GT(error.problems().front().line, 0);
  }
}

}  // namespace
}  // namespace hibiki
