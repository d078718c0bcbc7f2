#include "output/spool.hpp"

#include <gmock/gmock.h>

#include "tests/output/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;

TEST(Spool, GivesEveryWeekBack) {
  const TestFolder folder;
  synthetic_replicate(3, 70, folder / "spool");
  SpoolReader reader(folder / "spool");
  WeekObservation week;
  for (int i = 0; i < 70; ++i) {
    ASSERT_TRUE(reader.next(week));
    const WeekObservation expected = synthetic_week(3, i);
    EXPECT_EQ(week.week, i);
    EXPECT_EQ(week.day, expected.day);
    EXPECT_EQ(week.acts, expected.acts);
    EXPECT_EQ(week.labels, expected.labels);
    for (const Series& series : series_table())
      std::visit([&](auto member) { EXPECT_EQ(week.*member, expected.*member) << series.name; }, series.member);
  }
  EXPECT_FALSE(reader.next(week));
}

TEST(Spool, ReadsOneSeries) {
  const TestFolder folder;
  synthetic_replicate(1, 5, folder / "spool");
  const std::vector<double> gini = read_spooled_series(folder / "spool", "gini");
  ASSERT_EQ(gini.size(), 5u * 3);
  EXPECT_EQ(gini[4], synthetic_week(1, 1).gini[1]);
  EXPECT_TRUE(read_spooled_series(folder / "spool", "no such series").empty());
}

TEST(Spool, SeesATornTail) {
  const TestFolder folder;
  synthetic_replicate(1, 5, folder / "spool");
  const auto whole = std::filesystem::file_size(folder / "spool");
  for (const std::uintmax_t cut : {std::uintmax_t{1}, std::uintmax_t{100}}) {
    std::filesystem::resize_file(folder / "spool", whole - cut);
    EXPECT_THAT(io_error_of([&] { read_spooled_series(folder / "spool", "gini"); }), HasSubstr("torn"));
  }
}

TEST(Spool, AFullDiskIsAnError) {
  const TestFolder folder;
  EXPECT_THAT(io_error_of([&] { synthetic_replicate(1, 5, "/dev/full"); }), HasSubstr("No space left on device"));
  EXPECT_THAT(io_error_of([&] {
                const FileSizeLimit limit(10'000);
                synthetic_replicate(1, 50, folder / "spool");
              }),
              HasSubstr("File too large"));
  EXPECT_THAT(io_error_of([&] { synthetic_replicate(1, 5, folder / "missing/spool"); }), HasSubstr("No such file"));
}

}  // namespace
}  // namespace hibiki
