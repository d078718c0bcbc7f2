// A checkpoint of two generations: the newest whole one counts, whatever became of the other.
#include "output/results/checkpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <numeric>

#include "sim/core/digest.hpp"
#include "sim/core/error.hpp"
#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

/// More than a block of the file.
std::vector<std::uint64_t> long_column(std::uint64_t first) {
  std::vector<std::uint64_t> column(300'000);
  std::iota(column.begin(), column.end(), first);
  return column;
}

class CheckpointTest : public testing::Test {
 protected:
  void save(std::uint64_t value) {
    checkpoint_.save([&](ArchiveWriter& archive) { archive(value, long_column(value)); });
  }
  /// The value that is found, by a program that begins anew; 0 if none.
  std::uint64_t found() {
    std::uint64_t value = 0;
    std::vector<std::uint64_t> column;
    Checkpoint fresh(stem());
    if (!fresh.load([&](ArchiveReader& archive) { archive(value, column); })) value = 0;
    if (value > 0) {
      EXPECT_EQ(column, long_column(value));
    }
    damaged_ = fresh.damaged();
    return value;
  }
  fs::path stem() const { return folder_ / "state"; }
  fs::path file(int slot) const { return folder_ / ("state." + std::to_string(slot)); }

  static std::string content(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void put(const fs::path& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }
  static void change_byte(const fs::path& path, std::size_t at) {
    std::string bytes = content(path);
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    put(path, bytes);
  }

  TestFolder folder_;
  Checkpoint checkpoint_{folder_ / "state"};
  std::vector<std::string> damaged_;
};

TEST_F(CheckpointTest, TheNewestIsRead) {
  EXPECT_EQ(found(), 0u);
  for (const std::uint64_t value : {5, 6, 7}) {
    save(value);
    EXPECT_EQ(found(), value);
    EXPECT_THAT(damaged_, IsEmpty());
  }
}

TEST_F(CheckpointTest, ItGoesOnWithTheGenerationThatItRead) {
  save(1);
  save(2);
  Checkpoint fresh(stem());
  ASSERT_TRUE(fresh.load([](ArchiveReader&) {}));
  fresh.save([](ArchiveWriter& archive) { archive(std::uint64_t{3}, long_column(3)); });
  EXPECT_EQ(found(), 3u);
  change_byte(file(1), 100);  // the third
  EXPECT_EQ(found(), 2u);
}

TEST_F(CheckpointTest, ADamagedOneFallsBackToTheOneBefore) {
  save(1);
  save(2);
  const std::string whole = content(file(0));
  for (const std::size_t at : {std::size_t{0}, std::size_t{12}, std::size_t{17}, std::size_t{30}, whole.size() / 2,
                               whole.size() - 16, whole.size() - 1}) {
    change_byte(file(0), at);
    EXPECT_EQ(found(), 1u) << at;
    EXPECT_THAT(damaged_, ElementsAre(HasSubstr("state.0 is damaged"))) << at;
    put(file(0), whole);
  }
  put(file(0), whole);
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{10}, std::size_t{40}, whole.size() / 2, whole.size() - 1}) {
    put(file(0), whole.substr(0, size));
    EXPECT_EQ(found(), 1u) << size;
  }
  put(file(0), whole + "x");
  EXPECT_EQ(found(), 1u);
  change_byte(file(1), 50);
  EXPECT_EQ(found(), 0u);
  EXPECT_EQ(damaged_.size(), 2u);
}

TEST_F(CheckpointTest, AFileUnderTheOtherNameIsNotTaken) {
  save(1);
  fs::rename(file(1), file(0));
  EXPECT_EQ(found(), 0u);
}

TEST_F(CheckpointTest, ANewerFormatIsRefusedWithARemedy) {
  save(1);
  std::string bytes = content(file(1));
  bytes[12] = 9;
  Digest digest;
  digest.add_column(std::span<const char>(bytes).first(32));
  const auto content = std::span<const char>(bytes).subspan(32, bytes.size() - 48);
  for (std::size_t at = 0; at < content.size(); at += 1 << 20)
    digest.add_column(content.subspan(at, std::min<std::size_t>(1 << 20, content.size() - at)));
  const std::uint64_t value = digest.value();
  std::memcpy(bytes.data() + bytes.size() - 8, &value, sizeof value);
  put(file(1), bytes);
  try {
    found();
    FAIL() << "should have thrown";
  } catch (const IoError& error) {
    EXPECT_THAT(error.what(), HasSubstr("newer hibiki (format 9; this program reads 1)"));
    EXPECT_THAT(error.what(), HasSubstr("continue with that program"));
  }
}

TEST_F(CheckpointTest, AWriteThatFailsLeavesTheOthers) {
  save(1);
  save(2);
  EXPECT_THROW(checkpoint_.save([](ArchiveWriter& archive) {
    archive(long_column(3));
    throw IoError("disk full");
  }),
               IoError);
  EXPECT_EQ(found(), 2u);
  EXPECT_FALSE(fs::exists(folder_ / "state.1.tmp"));
  save(3);
  EXPECT_EQ(found(), 3u);
}

TEST_F(CheckpointTest, WhatCannotBeUsedFallsBackToo) {
  save(1);
  save(2);
  std::uint64_t value = 0;
  Checkpoint fresh(stem());
  EXPECT_TRUE(fresh.load([&](ArchiveReader& archive) {
    archive(value);
    if (value == 2) throw IoError("its spool is too short");
  }));
  EXPECT_EQ(value, 1u);
  EXPECT_THAT(fresh.damaged(), ElementsAre(HasSubstr("too short")));
}

}  // namespace
}  // namespace hibiki
