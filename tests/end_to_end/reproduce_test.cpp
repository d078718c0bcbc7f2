// hibiki reproduce: published experiments as its users meet them.
#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using Json = nlohmann::json;

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, line.size());
  return widest;
}

class ReproduceTest : public ProgramTest {
 protected:
  /// The files of the sources, wherever the test runs.
  std::string evidence(const std::string& name) const { return scenario("evidence/" + name + ".toml"); }
};

TEST_F(ReproduceTest, ListsWhatThereIs) {
  const Outcome outcome = hibiki("reproduce --list");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  for (const char* name : {"bass ", "watts ", "granovetter_normal ", "greedy_seeding "})
    EXPECT_THAT(outcome.out, HasSubstr(std::string("  ") + name));
  EXPECT_LE(widest_line(outcome.out), 80u);
}

TEST_F(ReproduceTest, SaysTargetResultAndVerdict) {
  const Outcome outcome = hibiki("reproduce granovetter");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Granovetter (1978)"));
  EXPECT_THAT(outcome.out, ContainsRegex("0 to 99 +joined +100 \\[C\\] +100 +pass"));
  EXPECT_THAT(outcome.out, ContainsRegex("the 1 is a 2 +joined +1 \\[C\\] +1 +pass"));
  EXPECT_LE(widest_line(outcome.out), 80u);
}

TEST_F(ReproduceTest, AMissedTargetIsExitCodeFive) {
  std::string text = read(write("copy.toml", shell("cat " + evidence("granovetter")).out));
  const Outcome outcome = hibiki("reproduce " + write("mine.toml", replaced(text, "value = 100\n", "value = 99\n")));
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_THAT(outcome.out, HasSubstr("FAIL"));
}

TEST_F(ReproduceTest, OtherParametersAreMeasuredAndNotJudged) {
  const Outcome outcome = hibiki("reproduce granovetter --set people=50");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("people = 50 [set]"), HasSubstr("2 of 2 targets hold for other parameters")));
  EXPECT_THAT(outcome.out, ContainsRegex("0 to 99 +joined +50"));
}

TEST_F(ReproduceTest, JsonHoldsParametersMeasuredValuesAndTargets) {
  const Outcome outcome = hibiki("reproduce watts --replicates 20 --seed 5 --json");
  ASSERT_THAT(outcome.exit_code, testing::AnyOf(0, 5)) << outcome.err;
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["kind"], "reproduction");
  EXPECT_EQ(json["seed"], 5);
  EXPECT_EQ(json["cases"].size(), 3u);
  EXPECT_EQ(json["cases"][1]["parameters"]["z"], 5);
  const Json& cascade = json["cases"][1]["measured"][0];
  EXPECT_EQ(cascade["name"], "cascade");
  EXPECT_EQ(cascade["by_seed"].size(), 20u);
  EXPECT_LE(cascade["low"], cascade["mean"]);
  EXPECT_EQ(json["targets"][0]["value"], 0.549);
  EXPECT_EQ(json["targets"][0]["mark"], "C");
  const auto threshold = std::find_if(json["parameters"].begin(), json["parameters"].end(),
                                      [](const Json& one) { return one["name"] == "threshold"; });
  EXPECT_EQ((*threshold)["value"], 0.18);
}

TEST_F(ReproduceTest, ThreadsChangeNothing) {
  const std::string command = "reproduce watts --replicates 10 --json --threads ";
  EXPECT_EQ(hibiki(command + "1").out, hibiki(command + "2").out);
}

TEST_F(ReproduceTest, ASweepIsATableACsvAndAPicture) {
  const Outcome outcome = hibiki("reproduce watts --sweep z=1:3:1 --set nodes=500 --replicates 5 --report --out here");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, ContainsRegex("z +cascade +theory"));
  EXPECT_LE(widest_line(outcome.out), 80u);
  EXPECT_THAT(read("here/sweep.csv"),
              StartsWith("z,case,measure,seeds,mean,mean_low,mean_high,seeds_low,seeds_high,theory\n1,,cascade,5,"));
  const Json json = Json::parse(read("here/sweep.json"));
  EXPECT_EQ(json["axes"][0]["values"], Json({1.0, 2.0, 3.0}));
  EXPECT_EQ(json["points"].size(), 3u);
  EXPECT_THAT(read("here/report.html"), HasSubstr("\"kind\":\"sweep\""));
}

TEST_F(ReproduceTest, AFinishedFolderIsShownAndAnotherRefused) {
  const Outcome first = hibiki("reproduce granovetter --out r");
  EXPECT_EQ(first.exit_code, 0) << first.err;
  const Outcome again = hibiki("reproduce granovetter --out r");
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_EQ(again.out, first.out);
  EXPECT_THAT(again.err, HasSubstr("nothing to do"));
  EXPECT_EQ(hibiki("reproduce granovetter --out r --report").exit_code, 0)
      << "the report that was not asked for comes to it";
  EXPECT_EQ(shell("ls -A r | xargs").out,
            "manifest.json report.html reproduction.csv reproduction.json reproduction.txt\n");
  EXPECT_EQ(hibiki("reproduce granovetter --out r --set people=50").exit_code, 4);
  EXPECT_EQ(hibiki("reproduce granovetter --out r --set people=50 --force").exit_code, 0);
  write("r/reproduction.json", "{}");
  const Outcome changed = hibiki("reproduce granovetter --out r --set people=50");
  EXPECT_EQ(changed.exit_code, 4);
  EXPECT_THAT(changed.err, HasSubstr("r/reproduction.json was changed"));
}

TEST_F(ReproduceTest, TwoSweepsAreAGrid) {
  const Outcome outcome = hibiki(
      "reproduce watts --sweep threshold=0.1,0.2 --sweep z=2,4 --measure cascade --set nodes=300 --replicates 3 "
      "--json");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["points"].size(), 4u);
  EXPECT_EQ(json["shown"], Json({"cascade"}));
}

TEST_F(ReproduceTest, TheReportHoldsTheFigureOfThePaper) {
  const Outcome outcome = hibiki("reproduce granovetter_normal --report");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("runs/reproduce-granovetter_normal"));
  const std::string page = read("runs/reproduce-granovetter_normal/report.html");
  EXPECT_THAT(page, AllOf(HasSubstr("\"sweep\":{\"kind\":\"sweep\""), HasSubstr("<title>A crowd that tips"),
                          Not(HasSubstr("src=\"http")), HasSubstr("default-src 'none'")));
}

TEST_F(ReproduceTest, ExperimentsStandSideBySide) {
  const std::string small = "title = \"T\"\nsource = \"S\"\nmodel = \"granovetter\"\n";
  write("second.toml", small);
  const std::string first = write("first.toml", small + "[figure]\nbeside = \"second\"\n");
  const Outcome outcome = hibiki("reproduce " + first + " --report --out here --json");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["beside"]["name"], "second");
  EXPECT_EQ(json["figures"][0]["x"], "round");
  write("second.toml", "title = \"T\"\nsource = \"S\"\nmodel = \"bass\"\n");
  const Outcome other = hibiki("reproduce " + first + " --report --out there");
  EXPECT_EQ(other.exit_code, 3);
  EXPECT_THAT(other.err, HasSubstr("uses model bass, not granovetter"));
}

TEST_F(ReproduceTest, MistypedNamesAndKeysSuggestTheNearest) {
  const auto refused = [&](const std::string& arguments, int code, const std::string& said) {
    const Outcome outcome = hibiki("reproduce " + arguments);
    EXPECT_EQ(outcome.exit_code, code) << arguments;
    EXPECT_THAT(outcome.err, AllOf(StartsWith("hibiki: error: "), HasSubstr(said))) << arguments;
    EXPECT_THAT(outcome.out, IsEmpty()) << arguments;
  };
  refused("wats", 2, "did you mean 'watts'?");
  refused("", 2, "--list");
  refused("watts --all", 2, "--list");
  refused("--all --set z=1", 2, "NAME");
  refused("watts --set treshold=0.1", 3, "did you mean 'threshold'?");
  refused("watts --set z=-1", 3, "valid: 0 to 1000");
  refused("watts --sweep y=1:2:1", 3, "did you mean 'z'?");
  refused("watts --sweep z=1:2:1 --measure cascades", 2, "did you mean 'cascade'?");
  refused("watts --replicates 0", 2, "--replicates: '0'");
  refused("none.toml", 4, "none.toml");
  refused("complex_contagion --set nodes=10 --set degree=20", 3, "degree must be below nodes");
}

TEST_F(ReproduceTest, WrongModelsAreRefutedAndFitsAreNoReproductions) {
  const Outcome outcome = hibiki("reproduce granovetter");
  EXPECT_THAT(outcome.out, HasSubstr("Wrong on purpose, the 1 is a 2, changed_to = 1: refuted by joined 100, not 1"));
  const Outcome fitted = hibiki("reproduce musiclab_order");
  EXPECT_EQ(fitted.exit_code, 0) << fitted.out;
  EXPECT_THAT(fitted.out,
              AllOf(HasSubstr("Calibration, no reproduction:"), ContainsRegex(" fits\n"), Not(HasSubstr(" pass"))));
  std::string text = read(write("copy.toml", shell("cat " + evidence("granovetter")).out));
  text = replaced(text, "set = {changed_to = 3}", "set = {changed_to = 1}");
  const Outcome lenient = hibiki("reproduce " + write("lenient.toml", text));
  EXPECT_EQ(lenient.exit_code, 5);
  EXPECT_THAT(lenient.out, HasSubstr("NOT REFUTED"));
}

}  // namespace
}  // namespace hibiki
