#include "tools/hibiki/comparison_text.hpp"

#include <gtest/gtest.h>

namespace hibiki {
namespace {

TEST(Sparkline, GoesFromTheLowestOrNothingToTheHighest) {
  EXPECT_EQ(sparkline({0, 1, 2, 3, 4, 5, 6, 7}), "▁▂▃▄▅▆▇█");
  EXPECT_EQ(sparkline({7, 7}), "██") << "from nothing";
  EXPECT_EQ(sparkline({-7, 0}), "▁█") << "to nothing";
  EXPECT_EQ(sparkline({0, 0, 0}), "▁▁▁");
  EXPECT_EQ(sparkline({}), "");
}

}  // namespace
}  // namespace hibiki
