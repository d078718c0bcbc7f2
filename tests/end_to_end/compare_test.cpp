// `hibiki compare` and `hibiki report`: what they say, what they leave behind, and what a tired person types.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kOptions = " --fans 600 --until 2006-06-30 --replicates 3";

/// three_markets.toml, and B promoting abroad from 2005 on.
class CompareTest : public ProgramTest {
 protected:
  CompareTest() {
    write("variant.toml", intervention("set = 0.8\ncost = 1000.0"));
    write("placebo.toml", intervention("set = \"current\""));
    write("same.toml", extends());
  }

  std::string extends() const {
    std::string base = scenario("examples/three_markets.toml");
    base.erase(std::remove_if(base.begin(), base.end(), [](char c) { return c == '\'' || c == '"'; }), base.end());
    return "extends = \"" + base + "\"\ntitle = \"B abroad\"\nquestion = \"Does it pay?\"\n";
  }
  std::string intervention(const std::string& change) const {
    return extends() +
           "[[intervention]]\nid = \"abroad\"\ntarget = \"labels[home=B]\"\nlever = \"promotion.abroad\"\n" +
           "from = 2005-03-07\n" + change + "\n";
  }
  std::string base() const { return scenario("examples/three_markets.toml"); }

  /// compare.json's content; null when the comparison failed.
  json compare(const std::string& arguments) const {
    const Outcome outcome = hibiki("compare " + arguments + kOptions + " --json");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.exit_code == 0 ? json::parse(outcome.out) : json{};
  }
};

bool is_exactly_nothing(const json& effect) {
  if (effect["pairs"] == 0) return true;
  const json zero = {{"mean", 0.0}, {"low", 0.0}, {"high", 0.0}}, one = {{"mean", 1.0}, {"low", 1.0}, {"high", 1.0}};
  const bool alone = effect["pairs"] == 1;  // no interval
  const auto is = [&](const json& interval, const json& wanted) {
    return alone ? interval["mean"] == wanted["mean"] : interval == wanted;
  };
  return is(effect["difference"], zero) && (effect["ratio"].is_null() || is(effect["ratio"], one)) &&
         effect["pairs_equal"] == effect["pairs"];
}

TEST_F(CompareTest, LeavesTheFolderOfAComparison) {
  const Outcome outcome = hibiki("compare " + base() + " variant.toml" + kOptions);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(shell("cd runs/compare-three_markets-variant && ls -A | sort | xargs").out,
            "compare.json compare.xlsx effects.csv manifest.json markets.csv report.html three_markets variant\n");
  EXPECT_THAT(outcome.out, HasSubstr("engaged fans abroad"));
  EXPECT_THAT(outcome.out, HasSubstr("A conditional simulation, not a forecast"));
  EXPECT_THAT(outcome.out, HasSubstr("over the window: $"));
  EXPECT_THAT(outcome.err, HasSubstr("report.html"));
  EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr("\033")));
  EXPECT_TRUE(read("runs/compare-three_markets-variant/report.html").starts_with("<!doctype html>"));
}

/// Fields of lines of a file without quotes.
std::vector<std::vector<std::string>> rows_of(const std::string& csv) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line + ",");
    rows.emplace_back();
    for (std::string field; std::getline(fields, field, ',');) rows.back().push_back(field);
  }
  return rows;
}

TEST_F(CompareTest, TheTableOfEffectsHasEveryPairAndMeasure) {
  const json all = compare(base() + " variant.toml --out c");
  const auto rows = rows_of(read("c/effects.csv"));
  ASSERT_EQ(rows.size(), 1 + 3 * all["measures"].size());
  EXPECT_EQ(rows[0], (std::vector<std::string>{"variant", "set", "seed", "measure", "unit", "base", "value",
                                               "difference", "log_ratio"}));
  const json& headline = all["variants"][0]["effects"][0];
  double sum = 0, logs = 0;
  std::vector<std::string> seeds;
  for (const auto& row : rows)
    if (row[3] == headline["measure"]) {
      EXPECT_EQ(row[0], "variant");
      seeds.push_back(row[2]);
      sum += std::stod(row[7]);
      logs += std::stod(row[8]);
      EXPECT_DOUBLE_EQ(std::stod(row[7]), std::stod(row[6]) - std::stod(row[5]));
    }
  EXPECT_EQ(seeds, (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_NEAR(sum / 3, headline["difference"]["mean"].get<double>(), 1e-6 * std::abs(sum));
  EXPECT_NEAR(std::exp(logs / 3), headline["ratio"]["mean"].get<double>(), 1e-9);
}

TEST_F(CompareTest, PowerIsPrintedOfAFinishedComparisonToo) {
  const std::string command = "compare " + base() + " variant.toml --out c" + std::string(kOptions);
  ASSERT_EQ(hibiki(command).exit_code, 0);
  const Outcome again = hibiki(command + " --power 0.1");
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("A true effect of +10 % would be seen in 3 pairs with"));
  EXPECT_THAT(again.err, HasSubstr("finished"));
  EXPECT_EQ(hibiki(command + " --power 0.1 --json").exit_code, 2);
  EXPECT_EQ(hibiki(command + " --power 0").exit_code, 2);
}

TEST_F(CompareTest, SaysWhoseCostIsStated) {
  const auto said = [&](const std::string& arguments, const std::string& out) {
    return hibiki("compare " + arguments + kOptions + " --out " + out).out;
  };
  EXPECT_THAT(said(base() + " same.toml", "a"), HasSubstr("Cost of the levers: not stated"));
  EXPECT_THAT(said("variant.toml " + base() + " --scene B", "b"),
              HasSubstr("Spent on the levers by B-pop's labels over the window: $"));
  EXPECT_THAT(said(base() + " variant.toml --scene A", "c"), HasSubstr("over the window: the same as in the base"));
}

TEST_F(CompareTest, TheAnswerFitsATerminal) {
  const Outcome outcome = hibiki("compare " + base() + " variant.toml" + kOptions);
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) {
    const auto columns = std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; });
    EXPECT_LE(columns, 80) << line;
  }
}

TEST_F(CompareTest, ArmsAreTheRunsOfTheirScenarios) {
  const json said = compare(base() + " variant.toml --out out");
  const std::pair<std::string, std::string> arms[] = {{base(), "three_markets"}, {"variant.toml", "variant"}};
  for (const auto& [file, name] : arms) {
    ASSERT_EQ(hibiki("run " + file + kOptions + " --out run-" + name).exit_code, 0);
    for (const char* what : {"results.h5", "resolved.toml", "scenario.toml", "summary.csv", "summary.txt"})
      EXPECT_TRUE(read("run-" + name + "/" + what) == read("out/" + name + "/" + what)) << name << "/" << what;
  }
  EXPECT_EQ(said["variants"][0]["run"], "variant");
  EXPECT_EQ(hibiki("verify out/variant").exit_code, 0);
}

TEST_F(CompareTest, AnArmThatDiffersAtTheStartIsTheRunOfItsScenarioToo) {
  write("ties.toml",
        extends() +
            "[assumptions]\nnetwork.similarity = 0\n[[market]]\nname = \"A\"\ntaste = [0.5, 0, 0, 0.5, 0, 0, 0, 0]\n");
  const json said = compare(base() + " ties.toml --out out");
  EXPECT_NE(said["variants"][0]["digests"], said["base"]["digests"]);
  ASSERT_EQ(hibiki("run ties.toml" + std::string(kOptions) + " --out alone").exit_code, 0);
  EXPECT_TRUE(read("alone/results.h5") == read("out/ties/results.h5"));
  EXPECT_EQ(hibiki("verify out/ties").exit_code, 0);
}

TEST_F(CompareTest, IdenticalScenariosAndPlacebosCompareToExactlyZero) {
  const json said = compare(base() + " same.toml placebo.toml --out out");
  ASSERT_EQ(said["variants"].size(), 2u);
  for (const json& variant : said["variants"]) {
    for (const json& effect : variant["effects"]) EXPECT_TRUE(is_exactly_nothing(effect)) << effect.dump();
    EXPECT_THAT(variant["verdict"].get<std::string>(), HasSubstr("Exactly no effect"));
    for (const json& mean : variant["paired"]["mean"]) EXPECT_EQ(mean, 0.0);
    EXPECT_EQ(variant["digests"], said["base"]["digests"]);
  }
  const Outcome warned = hibiki("compare " + base() + " same.toml --out again" + kOptions);
  EXPECT_THAT(warned.err, HasSubstr("exactly zero"));
}

TEST_F(CompareTest, SwappingTheArmsTurnsEverySignExactly) {
  const json there = compare(base() + " variant.toml --out there")["variants"][0]["effects"];
  const json back = compare("variant.toml " + base() + " --out back")["variants"][0]["effects"];
  ASSERT_EQ(there.size(), back.size());
  bool any = false;
  for (std::size_t i = 0; i < there.size(); ++i) {
    if (there[i]["pairs"] == 0) continue;
    const json &a = there[i]["difference"], &b = back[i]["difference"];
    EXPECT_EQ(a["mean"].get<double>(), -b["mean"].get<double>()) << there[i]["measure"];
    if (there[i]["pairs"] > 1) {
      EXPECT_EQ(a["low"].get<double>(), -b["high"].get<double>()) << there[i]["measure"];
    }
    EXPECT_EQ(there[i]["pairs_positive"], back[i]["pairs_negative"]);
    any = any || a["mean"] != 0.0;
  }
  EXPECT_TRUE(any) << "a variant that moves nothing shows nothing";
}

TEST_F(CompareTest, ThreadsChangeNothing) {
  json one = compare(base() + " variant.toml --threads 1 --out one");
  json two = compare(base() + " variant.toml --threads 2 --out two");
  for (json* said : {&one, &two}) said->erase("command");
  EXPECT_EQ(one.dump(), two.dump());
  EXPECT_TRUE(read("one/variant/results.h5") == read("two/variant/results.h5"));
}

TEST_F(CompareTest, JsonIsTheFile) {
  const Outcome outcome = hibiki("compare " + base() + " variant.toml --out out --json" + kOptions);
  EXPECT_EQ(outcome.out, read("out/compare.json"));
  const json said = json::parse(outcome.out);
  EXPECT_EQ(said["kind"], "comparison");
  EXPECT_EQ(said["scene"]["market"], "B");
  EXPECT_EQ(said["window"]["from"], "2005-03-07");
  EXPECT_EQ(said["replicates"], 3);
  EXPECT_EQ(said["variants"][0]["effects"].size(), said["measures"].size());
  EXPECT_EQ(said["variants"][0]["levers"][0]["labels"].get<int>() > 0, true);
  EXPECT_EQ(said["variants"][0]["paired"]["pairs"].size(), 3u);
  EXPECT_GT(said["variants"][0]["cost_usd"].get<double>(), 0.0);
  EXPECT_FALSE(said["variants"][0]["differences"].empty());
}

TEST_F(CompareTest, SaysThatNoCostIsStatedOnlyWhereNoneIs) {
  const json dropped = compare("variant.toml same.toml --out dropped")["variants"][0];
  EXPECT_LT(dropped["cost_usd"].get<double>(), 0.0);
  EXPECT_EQ(dropped["cost_stated"], true);
  const json elsewhere = compare(base() + " variant.toml --scene A-pop --out elsewhere")["variants"][0];
  EXPECT_EQ(elsewhere["cost_usd"], 0.0);
  EXPECT_EQ(elsewhere["cost_stated"], true);
  EXPECT_EQ(compare(base() + " placebo.toml --out none")["variants"][0]["cost_stated"], false);
}

TEST_F(CompareTest, FinishedComparisonIsNotMadeAgain) {
  const std::string arguments = "compare " + base() + " variant.toml --out out" + kOptions;
  const Outcome first = hibiki(arguments);
  const std::string before = shell("stat -c %y out/compare.json").out;
  const Outcome second = hibiki(arguments);
  EXPECT_EQ(second.exit_code, 0);
  EXPECT_THAT(second.err, HasSubstr("finished"));
  EXPECT_EQ(second.out, first.out);
  EXPECT_EQ(shell("stat -c %y out/compare.json").out, before);
  EXPECT_EQ(json::parse(hibiki(arguments + " --json").out), json::parse(read("out/compare.json")));
}

TEST_F(CompareTest, AnotherComparisonNeedsForce) {
  hibiki("compare " + base() + " variant.toml --out out" + kOptions);
  const std::string before = read("out/compare.json");
  const Outcome refused = hibiki("compare " + base() + " placebo.toml --out out" + kOptions);
  EXPECT_EQ(refused.exit_code, 4);
  EXPECT_THAT(refused.err, HasSubstr("--force"));
  EXPECT_EQ(read("out/compare.json"), before);
  EXPECT_EQ(hibiki("compare " + base() + " placebo.toml --force --out out" + kOptions).exit_code, 0);
  EXPECT_NE(read("out/compare.json"), before);
}

TEST_F(CompareTest, AFolderOfOtherFilesIsLeftAlone) {
  shell("mkdir mine && echo text > mine/notes.txt");
  const Outcome outcome = hibiki("compare " + base() + " variant.toml --out mine" + kOptions);
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_EQ(shell("ls -A mine").out, "notes.txt\n");
  shell("echo text > file");
  EXPECT_EQ(hibiki("compare " + base() + " variant.toml --out file" + kOptions).exit_code, 4);
}

TEST_F(CompareTest, GoesOnUntilTheIntervalIsNarrow) {
  const std::string arguments = "compare " + base() + " variant.toml --fans 2000 --until 2005-12-31 --json --out ";
  const Outcome wide = hibiki(arguments + "wide --ci-width 100");
  ASSERT_EQ(wide.exit_code, 0) << wide.err;
  EXPECT_EQ(json::parse(wide.out)["replicates"], 8);
  const json ratio = json::parse(wide.out)["variants"][0]["effects"][0]["ratio"];
  const double width = ratio["high"].get<double>() - ratio["low"].get<double>();
  const Outcome narrow = hibiki(arguments + "narrow --ci-width " + std::to_string(0.9 * width));
  ASSERT_EQ(narrow.exit_code, 0) << narrow.err;
  const json said = json::parse(narrow.out);
  const json& narrower = said["variants"][0]["effects"][0]["ratio"];
  EXPECT_GT(said["replicates"], 8);
  EXPECT_LE(narrower["high"].get<double>() - narrower["low"].get<double>(), 0.9 * width);
}

TEST_F(CompareTest, SetReachesAnInterventionOfTheVariant) {
  const json said = compare(base() + " variant.toml --set intervention.abroad.set=0.3 --out out");
  EXPECT_EQ(said["variants"][0]["levers"][0]["change"], "set 0.3");
  EXPECT_EQ(hibiki("compare " + base() + " variant.toml --set intervention.abroat.set=0.3" + kOptions).exit_code, 3);
}

TEST_F(CompareTest, WhatATiredPersonTypes) {
  struct Mistake {
    std::string arguments;
    int exit_code;
    const char* says;
  };
  write("longer.toml", extends() + "[run]\nend = 2009-01-01\n");
  write("fans.toml", extends() + "[run]\nfans = 4000\n");
  write("start.toml", extends() + "[run]\nstart = 2001-01-01\n");
  write("swapped.toml",
        extends() + "[[market]]\nname = \"A\"\nscene = \"B-pop\"\n[[market]]\nname = \"B\"\nscene = \"A-pop\"\n");
  shell("mkdir folder && touch empty.toml");
  const Mistake mistakes[] = {
      {base(), 2, "BASE VARIANT"},
      {base() + " " + base(), 2, "base and as variant"},
      {base() + " variant.toml variant.toml", 2, "twice"},
      {base() + " variant.toml ./variant.toml", 2, "twice"},
      {base() + " missing.toml", 4, "missing.toml"},
      {base() + " folder", 4, "folder"},
      {base() + " empty.toml", 3, "empty.toml"},
      {base() + " " + scenario("examples/small.toml"), 2, "markets"},
      {base() + " longer.toml", 2, "run.end"},
      {base() + " swapped.toml", 2, "another scene of the market A"},
      {base() + " fans.toml", 2, "run.fans"},
      {base() + " start.toml", 2, "run.start"},
      {base() + " variant.toml --replicates 0", 2, "--replicates"},
      {base() + " variant.toml --ci-width 0", 2, "ci-width"},
      {base() + " variant.toml --ci-width -1", 2, "ci-width"},
      {base() + " variant.toml --ci-width 0.1 --replicates 4", 2, "exclude"},
      {base() + " variant.toml --until 2030-01-01", 2, "--until"},
      {base() + " variant.toml --replicate 4", 2, "--replicates"},
  };
  for (const Mistake& mistake : mistakes) {
    const Outcome outcome = hibiki("compare " + mistake.arguments);
    EXPECT_EQ(outcome.exit_code, mistake.exit_code) << mistake.arguments << "\n" << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(mistake.says)) << mistake.arguments;
    EXPECT_FALSE(exists("runs")) << mistake.arguments;
  }
}

TEST_F(CompareTest, KeepsSummariesAlone) {
  const std::string command = "compare " + base() + " variant.toml" + kOptions;
  ASSERT_EQ(hibiki(command + " --out weekly").exit_code, 0);
  const Outcome kept = hibiki(command + " --keep summary --out summary");
  ASSERT_EQ(kept.exit_code, 0) << kept.err;
  EXPECT_EQ(shell("find summary -name results.h5").out, "");
  EXPECT_EQ(shell("ls summary/variant | sort | xargs").out,
            "manifest.json resolved.toml scenario.toml summary.csv summary.json summary.txt\n");
  EXPECT_EQ(read("summary/variant/summary.csv"), read("weekly/variant/summary.csv"));
  EXPECT_EQ(json::parse(read("summary/compare.json"))["variants"],
            json::parse(read("weekly/compare.json"))["variants"]);
  EXPECT_EQ(hibiki("verify summary/variant").exit_code, 0);
  EXPECT_THAT(hibiki(command + " --keep summary --out summary").err, HasSubstr("finished"));
  EXPECT_EQ(hibiki(command + " --out summary").exit_code, 4) << "what is kept is part of what was asked";
}

TEST_F(CompareTest, SaysHowMuchItLeaves) {
  const Outcome outcome = hibiki("compare " + base() + " variant.toml" + kOptions + " --out out");
  EXPECT_THAT(outcome.err, testing::ContainsRegex("out takes [0-9.]+ [kM]B"));
  const json need = json::parse(hibiki("compare " + base() + " variant.toml" + kOptions + " --dry-run --json").out);
  const double left = std::stod(shell("du -sb --apparent-size out | cut -f1").out);
  EXPECT_NEAR(need["kept_bytes"].get<double>(), left, 0.25 * left);
  EXPECT_GT(need["disk_bytes"], need["kept_bytes"]);
}

TEST_F(CompareTest, ReadsOneScenarioFromStandardInput) {
  const Outcome outcome = shell("\"$hibiki\" compare " + base() + " - --out out --json" + kOptions + " < variant.toml");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_TRUE(exists("out/stdin/manifest.json")) << shell("ls out").out;
  EXPECT_EQ(hibiki("compare - -").exit_code, 2);
}

TEST_F(CompareTest, ANumberOfReplicatesThatIsStatedHolds) {
  write("single.toml", extends() + "[run]\nreplicates = 1\n");
  const auto pairs = [&](const std::string& arguments) {
    const Outcome outcome = hibiki("compare " + arguments + " --dry-run --json");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.exit_code == 0 ? json::parse(outcome.out)["pairs"] : json{};
  };
  EXPECT_EQ(pairs(base() + " variant.toml"), 16);
  EXPECT_EQ(pairs(base() + " variant.toml --replicates 1"), 1);
  EXPECT_EQ(pairs(base() + " variant.toml --set run.replicates=1"), 1);
  EXPECT_EQ(pairs("single.toml variant.toml"), 1);
  EXPECT_EQ(pairs(base() + " single.toml"), 16) << "the base decides";
  ASSERT_EQ(hibiki("run " + base() + " --fans 200 --until 2005-12-31 --out one").exit_code, 0);
  EXPECT_EQ(pairs("one/manifest.json variant.toml --fans 200 --until 2005-12-31"), 16)
      << "every run writes all its values";
}

TEST_F(CompareTest, DryRunSimulatesNothing) {
  const Outcome outcome = hibiki("compare " + base() + " variant.toml --dry-run");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  for (const char* word : {"16 pairs", "memory", "disk", "time"}) EXPECT_THAT(outcome.out, HasSubstr(word));
  EXPECT_FALSE(exists("runs"));
}

TEST_F(CompareTest, InterruptLeavesNothingBehind) {
  const Outcome outcome = shell("env --default-signal=INT \"$hibiki\" compare " + base() +
                                " variant.toml --fans 200000 --out out & pid=$!\n"
                                "for i in $(seq 600); do [ -e out/.hibiki-claim ] && break; sleep 0.05; done\n"
                                "sleep 0.3; kill -INT $pid; wait $pid");
  EXPECT_EQ(outcome.exit_code, 130) << outcome.err;
  EXPECT_FALSE(exists("out")) << shell("find out").out;
}

TEST_F(CompareTest, KilledComparisonIsMadeByTheSameCommand) {
  const std::string arguments = "compare " + base() + " variant.toml --out out" + kOptions;
  shell("\"$hibiki\" " + arguments +
        " & pid=$!\n for i in $(seq 600); do [ -e out/.hibiki-claim ] && break; sleep 0.02; done\n"
        "kill -KILL $pid; wait $pid");
  EXPECT_EQ(hibiki(arguments).exit_code, 0);
  EXPECT_EQ(shell("ls -d out/.hibiki* 2>/dev/null").out, "");
}

TEST_F(CompareTest, AFailedReplicateIsNamedAndTheRestCount) {
  // While the first pair is simulated a folder takes the place of the file that the third one's variant needs.
  const Outcome outcome =
      shell("\"$hibiki\" compare " + base() +
            " variant.toml --fans 4000 --until 2006-06-30 --replicates 4 "
            "--threads 1 --out out > answer.txt & pid=$!\n"
            "for i in $(seq 600); do work=$(ls -d out/.hibiki-work-*/scratch 2>/dev/null) && break; sleep 0.01; done\n"
            "mkdir $work/arm-1-replicate-0002.spool; wait $pid");
  EXPECT_EQ(outcome.exit_code, 5) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("variant failed with seed 3"));
  EXPECT_THAT(read("answer.txt"), HasSubstr("1 replicate failed"));
  const json said = json::parse(read("out/compare.json"));
  ASSERT_EQ(said["failed"].size(), 1u);
  EXPECT_EQ(said["failed"][0]["arm"], "variant");
  EXPECT_EQ(said["failed"][0]["seed"], 3);
  EXPECT_EQ(said["variants"][0]["effects"][0]["pairs"], 3);
  EXPECT_EQ(said["base"]["digests"].size(), 4u);
  EXPECT_EQ(said["variants"][0]["digests"].size(), 3u);
  EXPECT_EQ(shell("ls -d out/.hibiki* 2>/dev/null").out, "");
  // The arm's folder stands for the replicates that are there: it can be verified and repeated.
  const Outcome verified = hibiki("verify out/variant");
  EXPECT_EQ(verified.exit_code, 0) << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("3 replicates, same digests, same results.h5 (1 of 4 had failed"));
  EXPECT_EQ(hibiki("run out/variant/manifest.json --out again").exit_code, 0);
  EXPECT_TRUE(read("again/results.h5") == read("out/variant/results.h5"));
  // The same command tries what failed again.
  const Outcome repeated =
      hibiki("compare " + base() + " variant.toml --fans 4000 --until 2006-06-30 --replicates 4 --out out --json");
  EXPECT_EQ(repeated.exit_code, 0) << repeated.err;
  EXPECT_TRUE(json::parse(repeated.out)["failed"].empty());
}

TEST_F(CompareTest, ReportOfAComparisonIsMadeAgainTheSame) {
  hibiki("compare " + base() + " variant.toml --out out" + kOptions);
  const std::string page = read("out/report.html");
  shell("rm out/report.html");
  const Outcome outcome = hibiki("report out");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "out/report.html\n");
  EXPECT_TRUE(read("out/report.html") == page);
  EXPECT_EQ(hibiki("report out/compare.json --out other.html").exit_code, 0);
  EXPECT_TRUE(read("other.html") == page);
}

TEST_F(CompareTest, NamesWhatMakesItCitable) {
  hibiki("compare " + base() + " variant.toml --out out" + kOptions);
  const json said = json::parse(read("out/compare.json"));
  for (const json& arm : {said["base"], said["variants"][0]}) {
    const json manifest = json::parse(read("out/" + arm["run"].get<std::string>() + "/manifest.json"));
    EXPECT_EQ(arm["resolved_digest"], manifest["resolved_digest"]);
    EXPECT_EQ(said["model_version"], manifest["model_version"]);
    for (std::size_t i = 0; i < manifest["replicates"].size(); ++i) {
      EXPECT_EQ(arm["digests"][i], manifest["replicates"][i]["digest"]);
      EXPECT_EQ(arm["seeds"][i], manifest["replicates"][i]["seed"]);
    }
  }
}

TEST_F(CompareTest, ReportOfARun) {
  hibiki("run " + base() + " --out run" + kOptions);
  const Outcome outcome = hibiki("report run");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(read("run/report.html").find("\"kind\":\"run\""), std::string::npos);
  EXPECT_EQ(hibiki("report run/manifest.json --out other.html").exit_code, 0);
}

TEST_F(CompareTest, ReportReplacesPagesOfHibikiAlone) {
  hibiki("run " + base() + " --out run" + kOptions);
  hibiki("run " + base() + " --out second" + kOptions);
  write("notes.html", "<!doctype html>\nmine");
  write("page.html.tmp", "mine");
  shell("touch empty.html; ln -s notes.html link.html; ln -s new/place.html dangling.html; mkdir new");
  const auto refused = [&](const std::string& out, const std::string& why) {
    const Outcome outcome = hibiki("report run --out " + out);
    EXPECT_EQ(outcome.exit_code, 4) << out;
    EXPECT_THAT(outcome.err, HasSubstr(why)) << out;
  };
  refused("run/results.h5", "run/results.h5 is a file of the result");
  refused("run/manifest.json", "run/manifest.json exists and is not a page of hibiki");
  refused("notes.html",
          "notes.html exists and is not a page of hibiki: move it away, or choose another name with --out");
  refused("link.html", "notes.html exists and is not a page");
  refused("empty.html", "empty.html exists and is not a page");
  refused("second/report.html", "second contains another finished run");
  refused("second/other.html", "second contains another finished run");
  refused("new", "Is a directory");
  EXPECT_EQ(read("notes.html"), "<!doctype html>\nmine");
  EXPECT_EQ(hibiki("verify run").exit_code, 0);
  EXPECT_EQ(hibiki("verify second").exit_code, 0);
  EXPECT_FALSE(exists("second/report.html") || exists("second/other.html"));

  EXPECT_EQ(hibiki("report run").exit_code, 0);
  const std::string page = read("run/report.html");
  for (int twice = 0; twice < 2; ++twice) EXPECT_EQ(hibiki("report run --out page.html").exit_code, 0);
  EXPECT_TRUE(read("page.html") == page);
  EXPECT_EQ(read("page.html.tmp"), "mine");
  EXPECT_EQ(hibiki("report run --out dangling.html").exit_code, 0);
  EXPECT_TRUE(std::filesystem::is_symlink(path("dangling.html")) && read("new/place.html") == page);
  EXPECT_EQ(hibiki("verify run").exit_code, 0);
}

TEST_F(CompareTest, ReportGoesThroughPipesAndDevices) {
  hibiki("run " + base() + " --out run" + kOptions);
  hibiki("report run");
  const std::string page = read("run/report.html");
  // Links of the test's own: a program that replaced them would leave the machine's devices alone.
  shell("ln -s /dev/stdout said; ln -s /dev/full full; ln -s /dev/null null");
  EXPECT_TRUE(hibiki("report run --out said").out == page);
  EXPECT_EQ(shell("\"$hibiki\" report run --out said > said.html").exit_code, 0);
  EXPECT_TRUE(read("said.html") == page);
  shell("mkfifo pipe; cat pipe > taken.html & \"$hibiki\" report run --out pipe; wait");
  EXPECT_TRUE(std::filesystem::is_fifo(path("pipe")) && read("taken.html") == page);
  EXPECT_EQ(hibiki("report run --out full").exit_code, 4);
  EXPECT_EQ(hibiki("report run --out null").exit_code, 0);
  EXPECT_EQ(shell("test -c /dev/full && test -c /dev/null && test -L full").exit_code, 0);
}

TEST_F(CompareTest, FilesOfTheWorkingFolderNeedNoFolderInTheirNames) {
  hibiki("run " + base() + " --out run" + kOptions);
  hibiki("compare " + base() + " variant.toml --out c" + kOptions);
  for (const char* command :
       {"cd run && \"$hibiki\" verify manifest.json", "cd run && \"$hibiki\" report manifest.json",
        "cd run && \"$hibiki\" report . --out report.html", "cd c && \"$hibiki\" report compare.json",
        "cd c && \"$hibiki\" verify manifest.json"}) {
    const Outcome outcome = shell(command);
    EXPECT_EQ(outcome.exit_code, 0) << command << ": " << outcome.err;
  }
  EXPECT_EQ(hibiki("verify run").exit_code, 0);
}

TEST_F(CompareTest, ReportOfNothingIsAnError) {
  shell("mkdir folder && echo '{}' > folder/other.json");
  for (const char* path : {"missing", "folder", "folder/other.json"}) {
    const Outcome outcome = hibiki(std::string("report ") + path);
    EXPECT_EQ(outcome.exit_code, 4) << path;
    EXPECT_THAT(outcome.err, HasSubstr(path));
  }
}

TEST_F(CompareTest, AnswersAreWhatAnotherInterventionWouldBe) {
  const std::string answer = "[[response]]\nid = \"rivals\"\nby = \"labels[home=A]\"\ndelay = \"20 weeks\"\n";
  const std::string change = "set = 0.8\ncost = 1000.0\n";
  write("answered.toml", intervention(change) + answer);
  // 20 weeks after 2005-03-07.
  write("by_hand.toml", intervention(change) + "[[intervention]]\nid = \"rivals\"\ntarget = \"labels[home=A]\"\n" +
                            "lever = \"promotion.abroad\"\nfrom = 2005-07-25\n" + change);
  const json all = compare(base() + " answered.toml by_hand.toml variant.toml --responses --out runs/answers");
  ASSERT_EQ(all["variants"].size(), 4U);
  const json& variants = all["variants"];
  EXPECT_EQ(variants[0]["name"], "answered");
  EXPECT_EQ(variants[1]["name"], "answered_unanswered");
  EXPECT_EQ(variants[0]["digests"], variants[2]["digests"]) << "the same change, from the same day";
  EXPECT_EQ(variants[1]["digests"], variants[3]["digests"]) << "as if nobody answered";
  ASSERT_EQ(all["answered"].size(), 1U);
  const json& answered = all["answered"][0];
  EXPECT_EQ(answered["variant"], 0);
  EXPECT_EQ(answered["unanswered"], 1);
  EXPECT_EQ(answered["responses"][0]["from"], "2005-07-25");
  EXPECT_EQ(
      answered["responses"][0]["text"],
      "rivals: 4 labels of labels[home=A], who change promotion.abroad (abroad) in the same way from 2005-07-25 on, "
      "where they are not further already");
  const double with = variants[0]["effects"][0]["difference"]["mean"],
               without = variants[1]["effects"][0]["difference"]["mean"];
  EXPECT_NEAR(answered["effects"][0]["difference"]["mean"].get<double>(), with - without,
              1e-9 * (1 + std::abs(with) + std::abs(without)));
  const Outcome text = hibiki("compare " + base() + " answered.toml --responses --out runs/answers_text" + kOptions);
  EXPECT_THAT(text.out, HasSubstr("Answers in answered"));
}

TEST_F(CompareTest, ResponsesNeedAResponse) {
  const Outcome outcome = hibiki("compare " + base() + " variant.toml --responses" + kOptions);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("no variant has a [[response]]"));
}

TEST_F(CompareTest, YearsAfterTheRecordAreMarked) {
  write("now.toml", extends() + "[run]\nnow = 2005-12-26\n");
  write("later.toml", "extends = \"now.toml\"\n" + intervention("set = 0.8").substr(extends().size()));
  const Outcome text = hibiki("compare now.toml later.toml --out runs/marked" + std::string(kOptions));
  ASSERT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("Weeks from 2005-12-26 on are after the record"));
  EXPECT_THAT(read("runs/marked/now/summary.csv"),
              testing::AllOf(testing::ContainsRegex(",2005,[^\n]*,0\n"), testing::ContainsRegex(",2006,[^\n]*,1\n")));
  EXPECT_EQ(json::parse(read("runs/marked/compare.json"))["record_ends"], "2005-12-26");
  const Outcome run = hibiki("run now.toml --fans 600 --until 2006-06-30 --out runs/marked_run");
  EXPECT_THAT(run.out, HasSubstr("After the record (2005-12-26): 2006"));
}

TEST_F(CompareTest, ResponsesAreSetWhereTheyAreAndDelaysDiffer) {
  const std::string answer = "[[response]]\nid = \"rivals\"\nby = \"labels[home=A]\"\n";
  write("answered.toml", intervention("set = 0.8") + answer);
  write("sooner.toml", intervention("set = 0.8") + answer + "delay = \"10 weeks\"\n");
  const json set = compare(base() + " answered.toml --set response.rivals.how=never --responses --out runs/set");
  EXPECT_EQ(set["answered"][0]["responses"][0]["how"], "never");
  const Outcome delays = hibiki("compare answered.toml sooner.toml --out runs/delays" + std::string(kOptions));
  EXPECT_EQ(delays.exit_code, 0) << delays.err;
  EXPECT_THAT(delays.err, Not(HasSubstr("differs from")));
  EXPECT_EQ(json::parse(read("runs/delays/compare.json"))["variants"][0]["differences"][0]["key"],
            "response.rivals.delay");
  EXPECT_EQ(json::parse(read("runs/delays/compare.json"))["scene"]["market"], "B") << "the one that is answered";
}

TEST_F(CompareTest, ForkedAnswersAreThoseOfARunByItself) {
  write("answered.toml",
        intervention("set = 0.8") + "[[response]]\nid = \"rivals\"\nby = \"labels[home=A]\"\ndelay = 8\n");
  ASSERT_EQ(hibiki("compare " + base() + " answered.toml --responses --out runs/forked" + kOptions).exit_code, 0);
  for (const char* arm : {"answered", "answered_unanswered"})
    EXPECT_EQ(hibiki(std::string("verify runs/forked/") + arm).exit_code, 0) << arm;
}

}  // namespace
}  // namespace hibiki
