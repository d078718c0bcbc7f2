// The same command several times at once in one folder: one does the work, the others say so and touch nothing.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <sstream>

#include "tests/faults/shared_folder.hpp"

namespace hibiki {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

constexpr const char* kRun = "run base.toml --fans 200 --until 2000-06-30";
constexpr const char* kOther = "run base.toml --fans 200 --until 2000-03-31 --seed 9";

class RacesTest : public SharedFolderTest {
 protected:
  void race(const FolderCommand& command, int processes, int tries) const {
    int lost = 0, worked = 0;
    for (int i = 0; i < tries; ++i) {
      prepare(command);
      const std::string when = fmt::format("after race {} of {} of '{}'", i, processes, command.arguments);
      const Outcome outcome =
          shell(fmt::format("rm -f said.*; for i in $(seq {}); do \"$hibiki\" {} --out out >/dev/null 2>said.$i & "
                            "pids=\"$pids $!\"; done\n"
                            "for pid in $pids; do wait $pid; echo $?; done",
                            processes, command.arguments));
      std::istringstream codes(outcome.out);
      int winners = 0, process = 0;
      for (int code = 0; codes >> code;) {
        const std::string said = read(fmt::format("said.{}", ++process));
        winners += code == 0 && said.find("nothing to do") == std::string::npos;
        EXPECT_THAT(code, AnyOf(0, 4)) << said << when;
        if (code == 4) {
          EXPECT_THAT(said, HasSubstr("out is in use")) << when;
        }
      }
      EXPECT_EQ(process, processes);
      EXPECT_GE(winners, 1) << when;
      worked += winners;
      const bool whole = !HasFailure();
      expect_whole(command, when);
      lost += whole && HasFailure();
    }
    fmt::print("{} at once, {}: {} races, {} processes did the work, {} results lost\n", processes, command.arguments,
               tries, worked, lost);
  }
};

TEST_F(RacesTest, OfTwo) { race(measured(kRun), 2, tries_or(4)); }

TEST_F(RacesTest, OfFour) { race(measured(kRun), 4, tries_or(3)); }

TEST_F(RacesTest, OfTwoThatReplace) { race(measured(std::string(kRun) + " --force", kOther), 2, tries_or(4)); }

TEST_F(RacesTest, OfFourThatReplace) { race(measured(std::string(kRun) + " --force", kOther), 4, tries_or(3)); }

TEST_F(RacesTest, OfTwoAfterAKill) {
  const FolderCommand command = measured(kRun);
  for (int i = 0; i < tries_or(3); ++i) {
    shell("rm -rf out");
    shell(
        "\"$hibiki\" run base.toml --fans 20000 --out out >/dev/null 2>&1 & pid=$!\n"
        "for i in $(seq 600); do [ -e out/.hibiki-claim ] && break; sleep 0.01; done\nkill -KILL $pid; wait $pid");
    ASSERT_TRUE(exists("out/.hibiki-claim"));
    shell("rm -rf before && cp -a out before");
    FolderCommand after = command;
    after.before = "the one that was killed";
    race(after, 2, 1);
  }
}

}  // namespace
}  // namespace hibiki
