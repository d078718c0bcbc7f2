// A command that is killed at a random moment: the old result or the new one, whole, or nothing that passes for
// finished; and the same command again, which goes on from a checkpoint where there is one, ends as if nothing had
// happened.
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

/// A command that writes a checkpoint every few milliseconds is stopped again and again, by all signals, until it ends.
class CheckpointKillsTest : public KillsTest {
 protected:
  void stop_until_done(const FolderCommand& command, int stops) const {
    std::minstd_rand random(20'261);
    const char* const signals[] = {"KILL", "KILL", "KILL", "TERM", "USR1", "USR2", "XCPU", "HUP", "INT"};
    int stopped = 0, saved = 0, rounds = 0;
    while (stopped < stops) {
      prepare(command);
      ++rounds;
      for (int tries = 0;; ++tries) {
        ASSERT_LT(tries, 200) << "no progress";
        const double seconds = std::uniform_real_distribution<double>(0.0, 0.6 * command.seconds)(random);
        const std::string threads = random() % 2 == 0 ? "1" : "2";
        const std::string when = fmt::format("after {} stops of '{}'", tries, command.arguments);
        const Outcome cut = shell(fmt::format(
            "env --default-signal=INT,HUP \"$hibiki\" {} --threads {} --checkpoint-every 0.0002 --out out >/dev/null & "
            "pid=$!\nsleep {:.4f}; kill -{} $pid 2>/dev/null; wait $pid; echo $?",
            command.arguments, threads, seconds, signals[random() % std::size(signals)]));
        if (cut.out == "0\n") {
          expect_whole(command, when);
          break;
        }
        const int code = std::stoi(cut.out);
        ASSERT_TRUE(code == 75 || code > 128) << code << when << cut.err;
        EXPECT_THAT(cut.err, testing::Not(testing::HasSubstr("damaged"))) << when;
        EXPECT_THAT(cut.err, testing::Not(testing::HasSubstr("no checkpoint"))) << when;
        ++stopped;
        saved += code == 75;
      }
    }
    fmt::print("{}: {} stops, {} of them with exit code 75, in {} rounds\n", command.arguments, stopped, saved, rounds);
  }
};

TEST_F(CheckpointKillsTest, OfARun) {
  stop_until_done(measured("run base.toml --fans 1500 --replicates 2"), tries_or(20));
}

TEST_F(CheckpointKillsTest, OfAComparison) {
  stop_until_done(measured("compare base.toml variant.toml --fans 1500 --replicates 3"), tries_or(20));
}

TEST_F(CheckpointKillsTest, OfAnAttribution) {
  stop_until_done(measured("attribute variant.toml --fans 1500 --replicates 2"), tries_or(10));
}

TEST_F(CheckpointKillsTest, OfAnExplanation) {
  stop_until_done(measured("why base.toml variant.toml --fans 1500 --replicates 2"), tries_or(10));
}

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
