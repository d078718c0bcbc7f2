// Signals that ask for a stop: the folder has a checkpoint, from which the same command goes on to the same bytes, or
// is left clean, or is complete; the exit code is 75 or 128 + the signal's number.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <csignal>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;

struct Signal {
  const char* name;
  int number;
};
constexpr Signal kSignals[] = {{"INT", SIGINT},   {"TERM", SIGTERM}, {"HUP", SIGHUP},
                               {"XCPU", SIGXCPU}, {"USR1", SIGUSR1}, {"USR2", SIGUSR2}};

class SignalsTest : public ProgramTest {
 protected:
  SignalsTest() {
    const std::string base = replaced(scenario("examples/small.toml"), "'", "\"");
    for (const char* id : {"one", "two"})
      write(std::string(id) + ".toml",
            "extends = " + base + "\n[[intervention]]\nid = \"" + id +
                "\"\ntarget = \"labels\"\nlever = \"promotion.abroad\"\nset = 0.9\nfrom = 2001-02-05\n");
  }

  /// Sends a signal once `file` is there. A shell starts what it runs in the background with SIGINT ignored; env undoes
  /// that.
  Outcome interrupt(const std::string& arguments, const std::string& file, const char* signal) const {
    return shell(
        fmt::format("env --default-signal=INT,HUP \"$hibiki\" {} >/dev/null & pid=$!\n"
                    "for i in $(seq 3000); do [ -e {} ] && break; sleep 0.01; done\n"
                    "kill -{} $pid; wait $pid",
                    arguments, file, signal));
  }

  void expect_stopped(const Outcome& outcome, const Signal& signal, const std::string& what) const {
    EXPECT_EQ(outcome.exit_code, 128 + signal.number) << what << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(fmt::format("interrupted by SIG{}; no partial results", signal.name))) << what;
    EXPECT_FALSE(exists("out")) << what << shell("find out").out;
  }
};

const std::string kLong = " --fans 60000 --threads 2";

TEST_F(SignalsTest, BeforeTheFirstWeekNothingIsLeft) {
  for (const Signal& signal : kSignals)
    expect_stopped(interrupt("run " + scenario("examples/small.toml") + " --fans 500000 --out out", "out/.hibiki-claim",
                             signal.name),
                   signal, "run");
}

TEST_F(SignalsTest, CtrlCWithinTheFirstIntervalLeavesNothing) {
  expect_stopped(interrupt("run " + scenario("examples/small.toml") + kLong + " --replicates 50 --out out",
                           "out/.hibiki-work-*/scratch/checkpoint-0000.1", "INT"),
                 {"INT", SIGINT}, "run");
}

TEST_F(SignalsTest, ARunGoesOnFromItsCheckpoint) {
  const std::string run = "run " + scenario("examples/small.toml") + " --fans 20000 --replicates 2 --out ";
  ASSERT_EQ(hibiki(run + "whole").exit_code, 0);
  for (const Signal& signal : kSignals) {
    const Outcome outcome =
        interrupt(run + "out --checkpoint-every 0.001", "out/.hibiki-work-*/scratch/checkpoint-0000.1", signal.name);
    EXPECT_EQ(outcome.exit_code, signal.number == SIGINT ? 128 + SIGINT : 75) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(fmt::format("interrupted by SIG{}; the same command continues", signal.name)));
    EXPECT_EQ(shell("ls out").out, "") << "partial results";
    const Outcome again = hibiki(run + "out --threads 1");
    EXPECT_EQ(again.exit_code, 0) << again.err;
    EXPECT_THAT(again.err, HasSubstr("continuing from the checkpoint in out"));
    EXPECT_EQ(shell("cmp out/results.h5 whole/results.h5; ls -A out | tr '\\n' ' '").out,
              "manifest.json resolved.toml results.h5 scenario.toml summary.csv summary.json summary.txt ");
    std::filesystem::remove_all(path("out"));
  }
}

TEST_F(SignalsTest, ExperimentsGoOnFromTheirCheckpoints) {
  const std::string base = scenario("examples/small.toml");
  for (const std::string& command :
       {"compare " + base + " one.toml two.toml", std::string("attribute one.toml"), "why " + base + " one.toml"}) {
    const std::string whole = command + " --fans 5000 --replicates 3 --out out";
    const Outcome outcome =
        interrupt(whole + " --checkpoint-every 0.001", "out/.hibiki-work-*/scratch/checkpoint-0000.1", "TERM");
    EXPECT_EQ(outcome.exit_code, 75) << command << outcome.err;
    const Outcome again = hibiki(whole);
    EXPECT_EQ(again.exit_code, 0) << command << again.err;
    EXPECT_THAT(again.err, HasSubstr("continuing from the checkpoint in out")) << command;
    std::filesystem::remove_all(path("out"));
  }
}

TEST_F(SignalsTest, CtrlCAfterACheckpointOfAnEarlierCommandKeepsIt) {
  const std::string compare =
      "compare " + scenario("examples/small.toml") + " one.toml --fans 20000 --replicates 2 --out out";
  ASSERT_EQ(hibiki(compare + " --maxh 0.00005").exit_code, 75);
  const Outcome early = interrupt(compare, "out/.hibiki-claim", "INT");  // before it has read anything
  EXPECT_EQ(early.exit_code, 128 + SIGINT) << early.err;
  const Outcome last = hibiki(compare);
  EXPECT_EQ(last.exit_code, 0) << last.err;
  EXPECT_THAT(last.err, HasSubstr("continuing from the checkpoint in out"));
}

TEST_F(SignalsTest, TheTimeLimitStopsWithACheckpoint) {
  const std::string run = "run " + scenario("examples/small.toml") + " --fans 20000 --out out";
  const Outcome outcome = hibiki(run + " --maxh 0.00003");
  EXPECT_EQ(outcome.exit_code, 75) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("the time limit of --maxh has passed; the same command continues"));
  EXPECT_EQ(hibiki(run).exit_code, 0);
}

TEST_F(SignalsTest, ACheckpointOfAnotherRunIsRefused) {
  const std::string run = "run " + scenario("examples/small.toml") + " --fans 20000 --out out";
  ASSERT_EQ(hibiki(run + " --maxh 0.00003").exit_code, 75);
  const Outcome other = hibiki(run + " --seed 7");
  EXPECT_EQ(other.exit_code, 4);
  EXPECT_THAT(other.err, HasSubstr("out contains an unfinished run with another scenario, plan, seed, size or option; "
                                   "choose another folder with --out, or --force to replace it"));
  shell("sed -i 's/\"model_version\": \".*\"/\"model_version\": \"1\"/' out/.hibiki-work-*/mark.json");
  const Outcome version = hibiki(run);
  EXPECT_EQ(version.exit_code, 4);
  EXPECT_THAT(version.err, HasSubstr("unfinished run of model version 1, and this is version"));
  EXPECT_EQ(hibiki(run + " --force").exit_code, 0);
}

TEST_F(SignalsTest, ADamagedCheckpointFallsBack) {
  const std::string run = "run " + scenario("examples/small.toml") + " --fans 20000 --out out";
  const auto cut = [&] { return hibiki(run + " --maxh 0.00003"); };
  ASSERT_EQ(cut().exit_code, 75);
  const Outcome again = cut();  // two generations
  if (again.exit_code == 0) GTEST_SKIP() << "too fast a machine";
  shell("printf x | dd of=$(ls -t out/.hibiki-work-*/scratch/checkpoint-0000.? | head -1) bs=1 seek=500 conv=notrunc");
  const Outcome last = hibiki(run);
  EXPECT_EQ(last.exit_code, 0) << last.err;
  EXPECT_THAT(last.err, HasSubstr("is damaged; the checkpoint before it is used"));
}

/// Exit code 0 and the whole result, or a stop after which the same command completes it.
TEST_F(SignalsTest, WhileResultsAreWrittenTheRunCompletesNowOrLater) {
  const std::string run = "run " + tiny() + " --replicates 40 --out out";
  for (const Signal& signal : kSignals) {
    const Outcome outcome = interrupt(run, "out/.hibiki-work-*/*/results.h5.tmp", signal.name);
    if (outcome.exit_code != 0) {
      EXPECT_EQ(outcome.exit_code, signal.number == SIGINT ? 128 + SIGINT : 75) << outcome.err;
      EXPECT_EQ(exists("out"), signal.number != SIGINT);
      EXPECT_EQ(hibiki(run).exit_code, 0);
    }
    EXPECT_EQ(shell("ls out").out,
              "manifest.json\nresolved.toml\nresults.h5\nscenario.toml\nsummary.csv\nsummary.json\nsummary.txt\n");
    std::filesystem::remove_all(path("out"));
  }
}

TEST_F(SignalsTest, WhileArmsAreWrittenAComparisonCompletesNowOrLater) {
  const std::string compare = "compare " + tiny() + " one.toml two.toml --replicates 20 --out out";
  const Outcome outcome = interrupt(compare, "out/.hibiki-work-*/*/*/results.h5.tmp", "USR1");
  if (outcome.exit_code != 0) {
    EXPECT_EQ(outcome.exit_code, 75) << outcome.err;
    EXPECT_EQ(hibiki(compare).exit_code, 0);
  }
  EXPECT_TRUE(exists("out/compare.json") && !exists("out/.hibiki-claim"));
}

TEST_F(SignalsTest, StopAVerificationWithoutATrace) {
  ASSERT_EQ(hibiki("run " + scenario("examples/small.toml") + " --fans 600 --replicates 20 --out finished").exit_code,
            0);
  const Outcome outcome = shell(
      "mkdir tmp; TMPDIR=$PWD/tmp \"$hibiki\" verify finished & pid=$!\n"
      "for i in $(seq 3000); do [ -n \"$(ls tmp)\" ] && break; sleep 0.01; done\n"
      "kill -USR2 $pid; wait $pid; code=$?; ls tmp; exit $code");
  EXPECT_EQ(outcome.exit_code, 128 + SIGUSR2) << outcome.err;
  EXPECT_EQ(outcome.out, "");
}

TEST_F(SignalsTest, StopAReproductionWithoutATrace) {
  expect_stopped(interrupt("reproduce watts --set nodes=100000 --replicates 10000 --out out", "out", "TERM"),
                 {"TERM", SIGTERM}, "reproduce");
}

TEST_F(SignalsTest, WhatTheCallerIgnoresStaysIgnored) {
  const Outcome outcome = shell("env --ignore-signal=HUP \"$hibiki\" run " + tiny() +
                                " --replicates 10 --out out & pid=$!\n"
                                "for i in $(seq 3000); do [ -e out/.hibiki-claim ] && break; sleep 0.01; done\n"
                                "kill -HUP $pid; kill -INT $pid; wait $pid");  // the shell has it ignore SIGINT
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_TRUE(exists("out/manifest.json"));
}

}  // namespace
}  // namespace hibiki
