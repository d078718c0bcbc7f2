// Command lines that cannot be: exit code 2, a message that says what would be right, nothing on stdout.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class UsageTest : public ProgramTest {
 protected:
  void expect_refused(const std::string& arguments, const std::string& said) const {
    const Outcome outcome = hibiki(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << arguments;
    EXPECT_THAT(outcome.err, AllOf(StartsWith("hibiki: error: "), HasSubstr(said))) << arguments;
    EXPECT_THAT(outcome.out, IsEmpty()) << arguments;
  }
};

TEST_F(UsageTest, NoCommand) { expect_refused("", "--help"); }
TEST_F(UsageTest, UnknownCommandSuggestsTheNearest) {
  expect_refused("rum x.toml", "did you mean 'run'?");
  expect_refused("verfy runs/x", "did you mean 'verify'?");
}
TEST_F(UsageTest, UnknownOptionSuggestsTheNearest) {
  expect_refused("run x.toml --thread 2", "did you mean '--threads'?");
  expect_refused("run x.toml --replicate 2", "did you mean '--replicates'?");
}
TEST_F(UsageTest, UnknownKeySuggestsTheNearest) { expect_refused("params run.fnas", "did you mean 'run.fans'?"); }
TEST_F(UsageTest, MissingScenario) { expect_refused("run", "SCENARIO"); }
TEST_F(UsageTest, OneWordTooMany) { expect_refused("schema everything", "everything"); }
TEST_F(UsageTest, NumbersThatAreNone) {
  expect_refused("run x.toml --fans many", "many");
  expect_refused("run x.toml --seed 1.5", "1.5");
  expect_refused("run x.toml --threads 0", "threads");
  expect_refused("run x.toml --threads -2", "threads");
  expect_refused("run x.toml --threads 1025", "1 to 1,024");
}
TEST_F(UsageTest, DatesThatAreNone) {
  expect_refused("run " + scenario("examples/small.toml") + " --until 2001-02-30", "2001-02-30");
  expect_refused("run " + scenario("examples/small.toml") + " --until soon", "soon");
}
TEST_F(UsageTest, UntilOnlyShortens) {
  expect_refused("run " + scenario("examples/small.toml") + " --until 2099-12-31", "--set run.end=2099-12-31");
}

/// What `pattern`'s first group finds in `text`, from each place on.
std::vector<std::string> found_in(const std::string& text, const std::regex& pattern) {
  std::vector<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) found.push_back((*it)[1]);
  return found;
}

/// A new command or option is covered as soon as the help lists it.
TEST_F(UsageTest, AnEmptyValueIsRefusedByEveryOptionOfEveryCommand) {
  const std::string help = hibiki("--help").out;
  const auto commands = found_in(help.substr(help.find("Subcommands:")), std::regex("\n  ([a-z]+) "));
  EXPECT_GE(commands.size(), 12U);
  std::size_t options = 0;
  for (const std::string& command : commands) {
    expect_refused(command + " ''", "empty");
    expect_refused(command + " '  '", "empty");
    for (const std::string& option :
         found_in(hibiki(command + " --help").out, std::regex("\n  (--[a-z-]+) (?!Excludes)[A-Z]"))) {
      ++options;
      for (const char* nothing : {" ''", "=", " ' '"})
        expect_refused(command + " x.toml " + option + nothing, "the value of " + option + " is empty");
    }
  }
  EXPECT_GE(options, 40U);
}
TEST_F(UsageTest, AnEmptyCommand) { expect_refused("''", "the command is an empty argument"); }

TEST_F(UsageTest, AnOptionGivenTwice) {
  expect_refused("run x.toml --seed 1 --seed 2", "--seed is given twice (1 and 2)");
  expect_refused("run x.toml --out=a --out b", "--out is given twice (a and b)");
  expect_refused("calibrate x.toml --maxh 1 --maxh 1", "--maxh is given twice");
  expect_refused("reproduce watts --sweep z=1,2 --sweep z=3,4", "--sweep z is given twice");
  expect_refused("reproduce watts --sweep z=1,2 --set z=3", "exclude each other");
  expect_refused("run x.toml --json=1", "--json takes no value");
}
TEST_F(UsageTest, AKeySetTwice) {
  const std::string small = scenario("examples/small.toml");
  for (const auto& [twice, said] :
       {std::pair{"--set run.fans=5 --set run.fans=7", "run.fans is set twice: run.fans=5 and run.fans=7"},
        std::pair{"--fans 5 --set fans=7", "run.fans is set twice: fans=7 and run.fans=5"},
        std::pair{"--seed 1 --set run.seed=2", "run.seed is set twice: run.seed=2 and run.seed=1"}}) {
    const Outcome outcome = hibiki("run " + small + " " + twice);
    EXPECT_EQ(outcome.exit_code, 3) << twice;
    EXPECT_THAT(outcome.err, HasSubstr(said)) << twice;
  }
  EXPECT_EQ(hibiki("run " + small + " --set run.end=2003-01-01 --until 2002-01-01 --dry-run").exit_code, 0);
}

TEST_F(UsageTest, CountsWithSuffixes) {
  for (const auto& [given, fans] : std::initializer_list<std::pair<const char*, int>>{
           {"20000", 20'000}, {"20k", 20'000}, {"1.5M", 1'500'000}, {"1e6", 1'000'000}, {"2.5e4", 25'000}}) {
    const Outcome outcome = hibiki("run " + scenario("examples/small.toml") + " --dry-run --json --fans " + given);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(nlohmann::json::parse(outcome.out)["fans"], fans) << given;
  }
}
TEST_F(UsageTest, CountsOutOfRangeAreNamedAsTheyWereGiven) {
  expect_refused("run x.toml --seed 18446744073709551615",
                 "--seed: '18446744073709551615' is not a whole number from 0 to");
  expect_refused("run x.toml --seed -5", "'-5'");
  expect_refused("run x.toml --fans 0", "'0' is not a whole number from 1 to 4,000,000,000");
  expect_refused("calibrate x.toml --fans 0", "'0' is not a whole number from 1 to 4,000,000,000");
  expect_refused("run x.toml --replicates 20000", "from 1 to 10,000");
  expect_refused("run x.toml --threads 1e9", "from 1 to 1,024");
  for (const char* hours : {"-1", "0", "nan", "inf", "1h"})
    expect_refused(std::string("calibrate x.toml --maxh ") + hours, "is not a number above 0");
  expect_refused("compare x.toml y.toml --ci-width nan", "is not a number above 0");
}

}  // namespace
}  // namespace hibiki
