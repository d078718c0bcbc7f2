// `--dry-run` against the run: memory and disk within a fifth.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/end_to_end/program.hpp"
#include "tests/support/sanitized.hpp"

namespace hibiki {
namespace {

using nlohmann::json;

class EstimateTest : public ProgramTest {
 protected:
  json said(const std::string& arguments) const {
    const Outcome outcome = hibiki(arguments + " --json");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.exit_code == 0 ? json::parse(outcome.out) : json{};
  }
};

TEST_F(EstimateTest, IsWithinAFifthOfMemoryAndDisk) {
  for (const std::string& arguments :
       {scenario("examples/small.toml") + " --fans 600 --until 2001-06-30 --replicates 1",
        scenario("examples/small.toml") + " --fans 5k --replicates 4",
        scenario("examples/three_markets.toml") + " --fans 3k --replicates 2",
        scenario("history.toml") + " --fans 1k --until 1992-12-31 --replicates 1",
        scenario("history.toml") + " --fans 1k --until 1999-12-31 --replicates 1 --keep summary",
        scenario("history.toml") + " --fans 100k --until 1990-02-28 --replicates 1"}) {
    const json need = said("run --threads 2 --dry-run " + arguments),
               done = said("run --threads 2 --force --out out " + arguments);
    const double kept = std::stod(shell("find out -type f -printf '%s\\n' | awk '{sum += $1} END {print sum}'").out);
    const auto expect_near = [&](const char* what, double estimated, double measured) {
      EXPECT_NEAR(estimated, measured, 0.2 * measured) << what << " of " << arguments;
      RecordProperty(what, fmt::format("{:.2f}", estimated / measured));
    };
#ifndef HIBIKI_SANITIZED
    expect_near("memory", need["memory_bytes"], done["peak_bytes"]);
#endif
    expect_near("disk", need["kept_bytes"], kept);
  }
}

TEST_F(EstimateTest, FoldersOfExperimentsAreWithinAFifthToo) {
  const std::string base = scenario("examples/three_markets.toml");
  write("variant.toml", std::string("extends = '" HIBIKI_SCENARIOS "/examples/three_markets.toml'\n") +
                            "[[intervention]]\nid = 'x'\ntarget = 'labels[home=A]'\n"
                            "lever = 'promotion.abroad'\nset = 0.6\nfrom = 2006-01-02\n");
  for (const std::string& arguments : {"compare " + base + " variant.toml --fans 500 --replicates 4 --keep summary",
                                       "compare " + base + " variant.toml --fans 500 --replicates 2",
                                       std::string("attribute variant.toml --fans 200 --replicates 2"),
                                       std::string("attribute variant.toml --fans 200 --replicates 2 --report")}) {
    const json need = said(arguments + " --dry-run");
    ASSERT_EQ(hibiki(arguments + " --force --out out").exit_code, 0);
    const double kept = std::stod(shell("find out -type f -printf '%s\n' | awk '{sum += $1} END {print sum}'").out);
    EXPECT_NEAR(need["kept_bytes"], kept, 0.2 * kept) << arguments;
  }
}

TEST_F(EstimateTest, EveryThreadHasItsTablesOnHoweverFewProcessors) {
  const std::string arguments = "run " + scenario("history.toml") + " --fans 1k --dry-run --threads ";
  EXPECT_GT(said(arguments + "64")["memory_bytes"], said(arguments + "16")["memory_bytes"]);
}

TEST_F(EstimateTest, SummariesAloneTakeWhatTheyAreSaidToTake) {
  const std::string arguments = "run " + tiny() + " --keep summary";
  EXPECT_LT(said(arguments + " --dry-run")["kept_bytes"], 50'000);
  EXPECT_EQ(said(arguments + " --dry-run")["kept_bytes"], said(arguments + " --dry-run")["disk_bytes"]);
}

}  // namespace
}  // namespace hibiki
