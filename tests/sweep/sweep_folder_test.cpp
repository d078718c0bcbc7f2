// The folder of a sweep: torn and changed lines, other results, runs measured otherwise.
#include "tools/sweep/sweep_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "output/results/folders.hpp"
#include "sim/core/error.hpp"
#include "sim/core/input_file.hpp"
#include "tests/sweep/sweep_case.hpp"

namespace hibiki::test {
namespace {

using testing::HasSubstr;

class SweepFolderTest : public testing::Test {
 protected:
  static SweepState state(const std::string& name = "s") {
    SweepState state;
    state.name = name;
    state.factors = state.keys = {"f"};
    state.scales = {"linear"};
    state.folder = "sweeps";
    state.design = {DesignKind::morris, 0, 12, 6, 3, {}};
    state.points = {{0, "aa", {"1"}}, {0, "bb", {"2"}}};
    state.seeds = {1};
    state.scope = "scope";
    return state;
  }
  static RunRecord record(const std::string& point, const std::string& digest) {
    return {point, 1, "scope", digest, 2.5, {{"A-pop", {1.0}}}, ""};
  }
  std::string complaint(const std::string& name, const std::string& folder = "out") const try {
    SweepFolder(files_.path(folder), state(name), "");
    return "";
  } catch (const IoError& error) {
    return error.what();
  }

  SweepCase files_;
};

TEST_F(SweepFolderTest, WhatOneProcessLogsAnotherFinds) {
  SweepFolder one(files_.path("out"), state(), "text"), other(files_.path("out"), state(), "text");
  one.log().append(record("aa", "d1"));
  EXPECT_FALSE(other.log().find("aa", 1));
  other.log().refresh();
  ASSERT_TRUE(other.log().find("aa", 1));
  EXPECT_EQ(other.log().find("aa", 1)->digest, "d1");
  other.log().append(record("bb", "d2"));
  one.log().refresh();
  EXPECT_EQ(one.log().find("bb", 1)->digest, "d2");
  EXPECT_EQ(names_in(files_.path("out/log")).size(), 2u);
  SweepFolder later(files_.path("out"));
  EXPECT_EQ(count_runs(later).done, 2u);
  EXPECT_EQ(later.state().points[1].values.front(), "2");
}

TEST_F(SweepFolderTest, ATornOrChangedLineIsMissing) {
  {
    SweepFolder folder(files_.path("out"), state(), "");
    folder.log().append(record("aa", "d1"));
    folder.log().append(record("bb", "d2"));
  }
  const auto file = files_.path("out/log") / names_in(files_.path("out/log")).front();
  std::string text = read_whole_file(file);
  std::filesystem::resize_file(file, text.size() - 5);
  SweepFolder torn(files_.path("out"));
  EXPECT_EQ(count_runs(torn).done, 1u);
  EXPECT_EQ(torn.log().damaged(), 0u);  // perhaps it is being written
  text[text.find("d1")] = 'x';
  files_.write("out/log/" + file.filename().string(), text);
  SweepFolder changed(files_.path("out"));
  EXPECT_EQ(count_runs(changed).done, 1u);
  EXPECT_EQ(changed.log().damaged(), 1u);
}

TEST_F(SweepFolderTest, LostAndChangedFilesAreMadeAnew) {
  SweepFolder(files_.path("out"), state(), "").log().append(record("bb", "d2"));
  // Another order: the numbers stay though their list is lost.
  std::filesystem::remove(files_.path("out/numbers.json"));
  SweepState turned = state();
  std::swap(turned.points[0], turned.points[1]);
  EXPECT_EQ(SweepFolder(files_.path("out"), turned, "").state().points[0].number, 1u);
  std::string design = read_whole_file(files_.path("out/design.json"));
  design.replace(design.find("\"fans\""), 6, "\"snaf\"");
  files_.write("out/design.json", design);
  EXPECT_THAT(complaint("s"), HasSubstr("design.json is damaged or was changed: remove it"));
  std::filesystem::remove(files_.path("out/design.json"));
  EXPECT_EQ(complaint("s"), "");
  SweepFolder again(files_.path("out"));
  EXPECT_EQ(count_runs(again).done, 1u) << "finished runs are kept";
}

TEST_F(SweepFolderTest, AFolderThatCannotBeWrittenIsSaidAtOnce) {
  std::filesystem::create_directories(files_.path("file"));
  files_.write("file/out", "x");
  EXPECT_THAT(complaint("s", "file/out/sweep"), HasSubstr("file/out"));
}

TEST_F(SweepFolderTest, RunsOfAnotherWindowAreNotUsed) {
  SweepFolder(files_.path("out"), state(), "").log().append(record("aa", "d1"));
  SweepState other = state();
  other.scope = "another window";
  SweepFolder folder(files_.path("out"), other, "");
  EXPECT_EQ(count_runs(folder).done, 0u);
}

TEST_F(SweepFolderTest, OtherResultsAndOtherSweepsAreRefused) {
  std::filesystem::create_directories(files_.path("out"));
  files_.write("out/mine.txt", "x");
  EXPECT_THAT(complaint("s"), HasSubstr("contains other files; choose another folder with --out"));
  std::filesystem::remove(files_.path("out/mine.txt"));
  EXPECT_EQ(complaint("s"), "");
  EXPECT_THAT(complaint("t"), HasSubstr("holds the sweep s, not t"));
  try {
    SweepFolder(files_.path("nowhere"));
    FAIL();
  } catch (const IoError& error) {
    EXPECT_THAT(error.what(), HasSubstr("is not the folder of a sweep"));
  }
}

}  // namespace
}  // namespace hibiki::test
