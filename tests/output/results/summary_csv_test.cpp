#include "output/results/summary_csv.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;
using testing::Not;

Replicate example() {
  Replicate replicate;
  replicate.seed = 42;
  replicate.result.summary.axes = synthetic_axes();
  replicate.result.summary.axes.scenes[1] = "B, \"the\" pop";
  YearSummary year;
  year.year = 1990;
  year.weeks = 52;
  year.leadership = {0.1, 0.25, 1.0 / 3};
  year.gini = {0.75, kMissing, 0.85};
  year.leadership_plays = {0.5, 0.25, 0.25};
  year.known = {.leadership = {52, 52, 40},
                .leadership_plays = {51, 51, 51},
                .leadership_engaged = {},
                .home_share = {},
                .plays_home_share = {},
                .gini = {52, 0, 52}};
  year.revenue_home = {5, 123456, -7};
  replicate.result.summary.years = {year};
  return replicate;
}

TEST(SummaryCsv, IsATidyTable) {
  const Replicate replicates[] = {example(), example()};
  const std::string csv = summary_csv(replicates);
  EXPECT_EQ(csv.substr(0, csv.find('\n')), "replicate,seed,year,scene,measure,value,unit,weeks,after_record");
  EXPECT_THAT(csv, HasSubstr("\n0,42,1990,A-pop,leadership,0.1,1,52,0\n"));
  EXPECT_THAT(csv, HasSubstr("\n1,42,1990,C-pop,gini,0.85,1,52,0\n"));
  std::istringstream lines(csv);
  int count = 0;
  for (std::string line; std::getline(lines, line);) ++count;
  EXPECT_EQ(count, 1 + 2 * 4 * 3);
}

TEST(SummaryCsv, QuotesWhatNeedsIt) {
  const Replicate replicates[] = {example()};
  EXPECT_THAT(summary_csv(replicates), HasSubstr("1990,\"B, \"\"the\"\" pop\",leadership"));
}

// A year of 365.2425 days has 52.1775 weeks: 52 weeks of 1234.56 dollars are 1238.77 a year.
TEST(SummaryCsv, WritesMoneyInDollarsAYearAndEveryDigitOfReals) {
  const Replicate replicates[] = {example()};
  const std::string csv = summary_csv(replicates);
  EXPECT_THAT(csv, HasSubstr("A-pop,revenue_home,0.05,US dollars of 2015 a year,52,0\n"));
  EXPECT_THAT(csv, HasSubstr("revenue_home,1238.77,"));
  EXPECT_THAT(csv, HasSubstr("revenue_home,-0.07,"));
  EXPECT_THAT(csv, HasSubstr("leadership,0.3333333333333333,1,40,0\n"));
  EXPECT_THAT(csv, HasSubstr("leadership_plays,0.5,1,51,0\n"));
}

TEST(SummaryCsv, ScalesAYearByItsWeeks) {
  Replicate of_53 = example(), of_13 = example();
  of_53.result.summary.years[0].weeks = 53;
  of_53.result.summary.years[0].revenue_home = {5300, 0, 0};
  of_13.result.summary.years[0].weeks = 13;
  of_13.result.summary.years[0].revenue_home = {1300, 0, 0};
  const Replicate replicates[] = {of_53, of_13};
  const std::string csv = summary_csv(replicates);
  EXPECT_THAT(csv, HasSubstr("0,42,1990,A-pop,revenue_home,52.18,US dollars of 2015 a year,53,0\n"))
      << "a dollar a week";
  EXPECT_THAT(csv, HasSubstr("1,42,1990,A-pop,revenue_home,52.18,US dollars of 2015 a year,13,0\n"));
}

TEST(SummaryCsv, LeavesAMissingValueEmpty) {
  const Replicate replicates[] = {example()};
  EXPECT_THAT(summary_csv(replicates), HasSubstr("pop\",gini,,1,0,0\n"));
}

TEST(SummaryCsv, OfNoYearsIsAHeader) {
  Replicate replicate;
  EXPECT_EQ(summary_csv(std::span(&replicate, 1)), "replicate,seed,year,scene,measure,value,unit,weeks,after_record\n");
}

TEST(SummaryCsv, MarksYearsAfterTheRecord) {
  const Replicate replicates[] = {example()};  // of 1990
  EXPECT_THAT(summary_csv(replicates, make_day(1989, 12, 25)), HasSubstr("A-pop,leadership,0.1,1,52,1\n"));
  EXPECT_THAT(summary_csv(replicates, make_day(1990, 12, 31)), HasSubstr("A-pop,leadership,0.1,1,52,0\n"));
}

}  // namespace
}  // namespace hibiki
