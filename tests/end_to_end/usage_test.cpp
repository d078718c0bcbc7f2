// Command lines that cannot be: exit code 2, a message that says what would be right, nothing on stdout.
#include <gmock/gmock.h>

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
  expect_refused("run x.toml --threads 1025", "1 to 1024");
}
TEST_F(UsageTest, DatesThatAreNone) {
  expect_refused("run " + scenario("examples/small.toml") + " --until 2001-02-30", "2001-02-30");
  expect_refused("run " + scenario("examples/small.toml") + " --until soon", "soon");
}
TEST_F(UsageTest, UntilOnlyShortens) {
  expect_refused("run " + scenario("examples/small.toml") + " --until 2099-12-31", "--set run.end=2099-12-31");
}

}  // namespace
}  // namespace hibiki
