#include "tools/hibiki/status_line.hpp"

#include <gtest/gtest.h>

namespace hibiki {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const std::vector<LinePart> kParts = {{"a long name"}, {" date", 2}, {" [bar]", 3}, {" 50 %"}, {" 10 s left", 1}};

TEST(FittedLine, LeavesOutTheHighestRankFirst) {
  EXPECT_EQ(fitted_line(kParts, 80), "a long name date [bar] 50 % 10 s left");
  EXPECT_EQ(fitted_line(kParts, 36), "a long name date 50 % 10 s left");
  EXPECT_EQ(fitted_line(kParts, 30), "a long name 50 % 10 s left");
}

TEST(FittedLine, CutsTheNameBeforeTheTimeLeftGoes) {
  EXPECT_EQ(fitted_line(kParts, 23), "a long n 50 % 10 s left");
  EXPECT_EQ(fitted_line(kParts, 22), "a long name 50 %");
  EXPECT_EQ(fitted_line(kParts, 9), "a lo 50 %");
}

TEST(FittedLine, CountsColumnsNotBytes) {
  EXPECT_EQ(fitted_line({{"響き"}, {" 1 %"}}, 8), "響き 1 %");
  EXPECT_EQ(fitted_line({{"響き"}, {" 1 %"}}, 7), "響 1 %");
  EXPECT_EQ(fitted_line({{"Café"}, {" 1 %"}}, 8), "Café 1 %");
}

TEST(StatusLine, IsDrawnTenTimesASecond) {
  const StatusLine::Clock::time_point start{seconds(1000)};
  StatusLine line(true, start);
  EXPECT_TRUE(line.due(start));
  EXPECT_FALSE(line.due(start + milliseconds(99)));
  EXPECT_TRUE(line.due(start + milliseconds(100)));
}

TEST(StatusLine, IsALineAMinuteWhereItCannotBeDrawn) {
  const StatusLine::Clock::time_point start{seconds(1000)};
  StatusLine line(false, start);
  EXPECT_FALSE(line.due(start));
  EXPECT_FALSE(line.due(start + seconds(59)));
  EXPECT_TRUE(line.due(start + seconds(60)));
  EXPECT_FALSE(line.due(start + seconds(119)));
  EXPECT_TRUE(line.due(start + minutes(2)));
}

}  // namespace
}  // namespace hibiki
