#include "sim/core/input_file.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "sim/core/error.hpp"
#include "tests/support/io_error.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Linux's own file whose first byte cannot be read.
constexpr const char* kUnreadable = "/proc/self/mem";

TEST(InputFile, GivesTheWholeFileWhateverItsSize) {
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "input-file";
  for (const std::size_t size : {0U, 1U, 65'535U, 65'536U, 65'537U, 300'000U}) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 31 % 251);
    std::ofstream(path, std::ios::binary) << bytes;
    EXPECT_TRUE(read_whole_file(path) == bytes) << size;
  }
  std::filesystem::remove(path);
}

TEST(InputFile, ReadsPartByPartUntilTheFileEnds) {
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "input-file-parts";
  std::ofstream(path, std::ios::binary) << "abcde";
  InputFile file(path);
  std::byte part[3];
  EXPECT_EQ(file.read(part), 3u);
  EXPECT_EQ(part[0], std::byte{'a'});
  EXPECT_EQ(file.read(part), 2u);
  EXPECT_EQ(part[1], std::byte{'e'});
  EXPECT_EQ(file.read(part), 0u);
  std::filesystem::remove(path);
}

TEST(InputFile, AReadErrorIsNotTheEndOfTheFile) {
  EXPECT_THAT(
      io_error_of([] { read_whole_file(kUnreadable); }),
      AllOf(HasSubstr("cannot read"), HasSubstr(kUnreadable), HasSubstr("Input/output error"), HasSubstr("try again")));
}

TEST(InputFile, DevicesAreRefusedAndLargeFilesReadToALimit) {
  EXPECT_THAT(io_error_of([] { read_whole_file("/dev/zero"); }), AllOf(HasSubstr("/dev/zero"), HasSubstr("device")));
  const std::string path = testing::TempDir() + "large";
  std::ofstream(path) << std::string((3U << 20U) + 1, 'x');
  EXPECT_THAT(io_error_of([&] { read_whole_file(path, 3U << 20U); }), AllOf(HasSubstr(path), HasSubstr("3 MiB")));
  std::filesystem::remove(path);
}

TEST(InputFile, RemediesAreThoseOfReading) {
  EXPECT_EQ(remedy(EACCES, true), "make it readable");
  EXPECT_THAT(std::string(remedy(EACCES)), HasSubstr("another folder"));
  EXPECT_THAT(std::string(remedy(ENOTDIR, true)), Not(HasSubstr("another folder")));
}

}  // namespace
}  // namespace hibiki
