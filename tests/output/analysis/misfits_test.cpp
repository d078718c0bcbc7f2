// What replicates miss of patterns and of recorded series, and how it is told.
#include "output/analysis/misfits.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "output/analysis/against_record.hpp"

namespace hibiki {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kRecord =
    "series,year,value,unit,mark,source\n"
    "korean_music_exports,2010,10,million US dollars,M,from memory\n"
    "korean_music_exports,2012,40,million US dollars,S,read\n"
    "korean_music_exports,2018,160,million US dollars,S,read\n"
    "kpop_share_of_japan,2011,0.2,share,S,read\n"
    "recorded_music_japan,2014,300,billion yen,S,read\n"
    "recorded_music_japan,2018,600,billion yen,S,read\n";

constexpr Cents kMillion = 100'000'000;
constexpr double kYear = kWeeksInYear / 52;  ///< the model's years have 52 weeks here

/// Japan and Korea, 2000-2020: exports are `level` times the record, Japan's market and K-pop's fifth of it stand
/// still.
RunSummary world(double level) {
  RunSummary run;
  run.axes.markets = {"JP", "KR"};
  run.axes.scenes = {"J-pop", "K-pop"};
  for (int year = 2000; year <= 2020; ++year) {
    YearSummary y;
    y.year = year;
    y.weeks = 52;
    const double exports = year == 2010 ? 10 : year == 2012 ? 40 : 160;
    y.revenue_home = {0, 0};
    y.received = {0, static_cast<Cents>(level * exports * kMillion), 0, 0};  // by Japanese and Korean labels in Japan
    y.revenue = {80 * kMillion, 20 * kMillion, 0, 0};                        // J-pop and K-pop in Japan, then in Korea
    run.years.push_back(y);
  }
  return run;
}

const RecordedSeries kExports = recorded_series(kRecord, "korean_music_exports");

TEST(LevelAgainstTheRecord, IsTheGeometricMeanOfTheRatios) {
  RunSummary run = world(2);
  EXPECT_NEAR(level_against(modelled_exports(), run, kExports, 2000, 2015), 2 * kYear, 1e-9);
  run.years[10].received[1] = 80 * kMillion;  // 2010: eight times, 2012: twice
  EXPECT_NEAR(level_against(modelled_exports(), run, kExports, 2000, 2015), 4 * kYear, 1e-9);
  EXPECT_NEAR(level_against(modelled_exports(), run, kExports, 2016, 2100), 2 * kYear, 1e-9);
}

TEST(LevelAgainstTheRecord, LeavesOutYearsThatAreNotWhole) {
  RunSummary run = world(2);
  run.years[10].weeks = 30;
  run.years[10].received[1] = 80 * kMillion;
  EXPECT_NEAR(level_against(modelled_exports(), run, kExports, 2000, 2015), 2 * kYear, 1e-9);
  EXPECT_TRUE(std::isnan(level_against(modelled_exports(), run, kExports, 1990, 2011)));
}

TEST(KnownMisfits, SeriesOffByMoreThanAQuarterFittedAndHeldOutApart) {
  const RunSummary a = world(0.1), b = world(0.2), c = world(0.4);
  const auto misfits = known_misfits({&a, &b, &c}, {}, kRecord);
  ASSERT_THAT(misfits,
              ElementsAre(Field(&Misfit::id, "korean_music_exports"), Field(&Misfit::id, "korean_music_exports"),
                          Field(&Misfit::id, "recorded_music_japan")))
      << "K-pop's share is as recorded, and the market's course has nothing to miss before 2016";
  EXPECT_EQ(misfits[0].off, "5 times too low");
  EXPECT_EQ(misfits[0].measured, "x0.20 (0.10 to 0.40) of the record");
  EXPECT_EQ(misfits[0].years, "2010-2012");
  EXPECT_FALSE(misfits[0].held_out);
  EXPECT_FALSE(misfits[0].verified) << "one figure is from memory";
  EXPECT_EQ(misfits[1].years, "2018");
  EXPECT_TRUE(misfits[1].held_out);
  EXPECT_TRUE(misfits[1].verified);
  EXPECT_EQ(misfits[2].off, "2 times too low") << "the market of the record doubles";
  EXPECT_TRUE(misfits[2].held_out);
}

TEST(KnownMisfits, NoneWithinAQuarter) {
  RunSummary a = world(1.2);
  for (YearSummary& y : a.years)
    if (y.year > 2015) y.revenue[0] *= 2;
  EXPECT_THAT(known_misfits({&a}, {}, kRecord), IsEmpty());
}

TEST(KnownMisfits, PatternsThatDoNotComeOut) {
  const RunSummary run = world(1);
  const std::vector<Pattern> patterns = {
      {"P1", "J-pop leads", PatternResult::yes, "", "", ""},
      {"P3", "J-pop keeps its home", PatternResult::no, "no, 0 of 1", "lowest year 0.35", "0.15 below"},
      {"P6", "Ignored video", PatternResult::reported, "", "", ""},
      {"P7", "Number_i", PatternResult::no, "no", "viewers", "x0.1"}};
  const auto misfits = known_misfits({&run}, patterns, "livestream_number_i,2023,670000,viewers,S,read\n");
  ASSERT_EQ(misfits.size(), 2u);
  EXPECT_EQ(misfits[0].id, "P3");
  EXPECT_EQ(misfits[0].off, "0.15 below");
  EXPECT_FALSE(misfits[0].verified) << "no source is in the record";
  EXPECT_EQ(misfits[1].years, "2023");
  EXPECT_TRUE(misfits[1].held_out);
  EXPECT_TRUE(misfits[1].verified);
}

TEST(KnownMisfits, ThePatternsThemselvesSayHowFarOff) {
  RunSummary run = world(1);
  for (YearSummary& y : run.years) y.leadership = {0.5, 0.1}, y.home_share = {0.9, 0.9};
  const auto patterns = check_patterns({&run}, {}, kRecord);
  const auto misfits = known_misfits({&run}, patterns, kRecord);
  ASSERT_FALSE(misfits.empty());
  EXPECT_EQ(misfits[0].id, "P2");
  EXPECT_EQ(misfits[0].off, "shown by 0 of 1, 1 are needed; 1 never overtake, 0 too early or too late");
  EXPECT_EQ(misfits[1].id, "P2") << "by plays";
  EXPECT_EQ(misfits[1].off, "shown by 0 of 1, 1 are needed; 1 never overtake, 0 too early or too late");
}

}  // namespace
}  // namespace hibiki
