#include "output/analysis/historical_record.hpp"

#include <gmock/gmock.h>

#include "tests/output/analysis/small_record.hpp"

namespace hibiki {
namespace {

TEST(RecordedSeries, TakesOneSeriesAndItsMarks) {
  const RecordedSeries exports = recorded_series(kRecord, "korean_music_exports");
  EXPECT_EQ(exports.by_year, (std::map<int, double>{{2010, 10}, {2012, 40}, {2018, 160}}));
  EXPECT_FALSE(exports.verified());
  EXPECT_TRUE(recorded_series(kRecord, "another").verified());
  EXPECT_FALSE(recorded_series(record_csv(), "korean_music_exports").by_year.empty())
      << "the record is part of the program";
}

TEST(RecordedSeries, PartsKeepTheMarksOfTheirYears) {
  const RecordedSeries exports = recorded_series(kRecord, "korean_music_exports");
  EXPECT_FALSE(exports.between(2000, 2010).verified());
  EXPECT_TRUE(exports.between(2011, 2020).verified());
  EXPECT_EQ(exports.between(2012, 2012).by_year, (std::map<int, double>{{2012, 40}}));
}

}  // namespace
}  // namespace hibiki
