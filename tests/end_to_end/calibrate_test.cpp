// `hibiki calibrate`: known parameters are found again, a killed calibration goes on, and what it says and leaves
// behind.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/end_to_end/forged_files.hpp"
#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr double kRate = 0.5, kDecay = 0.02;  ///< the truth

/// three_markets.toml, shorter; two parameters that both move sales, one of which moves inequality too.
class CalibrateTest : public ProgramTest {
 protected:
  CalibrateTest() {
    const std::string quoted = scenario("examples/three_markets.toml");
    write("base.toml", "extends = \"" + quoted.substr(1, quoted.size() - 2) +
                           "\"\n[run]\nreport_from = 2002-01-07\nend = 2004-12-27\nfans = 400\n");
  }

  /// A plan with these observed values; `before` gives the truth as the values before.
  std::string plan(const std::string& name, const std::string& method, const std::vector<double>& observed,
                   bool before) const {
    const auto start = [&](double value) { return before ? fmt::format("start = {}\n", value) : ""; };
    std::string text = "scenario = \"base.toml\"\n" + method;
    text += "[[parameter]]\nkey = \"money.physical_rate\"\nlow = 0.1\nhigh = 1.6\nscale = \"log\"\nwhy = \"sales\"\n" +
            start(kRate);
    text += "[[parameter]]\nkey = \"engagement.decay\"\nlow = 0.005\nhigh = 0.08\nscale = \"log\"\nwhy = \"fans\"\n" +
            start(kDecay);
    const auto target = [&](std::size_t i, const char* measure, char market, const char* band) {
      text += fmt::format(
          "[[target]]\nname = \"{0} {1}\"\nmeasure = \"{0}\"\nmarket = \"{1}\"\nyears = [2002, 2004]\nvalue = "
          "{2}\n{3}\n"
          "mark = \"C\"\nsource = \"the model\"\n",
          measure, market, observed.empty() ? 1.0 : observed[i], band);
    };
    for (std::size_t i = 0; i < 2; ++i) target(i, "recorded_revenue", "AB"[i], "band = 0.1");
    for (std::size_t i = 2; i < 5; ++i) target(i, "gini", "ABC"[i - 2], "band = 0.003\nscale = \"difference\"");
    return write(name, text);
  }
  std::string small_plan() const {
    return plan("plan.toml", "replicates = 1\n[method]\nwaves = 2\npoints = 6\n", {}, false);
  }
};

/// Data made by the model under other seeds, then both parameters left free.
TEST_F(CalibrateTest, FindsTheParametersThatMadeTheData) {
  const Outcome made = hibiki(
      "calibrate " + plan("truth.toml", "replicates = 4\n[method]\nwaves = 1\npoints = 4\n", {}, true) + " --json");
  ASSERT_EQ(made.exit_code, 0) << made.err;
  std::vector<double> observed;
  const json truth = json::parse(made.out);
  for (const json& target : truth["targets"]) observed.push_back(target["before"]);

  const Outcome fitted = hibiki(
      "calibrate " +
      plan("fit.toml", "replicates = 3\nseed = 50\n[method]\nwaves = 2\npoints = 16\n", observed, false) + " --json");
  ASSERT_EQ(fitted.exit_code, 0) << fitted.err;
  const json found = json::parse(fitted.out);
  double volume = 1;
  for (const auto& [i, value] : {std::pair(0, kRate), std::pair(1, kDecay)}) {
    const json& kept = found["parameters"][static_cast<std::size_t>(i)]["kept"];
    EXPECT_LE(kept["low"], value);
    EXPECT_GE(kept["high"], value);
    volume *= std::log(kept["high"].get<double>() / kept["low"].get<double>()) / std::log(16.0);
  }
  EXPECT_LT(volume, 0.75) << "of the box around what is kept: the data count as one history";
  const json& wave = found["waves"][1];
  EXPECT_LT(wave["not_ruled_out"].get<double>() / wave["candidates"].get<double>(), 0.4);
}

TEST_F(CalibrateTest, KilledItGoesOnAndEndsWithTheSameBytes) {
  small_plan();
  ASSERT_EQ(hibiki("calibrate plan.toml --out whole --threads 1").exit_code, 0);
  const Outcome killed = shell(
      "\"$hibiki\" calibrate plan.toml --out killed --threads 2 & pid=$!\n"
      "for i in $(seq 600); do [ \"$(cat killed/.hibiki-work-*/scratch/points.jsonl 2>/dev/null | wc -l)\" -ge 4 ] && "
      "break; sleep 0.02; "
      "done\n"
      "kill -9 $pid; wait $pid; ls killed; printf '{\"wave\":1,' >>$(ls -d "
      "killed/.hibiki-work-*)/scratch/points.jsonl");
  ASSERT_EQ(killed.out, "") << killed.err;
  const Outcome resumed = hibiki("calibrate plan.toml --out killed --threads 2");
  ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
  EXPECT_THAT(resumed.err, HasSubstr("continuing with"));
  EXPECT_EQ(shell("diff -r -x manifest.json whole killed").out, "");
  EXPECT_EQ(shell("ls -A killed | xargs").out,
            "calibration.json ensemble.toml manifest.json parameters.toml points.jsonl\n");
}

TEST_F(CalibrateTest, AFinishedOneIsShownAndAnotherPlanRefused) {
  small_plan();
  const Outcome first = hibiki("calibrate plan.toml"), again = hibiki("calibrate plan.toml");
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(again.out, first.out);
  EXPECT_THAT(again.err, HasSubstr("nothing to do"));
  const Outcome other = hibiki("calibrate plan.toml --seed 7");
  EXPECT_EQ(other.exit_code, 4);
  EXPECT_THAT(other.err, HasSubstr("--force"));
  EXPECT_EQ(hibiki("calibrate plan.toml --seed 7 --force").exit_code, 0);
}

TEST_F(CalibrateTest, TheTablesFitATerminal) {
  small_plan();
  const Outcome outcome = hibiki("calibrate plan.toml");
  EXPECT_THAT(outcome.out, HasSubstr("money.physical_rate"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("\033")));
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
}

TEST_F(CalibrateTest, AScenarioNamesWhereItsParametersComeFrom) {
  small_plan();
  ASSERT_EQ(hibiki("calibrate plan.toml --out c").exit_code, 0);
  write("calibrated.toml", "extends = \"base.toml\"\nensemble = \"c/ensemble.toml\"\n");
  const Outcome outcome = hibiki("run calibrated.toml --until 2002-06-30");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("2 parameters from the plan plan.toml (seed 1"));
  EXPECT_THAT(outcome.err, HasSubstr("changed after calibration: money.physical_rate, engagement.decay"));
  EXPECT_EQ(hibiki("run base.toml --until 2002-06-30 --out r").out,
            outcome.out.empty() ? "" : replaced(outcome.out, "calibrated", "base"));
}

TEST_F(CalibrateTest, OutOfTimeItStopsAndGoesOn) {
  small_plan();
  const Outcome stopped = hibiki("calibrate plan.toml --maxh 0.00001");
  EXPECT_EQ(stopped.exit_code, 75) << stopped.err;
  EXPECT_THAT(stopped.err, HasSubstr("the same command continues"));
  EXPECT_EQ(hibiki("calibrate plan.toml").exit_code, 0);
}

TEST_F(CalibrateTest, InterruptedItKeepsWhatIsDoneAndSaysSo) {
  small_plan();
  const Outcome stopped = shell(
      "env --default-signal=INT \"$hibiki\" calibrate plan.toml --out c --threads 1 & pid=$!\n"
      "for i in $(seq 600); do [ \"$(cat c/.hibiki-work-*/scratch/points.jsonl 2>/dev/null | wc -l)\" -ge 3 ] && "
      "break; sleep 0.02; done\n"
      "kill -INT $pid; wait $pid");
  EXPECT_EQ(stopped.exit_code, 130) << stopped.err;
  EXPECT_THAT(stopped.err, HasSubstr("the same command continues"));
  EXPECT_THAT(stopped.err, Not(HasSubstr("nothing half-written")));
  const Outcome resumed = hibiki("calibrate plan.toml --out c");
  EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
  EXPECT_THAT(resumed.err, HasSubstr("continuing with"));
}

/// A point said to have failed is simulated again, and all ends as if it never had.
TEST_F(CalibrateTest, WhatFailedIsTriedAgainByTheSameCommand) {
  small_plan();
  ASSERT_EQ(hibiki("calibrate plan.toml --out whole").exit_code, 0);
  ASSERT_EQ(hibiki("calibrate plan.toml --out c").exit_code, 0);
  auto calibration = nlohmann::ordered_json::parse(read("c/calibration.json"));
  std::istringstream points(read("c/points.jsonl"));
  std::string changed_points;
  std::string line;
  for (int number = 0; std::getline(points, line); ++number) {
    auto point = nlohmann::ordered_json::parse(line);
    if (number == 2) {
      point.erase("outcomes");
      point["error"] = "out of memory";
      calibration["failed"] = {point};
    }
    changed_points += sealed_again(point, -1);
  }
  for (const auto& [name, content] :
       {std::pair("points.jsonl", changed_points), std::pair("calibration.json", calibration.dump())}) {
    write("c/manifest.json", manifest_with(read("c/manifest.json"), name, content));
    write(fmt::format("c/{}", name), content);
  }
  const Outcome again = hibiki("calibrate plan.toml --out c");
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.err, HasSubstr("failed points to simulate again: 1"));
  EXPECT_EQ(shell("diff -r -x manifest.json whole c").out, "");
}

TEST_F(CalibrateTest, ChangedDigitsAreSeen) {
  small_plan();
  write("plan.toml", "extends = \"../base.toml\"\n" + read("plan.toml"));
  ASSERT_EQ(hibiki("calibrate plan.toml --out c").exit_code, 0);
  write("calibrated.toml", "extends = \"base.toml\"\nensemble = \"c/ensemble.toml\"\n");
  write("extending.toml", "extends = \"c/parameters.toml\"\n");
  EXPECT_EQ(hibiki("run extending.toml --until 2002-06-30").exit_code, 0);
  const auto refused = [&](const std::string& command, const std::string& file) {
    const Outcome outcome = hibiki(command);
    EXPECT_EQ(outcome.exit_code, 4) << command << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("c/" + file + " was changed")) << command;
    EXPECT_EQ(outcome.out, "") << command;
  };
  for (const char* file : {"points.jsonl", "calibration.json", "ensemble.toml", "parameters.toml"}) {
    const std::string name = std::string("c/") + file, text = read(name);
    std::string changed = text;
    changed[changed.find_last_of("123456789")] ^= 1;
    write(name, changed);
    refused("calibrate plan.toml --out c", file);
    if (name == "c/ensemble.toml") refused("run calibrated.toml --until 2002-06-30", file);
    if (name == "c/parameters.toml") refused("run extending.toml --until 2002-06-30", file);
    write(name, text);
  }
  EXPECT_EQ(hibiki("calibrate plan.toml --out c").exit_code, 0);
  // Of one that is not finished each line has a check of its own.
  shell("\"$hibiki\" calibrate plan.toml --out k --maxh 0.00001");
  ASSERT_EQ(shell("work=$(ls -d k/.hibiki-work-*) && cp c/points.jsonl $work/scratch/points.jsonl &&\n"
                  "sed -i '3s/\"index\":./\"index\":7/' $work/scratch/points.jsonl")
                .exit_code,
            0);
  const Outcome stopped = hibiki("calibrate plan.toml --out k");
  EXPECT_EQ(stopped.exit_code, 4);
  EXPECT_THAT(stopped.err, HasSubstr("scratch/points.jsonl:3: the line was changed"));
  EXPECT_EQ(hibiki("calibrate plan.toml --out k --force").exit_code, 0);
  EXPECT_EQ(shell("diff -r -x manifest.json c k").out, "");
}

TEST_F(CalibrateTest, BadPlansAreLocated) {
  small_plan();
  write("bad.toml", replaced(read("plan.toml"), "high = 1.6", "high = 0.05"));
  const Outcome outcome = hibiki("calibrate bad.toml");
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("bad.toml:9"));
  EXPECT_FALSE(exists("runs"));
  EXPECT_EQ(hibiki("calibrate nowhere.toml").exit_code, 4);
  EXPECT_EQ(hibiki("calibrate").exit_code, 2);
}

TEST_F(CalibrateTest, ADryRunSaysWhatItNeeds) {
  small_plan();
  const Outcome outcome = hibiki("calibrate plan.toml --dry-run");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("2 waves of 6 points"));
  EXPECT_FALSE(exists("runs"));
}

}  // namespace
}  // namespace hibiki
