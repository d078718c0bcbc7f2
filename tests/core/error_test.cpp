#include "sim/core/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hibiki {
namespace {

using testing::HasSubstr;

TEST(ScenarioError, ListsEveryProblemWithItsPlace) {
  const ScenarioError error({{"a.toml", 3, 7, "fans is 0", "3 | fans = 0\n  |        ^ from 1000"},
                             {"b.toml", 0, 0, "no market", ""},
                             {"", 0, 0, "--set nothing: no such key", ""}});
  EXPECT_STREQ(
      error.what(),
      "a.toml:3:7: fans is 0\n3 | fans = 0\n  |        ^ from 1000\nb.toml: no market\n--set nothing: no such key");
  EXPECT_EQ(error.problems().size(), 3u);
}

TEST(Assert, SaysWhatDoesNotHoldAndWhere) {
  const int people = -1;
  try {
    HIBIKI_ASSERT(people >= 0);
    FAIL() << "should have thrown";
  } catch (const std::logic_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("people >= 0"));
    EXPECT_THAT(error.what(), HasSubstr("error_test.cpp:"));
  }
  EXPECT_NO_THROW(HIBIKI_ASSERT(people < 0));
}

}  // namespace
}  // namespace hibiki
