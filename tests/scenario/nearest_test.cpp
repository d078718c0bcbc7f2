#include "sim/scenario/nearest.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace hibiki {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsReplacementsAndSwaps) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("majro", "major"), 1U);
  EXPECT_EQ(edit_distance("Major", "major"), 0U);
}

RC_GTEST_PROP(EditDistance, IsSymmetricAndWithinTheLongerWord, (const std::string& a, const std::string& b)) {
  RC_ASSERT(edit_distance(a, b) == edit_distance(b, a));
  RC_ASSERT(edit_distance(a, b) <= std::max(a.size(), b.size()));
  RC_ASSERT(edit_distance(a, a) == 0U);
}

TEST(Nearest, PrefersTheFirstOfEquals) {
  EXPECT_EQ(nearest("aa", {"ab", "ac"}), "ab");
  EXPECT_EQ(nearest("x", {}), "");
}

TEST(Nearest, TheLastPartOfADottedKeyIsEnough) {
  EXPECT_EQ(nearest("quality", {"equality", "try.quality", "quantity"}), "equality");
}

TEST(Nearest, TheNameBeforeABracketIsEnough) {
  EXPECT_EQ(nearest("engagd", {"fan_age", "engaged[market=...]", "engaged_home"}), "engaged[market=...]");
}

TEST(NearestHint, ListsFewCandidatesAndSuggestsOnlyWhatIsClose) {
  EXPECT_EQ(nearest_hint("JB", {"JP", "KR"}), "did you mean 'JP'? known: JP, KR");
  EXPECT_EQ(nearest_hint("zzz", {"JP", "KR"}), "known: JP, KR");
  EXPECT_EQ(nearest_hint("JB", {"JP"}), "did you mean 'JP'?");
  EXPECT_EQ(nearest_hint("JB", {}), "there is none");
}

}  // namespace
}  // namespace hibiki
