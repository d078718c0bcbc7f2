// `hibiki compare --preregister` and `--preregistered`: what is fixed is what is simulated.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class PreregisterTest : public ProgramTest {
 protected:
  PreregisterTest() {
    shell("mkdir plans");
    write("base.toml", "extends = " + replaced(scenario("examples/three_markets.toml"), "'", "\"") + "\n");
    write("variant.toml",
          "extends = \"base.toml\"\n[[intervention]]\nid = \"abroad\"\ntarget = \"labels[home=B]\"\n"
          "lever = \"promotion.abroad\"\nset = 0.8\nfrom = 2005-03-07\n");
  }
  /// Writes plans/plan.toml.
  Outcome preregister(const std::string& more = "", const std::string& file = "plans/plan.toml") const {
    const std::string asked = more.find("--expect") == std::string::npos ? " --expect up" : "";
    const std::string margin = more.find("--margin") == std::string::npos ? " --margin 0.2" : "";
    return hibiki(
        "compare base.toml variant.toml --fans 600 --until 2005-12-31 --replicates 3 "
        "--measure 'engaged[market=C]' --hypothesis 'More fans in C' --preregister " +
        file + asked + margin + " " + more);
  }
  Outcome simulate(const std::string& more = "") const {
    return hibiki("compare --preregistered plans/plan.toml --out c " + more);
  }
  json result() const { return json::parse(read("c/compare.json")); }
};

TEST_F(PreregisterTest, WhatWasFixedIsSimulatedAndJudged) {
  const Outcome fixed = preregister("--seed 77");
  ASSERT_EQ(fixed.exit_code, 0) << fixed.err;
  EXPECT_THAT(fixed.err, HasSubstr("fixes 3 pairs from seed 77 on"));
  EXPECT_FALSE(exists("runs")) << "nothing is simulated";
  const Outcome outcome = simulate();
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const json all = result(), &registered = all["preregistration"];
  EXPECT_EQ(all["seed"], 77);
  EXPECT_EQ(all["replicates"], 3);
  EXPECT_EQ(all["fans"], 600);
  EXPECT_EQ(all["measures"][0]["name"], "engaged[market=C]");
  EXPECT_EQ(registered["hypothesis"], "More fans in C");
  const json& ratio = all["variants"][0]["effects"][0]["ratio"];
  ASSERT_FALSE(ratio.is_null());
  EXPECT_EQ(registered["result"], ratio["low"] > 1.2 ? "confirmed" : ratio["high"] <= 1.2 ? "refuted" : "undecided");
  EXPECT_EQ(json::parse(read("c/manifest.json"))["preregistration"], registered["digest"]);
  EXPECT_THAT(outcome.out, HasSubstr("Preregistered (plan.toml): More fans in C. Expected: a rise beyond +20 %;"));
  EXPECT_THAT(read("c/report.html"), HasSubstr("Preregistered (plan.toml)"));
  EXPECT_THAT(simulate().err, HasSubstr("finished")) << "the same command finds its result";
  // The same numbers as without a preregistration.
  ASSERT_EQ(hibiki("compare base.toml variant.toml --fans 600 --until 2005-12-31 --replicates 3 --seed 77 "
                   "--measure 'engaged[market=C]' --out d")
                .exit_code,
            0);
  EXPECT_EQ(json::parse(read("d/compare.json"))["variants"][0]["effects"], all["variants"][0]["effects"]);
}

TEST_F(PreregisterTest, SeedsAreFreshUnlessTheyAreGiven) {
  ASSERT_EQ(preregister().exit_code, 0);
  const std::string first = read("plans/plan.toml");
  EXPECT_THAT(first, Not(HasSubstr("seed = 1\n")));
  EXPECT_EQ(preregister().exit_code, 2) << "it is not replaced by accident";
  ASSERT_EQ(preregister("--force").exit_code, 0);
  EXPECT_EQ(read("plans/plan.toml"), first) << "the same preregistration has the same seeds";
  const auto seed_of = [](const std::string& plan) { return plan.substr(plan.find("seed = "), 20); };
  for (const char* other : {"--expect down", "--margin 0.1", "--scene A"}) {
    ASSERT_EQ(preregister(std::string("--force ") + other, "others.toml").exit_code, 0) << other;
    EXPECT_NE(seed_of(read("others.toml")), seed_of(first)) << other << ": pairs that were seen decide nothing anew";
  }
  write("notes.toml", "mine = true\n");
  EXPECT_EQ(preregister("--force", "notes.toml").exit_code, 2);
  EXPECT_EQ(read("notes.toml"), "mine = true\n");
}

TEST_F(PreregisterTest, FilesBehindLinksAreFound) {
  shell("mkdir -p far/deep && ln -s far/deep near && cp base.toml variant.toml far");
  ASSERT_EQ(preregister("", "near/plan.toml").exit_code, 0);
  EXPECT_EQ(hibiki("compare --preregistered near/plan.toml --out n").exit_code, 0);
  shell("mkdir links && ln -s variant.toml other.toml");
  ASSERT_EQ(hibiki("compare base.toml other.toml --fans 600 --until 2005-12-31 --replicates 2 --preregister "
                   "links/plan.toml --expect up --hypothesis x")
                .exit_code,
            0);
  EXPECT_EQ(hibiki("compare --preregistered links/plan.toml --out o").exit_code, 0);
  shell("ln -s far/deep/plan.toml linked.toml");
  EXPECT_EQ(hibiki("compare --preregistered linked.toml --out l").exit_code, 0);
}

TEST_F(PreregisterTest, WhatChangedSinceIsRefused) {
  ASSERT_EQ(preregister().exit_code, 0);
  const std::string variant = read("variant.toml"), plan = read("plans/plan.toml");
  write("variant.toml", replaced(variant, "0.8", "0.7"));
  const Outcome changed = simulate();
  EXPECT_EQ(changed.exit_code, 7);
  EXPECT_THAT(changed.err, HasSubstr("variant.toml is not the scenario that plans/plan.toml fixes"));
  write("variant.toml", variant);
  for (const auto& [from, to] :
       {std::pair("pairs = 3", "pairs = 4"), std::pair("expect = \"up\"", "expect = \"down\"")}) {
    write("plans/plan.toml", replaced(plan, from, to));
    const Outcome edited = simulate();
    EXPECT_EQ(edited.exit_code, 3) << to;
    EXPECT_THAT(edited.err, HasSubstr("plans/plan.toml:")) << to;
    EXPECT_THAT(edited.err, HasSubstr("was changed after it was written")) << to;
  }
  write("plans/plan.toml", replaced(plan, "pairs = 3", "pairs = 3\npairz = 3"));
  EXPECT_EQ(simulate().exit_code, 3);
  EXPECT_FALSE(exists("c"));
}

TEST_F(PreregisterTest, OptionsThatTheFileFixesAreRefused) {
  ASSERT_EQ(preregister().exit_code, 0);
  for (const char* option : {"base.toml variant.toml", "--seed 2", "--replicates 4", "--fans 500", "--until 2005-06-30",
                             "--scene A", "--measure leadership", "--set run.seed=2", "--ci-width 0.2", "--ensemble"}) {
    const Outcome outcome = simulate(option);
    EXPECT_EQ(outcome.exit_code, 2) << option;
    EXPECT_THAT(outcome.err, HasSubstr("the file fixes it")) << option;
  }
  EXPECT_EQ(simulate("--threads 1 --keep summary").exit_code, 0);
}

TEST_F(PreregisterTest, OptionsThatAreMissingAreNamed) {
  const auto said = [&](const std::string& options) {
    const Outcome outcome = hibiki("compare base.toml variant.toml " + options);
    EXPECT_EQ(outcome.exit_code, 2) << options;
    return outcome.err;
  };
  EXPECT_THAT(said("--preregister p.toml --hypothesis x"), HasSubstr("needs --expect"));
  EXPECT_THAT(said("--preregister p.toml --expect up"), HasSubstr("needs --hypothesis"));
  EXPECT_THAT(said("--preregister p.toml --expect none --hypothesis x"), HasSubstr("needs --margin"));
  EXPECT_THAT(said("--preregister p.toml --expect more --hypothesis x"), HasSubstr("--expect"));
  EXPECT_THAT(said("--expect up"), HasSubstr("--expect goes with --preregister"));
  EXPECT_THAT(said("--preregister p.toml --preregistered q.toml"), HasSubstr("exclude each other"));
  EXPECT_THAT(said("variant.toml --preregister p.toml --expect up --hypothesis x"),
              HasSubstr("one base and one variant"));
  EXPECT_THAT(said("--ensemble --preregister p.toml --expect up --hypothesis x"), HasSubstr("cannot go with it"));
  EXPECT_THAT(said("--replicates 1 --preregister p.toml --expect up --hypothesis x"), HasSubstr("pairs"));
  EXPECT_THAT(said("--margin nan --preregister p.toml --expect up --hypothesis x"), HasSubstr("--margin"));
  EXPECT_THAT(said("--margin 1 --preregister p.toml --expect down --hypothesis x"), HasSubstr("100 %"));
  EXPECT_THAT(said("--dry-run --preregister p.toml --expect up --hypothesis x"), HasSubstr("--dry-run has no effect"));
  for (const char* key : {"seed", "fans", "replicates"})
    EXPECT_THAT(said(std::string("--set run.") + key + "=4 --preregister p.toml --expect up --hypothesis x"),
                HasSubstr(std::string("from --") + key));
  EXPECT_THAT(said("--margin 5 --measure leadership --preregister p.toml --expect none --hypothesis x"),
              HasSubstr("0.05 is 5 points"));
  EXPECT_THAT(said("--margin -1 --preregister p.toml --expect up --hypothesis x"), HasSubstr("from 0 on"));
  EXPECT_THAT(said("--preregister p.toml --expect up --hypothesis ' .'"), HasSubstr("in words"));
  EXPECT_FALSE(exists("p.toml"));
}

}  // namespace
}  // namespace hibiki
