// The command `studio`: it starts, says where, and ends; what keeps it from starting.
#include <gmock/gmock.h>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

class StudioTest : public ProgramTest {
 protected:
  /// Starts a studio, runs `meanwhile` ($address, $pid), and ends it with SIGTERM. Its messages are in the file err.
  Outcome with_studio(const std::string& options, const std::string& meanwhile) const {
    return shell("\"$hibiki\" studio " + scenario("examples/small.toml") + " " + options +
                 " > address 2> err & pid=$!\n"
                 "for i in $(seq 200); do [ -s address ] && break; sleep .05; done\n"
                 "address=$(cat address)\n" +
                 meanwhile + "\nkill -TERM $pid; wait $pid");
  }
};

TEST_F(StudioTest, SaysItsAddressAndEndsWithASignal) {
  const Outcome outcome = with_studio("--no-open", "echo \"$address\"");
  EXPECT_EQ(outcome.exit_code, 0) << read("err");
  EXPECT_THAT(outcome.out, MatchesRegex("http://127\\.0\\.0\\.1:[0-9]+/\\?token=[0-9a-f]{32}\n"));
  EXPECT_THAT(read("err"), HasSubstr("on this machine alone"));
}

TEST_F(StudioTest, LivesWithoutABrowser) {
  const Outcome outcome = with_studio("", "echo \"$address\"");
  EXPECT_EQ(outcome.exit_code, 0) << read("err");
  EXPECT_THAT(read("err"), HasSubstr("no browser could be opened"));
}

TEST_F(StudioTest, SaysThatItsPortIsInUse) {
  const Outcome outcome = with_studio("--no-open",
                                      "port=$(echo \"$address\" | sed 's/.*:\\([0-9]*\\).*/\\1/')\n"
                                      "\"$hibiki\" studio --no-open --port $port " +
                                          scenario("examples/small.toml") + "; echo \"exit $?\"");
  EXPECT_THAT(outcome.out, HasSubstr("exit 4"));
  EXPECT_THAT(outcome.err, HasSubstr("give another --port"));
}

TEST_F(StudioTest, DoesNotStartWithABrokenScenario) {
  write("broken.toml", "format_version = 1\nnonsense = 2\n");
  const Outcome outcome = hibiki("studio broken.toml --no-open");
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("nonsense"));
  EXPECT_EQ(hibiki("studio nowhere.toml --no-open").exit_code, 4);
  EXPECT_EQ(hibiki("studio --fans 10 --no-open").exit_code, 2);
  EXPECT_EQ(hibiki("studio --port 80 --no-open").exit_code, 2);
  EXPECT_EQ(hibiki("studio --port 70000 --no-open").exit_code, 2);
}

}  // namespace
}  // namespace hibiki
