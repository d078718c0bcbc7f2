#include "tools/hibiki/option_words.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace hibiki {
namespace {

TEST(ParseCount, TakesSuffixesAndExponents) {
  EXPECT_EQ(parse_count("0"), 0);
  EXPECT_EQ(parse_count("007"), 7);
  EXPECT_EQ(parse_count("20k"), 20'000);
  EXPECT_EQ(parse_count("1.5M"), 1'500'000);
  EXPECT_EQ(parse_count("2G"), 2'000'000'000);
  EXPECT_EQ(parse_count("1e6"), 1'000'000);
  EXPECT_EQ(parse_count("1.25E+2"), 125);
  EXPECT_EQ(parse_count("500e-2"), 5);
  EXPECT_EQ(parse_count("3.0"), 3);
  EXPECT_EQ(parse_count("20.000"), std::nullopt) << "it may mean twenty thousand";
  EXPECT_EQ(parse_count("20.500k"), 20'500);
  EXPECT_EQ(parse_count("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
}

TEST(ParseCount, RefusesWhatIsNoWholeNumber) {
  for (const char* text : {"",
                           " ",
                           "k",
                           "-1",
                           "+1",
                           "1.5",
                           "1.2345k",
                           "1e",
                           "1e99",
                           "1k5",
                           "20kk",
                           "1e3k",
                           ".5",
                           "5.",
                           "0x10",
                           "1,000",
                           "nan",
                           "inf",
                           "9223372036854775808",
                           "10000000000G",
                           "1 000",
                           "20K"})
    EXPECT_EQ(parse_count(text), std::nullopt) << text;
}

}  // namespace
}  // namespace hibiki
