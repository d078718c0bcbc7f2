// `hibiki run`: what it leaves behind, and what must not change it.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include <algorithm>

#include "tests/end_to_end/forged_files.hpp"
#include "tests/end_to_end/program.hpp"
#include "tests/support/sanitized.hpp"

namespace hibiki {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class RunTest : public ProgramTest {
 protected:
  /// Runs with --json and returns the object; null when the run failed.
  json run(const std::string& arguments) const {
    const Outcome outcome = hibiki("run " + arguments + " --json");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.exit_code == 0 ? json::parse(outcome.out) : json{};
  }
};

TEST_F(RunTest, LeavesTheFolderOfARun) {
  const Outcome outcome = hibiki("run " + tiny());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(shell("cd runs/small && ls -A | sort | xargs").out,
            "manifest.json resolved.toml results.h5 scenario.toml summary.csv summary.json summary.txt\n");
  EXPECT_EQ(read("runs/small/scenario.toml"), shell("cat " + scenario("examples/small.toml")).out);
  EXPECT_EQ(read("runs/small/summary.txt"), outcome.out);
  const json manifest = json::parse(read("runs/small/manifest.json"));
  EXPECT_EQ(manifest["fans"], 600);
  EXPECT_EQ(manifest["replicates"].size(), 1u);
  // Built from an archive it has none.
  if (manifest.contains("commit")) {
    EXPECT_THAT(manifest["commit"].get<std::string>(), testing::MatchesRegex("[0-9a-f]+(-modified)?"));
  }
}

TEST_F(RunTest, SaysTheSummaryOnStdoutInAboutTenLines) {
  const Outcome outcome = hibiki("run " + scenario("examples/three_markets.toml") + " --fans 900 --until 2006-06-30");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("A-pop"));
  const auto lines = std::count(outcome.out.begin(), outcome.out.end(), '\n');
  EXPECT_GE(lines, 3);
  EXPECT_LE(lines, 16);
}

TEST_F(RunTest, DrawsNoBarWhereThereIsNoTerminal) {
  const Outcome outcome = hibiki("run " + tiny());
  EXPECT_THAT(outcome.err, Not(HasSubstr("\r")));
  EXPECT_THAT(outcome.err + outcome.out, Not(HasSubstr("\033")));
}

TEST_F(RunTest, JsonSaysWhatScriptsNeed) {
  const json said = run(tiny() + " --seed 5 --replicates 2 --out out");
  EXPECT_EQ(said["name"], "small");
  EXPECT_EQ(said["seed"], 5);
  EXPECT_EQ(said["replicates"], 2);
  EXPECT_EQ(said["fans"], 600);
  EXPECT_EQ(said["out"], "out");
  EXPECT_EQ(said["weeks"], 78);
  EXPECT_GT(said["seconds"], 0.0);
  EXPECT_GT(said["fan_weeks_per_second"], 0.0);
  EXPECT_GT(said["peak_bytes"], 0);
  EXPECT_EQ(said["digest"].get<std::string>().size(), 16u);
  EXPECT_EQ(said["summary"]["replicates"].size(), 2u);
}

TEST_F(RunTest, TwiceGivesTheSameBytes) {
  run(tiny() + " --replicates 2 --out first");
  run(tiny() + " --replicates 2 --out second");
  for (const char* name : {"results.h5", "resolved.toml", "summary.csv", "summary.txt"})
    EXPECT_TRUE(read(std::string("first/") + name) == read(std::string("second/") + name)) << name;
}

TEST_F(RunTest, ThreadsChangeNothing) {
  const std::string run_it = scenario("examples/three_markets.toml") + " --fans 3000 --until 2006-06-30";
  const json one = run(run_it + " --threads 1 --out 1");
  for (const char* threads : {"2", "3", "7", "16"}) {
    EXPECT_EQ(run(run_it + " --threads " + threads + " --out " + threads)["digest"], one["digest"]) << threads;
    EXPECT_TRUE(read(std::string(threads) + "/results.h5") == read("1/results.h5")) << threads;
  }
}

TEST_F(RunTest, MoreThreadsThanProcessorsAreUsedWithAWarning) {
  const std::string four = " --threads 4 --out four";  // one processor, whatever the machine has
  const Outcome outcome = shell("taskset -c $(taskset -cp $$ | grep -o '[0-9]*$') \"$hibiki\" run " + tiny() + four);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("warning: --threads 4 exceeds the 1 processor "));
  EXPECT_EQ(json::parse(read("four/manifest.json"))["threads"], 4);
  EXPECT_THAT(hibiki("run " + tiny() + " --threads 1 --out one").err, Not(HasSubstr("warning")));
}

#ifndef HIBIKI_SANITIZED  // they need the address space

TEST_F(RunTest, ThreadsThatCannotBeStartedAreRefused) {
  const Outcome outcome = hibiki("run " + tiny() + " --threads 1024", "ulimit -v 3000000; ");
  EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("can be started here"));
  EXPECT_FALSE(exists("runs"));
}

#endif

TEST_F(RunTest, WhatShouldChangeTheResultDoes) {
  const json base = run(tiny() + " --out base");
  EXPECT_NE(run(tiny() + " --seed 2 --out seed")["digest"], base["digest"]);
  EXPECT_NE(run(tiny() + " --set assumptions.try.quality=1.5 --out set")["digest"], base["digest"]);
}

TEST_F(RunTest, ReplicatesAreTheRunsOfTheirSeeds) {
  const json both = run(tiny() + " --seed 3 --replicates 2 --out both");
  for (const int i : {0, 1}) {
    const std::string seed = std::to_string(3 + i);
    EXPECT_EQ(run(tiny() + " --seed " + seed + " --out " + seed)["digest"], both["summary"]["replicates"][i]["digest"]);
  }
}

TEST_F(RunTest, UntilShortensTheRun) {
  const std::string small = scenario("examples/small.toml") + " --fans 300";
  const json shorter = run(small + " --until 2000-12-31 --out shorter"),
             longer = run(small + " --until 2001-12-31 --out longer");
  EXPECT_EQ(shorter["weeks"], 52);
  EXPECT_EQ(longer["weeks"], 105);
}

TEST_F(RunTest, FinishedRunIsNotRunAgain) {
  const Outcome first = hibiki("run " + tiny());
  const std::string manifest = read("runs/small/manifest.json");
  const Outcome second = hibiki("run " + tiny());
  EXPECT_EQ(second.exit_code, 0);
  EXPECT_THAT(second.err, HasSubstr("finished"));
  EXPECT_EQ(second.out, first.out);
  EXPECT_EQ(read("runs/small/manifest.json"), manifest);
  EXPECT_EQ(run(tiny())["fans"], 600);
}

TEST_F(RunTest, AnotherScenarioNeedsForce) {
  const json first = run(tiny() + " --out out");
  const Outcome refused = hibiki("run " + tiny() + " --seed 9 --out out");
  EXPECT_EQ(refused.exit_code, 4);
  EXPECT_THAT(refused.err, HasSubstr("--force"));
  EXPECT_EQ(json::parse(read("out/summary.json"))["digest"], first["digest"]);
  EXPECT_NE(run(tiny() + " --seed 9 --out out --force")["digest"], first["digest"]);
}

/// Before a library opens a file it is compared with what was written.
TEST_F(RunTest, ChangedFilesAreNotGivenOut) {
  const Outcome first = hibiki("run " + tiny() + " --out out");
  ASSERT_EQ(first.exit_code, 0) << first.err;
  for (const char* file : {"results.h5", "summary.json", "summary.txt", "summary.csv", "scenario.toml"}) {
    const std::string name = std::string("out/") + file, content = read(name);
    std::string changed = content;
    changed[changed.size() / 2] ^= 1;
    for (const std::string& now : {std::string(), content.substr(0, content.size() - 1), changed}) {
      write(name, now);
      const Outcome again = hibiki("run " + tiny() + " --out out");
      EXPECT_EQ(again.exit_code, 4) << file;
      EXPECT_THAT(again.err, testing::AllOf(HasSubstr(name + " was changed"), HasSubstr("--force")));
      EXPECT_THAT(again.out, IsEmpty());
    }
    write(name, content);
  }
  write("out/results.h5", "");
  EXPECT_THAT(hibiki("report out").err, HasSubstr("out/results.h5 was changed"));
  EXPECT_THAT(hibiki("run out/manifest.json").err, HasSubstr("out/results.h5 was changed"));
  const Outcome forced = hibiki("run " + tiny() + " --out out --force");
  EXPECT_EQ(forced.exit_code, 0) << forced.err;
  EXPECT_THAT(forced.err, HasSubstr("kept as out/results.h5.changed"));
  EXPECT_EQ(hibiki("run " + tiny() + " --out out").out, first.out);
}

TEST_F(RunTest, AFolderCalledCheckpointIsItsOwners) {
  shell("mkdir -p out/checkpoint && echo mine > out/checkpoint/chapter1");
  EXPECT_EQ(hibiki("run " + tiny() + " --out out").exit_code, 4);
  EXPECT_EQ(hibiki("run " + tiny() + " --out out --force").exit_code, 0);
  EXPECT_EQ(read("out/checkpoint/chapter1"), "mine\n");
  write("out/notes.txt", "mine");
  EXPECT_EQ(hibiki("run " + tiny() + " --seed 3 --out out --force").exit_code, 0);
  EXPECT_EQ(read("out/notes.txt"), "mine");
  shell("mkdir other && echo mine > other/summary.csv");
  const Outcome refused = hibiki("run " + tiny() + " --out other --force");
  EXPECT_EQ(refused.exit_code, 4);
  EXPECT_THAT(refused.err, HasSubstr("other/summary.csv"));
  EXPECT_EQ(shell("ls -A other").out, "summary.csv\n");
}

TEST_F(RunTest, AReportIsAFileOfTheResult) {
  ASSERT_EQ(hibiki("run " + tiny() + " --out out --report").exit_code, 0);
  EXPECT_EQ(hibiki("report out").exit_code, 0);
  EXPECT_EQ(hibiki("verify out").exit_code, 0);
  shell("echo >> out/report.html");
  EXPECT_THAT(hibiki("verify out").err, HasSubstr("out/report.html was changed"));
  EXPECT_EQ(hibiki("report out").exit_code, 0);
  EXPECT_EQ(hibiki("verify out").exit_code, 0);
}

TEST_F(RunTest, ManifestRepeatsItsRun) {
  const json first = run(tiny() + " --seed 4 --set assumptions.try.sharers=1.1 --out first");
  const json again = run("first/manifest.json --out again");
  EXPECT_EQ(again["digest"], first["digest"]);
  EXPECT_TRUE(read("again/results.h5") == read("first/results.h5"));
  EXPECT_EQ(read("again/scenario.toml"), read("first/scenario.toml"));
}

TEST_F(RunTest, ManifestOfAFinishedRunSaysSo) {
  const Outcome first = hibiki("run " + tiny() + " --out first");
  const Outcome again = hibiki("run first/manifest.json");
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.err, HasSubstr("first already contains this run, finished"));
  EXPECT_EQ(again.out, first.out);
  EXPECT_FALSE(exists("runs"));
  // Its results may be thrown away to save space: then it is run again, into a folder of its own.
  shell("rm first/results.h5");
  EXPECT_THAT(hibiki("run first/manifest.json").err, HasSubstr("same digests"));
  EXPECT_TRUE(exists("runs/small/results.h5"));
}

TEST_F(RunTest, ManifestWithOtherValuesIsAnotherRun) {
  const json first = run(tiny() + " --out first");
  const json other = run("first/manifest.json --seed 9");
  EXPECT_NE(other["digest"], first["digest"]);
  EXPECT_EQ(other["out"], "runs/small");
}

TEST_F(RunTest, ManifestThatCannotBeRepeatedSaysWhyAndWhatToDo) {
  run(tiny() + " --out first");
  const json manifest = json::parse(read("first/manifest.json"));
  const auto refused = [&](json changed, const char* says, const char* remedy) {
    write("first/manifest.json", manifest_text(changed));
    const Outcome outcome = hibiki("run first/manifest.json --out again");
    EXPECT_EQ(outcome.exit_code, 7) << outcome.err;
    EXPECT_THAT(outcome.err, testing::AllOf(HasSubstr(says), HasSubstr(remedy)));
  };
  json other = manifest;
  other["model_version"] = "0";
  refused(other, "is from model version 0", "hibiki run first/resolved.toml");
  EXPECT_FALSE(exists("again"));
  EXPECT_EQ(hibiki("run first/resolved.toml --out remedy").exit_code, 0) << "the remedy works";

  other = manifest;
  other["replicates"][0]["seed"] = 77;
  refused(other, "lists replicates that are not in its resolved.toml", "seeds 1 to 1");
  EXPECT_FALSE(exists("again"));

  other = manifest;
  other["replicates"][0]["digest"] = "0123456789abcdef";
  refused(other, "recorded 0123456789abcdef", "replicate 0");
  EXPECT_TRUE(exists("again/manifest.json")) << "what came out is there to look at";

  write("first/resolved.toml", replaced(read("first/resolved.toml"), "fans = 600", "fans = 601"));
  refused(manifest, "first/resolved.toml is not the scenario", "changed after the run");
}

TEST_F(RunTest, DryRunSaysTheNeedAndSimulatesNothing) {
  const Outcome outcome = hibiki("run " + scenario("history.toml") + " --dry-run");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  for (const char* word : {"100,000 fans", "memory", "disk", "time", " to "}) EXPECT_THAT(outcome.out, HasSubstr(word));
  EXPECT_FALSE(exists("runs"));
  const json said = run(scenario("history.toml") + " --dry-run");
  EXPECT_GT(said["memory_bytes"], 100'000 * 40);
  EXPECT_GT(said["disk_bytes"], 0);
  EXPECT_LE(said["seconds_low"], said["seconds_high"]);
}

TEST_F(RunTest, KeepsTheSummaryAlone) {
  const json weekly = run(tiny() + " --out weekly"), kept = run(tiny() + " --keep summary --out out");
  EXPECT_EQ(kept["digest"], weekly["digest"]);
  EXPECT_EQ(shell("ls -A out | sort | xargs").out,
            "manifest.json resolved.toml scenario.toml summary.csv summary.json summary.txt\n");
  EXPECT_EQ(read("out/summary.csv"), read("weekly/summary.csv"));
  EXPECT_EQ(json::parse(read("out/manifest.json"))["keep"], "summary");
  EXPECT_THAT(hibiki("run " + tiny() + " --keep summary --out out").err, HasSubstr("finished"));
  EXPECT_THAT(hibiki("run " + tiny() + " --keep summary --out weekly").err, HasSubstr("finished"));

  const Outcome verified = hibiki("verify out");
  EXPECT_EQ(verified.exit_code, 0) << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("no results.h5 to compare"));
  const Outcome report = hibiki("report out");
  EXPECT_EQ(report.exit_code, 4);
  EXPECT_THAT(report.err, HasSubstr("--keep weekly"));
  EXPECT_EQ(hibiki("run " + tiny() + " --keep summary --report").exit_code, 2);
  EXPECT_EQ(hibiki("run " + tiny() + " --keep everything").exit_code, 2);

  run(tiny() + " --out out");  // not finished: the series were not kept
  EXPECT_TRUE(read("out/results.h5") == read("weekly/results.h5"));
  run(tiny() + " --keep summary --force --out out");
  EXPECT_FALSE(exists("out/results.h5")) << "an earlier run's";
}

TEST_F(RunTest, ReadsStandardInput) {
  const json file = run(tiny() + " --out file");
  const Outcome outcome =
      shell("\"$hibiki\" run - --json" + std::string(kTiny) + " < " + scenario("examples/small.toml"));
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(json::parse(outcome.out)["digest"], file["digest"]);
  EXPECT_EQ(json::parse(outcome.out)["out"], "runs/stdin");
  EXPECT_EQ(read("runs/stdin/scenario.toml"), read("file/scenario.toml"));
  shell("mkdir worlds && cp " + scenario("examples/small.toml") + " worlds/");
  EXPECT_EQ(shell("echo 'extends = \"worlds/small.toml\"' | \"$hibiki\" check -").out,
            "ok: stdin: 1 market, 3 labels, 0 interventions\n");
  EXPECT_THAT(shell("echo 'extends = 3' | \"$hibiki\" show -").err, HasSubstr("stdin:1"));
}

TEST_F(RunTest, InterruptStopsItCleanly) {
  const Outcome outcome = shell("env --default-signal=INT \"$hibiki\" run " + scenario("examples/small.toml") +
                                " --fans 400000 --out out & pid=$!\n"
                                "for i in $(seq 600); do [ -e out/.hibiki-claim ] && break; sleep 0.05; done\n"
                                "sleep 0.3; kill -INT $pid; wait $pid");
  EXPECT_EQ(outcome.exit_code, 130) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("interrupted"));
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_FALSE(exists("out")) << shell("find out").out;
}

TEST_F(RunTest, KilledRunIsRunByTheSameCommand) {
  const std::string arguments =
      "run " + scenario("examples/small.toml") + " --fans 100000 --until 2001-12-31 --out out";
  shell("\"$hibiki\" " + arguments +
        " & pid=$!\n for i in $(seq 600); do [ -e out/.hibiki-claim ] && break; sleep 0.05; done\n"
        "sleep 0.1; kill -KILL $pid; wait $pid");
  const Outcome outcome = hibiki(arguments);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(shell("ls -A out | xargs").out,
            "manifest.json resolved.toml results.h5 scenario.toml summary.csv summary.json summary.txt\n");
}

}  // namespace
}  // namespace hibiki
