// `hibiki attribute`: what it says, what it leaves behind, and what a tired person types.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kOptions = " --fans 400 --until 2006-06-30 --replicates 3";

/// three_markets.toml with two interventions of B and a placebo, each from another day on.
class AttributeTest : public ProgramTest {
 protected:
  AttributeTest() {
    write("bold.toml", head() + intervention("abroad", "promotion.abroad", "set = 0.8", "2005-03-07") +
                           intervention("posts", "posts_per_week", "set = 6.0", "2005-06-06") +
                           intervention("placebo", "tours.abroad", "set = \"current\"", "2005-05-02"));
  }

  static std::string head() {
    std::string base = scenario("examples/three_markets.toml");
    std::erase_if(base, [](char c) { return c == '\'' || c == '"'; });
    return "extends = \"" + base + "\"\ntitle = \"B is bold\"\n";
  }
  static std::string intervention(const std::string& id, const std::string& lever, const std::string& change,
                                  const std::string& from) {
    return "[[intervention]]\nid = \"" + id + "\"\ntarget = \"labels[home=B]\"\nlever = \"" + lever +
           "\"\nfrom = " + from + "\n" + change + "\n";
  }

  json attribute(const std::string& arguments) const {
    const Outcome outcome = hibiki("attribute " + arguments + kOptions + " --json");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.exit_code == 0 ? json::parse(outcome.out) : json{};
  }
};

/// A printed share without its point, sign included: every share of an effect has the same decimals.
long long digits_of(const std::string& text) {
  long long number = 0;
  for (const char c : text)
    if (c >= '0' && c <= '9') number = number * 10 + (c - '0');
  return text.starts_with('-') ? -number : number;
}

TEST_F(AttributeTest, SharesAddUpToTheLastDigitAndAPlaceboHasNone) {
  const json all = attribute("bold.toml");
  EXPECT_THAT(all["interventions"], ElementsAre("abroad", "posts", "placebo"));
  EXPECT_EQ(all["method"], "factorial");
  EXPECT_EQ(all["scene"]["name"], "B-pop");
  EXPECT_EQ(all["window"]["from"], "2005-03-07");
  ASSERT_GT(all["effects"].size(), 10u);
  EXPECT_NE(all["effects"][0]["whole"]["mean"], 0.0);
  for (const json& effect : all["effects"]) {
    double sum = 0;
    long long printed = 0;
    for (const json& share : effect["shares"]) {
      sum += share["share"]["mean"].get<double>();
      printed += digits_of(share["text"]);
    }
    const double whole = effect["whole"]["mean"];
    EXPECT_NEAR(sum, whole, 1e-9 * (1 + std::abs(whole))) << effect["measure"];
    EXPECT_EQ(printed, digits_of(effect["text"])) << effect["measure"];
    const json zero = {{"mean", 0.0}, {"low", 0.0}, {"high", 0.0}};
    EXPECT_EQ(effect["shares"][2]["share"], zero) << effect["measure"];
    EXPECT_EQ(effect["shares"][2]["text"], "0");
    EXPECT_EQ(effect["subsets"].size(), 8u);
    EXPECT_EQ(effect["interactions"].is_null(), effect["scale"] == "difference");
  }
}

TEST_F(AttributeTest, TheWholeIsTheEffectThatCompareFinds) {
  write("base.toml", head());
  const Outcome compared = hibiki(std::string("compare base.toml bold.toml --json") + kOptions);
  ASSERT_EQ(compared.exit_code, 0) << compared.err;
  const json effect = json::parse(compared.out)["variants"][0]["effects"][0],
             whole = attribute("bold.toml")["effects"][0];
  EXPECT_DOUBLE_EQ(whole["subsets"].front()["level"].get<double>(), effect["base"].get<double>());
  EXPECT_DOUBLE_EQ(whole["subsets"].back()["level"].get<double>(), effect["variant"].get<double>());
  ASSERT_EQ(whole["scale"], "ratio");
  EXPECT_DOUBLE_EQ(std::exp(whole["whole"]["mean"].get<double>()), effect["ratio"]["mean"].get<double>());
}

TEST_F(AttributeTest, OneThreadAndTwoSayTheSame) {
  json one = attribute("bold.toml --threads 1 --out one"), two = attribute("bold.toml --threads 2 --out two");
  one.erase("command");
  two.erase("command");
  EXPECT_EQ(one, two);
}

TEST_F(AttributeTest, TheAnswerFitsATerminal) {
  const Outcome outcome = hibiki(std::string("attribute bold.toml --measure all") + kOptions);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
  EXPECT_THAT(outcome.out, HasSubstr("engaged fans abroad"));
  EXPECT_THAT(outcome.out, HasSubstr("all together"));
  EXPECT_THAT(outcome.out, HasSubstr("A conditional simulation, not a forecast"));
  EXPECT_THAT(outcome.out, HasSubstr("turnover of the top 20"));
  EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr("\033")));
}

TEST_F(AttributeTest, LeavesItsNumbersAndOnRequestThePage) {
  const Outcome outcome = hibiki(std::string("attribute bold.toml") + kOptions);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(shell("ls -A runs/attribute-bold | sort | xargs").out, "attribution.json compare.json manifest.json\n");
  EXPECT_THAT(outcome.out, Not(HasSubstr("turnover")));
  // A second time there is nothing to simulate, but a page to write.
  const Outcome again = hibiki(std::string("attribute bold.toml --report") + kOptions);
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(again.out, outcome.out);
  EXPECT_THAT(again.err, HasSubstr("nothing to do"));
  EXPECT_THAT(read("runs/attribute-bold/report.html"), HasSubstr("\"attribution\""));
  const Outcome report = hibiki("report runs/attribute-bold --out page.html");
  EXPECT_EQ(report.exit_code, 0) << report.err;
  EXPECT_EQ(read("page.html"), read("runs/attribute-bold/report.html"));
  const Outcome other = hibiki(std::string("attribute bold.toml --seed 9") + kOptions);
  EXPECT_EQ(other.exit_code, 4);
  EXPECT_THAT(other.err, HasSubstr("--force"));
}

TEST_F(AttributeTest, BeyondSixInterventionsOrdersAreDrawn) {
  std::string text = head();
  for (int i = 0; i < 7; ++i)
    text += intervention("step" + std::to_string(i), i % 2 ? "promotion.abroad" : "posts_per_week", "scale = 1.5",
                         "2005-06-06");
  write("many.toml", text);
  const json all = attribute("many.toml");
  EXPECT_EQ(all["method"], "orders");
  const json& effect = all["effects"][0];
  EXPECT_EQ(effect["shares"].size(), 7u);
  EXPECT_TRUE(effect["interactions"].is_null());
  EXPECT_EQ(effect["subsets"].size(), 2u);
  long long printed = 0;
  for (const json& share : effect["shares"]) printed += digits_of(share["text"]);
  EXPECT_EQ(printed, digits_of(effect["text"]));
}

TEST_F(AttributeTest, AnOnlyInterventionHasItAll) {
  write("one.toml", head() + intervention("abroad", "promotion.abroad", "set = 0.8", "2005-03-07"));
  const json effect = attribute("one.toml")["effects"][0];
  EXPECT_EQ(effect["shares"][0]["share"], effect["whole"]);
  EXPECT_EQ(effect["shares"][0]["text"], effect["text"]);
}

TEST_F(AttributeTest, SharesAreOfAnyMeasure) {
  const Outcome outcome =
      hibiki(std::string("attribute bold.toml --measure \"engaged[market=C]\" --measure leadership") + kOptions);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("engaged fans in C"));
  EXPECT_THAT(outcome.out, HasSubstr("leadership"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("engaged fans abroad")));
  const json all = attribute("bold.toml --measure \"engaged[market=C]\" --measure leadership");
  EXPECT_EQ(all["effects"][0]["measure"], "engaged[market=C]");
  EXPECT_EQ(all["measures"][0]["title"], "engaged fans in C");
  EXPECT_EQ(all["effects"][1]["measure"], "engaged_abroad");
  EXPECT_NE(all["effects"][0]["whole"]["mean"], all["effects"][1]["whole"]["mean"]);
  EXPECT_THAT(std::string(all["verdict"]), HasSubstr("engaged fans in C"));
  // The results have every measure of the table, and no other that was not asked for.
  const Outcome others = hibiki(std::string("attribute bold.toml --measure \"engaged[market=A]\"") + kOptions);
  EXPECT_EQ(others.exit_code, 4);
  EXPECT_THAT(others.err, HasSubstr("--force"));
}

TEST_F(AttributeTest, WhatCannotBeIsRefused) {
  const Outcome none = hibiki("attribute " + scenario("examples/small.toml"));
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.err, HasSubstr("no intervention"));
  EXPECT_FALSE(exists("runs"));
  const Outcome measure = hibiki("attribute bold.toml --measure leadershp");
  EXPECT_EQ(measure.exit_code, 2);
  EXPECT_THAT(measure.err, HasSubstr("did you mean 'leadership'"));
  EXPECT_EQ(hibiki("attribute none.toml").exit_code, 4);
  EXPECT_EQ(hibiki("attribute").exit_code, 2);
}

TEST_F(AttributeTest, InterruptLeavesNothingBehind) {
  const Outcome outcome = shell(
      "env --default-signal=INT \"$hibiki\" attribute bold.toml --fans 200000 --out out & pid=$!\n"
      "for i in $(seq 600); do [ -e out/.hibiki-claim ] && break; sleep 0.05; done\n"
      "sleep 0.3; kill -INT $pid; wait $pid");
  EXPECT_EQ(outcome.exit_code, 130) << outcome.err;
  EXPECT_FALSE(exists("out")) << shell("find out").out;
}

TEST_F(AttributeTest, DryRunSimulatesNothing) {
  const Outcome outcome = hibiki("attribute bold.toml --dry-run --json");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(json::parse(outcome.out)["worlds_a_replicate"], 8);
  EXPECT_FALSE(exists("runs"));
}

TEST_F(AttributeTest, ANumberOfReplicatesThatIsStatedHolds) {
  const auto replicates = [&](const std::string& arguments) {
    return json::parse(hibiki("attribute bold.toml --dry-run --json" + arguments).out)["replicates"];
  };
  EXPECT_EQ(replicates(""), 16);
  EXPECT_EQ(replicates(" --set run.replicates=1"), 1);
}

}  // namespace
}  // namespace hibiki
