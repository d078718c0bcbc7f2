#include "output/run_folder.hpp"

#include <gmock/gmock.h>

#include "output/files.hpp"
#include "sim/engine/run.hpp"
#include "tests/output/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::HasSubstr;
namespace fs = std::filesystem;

Manifest manifest_of(const std::string& resolved) {
  Manifest manifest;
  manifest.model_version = kModelVersion;
  manifest.resolved_digest = text_digest(resolved);
  return manifest;
}

/// A complete run of `resolved` in `path`.
void make_run(const fs::path& path, const std::string& resolved, bool force = false) {
  RunFolder folder(path, "given", resolved, force);
  ASSERT_FALSE(folder.finished());
  write_file_atomically(folder.spool(0), "weeks");
  folder.write("results.h5", resolved);
  folder.write("summary.csv", "summary");
  folder.finish(manifest_of(resolved));
}

std::vector<std::string> files_in(const fs::path& path) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(path)) names.push_back(entry.path().filename());
  std::ranges::sort(names);
  return names;
}

TEST(RunFolder, HoldsTheFilesOfARunAndNoOthers) {
  const TestFolder folder;
  make_run(folder / "runs/a", "seed 1");
  EXPECT_THAT(files_in(folder / "runs/a"),
              testing::ElementsAre("manifest.json", "resolved.toml", "results.h5", "scenario.toml", "summary.csv"));
  EXPECT_EQ(read_whole_file(folder / "runs/a/scenario.toml"), "given");
  EXPECT_EQ(read_whole_file(folder / "runs/a/resolved.toml"), "seed 1");
}

TEST(RunFolder, KnowsAFinishedRun) {
  const TestFolder folder;
  make_run(folder / "a", "seed 1");
  {
    const RunFolder again(folder / "a", "given with another comment", "seed 1", false);
    ASSERT_TRUE(again.finished());
  }
  EXPECT_EQ(files_in(folder / "a").size(), 5u);
  EXPECT_EQ(read_whole_file(folder / "a/scenario.toml"), "given");
}

TEST(RunFolder, RefusesAnotherScenarioUnlessForced) {
  const TestFolder folder;
  make_run(folder / "a", "seed 1");
  EXPECT_THAT(io_error_of([&] { RunFolder(folder / "a", "given", "seed 2", false); }),
              AllOf(HasSubstr("another scenario"), HasSubstr("--force")));
  EXPECT_EQ(read_whole_file(folder / "a/resolved.toml"), "seed 1");
  make_run(folder / "a", "seed 2", true);
  EXPECT_EQ(read_whole_file(folder / "a/results.h5"), "seed 2");
}

TEST(RunFolder, RefusesAnotherModelVersionUnlessForced) {
  const TestFolder folder;
  make_run(folder / "a", "seed 1");
  Manifest manifest = manifest_of("seed 1");
  manifest.model_version = "older";
  write_file_atomically(folder / "a/manifest.json", to_json(manifest));
  EXPECT_THAT(io_error_of([&] { RunFolder(folder / "a", "given", "seed 1", false); }),
              HasSubstr("model version older"));
  make_run(folder / "a", "seed 1", true);
}

TEST(RunFolder, RefusesAFolderOfOtherFiles) {
  const TestFolder folder;
  write_file_atomically(folder / "scenario.toml", "mine");
  EXPECT_THAT(io_error_of([&] { RunFolder(folder.path(), "given", "seed 1", false); }), HasSubstr("other files"));
  EXPECT_EQ(read_whole_file(folder / "scenario.toml"), "mine");
  fs::create_directory(folder / "empty");
  make_run(folder / "empty", "seed 1");
}

TEST(RunFolder, AFailedRunLeavesNothing) {
  const TestFolder folder;
  {
    RunFolder run(folder / "a", "given", "seed 1", false);
    write_file_atomically(run.spool(0), "weeks");
    run.write("summary.csv", "summary");
  }
  EXPECT_FALSE(fs::exists(folder / "a"));
  fs::create_directory(folder / "b");
  { RunFolder run(folder / "b", "given", "seed 1", false); }
  EXPECT_TRUE(fs::is_empty(folder / "b"));
}

TEST(RunFolder, AFailedRunOverAnotherDoesNotPassForComplete) {
  const TestFolder folder;
  make_run(folder / "a", "seed 1");
  { RunFolder run(folder / "a", "given", "seed 2", true); }
  EXPECT_FALSE(fs::exists(folder / "a/manifest.json"));
  EXPECT_FALSE(fs::exists(folder / "a/results.h5"));
}

TEST(RunFolder, GoesOnAfterAKilledRun) {
  const TestFolder folder;
  fs::create_directories(folder / "a/checkpoint");
  write_file_atomically(folder / "a/checkpoint/replicate-0000.spool", "half");
  write_file_atomically(folder / "a/resolved.toml", "seed 1");
  make_run(folder / "a", "seed 1");
  EXPECT_EQ(files_in(folder / "a").size(), 5u);
}

TEST(RunFolder, SaysWhyAFolderCannotBeWritten) {
  const TestFolder folder;
  write_file_atomically(folder / "file", "");
  EXPECT_THAT(io_error_of([&] { RunFolder(folder / "file", "given", "seed 1", false); }),
              AllOf(HasSubstr("not a folder"), HasSubstr("--out")));
  EXPECT_THAT(io_error_of([&] { RunFolder(folder / "file/a", "given", "seed 1", false); }),
              AllOf(HasSubstr("Not a directory"), HasSubstr("--out")));
  EXPECT_THAT(io_error_of([&] { RunFolder("/proc/hibiki", "given", "seed 1", false); }), HasSubstr("/proc/hibiki"));
  EXPECT_THAT(io_error_of([&] {
                const FileSizeLimit limit(2);
                RunFolder(folder / "full", "given", "seed 1", false);
              }),
              HasSubstr("File too large"));
  EXPECT_FALSE(fs::exists(folder / "full"));
}

TEST(RunFolder, IsNamedAfterTheScenario) {
  EXPECT_EQ(default_run_folder(synthetic_scenario()), fs::path("runs/synthetic"));
}

}  // namespace
}  // namespace hibiki
