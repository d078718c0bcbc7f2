#include "tools/hibiki/text.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace hibiki {
namespace {

TEST(Grouped, SetsCommasEveryThreeDigits) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(grouped(-123), "-123");
  EXPECT_EQ(grouped(-1234), "-1,234");
}

TEST(BytesText, ChoosesTheUnit) {
  EXPECT_EQ(bytes_text(0), "0 bytes");
  EXPECT_EQ(bytes_text(999), "999 bytes");
  EXPECT_EQ(bytes_text(1'400), "1.4 kB");
  EXPECT_EQ(bytes_text(999'900), "1.0 MB");
  EXPECT_EQ(bytes_text(24'000'000'000), "24 GB");
}

TEST(DurationText, ChoosesTheUnit) {
  EXPECT_EQ(duration_text(0.04), "0.0 s");
  EXPECT_EQ(duration_text(9.96), "10 s");
  EXPECT_EQ(duration_text(59.4), "59 s");
  EXPECT_EQ(duration_text(59.9), "1 min 00 s");
  EXPECT_EQ(duration_text(185), "3 min 05 s");
  EXPECT_EQ(duration_text(7'800), "2 h 10 min");
}

TEST(RateText, IsShort) {
  EXPECT_EQ(rate_text(12), "12");
  EXPECT_EQ(rate_text(25'400'000), "25 M");
  EXPECT_EQ(rate_text(1'340), "1.3 k");
}

TEST(Wrapped, NeverPassesTheWidthNorLosesAWord) {
  const std::string text = "Weight of log2(1 + ties that shared the act last week): complex contagion.";
  for (std::size_t width = 20; width < 90; ++width) {
    std::istringstream lines(wrapped(text, 4, width));
    std::string words;
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), width);
      EXPECT_EQ(line.substr(0, 4), "    ");
      words += (words.empty() ? "" : " ") + line.substr(4);
    }
    EXPECT_EQ(words, text);
  }
}

TEST(Wrapped, LetsALongWordStand) { EXPECT_EQ(wrapped("abcdefghij k", 2, 6), "  abcdefghij\n  k"); }

TEST(DisplayColumns, CountsWhatATerminalShows) {
  EXPECT_EQ(display_columns(""), 0u);
  EXPECT_EQ(display_columns("Café"), 4u);
  EXPECT_EQ(display_columns("響き"), 4u) << "two columns each";
}

TEST(CutTo, KeepsCharactersWhole) {
  EXPECT_EQ(cut_to("Café noir", 4), "Café");
  EXPECT_EQ(cut_to("響き", 3), "響");
  EXPECT_EQ(cut_to("響き", 1), "");
  EXPECT_EQ(cut_to("short", 10), "short");
}

}  // namespace
}  // namespace hibiki
