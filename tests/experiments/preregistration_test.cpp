// Preregistrations: the file holds what was fixed, and the result is judged by the whole interval.
#include "tools/experiments/preregistration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "output/results/file_digest.hpp"
#include "output/results/files.hpp"
#include "output/results/manifest.hpp"
#include "sim/core/error.hpp"
#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::HasSubstr;

Preregistration example() {
  Preregistration p{.hypothesis = "More \"fans\",\nand \\ more", .base = "a.toml", .variant = "b/c.toml"};
  p.sets = {"run.fans=10", "x=\"y\""};
  p.measures = {"engaged[market=ID|TH]", "leadership"};
  p.until = "2012-01-01";
  p.expect = "down";
  p.margin = 0.1;
  p.seed = 123456789;
  p.pairs = 16;
  p.fans = 2000;
  p.model_version = "6";
  p.base_digest = "0123";
  p.variant_digest = "4567";
  return p;
}

std::string complaint(const std::string& text) {
  const TestFolder folder;
  write_file_atomically(folder / "plan.toml", text);
  try {
    load_preregistration(folder / "plan.toml");
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "";
}

TEST(Preregistration, ReadsBackAsWritten) {
  const TestFolder folder;
  Preregistration written = example();
  written.path = folder / "plan.toml";
  const std::string text = preregistration_toml(written);
  write_file_atomically(written.path, text);
  const Preregistration read = load_preregistration(written.path);
  EXPECT_EQ(preregistration_toml(read), text);
  EXPECT_EQ(read.hypothesis, written.hypothesis);
  EXPECT_EQ(read.sets, written.sets);
  EXPECT_EQ(read.measures, written.measures);
  EXPECT_EQ(read.margin, 0.1);
  EXPECT_EQ(read.digest, written_text("", text).sha256);
}

TEST(Preregistration, ErrorsHaveTheirPlace) {
  const std::string good = preregistration_toml(example());
  EXPECT_EQ(complaint(good), "");
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  EXPECT_THAT(complaint(with("\"down\"", "\"dwn\"")), AllOf(HasSubstr("'dwn' must be one of up, down, none"),
                                                            HasSubstr("did you mean 'down'"), HasSubstr("plan.toml:")));
  EXPECT_THAT(complaint(with("pairs = 16", "pairs = 1")), HasSubstr("out of range"));
  EXPECT_THAT(complaint(with("pairs = ", "pair = ")), HasSubstr("did you mean 'pairs'"));
  EXPECT_THAT(complaint(with("margin = 0.1", "margin = -0.1")), HasSubstr("out of range"));
  std::string none = with("\"down\"", "\"none\"");
  none.replace(none.find("margin = 0.1"), 12, "margin = 0.0");
  EXPECT_THAT(complaint(none), HasSubstr("margin must be above 0"));
  EXPECT_THAT(complaint(with("expect = \"down\"", "expect = \"up\"")), HasSubstr("was changed after it was written"));
  EXPECT_THAT(complaint(with("leadership", "gini")), HasSubstr("was changed after it was written"));
  EXPECT_THAT(complaint(good + "scene = \"A\"\n"), HasSubstr("was changed after it was written")) << "behind the check";
  EXPECT_THAT(complaint(good + "\n"), HasSubstr("was changed after it was written"));
  EXPECT_THAT(complaint("[run]\nfans = 1\n[[market]]\nname = \"A\"\n"), HasSubstr("this file is a scenario"));
}

/// An effect on a difference, with this interval.
Effect effect_between(double low, double high) {
  Effect effect{&measure_table()[measure_index("leadership")], PairedEffect{}, {}};
  effect.paired->pairs = 16;
  effect.paired->difference = {(low + high) / 2, low, high};
  return effect;
}

std::string result(const std::string& expect, double margin, double low, double high) {
  Preregistration p = example();
  p.expect = expect;
  p.margin = margin;
  return judged(p, effect_between(low, high));
}

TEST(Preregistration, TheWholeIntervalDecides) {
  EXPECT_EQ(result("up", 0.1, 0.11, 0.3), "confirmed");
  EXPECT_EQ(result("up", 0.1, 0.05, 0.3), "undecided");
  EXPECT_EQ(result("up", 0.1, 0.01, 0.09), "refuted") << "a rise, but a smaller one";
  EXPECT_EQ(result("up", 0.0, -0.2, -0.1), "refuted");
  EXPECT_EQ(result("up", 0.0, 0.0, 0.0), "refuted") << "exactly no effect";
  EXPECT_EQ(result("down", 0.1, -0.3, -0.11), "confirmed");
  EXPECT_EQ(result("down", 0.1, -0.3, -0.05), "undecided");
  EXPECT_EQ(result("down", 0.1, -0.09, 0.2), "refuted");
  EXPECT_EQ(result("none", 0.1, -0.09, 0.05), "confirmed");
  EXPECT_EQ(result("none", 0.1, -0.11, 0.05), "undecided");
  EXPECT_EQ(result("none", 0.1, 0.11, 0.2), "refuted");
  EXPECT_EQ(result("none", 0.1, -0.2, -0.11), "refuted");
}

TEST(Preregistration, MarginsOfRatiosAreFactors) {
  const Measure& people = measure_table().front();
  const auto ratios = [&](double low, double high) {
    Effect effect{&people, PairedEffect{}, {}};
    effect.paired->pairs = 16;
    effect.paired->log_ratio = Interval{0, std::log(low), std::log(high)};
    return effect;
  };
  Preregistration p = example();  // down by more than a tenth: below .9
  EXPECT_EQ(judged(p, ratios(0.7, 0.89)), "confirmed");
  EXPECT_EQ(judged(p, ratios(0.7, 0.91)), "undecided");
  EXPECT_EQ(judged(p, ratios(0.7, 0.92)), "undecided");
  EXPECT_EQ(judged(p, ratios(0.92, 1.2)), "refuted");
  p.expect = "up";
  EXPECT_EQ(judged(p, ratios(1.11, 1.2)), "confirmed");
  EXPECT_EQ(judged(p, ratios(1.01, 1.09)), "refuted");
  const auto json = preregistration_json(p, ratios(1.11, 1.2));
  EXPECT_EQ(json["result"], "confirmed");
  EXPECT_THAT(json["text"].get<std::string>(),
              HasSubstr("and \\ more. Expected: a rise beyond +10 %; confirmed (95 % interval +11 % to +20 %)."));
}

TEST(Preregistration, WhatCannotBeJudgedIsUndecidedAndSaysWhy) {
  Preregistration p = example();
  p.expect = "up";
  const auto text = [&](const Effect& effect) { return preregistration_json(p, effect)["text"].get<std::string>(); };
  Effect few = effect_between(0.2, 0.3);
  few.paired->pairs = 15;
  EXPECT_EQ(judged(p, few), "undecided");
  EXPECT_THAT(text(few), HasSubstr("undecided (15 of the 16 pairs have a value)"));
  // The margin was fixed as a tenth of the base: a run without any fan must not make people of it.
  Effect zero = effect_between(1e4, 1e5);
  zero.measure = &measure_table().front();
  EXPECT_EQ(judged(p, zero), "undecided");
  EXPECT_THAT(text(zero), AllOf(HasSubstr("a rise beyond +10 %"), HasSubstr("there is no ratio")));
  zero.paired.reset();
  p.expect = "none";
  EXPECT_THAT(text(zero), HasSubstr("an effect between -10 % and +10 %; undecided (0 of the 16 pairs have a value)"));
}

}  // namespace
}  // namespace hibiki
