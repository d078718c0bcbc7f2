// Printed shares add up to the printed whole, whatever they are.
#include "tools/experiments/share_texts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

namespace hibiki {
namespace {

using testing::ElementsAre;
using Values = std::vector<double>;

/// The digits of a text as a whole number, sign included: 12.3 and 0.5 are 123 and 5 where all have one decimal.
std::int64_t digits_of(const std::string& text) {
  std::int64_t number = 0;
  for (const char c : text)
    if (c >= '0' && c <= '9') number = number * 10 + (c - '0');
  return text.starts_with('-') ? -number : number;
}

TEST(RoundedShares, TheLargestRemaindersAreRoundedUp) {
  EXPECT_THAT(rounded_shares(Values{3.4, 3.3, 3.3}, 10), ElementsAre(4, 3, 3));
  EXPECT_THAT(rounded_shares(Values{1.5, 1.5, 2.0}, 5), ElementsAre(2, 1, 2));  // of equals the first
}

TEST(RoundedShares, NegativeSharesToo) {
  EXPECT_THAT(rounded_shares(Values{5.6, -2.3, 0.4}, 4), ElementsAre(6, -2, 0));
  EXPECT_THAT(rounded_shares(Values{-1.2, -1.2, -1.2}, -4), ElementsAre(-1, -1, -2));
}

RC_GTEST_PROP(RoundedShares, AddUpAndStayBesideTheirValue, ()) {
  const auto thousandths =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(-100'000, 100'000)));
  Values shares;
  for (const int t : thousandths) shares.push_back(t / 1000.0);
  const std::int64_t whole = std::llround(std::accumulate(shares.begin(), shares.end(), 0.0));
  const auto rounded = rounded_shares(shares, whole);
  RC_ASSERT(std::accumulate(rounded.begin(), rounded.end(), std::int64_t{0}) == whole);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    RC_ASSERT(std::abs(static_cast<double>(rounded[i]) - shares[i]) <= 1.0);
    if (thousandths[i] == 0) RC_ASSERT(rounded[i] == 0);
  }
}

RC_GTEST_PROP(ShareTexts, AddUpToTheLastDigit, ()) {
  const auto unit = *rc::gen::element<std::string>(std::string(kLogPoints), "share", "people", "USD a year", "Gini");
  const double scale = std::pow(10.0, *rc::gen::inRange(-4, 7));
  const auto numbers = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(-99'999, 99'999)));
  Values shares;
  for (const int n : numbers) shares.push_back(n * scale / 7.0);
  const ShareTexts texts = share_texts(shares, std::accumulate(shares.begin(), shares.end(), 0.0), unit);
  std::int64_t sum = 0;
  for (const std::string& text : texts.shares) sum += digits_of(text);
  RC_ASSERT(sum == digits_of(texts.whole));
}

TEST(ShareTexts, ThreeFiguresInTheLargest) {
  const ShareTexts logs = share_texts(Values{0.2211, 0.1399, -0.031}, 0.33, kLogPoints);
  EXPECT_THAT(logs.shares, ElementsAre("+22.1 log points", "+14.0 log points", "-3.1 log points"));
  EXPECT_EQ(logs.whole, "+33.0 log points");
  const ShareTexts numbers = log_point_numbers(Values{0.2211, 0.1399, -0.031}, 0.33);
  EXPECT_THAT(numbers.shares, ElementsAre("+22.1", "+14.0", "-3.1"));
  EXPECT_EQ(numbers.whole, "+33.0");
  const ShareTexts people = share_texts(Values{1'234'567, -40'000}, 1'194'567, "people");
  EXPECT_THAT(people.shares, ElementsAre("+1.23 M", "-0.04 M"));
  EXPECT_EQ(people.whole, "+1.19 M");
  EXPECT_EQ(share_texts(Values{0.0123}, 0.0123, "share").whole, "+1.23 points");
  EXPECT_EQ(share_texts(Values{-4500}, -4500, "USD a year").whole, "-$4,500");
  EXPECT_EQ(share_texts(Values{0.00123}, 0.00123, "Gini").whole, "+0.00123");
}

TEST(ShareTexts, ExactlyNothingIsZero) {
  const ShareTexts texts = share_texts(Values{0.25, 0.0, 0.0001}, 0.2501, kLogPoints);
  EXPECT_THAT(texts.shares, ElementsAre("+25.0 log points", "0", "0.0 log points"));
  EXPECT_EQ(share_texts(Values{0.0, 0.0}, 0.0, "people").whole, "0");
}

}  // namespace
}  // namespace hibiki
