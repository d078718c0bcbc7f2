// The program on a terminal: nothing is wider than it, and no escape sequences where they have no effect.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Runs a shell command, argv[2], on a terminal of argv[1] columns, prints what came there, and exits as it did.
constexpr const char* kOnTerminal = R"(
import fcntl, os, pty, struct, sys, termios
pid, master = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', 24, int(sys.argv[1]), 0, 0))
    os.execv('/bin/sh', ['sh', '-c', sys.argv[2]])
said = b''
while True:
    try:
        part = os.read(master, 65536)
    except OSError:
        break
    if not part:
        break
    said += part
sys.stdout.buffer.write(said.replace(b'\r\n', b'\n'))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
)";

class OnTerminalTest : public ProgramTest {
 protected:
  OnTerminalTest() {
    write("on_terminal.py", kOnTerminal);
    write("variant.toml",
          "extends = " + replaced(scenario("examples/three_markets.toml"), "'", "\"") +
              "\n[[intervention]]\nid = \"abroad\"\ntarget = \"labels[home=B]\"\nlever = \"promotion.abroad\"\n"
              "set = 0.8\nfrom = 2005-03-07\n");
    write("other.toml", "extends = \"variant.toml\"\n[[intervention]]\nid = \"abroad\"\nset = 0.2\n");
  }
  Outcome on_terminal(int columns, const std::string& arguments,
                      const std::string& environment = "TERM=xterm NO_COLOR=1") const {
    write("command.sh", fmt::format("\"$hibiki\" {}\n", arguments));
    return shell(
        fmt::format("export hibiki; {} /usr/bin/python3 on_terminal.py {} 'exec sh command.sh'", environment, columns));
  }
};

/// Columns of the widest line; a line that is drawn again begins anew. Of UTF-8, characters count.
std::size_t widest(const std::string& said) {
  std::size_t most = 0, column = 0;
  for (std::size_t i = 0; i < said.size(); ++i) {
    if (said.compare(i, 3, "\033[K") == 0) {
      i += 2;
    } else if (said[i] == '\r' || said[i] == '\n') {
      column = 0;
    } else if ((static_cast<unsigned char>(said[i]) & 0xC0) != 0x80) {
      most = std::max(most, ++column);
    }
  }
  return most;
}

TEST_F(OnTerminalTest, ProgressStaysInItsLine) {
  const std::string run = "run " + scenario("examples/small.toml") + " --fans 6000 --replicates 2 --out out --force";
  for (const int columns : {40, 80}) {
    const Outcome outcome = on_terminal(columns, run + " >/dev/null");
    ASSERT_EQ(outcome.exit_code, 0) << outcome.out;
    EXPECT_THAT(outcome.out, HasSubstr("\r\033[K"));
    const std::string bars = outcome.out.substr(0, outcome.out.rfind("\r\033[K"));
    EXPECT_THAT(bars, HasSubstr(" left"));
    EXPECT_LT(widest(bars), static_cast<std::size_t>(columns));
  }
}

TEST_F(OnTerminalTest, NoEscapesWhereTheyHaveNoEffect) {
  const std::string run = "run " + tiny() + " --out out --force";
  EXPECT_THAT(on_terminal(80, run, "TERM=xterm NO_COLOR=").out, HasSubstr("\033["));
  for (const char* environment : {"TERM=dumb", "TERM="})
    EXPECT_THAT(on_terminal(80, run, environment).out, Not(HasSubstr("\033"))) << environment;
  EXPECT_THAT(on_terminal(0, run, "TERM=xterm").out, Not(HasSubstr("\033"))) << "a rank of mpirun";
}

TEST_F(OnTerminalTest, MessagesAreBrokenBetweenWords) {
  const Outcome narrow = on_terminal(40, "run nowhere.toml --until 2010-02-31");
  EXPECT_LE(widest(narrow.out), 40u) << narrow.out;
  write("wrong.toml", "extends = \"" + std::string(60, 'x') + ".toml\"\n");
  EXPECT_THAT(on_terminal(40, "check wrong.toml").out, HasSubstr(std::string(60, 'x'))) << "words stay whole";
}

TEST_F(OnTerminalTest, AnswersFitFortyColumns) {
  const std::string base = scenario("examples/three_markets.toml"),
                    options = " --fans 600 --until 2006-06-30 --replicates 3 2>/dev/null";
  for (const std::string& command :
       {"run " + tiny() + " --replicates 2", "run " + tiny() + " --dry-run", "compare " + base + " variant.toml",
        "compare " + base + " variant.toml other.toml", "why " + base + " variant.toml",
        std::string("attribute variant.toml"), std::string("reproduce watts --replicates 20")}) {
    const bool reproduces = command.starts_with("reproduce") || command.starts_with("run");
    const Outcome outcome = on_terminal(40, command + (reproduces ? " 2>/dev/null" : options));
    ASSERT_THAT(outcome.exit_code, testing::AnyOf(0, 5)) << command << "\n" << outcome.out;
    EXPECT_LE(widest(outcome.out), 40u) << command << "\n" << outcome.out;
  }
}

}  // namespace
}  // namespace hibiki
