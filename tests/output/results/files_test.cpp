#include "output/results/files.hpp"

#include <gmock/gmock.h>

#include "output/results/folders.hpp"
#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(Files, AtomicWriteReplacesTheWholeFile) {
  const TestFolder folder;
  write_file_atomically(folder / "a", "a long first content");
  write_file_atomically(folder / "a", std::string("short\0\n", 7));
  EXPECT_EQ(read_whole_file(folder / "a"), std::string("short\0\n", 7));
  EXPECT_FALSE(std::filesystem::exists(folder / "a.tmp"));
}

TEST(Files, AtomicWriteSparesAFileThatHasTheTemporaryName) {
  const TestFolder folder;
  std::filesystem::create_symlink("mine", folder / "a.tmp");
  { OutputFile(folder / "a.tmp-2"); }
  write_file_atomically(folder / "a", "new");
  EXPECT_EQ(read_whole_file(folder / "a"), "new");
  EXPECT_THAT(names_in(folder.path()), testing::ElementsAre("a", "a.tmp", "a.tmp-2"));
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "a.tmp") && std::filesystem::is_empty(folder / "a.tmp-2"));
  EXPECT_THAT(io_error_of([&] {
                const FileSizeLimit limit(2);
                write_file_atomically(folder / "a", "newer");
              }),
              HasSubstr("a.tmp-3"));
  EXPECT_THAT(names_in(folder.path()), testing::ElementsAre("a", "a.tmp", "a.tmp-2")) << "and removes its own alone";
}

TEST(Files, CreateTakesNoNameThatIsTaken) {
  const TestFolder folder;
  std::filesystem::create_symlink("missing", folder / "link");
  EXPECT_FALSE(OutputFile::create(folder / "link"));
  auto file = OutputFile::create(folder / "a");
  ASSERT_TRUE(file);
  file->write(std::as_bytes(std::span("x", 1)));
  file->close();
  EXPECT_FALSE(OutputFile::create(folder / "a"));
  EXPECT_EQ(read_whole_file(folder / "a"), "x");
  EXPECT_THAT(io_error_of([&] { OutputFile::create(folder / "none/a"); }), HasSubstr("No such file"));
}

TEST(Files, AFullDiskLeavesTheOldFileAndNoOther) {
  const TestFolder folder;
  write_file_atomically(folder / "a", "old");
  const std::string message = io_error_of([&] {
    const FileSizeLimit limit(100);
    write_file_atomically(folder / "a", std::string(1000, 'x'));
  });
  EXPECT_THAT(message, AllOf(HasSubstr("a.tmp"), HasSubstr("File too large"), HasSubstr("another folder")));
  EXPECT_EQ(read_whole_file(folder / "a"), "old");
  EXPECT_FALSE(std::filesystem::exists(folder / "a.tmp"));
}

TEST(Files, ACopyHasEveryByte) {
  const TestFolder folder;
  for (const std::size_t size : {0U, 5U, 1U << 20U, (1U << 20U) + 1U}) {
    std::string bytes(size, 'x');
    if (size > 0) bytes.back() = 'y';
    write_file_atomically(folder / "from", bytes);
    duplicate_file(folder / "from", folder / "to");
    EXPECT_TRUE(read_whole_file(folder / "to") == bytes) << size;
  }
  EXPECT_THAT(io_error_of([&] { duplicate_file("/proc/self/mem", folder / "to"); }), HasSubstr("Input/output error"));
}

TEST(Files, ErrorsNamePathReasonAndRemedy) {
  const TestFolder folder;
  write_file_atomically(folder / "file", "");
  EXPECT_THAT(
      io_error_of([&] { write_file_atomically(folder / "file/below", "x"); }),
      AllOf(HasSubstr((folder / "file/below").string()), HasSubstr("Not a directory"), HasSubstr("another folder")));
  EXPECT_THAT(io_error_of([&] { read_whole_file(folder / "missing"); }),
              AllOf(HasSubstr("cannot read"), HasSubstr("missing"), HasSubstr("No such file")));
  EXPECT_THAT(io_error_of([&] { read_whole_file(folder.path()); }), HasSubstr("folder"));
  EXPECT_THAT(io_error_of([&] {
                OutputFile full("/dev/full");
                full.write(std::as_bytes(std::span("x", 1)));
              }),
              AllOf(HasSubstr("/dev/full"), HasSubstr("No space left on device"), HasSubstr("free some space")));
}

}  // namespace
}  // namespace hibiki
