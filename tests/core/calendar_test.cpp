#include "sim/core/calendar.hpp"

#include <gtest/gtest.h>

namespace hibiki {
namespace {

using std::chrono::days;

TEST(ParseDay, ReadsDatesThatExist) {
  EXPECT_EQ(parse_day("2008-01-07"), make_day(2008, 1, 7));
  EXPECT_EQ(parse_day("2024-02-29"), make_day(2024, 2, 29));
  EXPECT_EQ(parse_day("1900-01-01"), make_day(1900, 1, 1));
}

TEST(ParseDay, RefusesEverythingElse) {
  for (const char* text : {"", "2008", "2008-1-7", "2008-13-01", "2023-02-29", "1900-02-29", "2008-00-10", "2008-01-00",
                           "2008/01/07", "2008-01-07T", "-008-01-07", "20 8-01-07", "2008-01-7 ", "+008-01-07"}) {
    EXPECT_FALSE(parse_day(text)) << text;
  }
}

TEST(ToString, IsWhatParseDayReads) {
  EXPECT_EQ(to_string(make_day(1985, 1, 7)), "1985-01-07");
  for (Day day = make_day(1999, 12, 1); day < make_day(2001, 3, 1); day += days(1)) {
    EXPECT_EQ(parse_day(to_string(day)), day);
  }
}

TEST(YearsBetween, CountsMeanYears) {
  EXPECT_NEAR(years_between(make_day(1985, 1, 1), make_day(2025, 1, 1)), 40.0, 0.002);
  EXPECT_LT(years_between(make_day(2000, 1, 1), make_day(1999, 1, 1)), 0.0);
}

class CalendarTest : public testing::Test {
 protected:
  const Calendar calendar{make_day(1985, 1, 7), 2087};
};

TEST_F(CalendarTest, WeeksFollowOneAnother) {
  EXPECT_EQ(calendar.day(0), calendar.start);
  EXPECT_EQ(calendar.day(1), make_day(1985, 1, 14));
  EXPECT_EQ(calendar.year(52), 1986);
}

TEST_F(CalendarTest, FindsTheFirstWeekOnOrAfterADay) {
  EXPECT_EQ(calendar.week_on_or_after(make_day(1985, 1, 7)), 0);
  EXPECT_EQ(calendar.week_on_or_after(make_day(1985, 1, 8)), 1);
  EXPECT_EQ(calendar.week_on_or_after(make_day(1985, 1, 14)), 1);
  EXPECT_EQ(calendar.week_on_or_after(make_day(1985, 1, 15)), 2);
}

TEST_F(CalendarTest, WeeksBeforeTheStartAreNegative) {
  EXPECT_EQ(calendar.week_on_or_after(make_day(1985, 1, 6)), 0);
  EXPECT_EQ(calendar.week_on_or_after(make_day(1984, 12, 31)), -1);
  EXPECT_EQ(calendar.week_on_or_after(make_day(1984, 12, 30)), -1);
  EXPECT_EQ(calendar.week_on_or_after(make_day(1984, 12, 24)), -2);
}

TEST_F(CalendarTest, WeekOnOrAfterAgreesWithASearch) {
  for (int offset = -40; offset <= 400; ++offset) {
    const Day day = calendar.start + days(offset);
    int week = -10;
    while (calendar.day(week) < day) ++week;
    EXPECT_EQ(calendar.week_on_or_after(day), week) << to_string(day);
  }
}

TEST_F(CalendarTest, EachYearBeginsAndEndsOnce) {
  int begins = 0, ends = 0, quarters = 0;
  for (int week = 0; week < calendar.weeks; ++week) {
    begins += calendar.new_year(week);
    ends += calendar.year_end(week);
    quarters += calendar.new_quarter(week);
    if (calendar.new_year(week)) {
      EXPECT_TRUE(calendar.year_end(week - 1));
      EXPECT_TRUE(calendar.new_quarter(week));
    }
  }
  const int years = calendar.year(calendar.weeks - 1) - 1985;
  EXPECT_EQ(begins, years);
  EXPECT_GE(ends, years);
  EXPECT_EQ(quarters, 4 * years + 3);
}

}  // namespace
}  // namespace hibiki
