#include "tools/hibiki/terminal.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace hibiki {
namespace {

/// A terminal of so many columns, and an environment of its own.
class TerminalTest : public testing::Test {
 protected:
  TerminalTest() : master_(::posix_openpt(O_RDWR | O_NOCTTY)) {
    EXPECT_EQ(::grantpt(master_) + ::unlockpt(master_), 0);
    terminal_ = ::open(::ptsname(master_), O_RDWR | O_NOCTTY);
    for (const char* name : {"COLUMNS", "NO_COLOR"}) ::unsetenv(name);
    ::setenv("TERM", "xterm", 1);
    widen(80);
  }
  ~TerminalTest() override {
    ::close(terminal_);
    ::close(master_);
  }
  void widen(unsigned short columns) const {
    struct winsize size = {};
    size.ws_row = 24;
    size.ws_col = columns;
    EXPECT_EQ(::ioctl(terminal_, TIOCSWINSZ, &size), 0);
  }

  int master_ = -1, terminal_ = -1;
};

TEST_F(TerminalTest, SaysItsWidthWheneverAsked) {
  EXPECT_EQ(terminal_columns(terminal_), 80u);
  widen(40);
  EXPECT_EQ(terminal_columns(terminal_), 40u);
}

TEST_F(TerminalTest, OfNoWidthTakesThatOfTheEnvironment) {
  widen(0);
  EXPECT_EQ(terminal_columns(terminal_), 80u);
  ::setenv("COLUMNS", "57", 1);
  EXPECT_EQ(terminal_columns(terminal_), 57u);
  ::setenv("COLUMNS", "wide", 1);
  EXPECT_EQ(terminal_columns(terminal_), 80u);
}

TEST_F(TerminalTest, UnderstandsEscapesUnlessItIsDumb) {
  EXPECT_TRUE(can_redraw(terminal_));
  for (const char* kind : {"dumb", ""}) {
    ::setenv("TERM", kind, 1);
    EXPECT_FALSE(can_redraw(terminal_)) << kind;
    EXPECT_FALSE(layout_of(terminal_).colour) << kind;
  }
  ::unsetenv("TERM");
  EXPECT_FALSE(can_redraw(terminal_));
}

TEST_F(TerminalTest, OfNoSizeIsAnMpiRank) {
  widen(0);
  EXPECT_FALSE(can_redraw(terminal_));
  EXPECT_FALSE(layout_of(terminal_).colour);
  EXPECT_EQ(layout_of(terminal_).columns, 80u);
}

TEST_F(TerminalTest, TextIsLaidOutForFortyToEightyColumns) {
  EXPECT_TRUE(layout_of(terminal_).colour);
  for (const auto& [columns, laid_out] : {std::pair(20, 40u), std::pair(60, 60u), std::pair(200, 80u)}) {
    widen(static_cast<unsigned short>(columns));
    EXPECT_EQ(layout_of(terminal_).columns, laid_out);
  }
  ::setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(layout_of(terminal_).colour);
}

TEST_F(TerminalTest, APipeHasEightyColumnsAndNoColour) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::setenv("COLUMNS", "40", 1);
  EXPECT_EQ(terminal_columns(ends[1]), 80u);
  EXPECT_FALSE(can_redraw(ends[1]) || layout_of(ends[1]).colour);
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace hibiki
