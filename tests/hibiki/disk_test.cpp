#include "tools/hibiki/disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "sim/core/error.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(RequireDisk, RefusesWhatDoesNotFitAndNamesTheRemedy) {
  const DiskNeed need{std::int64_t{1} << 60, std::int64_t{1} << 59, 2'000'000};
  try {
    require_disk(need, testing::TempDir() + "/not/there/yet");
    FAIL() << "should have thrown";
  } catch (const IoError& error) {
    EXPECT_THAT(error.what(), HasSubstr("not/there/yet"));
    EXPECT_THAT(error.what(), HasSubstr("--keep summary leaves 2.0 MB"));
  }
}

TEST(RequireDisk, SaysBeforehandWhenMuchWillStay) {
  testing::internal::CaptureStderr();
  require_disk({1'200'000'000, 1'100'000'000, 2'000'000}, testing::TempDir());
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              HasSubstr("will take about 1.1 GB; --keep summary leaves 2.0 MB"));
  testing::internal::CaptureStderr();
  require_disk({1'800'000, 900'000, 20'000}, testing::TempDir());
  EXPECT_THAT(testing::internal::GetCapturedStderr(), IsEmpty());
}

TEST(DiskNeed, GrowsWithFoldersAndShrinksWithoutWeeklySeries) {
  Estimate estimate;
  estimate.disk_bytes = 300, estimate.kept_bytes = 200, estimate.summary_bytes = 10;
  const DiskNeed weekly = disk_need(estimate, Keep::weekly, 3, 5), summary = disk_need(estimate, Keep::summary, 3, 5);
  EXPECT_EQ(weekly.peak, 905);
  EXPECT_EQ(weekly.kept, 605);
  EXPECT_EQ(summary.peak, 35);
  EXPECT_EQ(summary.kept, 35);
}

TEST(BytesIn, AddsUpTheFilesOfAFolder) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "hibiki-bytes-in";
  std::filesystem::create_directories(folder / "below");
  std::ofstream(folder / "a") << "12345";
  std::ofstream(folder / "below/b") << "123";
  EXPECT_EQ(bytes_in(folder), 8);
  std::filesystem::remove_all(folder);
  EXPECT_EQ(bytes_in(folder), 0);
}

}  // namespace
}  // namespace hibiki
