// Signals that ask for a stop: the folder is left clean, or complete, and the exit code is 128 + the signal's number.
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

TEST_F(SignalsTest, StopARunDuringItsWeeks) {
  for (const Signal& signal : kSignals)
    expect_stopped(interrupt("run " + scenario("examples/small.toml") + kLong + " --replicates 50 --out out",
                             "out/.hibiki-claim", signal.name),
                   signal, "run");
}

TEST_F(SignalsTest, WhileResultsAreWrittenTheRunStopsOrCompletes) {
  for (const Signal& signal : kSignals) {
    const Outcome outcome =
        interrupt("run " + tiny() + " --replicates 40 --out out", "out/.hibiki-work-*/*/results.h5.tmp", signal.name);
    if (outcome.exit_code == 0) {
      EXPECT_EQ(shell("ls out").out,
                "manifest.json\nresolved.toml\nresults.h5\nscenario.toml\nsummary.csv\nsummary.json\nsummary.txt\n");
      std::filesystem::remove_all(path("out"));
    } else {
      expect_stopped(outcome, signal, "run");
    }
  }
}

TEST_F(SignalsTest, StopExperiments) {
  const std::string base = scenario("examples/small.toml");
  const Signal term = {"TERM", SIGTERM};
  for (const std::string& command :
       {"compare " + base + " one.toml", std::string("attribute one.toml"), "why " + base + " one.toml"})
    expect_stopped(interrupt(command + kLong + " --replicates 50 --out out", "out/.hibiki-claim", "TERM"), term,
                   command);
}

TEST_F(SignalsTest, WhileArmsAreWrittenAComparisonStopsOrCompletes) {
  const Outcome outcome = interrupt("compare " + tiny() + " one.toml two.toml --replicates 20 --out out",
                                    "out/.hibiki-work-*/*/*/results.h5.tmp", "USR1");
  if (outcome.exit_code != 0) return expect_stopped(outcome, {"USR1", SIGUSR1}, "compare");
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
