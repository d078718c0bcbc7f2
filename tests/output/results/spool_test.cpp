#include "output/results/spool.hpp"

#include <gmock/gmock.h>

#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;

std::vector<PackedWeeks> all_of(const std::filesystem::path& path) {
  std::vector<PackedWeeks> all;
  SpoolReader reader(path);
  for (PackedWeeks weeks; reader.next(weeks);) all.push_back(weeks);
  return all;
}

PackedWeeks some_weeks(std::byte content) {
  return {{7, 14}, {100, 200}, {{0, 3, 0, 2}, {5, 1, 2, 5}}, std::vector<std::byte>(5, content)};
}

void append(const std::filesystem::path& path, const std::vector<PackedWeeks>& all) {
  SpoolWriter spool(path);
  for (const PackedWeeks& weeks : all) spool.append(weeks);
  spool.close();
}

TEST(Spool, GivesBackWhatItTook) {
  const TestFolder folder;
  append(folder / "spool", {some_weeks(std::byte{1}), PackedWeeks{{21}, {300}, {}, {}}, some_weeks(std::byte{2})});
  const auto all = all_of(folder / "spool");
  ASSERT_EQ(all.size(), 3u);
  for (const std::size_t i : {0u, 2u}) {
    EXPECT_EQ(all[i].days, some_weeks({}).days);
    EXPECT_EQ(all[i].plays, some_weeks({}).plays);
    ASSERT_EQ(all[i].chunks.size(), 2u);
    EXPECT_EQ(all[i].chunks[1].series, 5u);
    EXPECT_EQ(all[i].chunks[1].place, 1u);
    EXPECT_EQ(all[i].packed(all[i].chunks[1]).size(), 3u);
    EXPECT_EQ(all[i].bytes, some_weeks(std::byte(i / 2 + 1)).bytes);
  }
  EXPECT_EQ(all[1].days, (std::vector<std::int64_t>{21}));
  EXPECT_TRUE(all[1].chunks.empty());
}

TEST(Spool, GoesOnFromACopy) {
  const TestFolder folder;
  SpoolWriter past(folder / "past");
  past.append(some_weeks(std::byte{1}));
  SpoolWriter fork(past, folder / "fork");
  fork.append(some_weeks(std::byte{2}));
  fork.close();
  past.append(some_weeks(std::byte{3}));
  past.close();
  for (const auto& [name, last] : {std::pair{"past", std::byte{3}}, std::pair{"fork", std::byte{2}}}) {
    const auto all = all_of(folder / name);
    ASSERT_EQ(all.size(), 2u) << name;
    EXPECT_EQ(all[0].bytes.front(), std::byte{1}) << name;
    EXPECT_EQ(all[1].bytes.front(), last) << name;
  }
}

TEST(Spool, SeesATornTail) {
  const TestFolder folder;
  append(folder / "spool", {some_weeks(std::byte{1}), some_weeks(std::byte{2})});
  const auto whole = std::filesystem::file_size(folder / "spool");
  for (const std::uintmax_t left : {whole - 1, whole / 2 + 3, std::uintmax_t{3}}) {
    std::filesystem::resize_file(folder / "spool", left);
    EXPECT_THAT(io_error_of([&] { all_of(folder / "spool"); }), HasSubstr("incomplete")) << left;
  }
}

TEST(Spool, SeesEveryChangedByte) {
  const TestFolder folder;
  append(folder / "spool", {some_weeks(std::byte{1})});
  const std::string whole = read_whole_file(folder / "spool");
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 4);
    write_file_atomically(folder / "spool", changed);
    EXPECT_THAT(io_error_of([&] { all_of(folder / "spool"); }), HasSubstr("incomplete")) << i;
  }
}

TEST(Spool, AReadErrorIsNotItsEnd) {
  EXPECT_THAT(io_error_of([&] { all_of("/proc/self/mem"); }), HasSubstr("Input/output error"));
}

TEST(Spool, SeesWhatCannotBeWeeks) {
  const TestFolder folder;
  PackedWeeks beyond = some_weeks({});
  beyond.chunks[1].end = 6;
  PackedWeeks backwards = some_weeks({});
  backwards.chunks[0] = {0, 0, 2, 1};
  PackedWeeks unknown = some_weeks({});
  unknown.chunks[0].series = 10'000;
  PackedWeeks unplayed = some_weeks({});
  unplayed.plays.clear();
  for (const PackedWeeks& weeks : {beyond, backwards, unknown, unplayed}) {
    append(folder / "spool", {weeks});
    EXPECT_THAT(io_error_of([&] { all_of(folder / "spool"); }), HasSubstr("incomplete"));
  }
}

TEST(Spool, AFullDiskIsAnError) {
  const TestFolder folder;
  EXPECT_THAT(io_error_of([&] { synthetic_replicate(1, 5, "/dev/full"); }), HasSubstr("No space left on device"));
  EXPECT_THAT(io_error_of([&] {
                const FileSizeLimit limit(1'000);
                synthetic_replicate(1, 50, folder / "spool");
              }),
              HasSubstr("File too large"));
  EXPECT_THAT(io_error_of([&] { synthetic_replicate(1, 5, folder / "missing/spool"); }), HasSubstr("No such file"));
}

}  // namespace
}  // namespace hibiki
