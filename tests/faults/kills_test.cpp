// A command that is killed at a random moment: the old result or the new one, whole, or nothing that passes for
// finished; and the same command again ends as if nothing had happened.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <random>

#include "tests/faults/shared_folder.hpp"

namespace hibiki {
namespace {

constexpr const char* kRun = "run base.toml --fans 200 --until 2000-06-30";

class KillsTest : public SharedFolderTest {
 protected:
  /// `tries` kills; says how many, and how often the folder was refused or something was left over.
  void kill_often(const FolderCommand& command, int tries) const {
    std::minstd_rand random(20'260);  // moments; what happens in them differs from machine to machine
    std::uniform_real_distribution<double> moment(0.0, 1.1 * command.seconds);
    int killed = 0, refused = 0;
    for (int i = 0; i < tries; ++i) {
      prepare(command);
      const double seconds = moment(random);
      const std::string when = fmt::format("after a kill at {:.4f} s of '{}'", seconds, command.arguments);
      const Outcome cut =
          shell(fmt::format("\"$hibiki\" {} --out out >/dev/null 2>&1 & pid=$!\n"
                            "sleep {:.4f}; kill -KILL $pid 2>/dev/null; wait $pid; echo $?",
                            command.arguments, seconds));
      killed += cut.out == "137\n";
      expect_no_mix(when);
      const Outcome again = hibiki(command.arguments + " --out out");
      refused += again.exit_code != 0;
      EXPECT_EQ(again.exit_code, 0) << again.err << when;
      expect_whole(command, when);
    }
    fmt::print("{}: {} of {} killed before the end, {} refused\n", command.arguments, killed, tries, refused);
  }
};

TEST_F(KillsTest, OfARun) { kill_often(measured(kRun), tries_or(6)); }

TEST_F(KillsTest, OfARunThatReplacesAnother) {
  kill_often(measured(std::string(kRun) + " --force", "run base.toml --fans 200 --until 2000-03-31 --seed 9"),
             tries_or(6));
}

TEST_F(KillsTest, OfAComparison) {
  kill_often(measured("compare base.toml variant.toml --fans 200 --until 2000-06-30 --replicates 2"), tries_or(4));
}

TEST_F(KillsTest, OfACalibration) { kill_often(measured("calibrate plan.toml"), tries_or(4)); }

TEST_F(KillsTest, OfAReproduction) { kill_often(measured("reproduce granovetter --report"), tries_or(2)); }

}  // namespace
}  // namespace hibiki
