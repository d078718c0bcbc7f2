// The command `optimise`: a front within a budget, gone on from where it was stopped.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

class OptimiseTest : public ProgramTest {
 protected:
  OptimiseTest() {
    std::string base = scenario("examples/three_markets.toml");
    std::erase(base, '\'');
    write("plan.toml", "scenario = \"" + base +
                           "\"\nscene = \"B\"\nbudget = 1e6\nfans = 300\npoints = 6\nrounds = 1\nbatch = 2\n"
                           "pairs = 3\nfinalists = 3\nfresh_pairs = 4\nmeasures = [\"revenue_home\"]\n" +
                           lever("posts_per_week", 0.5, 8) + lever("promotion.online", 0.1, 0.9));
  }
  static std::string lever(const std::string& name, double low, double high) {
    return "[[lever]]\nlever = \"" + name + "\"\ntarget = \"labels[home=B]\"\nlow = " + std::to_string(low) +
           "\nhigh = " + std::to_string(high) + "\nfrom = 2007-01-01\n";
  }
};

TEST_F(OptimiseTest, LeavesAFrontWithinTheBudget) {
  const Outcome outcome = hibiki("optimise plan.toml --out out");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("A conditional simulation, not a forecast"));
  EXPECT_EQ(shell("ls -A out | sort | xargs").out, "best.toml front.csv manifest.json optimise.json report.html\n");
  const Json json = Json::parse(read("out/optimise.json"));
  EXPECT_EQ(json["evaluated"].size(), 8U);
  for (const Json& plan : json["evaluated"]) EXPECT_LE(plan["cost_usd_year"].get<double>(), 1e6 * (1 + 1e-9));
  for (const Json& plan : json["finalists"]) {
    EXPECT_EQ(plan["fresh"][0].size(), 4U);
    const std::string doubts = plan["implausible"].dump();
    EXPECT_EQ(doubts.find("posts_per_week") != std::string::npos, plan["values"][0] > 0.5)
        << "no label of the base posts more";
  }
  EXPECT_EQ(hibiki("check out/best.toml").exit_code, 0);
  EXPECT_EQ(hibiki("report out --out page.html").exit_code, 0);
  EXPECT_EQ(shell("cmp page.html out/report.html").out, "");
  for (const char* file : {"out/optimise.json", "out/manifest.json"})
    EXPECT_EQ(hibiki(std::string("report ") + file).exit_code, 0) << file;
  EXPECT_THAT(read("out/best.toml"), testing::StartsWith("# hibiki optimise plan.toml: "));
  const Outcome again = hibiki("optimise plan.toml --out out");
  EXPECT_EQ(again.out, outcome.out);
  EXPECT_THAT(again.err, HasSubstr("finished; nothing to do"));
}

TEST_F(OptimiseTest, GivesTheSameOnAnyNumberOfThreads) {
  ASSERT_EQ(hibiki("optimise plan.toml --out one --threads 1").exit_code, 0);
  ASSERT_EQ(hibiki("optimise plan.toml --out two --threads 2").exit_code, 0);
  EXPECT_EQ(shell("cmp one/optimise.json two/optimise.json; cmp one/front.csv two/front.csv").out, "");
}

TEST_F(OptimiseTest, GoesOnWhereItWasKilled) {
  ASSERT_EQ(hibiki("optimise plan.toml --out whole").exit_code, 0);
  shell("timeout -s KILL 0.6 \"$hibiki\" optimise plan.toml --out out --threads 1");
  const Outcome outcome = hibiki("optimise plan.toml --out out");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(shell("cmp whole/optimise.json out/optimise.json").out, "");
}

TEST_F(OptimiseTest, RaisesTwoMeasuresAndKeepsAThird) {
  write("two.toml", replaced(read("plan.toml"), "measures = [\"revenue_home\"]",
                             "measures = [\"revenue_home\", \"engaged_home\"]") +
                        "[[keep]]\nmeasure = \"engaged_abroad\"\nleast = 0.1\n");
  const Outcome outcome = hibiki("optimise two.toml --out out");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("at least 10 % of the base:"));
  const Json json = Json::parse(read("out/optimise.json"));
  ASSERT_EQ(json["measures"].size(), 3U);
  EXPECT_TRUE(json["measures"][1]["least"].is_null());
  EXPECT_EQ(json["measures"][2]["least"], 0.1);
  for (const Json& plan : json["finalists"]) {
    EXPECT_EQ(plan["effects"].size(), 3U);
    ASSERT_EQ(plan["kept"].size(), 1U);
    // Undecided where the limit is inside the interval.
    EXPECT_EQ(plan["kept"][0].is_null(), plan["effects"][2]["low"] < 0.1 && plan["effects"][2]["high"] >= 0.1);
  }
  write("wrong.toml", read("plan.toml") + "[[keep]]\nmeasure = \"engaged_abroad\"\nleast = -1\n");
  const Outcome wrong = hibiki("optimise wrong.toml --out wrong");
  EXPECT_EQ(wrong.exit_code, 3);
  EXPECT_THAT(wrong.err, HasSubstr("wrong.toml:"));  // with its place
  EXPECT_THAT(wrong.err, HasSubstr("-1 of the base cannot be its least"));

  // What cannot be reached is not kept, and said so.
  write("hard.toml", read("plan.toml") + "[[keep]]\nmeasure = \"engaged_home\"\nleast = 10\n");
  const Outcome hard = hibiki("optimise hard.toml --out hard");
  ASSERT_EQ(hard.exit_code, 0) << hard.err;
  EXPECT_THAT(hard.out, HasSubstr("Every plan that is left breaks a limit"));
  EXPECT_THAT(hard.out, HasSubstr("not kept"));
}

TEST_F(OptimiseTest, NamesTheLeverThatCannotBeSimulated) {
  write("late.toml", replaced(read("plan.toml"), "from = 2007-01-01", "from = 2090-01-01"));
  const Outcome outcome = hibiki("optimise late.toml --out out");
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("late.toml: lever.1 (posts_per_week): "));
}

TEST_F(OptimiseTest, SaysBeforehandHowMuchItSimulates) {
  const Outcome outcome = hibiki("optimise plan.toml --dry-run");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("plan: 2 levers; up to 8 plans of 3 pairs, then 3 finalists of 4 fresh pairs\n"));
  EXPECT_THAT(outcome.out, HasSubstr("36 pairs"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("checkpoints")));
  EXPECT_FALSE(exists("runs"));
  const Json need = Json::parse(hibiki("optimise plan.toml --dry-run --json").out);
  EXPECT_EQ(need["plans"], 8);
  EXPECT_EQ(need["parameter_sets"], 1);
  EXPECT_GT(need["seconds_high"], need["seconds_low"]);
}

TEST_F(OptimiseTest, LeavesChangedLinesOfFinishedPairsOut) {
  ASSERT_EQ(hibiki("optimise plan.toml --out whole").exit_code, 0);
  shell(
      "timeout -s KILL 1 \"$hibiki\" optimise plan.toml --out out --threads 1; "
      "sed -i 's/\"effects\":\\[/\"effects\":[1,/' out/.hibiki-work-*/scratch/pairs.jsonl");
  const Outcome outcome = hibiki("optimise plan.toml --out out");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(shell("cmp whole/optimise.json out/optimise.json").out, "");
}

TEST_F(OptimiseTest, SaysThatThereIsNoRatio) {
  write("zero.toml", replaced(read("plan.toml"), "revenue_home", "engaged_west"));  // 0: there is no West
  const Outcome outcome = hibiki("optimise zero.toml --out out");
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_THAT(outcome.err, HasSubstr("simulate more fans"));
}

TEST_F(OptimiseTest, PointsAtMeasuresScenesAndTargetsThatAreNot) {
  const auto says = [&](const std::string& from, const std::string& to) {
    write("wrong.toml", replaced(read("plan.toml"), from, to));
    const Outcome outcome = hibiki("optimise wrong.toml --dry-run");
    EXPECT_EQ(outcome.exit_code, 3);
    return outcome.err;
  };
  EXPECT_THAT(says("revenue_home", "revenu_home"), AllOf(HasSubstr("wrong.toml:11:"), HasSubstr("'revenue_home'")));
  EXPECT_THAT(says("scene = \"B\"", "scene = \"Q\""), HasSubstr("wrong.toml:2:"));
  const std::string keep = "[[keep]]\nmeasure = \"engagd_home\"\nleast = 0.9\n[[lever]]\nlever = \"posts";
  EXPECT_THAT(says("[[lever]]\nlever = \"posts", keep),
              AllOf(HasSubstr("wrong.toml:14:"), HasSubstr("'engaged_home'")));
  EXPECT_THAT(says("labels[home=B]", "labels[name=Nobody]"), HasSubstr("wrong.toml:12:"));
}

TEST_F(OptimiseTest, RefusesWhatDoesNotFitIntoTheMemory) {
  write("huge.toml", replaced(read("plan.toml"), "fans = 300", "fans = 4000000000"));
  const Outcome outcome = hibiki("optimise huge.toml --out out");
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("fans would fit: fans = "));
  EXPECT_FALSE(exists("out"));
}

TEST_F(OptimiseTest, RefusesWhatIsNoPlan) {
  EXPECT_EQ(hibiki("optimise " + scenario("examples/small.toml")).exit_code, 3);
  EXPECT_EQ(hibiki("optimise nowhere.toml").exit_code, 4);
  write("wrong.toml", read("plan.toml") + "price = -5\nmarkets = [\"Q\"]\n");
  const Outcome outcome = hibiki("optimise wrong.toml --out out");
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_FALSE(exists("out"));
  EXPECT_EQ(shell("\"$hibiki\" run plan.toml").exit_code, 3);
}

}  // namespace
}  // namespace hibiki
