#include "tools/hibiki/progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hibiki {
namespace {

using testing::HasSubstr;
using testing::Not;

const ProgressState kHalfWay = {
    .name = "history",
    .replicate = 0,
    .replicates = 1,
    .week = 500,
    .weeks = 1000,
    .day = make_day(1994, 8, 1),
    .fans = 100'000,
    .seconds = 10.0,
};

TEST(ProgressLine, SaysWhereTheRunIsHowFastAndHowLong) {
  const std::string line = progress_line(kHalfWay);
  EXPECT_THAT(line, HasSubstr("history  1994-08-01"));
  EXPECT_THAT(line, HasSubstr("[==========          ]  50 %"));
  EXPECT_THAT(line, HasSubstr("5.0 M fan-weeks/s"));
  EXPECT_THAT(line, HasSubstr("10 s left"));
  EXPECT_LE(line.size(), 79u);
}

TEST(ProgressLine, CountsAllReplicates) {
  ProgressState state = kHalfWay;
  state.replicates = 4;
  state.replicate = 3;
  const std::string line = progress_line(state);
  EXPECT_THAT(line, HasSubstr("history 4/4"));
  EXPECT_THAT(line, HasSubstr("87 %"));
}

TEST(ProgressLine, SaysWhatHappensBeforeTheFirstWeek) {
  ProgressState state = kHalfWay;
  state.week = 0;
  EXPECT_THAT(progress_line(state), HasSubstr("building the world"));
  EXPECT_THAT(progress_line(state), Not(HasSubstr("left")));
}

TEST(ProgressLine, FitsTheTerminal) {
  ProgressState state = kHalfWay;
  state.name = std::string(200, 'n');
  EXPECT_EQ(progress_line(state, 60).size(), 60u);
}

TEST(ProgressLine, OfFortyColumnsSaysHowFarAndHowLong) {
  ProgressState state = kHalfWay;
  state.replicates = 16;
  EXPECT_EQ(progress_line(state, 39), "history 1/16   3 %  5 min 10 s left");
}

TEST(PlainProgress, IsForLogFiles) {
  ProgressState state = kHalfWay;
  EXPECT_EQ(plain_progress(state), "history: 50 %, 10 s left");
  state.replicates = 4;
  state.replicate = 3;
  EXPECT_EQ(plain_progress(state), "history: replicate 4 of 4, 87 %, 1.4 s left");
}

}  // namespace
}  // namespace hibiki
