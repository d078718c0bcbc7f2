// Standard input, output and error in every state that callers leave them in: closed, full, or with nobody at the other
// end.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class StreamsTest : public ProgramTest {
 protected:
  /// Runs a command line with redirections. Descriptor 9 is a pipe that nobody reads.
  Outcome with(const std::string& arguments, const std::string& redirections) const {
    return shell(
        fmt::format("rm -f pipe; mkfifo pipe; exec 8<>pipe 9>pipe 8<&-\n\"$hibiki\" {} {}", arguments, redirections));
  }
  const std::string bad_ = write("bad.toml", "extends = 3\nunknown = 1\n");
};

constexpr const char* kErrorStates[] = {"2>&-", "2>/dev/full", "2>&9"};

TEST_F(StreamsTest, WhatCannotBeSaidChangesNothing) {
  const std::string base = scenario("examples/small.toml");
  for (const std::string& arguments : {std::string("params"), std::string("rum"), std::string("check bad.toml"),
                                       "check " + base, std::string("--help"), "run " + base + " --seed x",
                                       "run " + base + " --dry-run", std::string("reproduce --list")}) {
    const Outcome usual = hibiki(arguments);
    for (const char* state : kErrorStates) {
      const Outcome outcome = with(arguments, state);
      EXPECT_EQ(outcome.exit_code, usual.exit_code) << arguments << " " << state;
      EXPECT_EQ(outcome.out, usual.out) << arguments << " " << state;
    }
  }
}

TEST_F(StreamsTest, ARunGoesOnWithoutStandardError) {
  const Outcome usual = hibiki("run " + tiny() + " --out usual");
  ASSERT_EQ(usual.exit_code, 0) << usual.err;
  for (const char* state : kErrorStates) {
    const Outcome outcome = with("run " + tiny() + " --force --out out", state);
    EXPECT_EQ(outcome.exit_code, 0) << state;
    EXPECT_EQ(outcome.out, usual.out) << state;
    EXPECT_TRUE(read("out/results.h5") == read("usual/results.h5")) << state;  // no message went into it
  }
}

TEST_F(StreamsTest, ExperimentsGoOnWithoutStandardError) {
  write("variant.toml", "extends = " + replaced(scenario("examples/small.toml"), "'", "\"") +
                            "\n[[intervention]]\nid = \"i\"\ntarget = \"labels\"\nlever = \"promotion.abroad\"\nset = "
                            "0.9\nfrom = 2001-02-05\n");
  const std::string compared =
      scenario("examples/small.toml") + " variant.toml --fans 600 --until 2001-06-30 --replicates 2";
  for (const char* state : kErrorStates) {
    EXPECT_EQ(with("compare " + compared + " --force --out c", state).exit_code, 0) << state;
    EXPECT_EQ(with("why " + compared + " --force --out w", state).exit_code, 0) << state;
    EXPECT_EQ(
        with("attribute variant.toml --fans 600 --until 2001-06-30 --replicates 2 --force --out a", state).exit_code, 0)
        << state;
    EXPECT_EQ(with("verify c/variant", state).exit_code, 0) << state;
    EXPECT_EQ(with("report c", state).exit_code, 0) << state;
  }
}

TEST_F(StreamsTest, LostOutputIsAnErrorOfOutput) {
  for (const std::string& arguments :
       {std::string("params"), std::string("--help"), std::string("schema"), "show " + tiny()}) {
    const Outcome full = with(arguments, ">/dev/full"), closed = with(arguments, ">&-");
    EXPECT_EQ(full.exit_code, 4) << arguments;
    EXPECT_THAT(full.err, HasSubstr("cannot write to standard output: No space left on device")) << arguments;
    EXPECT_EQ(closed.exit_code, 4) << arguments;
    EXPECT_THAT(closed.err, HasSubstr("cannot write to standard output: it is closed")) << arguments;
  }
}

TEST_F(StreamsTest, WhoPrintsNothingNeedsNoOutput) {
  EXPECT_EQ(with("check bad.toml", ">&-").exit_code, 3);
  EXPECT_EQ(with("rum", ">&-").exit_code, 2);
}

TEST_F(StreamsTest, AReaderThatHasGoneIsNoFault) {
  for (const std::string& arguments : {std::string("params"), std::string("--help"), "show " + tiny()}) {
    const Outcome outcome = with(arguments, ">&9");
    EXPECT_EQ(outcome.exit_code, 141) << arguments;
    EXPECT_THAT(outcome.err, IsEmpty()) << arguments;
  }
  EXPECT_EQ(shell("\"$hibiki\" params | head -1").err, "");
}

TEST_F(StreamsTest, ARunIsCompleteWithoutAReader) {
  for (const auto& [state, code] : {std::pair(">&9", 141), std::pair(">/dev/full", 4), std::pair(">&-", 4)}) {
    const Outcome outcome = with("run " + tiny() + " --report --force --out out", state);
    EXPECT_EQ(outcome.exit_code, code) << state;
    EXPECT_THAT(outcome.err, Not(HasSubstr("fault"))) << state;
    EXPECT_TRUE(exists("out/manifest.json") && exists("out/report.html") && !exists("out/.hibiki-claim")) << state;
    EXPECT_EQ(hibiki("verify out").exit_code, 0) << state;
  }
}

TEST_F(StreamsTest, NoFileOfARunTakesTheirNumbers) {
  ASSERT_EQ(hibiki("run " + tiny() + " --out usual").exit_code, 0);
  EXPECT_EQ(with("run " + tiny() + " --out out", "<&- >&- 2>&-").exit_code, 4);
  EXPECT_TRUE(read("out/results.h5") == read("usual/results.h5"));
  EXPECT_EQ(read("out/summary.csv"), read("usual/summary.csv"));
}

TEST_F(StreamsTest, TheLimitOnFileSizesIsAnErrorWithARemedy) {
  const Outcome outcome = shell("ulimit -f 8; \"$hibiki\" run " + tiny() + " --out out");
  EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("ulimit -f"));
  EXPECT_FALSE(exists("out")) << shell("find out").out;
}

}  // namespace
}  // namespace hibiki
