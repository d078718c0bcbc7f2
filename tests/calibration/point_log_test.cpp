#include "tools/calibration/point_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

namespace hibiki {
namespace {

CalibrationPoint point(std::int64_t index) {
  return {1, index, 2, {0.1 + static_cast<double>(index), 1.0 / 3.0}, {{1.5, std::nan("")}, {2.5, 1e-300}}, {}};
}
CalibrationPoint asked(std::int64_t index) {
  CalibrationPoint p = point(index);
  p.outcomes.clear();
  return p;
}

class PointLogTest : public testing::Test {
 protected:
  PointLogTest() : folder_(std::filesystem::temp_directory_path() / ("point_log_" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~PointLogTest() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path file() const { return folder_ / "points.jsonl"; }
  void append(const std::string& text) const {
    OutputFile out(file(), OutputFile::Start::end);
    out.write(std::as_bytes(std::span(text)));
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(PointLogTest, GivesBackTheSameBits) {
  PointLog(file(), "id", false).append(point(3));
  CalibrationPoint known = asked(3), other = asked(4);
  const PointLog log(file(), "id", false);
  ASSERT_TRUE(log.fill(known));
  EXPECT_EQ(known.outcomes[1], point(3).outcomes[1]);
  EXPECT_TRUE(std::isnan(known.outcomes[0][1]));
  EXPECT_FALSE(log.fill(other));
  known = asked(3);
  known.values[0] += 1e-16 + std::numeric_limits<double>::epsilon() * 4;
  EXPECT_FALSE(log.fill(known)) << "other values are another point";
}

TEST_F(PointLogTest, CutsATornLineOff) {
  PointLog(file(), "id", false).append(point(1));
  const std::string whole = read_whole_file(file());
  append("{\"wave\":1,\"index\":2,\"repl");
  EXPECT_EQ(PointLog(file(), "id", false).found(), 1u);
  EXPECT_EQ(read_whole_file(file()), whole);
}

TEST_F(PointLogTest, NamesALineThatWasChanged) {
  PointLog(file(), "id", false).append(point(1));
  PointLog(file(), "id", false).append(point(2));
  const std::string whole = read_whole_file(file());
  const auto refused = [&](const std::string& text, const char* place) {
    write_file_atomically(file(), text);
    try {
      const PointLog log(file(), "id", false);
      ADD_FAILURE() << "it was taken: " << text;
    } catch (const IoError& error) {
      EXPECT_THAT(error.what(), testing::AllOf(testing::HasSubstr(place), testing::HasSubstr("the line was changed")));
    }
    EXPECT_EQ(read_whole_file(file()), text) << "and is as it was";
  };
  // Every digit of the file, changed alone.
  for (std::size_t at = 0; at < whole.size(); ++at) {
    if (std::isdigit(static_cast<unsigned char>(whole[at])) == 0) continue;
    std::string changed = whole;
    changed[at] = changed[at] == '9' ? '8' : static_cast<char>(changed[at] + 1);
    refused(changed, fmt::format("points.jsonl:{}:",
                                 1 + std::count(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(at), '\n'))
                         .c_str());
  }
  refused(whole + "{\"wave\":1}\n", "points.jsonl:4:");
  write_file_atomically(file(), whole + "{\"wave\":1}\n");
  EXPECT_EQ(PointLog(file(), "id", true).found(), 2u) << "with force the line is left out";
  EXPECT_EQ(read_whole_file(file()), whole);
}

TEST_F(PointLogTest, RefusesAnotherPlanUnlessForced) {
  PointLog(file(), "id", false).append(point(1));
  try {
    const PointLog log(file(), "other", false);
    FAIL() << "it was taken";
  } catch (const IoError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("--force"));
  }
  EXPECT_EQ(PointLog(file(), "id", false).found(), 1u) << "and is as it was";
  EXPECT_EQ(PointLog(file(), "other", true).found(), 0u);
}

TEST_F(PointLogTest, AtTheEndPointsStandInTheirOrder) {
  PointLog late(file(), "id", false);
  late.append(point(2));
  late.append(point(1));
  const std::string ordered = late.in_order({point(1), point(2)});
  std::filesystem::remove(file());
  PointLog early(file(), "id", false);
  early.append(point(1));
  early.append(point(2));
  EXPECT_EQ(read_whole_file(file()), ordered);
}

TEST_F(PointLogTest, WhatFailedIsTriedAgainAndStaysOnRecord) {
  CalibrationPoint failed = asked(1);
  failed.error = "out of \"memory\"";
  PointLog(file(), "id", false).append(failed);
  CalibrationPoint known = asked(1);
  {
    PointLog log(file(), "id", false);
    EXPECT_FALSE(log.fill(known));
    EXPECT_EQ(log.failed(), 1u);
    EXPECT_EQ(log.found(), 0u);
    log.append(point(1));
  }
  const PointLog log(file(), "id", false);
  ASSERT_TRUE(log.fill(known));
  EXPECT_FALSE(known.failed());
  EXPECT_EQ(log.failed(), 0u);
  EXPECT_EQ(log.found(), 1u);
  EXPECT_THAT(read_whole_file(file()), testing::HasSubstr("memory"));
}

}  // namespace
}  // namespace hibiki
