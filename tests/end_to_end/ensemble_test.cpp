// `hibiki compare --ensemble`: chance and not knowing the parameters, told apart.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kOptions = " --ensemble --replicates 3 --fans 600 --until 2006-06-30";

/// three_markets.toml with an ensemble, and B promoting abroad.
class EnsembleComparisonTest : public ProgramTest {
 protected:
  EnsembleComparisonTest() {
    const std::string quoted = scenario("examples/three_markets.toml");
    write("base.toml", "extends = \"" + quoted.substr(1, quoted.size() - 2) + "\"\nensemble = \"sets.toml\"\n");
    write("variant.toml",
          "extends = \"base.toml\"\n[[intervention]]\nid = \"abroad\"\ntarget = \"labels[home=B]\"\n"
          "lever = \"promotion.abroad\"\nset = 0.8\nfrom = 2005-03-07\n");
  }
  void write_sets(const std::vector<double>& gains) const {
    std::string text = "format_version = 1\nplan = \"plan.toml\"\n";
    for (std::size_t i = 0; i < gains.size(); ++i)
      text += fmt::format("[[set]]\nid = \"{}\"\n[set.values]\n\"engagement.gain\" = {}\n", i + 1, gains[i]);
    write("sets.toml", text);
  }
  /// The effect on one measure under the ensemble.
  json effect(const std::string& measure) const {
    const Outcome outcome = hibiki(std::string("compare base.toml variant.toml --json --force") + kOptions);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    if (outcome.exit_code != 0) return {};
    const json all = json::parse(outcome.out);
    for (const json& one : all["variants"][0]["ensemble"])
      if (one["measure"] == measure) return one;
    return {};
  }
};

TEST_F(EnsembleComparisonTest, SetsThatAreAlikeLeaveChanceAlone) {
  write_sets({0.22, 0.22, 0.22});
  const json alike = effect("reach_abroad");
  ASSERT_FALSE(alike.is_null());
  EXPECT_LT(alike["chance"]["low"], alike["chance"]["high"]);
  EXPECT_EQ(alike["sets"].size(), 3u);

  write_sets({0.1, 0.22, 0.5});
  const json apart = effect("reach_abroad");
  EXPECT_NE(apart["sets"], alike["sets"]);
  EXPECT_EQ(apart["parameters"].is_null(), apart["hidden"].get<bool>());
}

TEST_F(EnsembleComparisonTest, EverySetHasSeedsOfItsOwn) {
  write_sets({0.1, 0.22, 0.5});
  ASSERT_EQ(hibiki(std::string("compare base.toml variant.toml") + kOptions).exit_code, 0);
  std::set<std::string> seeds;
  std::istringstream lines(read("runs/compare-base-variant/effects.csv"));
  std::string line;
  for (std::getline(lines, line); std::getline(lines, line);) {
    const auto set = line.find(','), seed = line.find(',', set + 1), end = line.find(',', seed + 1);
    seeds.insert(line.substr(seed + 1, end - seed - 1));
  }
  EXPECT_EQ(seeds, (std::set<std::string>{"1", "2", "3", "4", "5", "6", "7", "8", "9"}));
}

TEST_F(EnsembleComparisonTest, SaysBothIntervalsInEightyColumns) {
  write_sets({0.1, 0.22, 0.5});
  const Outcome outcome = hibiki(std::string("compare base.toml variant.toml") + kOptions);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("3 parameter sets x 3"));
  EXPECT_THAT(outcome.out, HasSubstr("parameters, 95 %"));
  EXPECT_THAT(outcome.err, HasSubstr("9 pairs"));
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) {
    const auto columns = std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; });
    EXPECT_LE(columns, 80) << line;
  }
  EXPECT_THAT(read("runs/compare-base-variant/report.html"), HasSubstr("\"plan\":\"plan.toml\""));
}

/// The arms are those of the central set, whatever the scenario says itself.
TEST_F(EnsembleComparisonTest, TheFirstSetIsTheOneThatIsShown) {
  write_sets({0.5, 0.22});
  ASSERT_EQ(hibiki(std::string("compare base.toml variant.toml") + kOptions).exit_code, 0);
  EXPECT_THAT(read("runs/compare-base-variant/base/resolved.toml"), HasSubstr("engagement.gain = 0.5\n"));
}

TEST_F(EnsembleComparisonTest, WhatTheSetsDecideNobodyElseMay) {
  write_sets({0.1, 0.22});
  const Outcome set = hibiki(std::string("compare base.toml variant.toml --set engagement.gain=0.3") + kOptions);
  EXPECT_EQ(set.exit_code, 2);
  EXPECT_THAT(set.err, HasSubstr("exclude each other"));
  write("other.toml", "extends = \"base.toml\"\n[assumptions]\nengagement.gain = 0.4\n");
  const Outcome variant = hibiki(std::string("compare base.toml other.toml") + kOptions);
  EXPECT_EQ(variant.exit_code, 2);
  EXPECT_THAT(variant.err, HasSubstr("other.toml changes engagement.gain"));
  EXPECT_EQ(hibiki("compare base.toml variant.toml --ensemble --ci-width 0.2").exit_code, 2);
}

TEST_F(EnsembleComparisonTest, OneSeedASetTellsNothingOfChance) {
  write_sets({0.1, 0.22});
  for (const char* one : {"--replicates 1", "--set run.replicates=1"}) {
    const Outcome outcome = hibiki(std::string("compare base.toml variant.toml --ensemble --fans 600 ") + one);
    EXPECT_EQ(outcome.exit_code, 2) << one;
    EXPECT_THAT(outcome.err, HasSubstr("--replicates 2 or more")) << one;
    EXPECT_FALSE(exists("runs"));
  }
}

TEST_F(EnsembleComparisonTest, AScenarioWithoutOneIsRefused) {
  const Outcome outcome = hibiki("compare " + scenario("examples/three_markets.toml") + " variant.toml" + kOptions);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("has no ensemble"));
}

TEST_F(EnsembleComparisonTest, OneSetIsNoEnsemble) {
  write_sets({0.22});
  const Outcome outcome = hibiki(std::string("compare base.toml variant.toml") + kOptions);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("sets.toml holds one parameter set"));
}

}  // namespace
}  // namespace hibiki
