#include "output/results/finished_files.hpp"

#include <gmock/gmock.h>

#include "output/results/file_digest.hpp"
#include "output/results/files.hpp"
#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A folder with files a and b, and a manifest that lists them.
class FinishedFiles : public testing::Test {
 protected:
  FinishedFiles() {
    write_file_atomically(folder_ / "a", "abc");
    write_file_atomically(folder_ / "b", "12345");
    manifest_.files = {{written_file(folder_.path(), "a"), written_file(folder_.path(), "b")}};
    write_file_atomically(folder_ / "manifest.json", to_json(manifest_));
  }
  TestFolder folder_;
  Manifest manifest_;
};

TEST(FileDigest, IsTheSha256OfTheBytes) {
  // FIPS 180-2, appendix B.1.
  EXPECT_EQ(written_text("", "abc").sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const TestFolder folder;
  const std::string large(3'000'000, 'x');
  write_file_atomically(folder / "large", large);
  EXPECT_EQ(written_file(folder.path(), "large"), written_text("large", large));
}

TEST_F(FinishedFiles, AsWrittenAreRead) {
  EXPECT_THAT(changes_in(folder_.path(), manifest_), IsEmpty());
  EXPECT_EQ(read_as_written(folder_ / "a"), "abc");
  write_file_atomically(folder_ / "other", "mine");
  EXPECT_EQ(read_as_written(folder_ / "other"), "mine") << "a manifest says nothing of it";
}

TEST_F(FinishedFiles, EveryChangeIsNamed) {
  write_file_atomically(folder_ / "a", "abd");
  write_file_atomically(folder_ / "b", "");
  EXPECT_THAT(changes_in(folder_.path(), manifest_),
              ElementsAre(AllOf(HasSubstr("/a was changed"), HasSubstr("SHA-256")),
                          AllOf(HasSubstr("/b was changed"), HasSubstr("0 bytes, 5 were"))));
  EXPECT_THAT(io_error_of([&] { read_as_written(folder_ / "a"); }),
              AllOf(HasSubstr("/a was changed"), HasSubstr("--force")));
  EXPECT_THAT(io_error_of([&] { require_as_written(folder_ / "b"); }), HasSubstr("/b was changed"));
  std::filesystem::remove(folder_ / "a");
  EXPECT_THAT(io_error_of([&] { read_as_written(folder_ / "a"); }), HasSubstr("/a is missing"));
}

TEST_F(FinishedFiles, AManifestOfAnotherProgramSaysNothing) {
  write_file_atomically(folder_ / "manifest.json", "{\"name\": \"a page\"}");
  EXPECT_FALSE(manifest_in(folder_.path()));
  EXPECT_EQ(read_as_written(folder_ / "a"), "abc");
  write_file_atomically(folder_ / "manifest.json", "");
  EXPECT_THAT(io_error_of([&] { manifest_in(folder_.path()); }), HasSubstr("manifest.json"));
}

}  // namespace
}  // namespace hibiki
