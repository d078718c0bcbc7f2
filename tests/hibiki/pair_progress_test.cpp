#include "tools/hibiki/pair_progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hibiki {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(PairProgressLine, SaysHowManyPairsAreDoneAndHowLong) {
  const std::string line = pair_progress_line({"early_video", 16, 3000, 12'000, 20.0});
  EXPECT_THAT(line, HasSubstr("early_video  4 of 16 pairs"));
  EXPECT_THAT(line, HasSubstr("[=====               ]  25 %"));
  EXPECT_THAT(line, HasSubstr("1 min 00 s left"));
  EXPECT_LE(line.size(), 79u);
}

TEST(PairProgressLine, CountsWhatItIsTold) {
  EXPECT_THAT(pair_progress_line({"video", 8, 3000, 12'000, 20.0, "replicates"}), HasSubstr("4 of 8 replicates"));
}

TEST(PairProgressLine, AtTheBeginning) {
  const std::string line = pair_progress_line({"early_video", 16, 3000, 0, 0.0});
  EXPECT_THAT(line, HasSubstr("0 of 16 pairs"));
  EXPECT_THAT(line, Not(HasSubstr("left")));
}

TEST(PairProgressLine, FitsTheTerminal) {
  EXPECT_EQ(pair_progress_line({std::string(200, 'n'), 16, 3000, 12'000, 20.0}, 60).size(), 60u);
}

TEST(PairProgressLine, OfFortyColumnsSaysHowFarAndHowLong) {
  EXPECT_EQ(pair_progress_line({"early_video", 16, 3000, 12'000, 20.0}, 39), "early_video  25 %  1 min 00 s left");
}

TEST(PlainPairProgress, IsForLogFiles) {
  EXPECT_EQ(plain_progress(PairProgressState{"early_video", 16, 3000, 12'000, 20.0}),
            "early_video: 4 of 16 pairs, 25 %, 1 min 00 s left");
  EXPECT_EQ(plain_progress(PairProgressState{"early_video", 16, 3000, 0, 0.0}), "early_video: 0 of 16 pairs, 0 %");
}

}  // namespace
}  // namespace hibiki
