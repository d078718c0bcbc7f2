#include "sim/scenario/split.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hibiki {
namespace {

using testing::ElementsAre;

TEST(Split, PartsAreTrimmed) {
  EXPECT_THAT(split(" a | b\t|c\n", '|'), ElementsAre("a", "b", "c"));
  EXPECT_THAT(split("a b", '|'), ElementsAre("a b"));
}

TEST(Split, EmptyPartsStay) {
  EXPECT_THAT(split("", ','), ElementsAre(""));
  EXPECT_THAT(split("a,, ,", ','), ElementsAre("a", "", "", ""));
}

}  // namespace
}  // namespace hibiki
