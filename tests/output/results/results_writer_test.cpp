#include "output/results/results_writer.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <thread>

#include "output/results/files.hpp"
#include "output/results/hdf5_file.hpp"
#include "output/results/machine.hpp"
#include "output/results/reader.hpp"
#include "tests/output/results/synthetic_run.hpp"
#include "tests/support/sanitized.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kWeeks = 2 * static_cast<int>(kBlockWeeks) + 50;

std::vector<Replicate> two_replicates(const TestFolder& folder, int weeks = kWeeks) {
  return {synthetic_replicate(5, weeks, folder / "0.spool"), synthetic_replicate(6, weeks, folder / "1.spool")};
}

/// The slow, obvious twin: what a series must hold, dense, from the weeks themselves. Absent entities hold `nothing`.
std::vector<double> expected_values(const ResultsReader& results, const Series& series, std::uint64_t seed,
                                    std::size_t row) {
  const Axis first = series.axes.empty() ? Axis::market : series.axes.front();
  const bool acts = first == Axis::act, labels = first == Axis::label;
  std::vector<double> expected;
  for (int w = 0; w < kWeeks; ++w) {
    const WeekObservation week = synthetic_week(seed, w);
    const std::vector<double> values = std::visit(
        [&](auto member) { return std::vector<double>((week.*member).begin(), (week.*member).end()); }, series.member);
    if (!acts && !labels) {
      expected.insert(expected.end(), values.begin(), values.end());
      continue;
    }
    const bool real = std::holds_alternative<std::vector<double> WeekObservation::*>(series.member);
    std::vector<double> dense(row, real ? std::nan("") : 0.0);
    const auto registry = synthetic_registry(seed, kWeeks, acts ? kActEvery : kLabelEvery, acts ? "act" : "label");
    const auto axis = results.axis(acts ? "act" : "label");
    const auto& who = acts ? week.acts : week.labels;
    for (std::size_t i = 0; i < who.size(); ++i)
      dense[static_cast<std::size_t>(std::ranges::find(axis, registry[who[i]].name) - axis.begin())] = values[i];
    expected.insert(expected.end(), dense.begin(), dense.end());
  }
  return expected;
}

TEST(ResultsWriter, EverySeriesReadsBackAsItWasObserved) {
  const TestFolder folder;
  write_results(folder / "results.h5", synthetic_scenario(), two_replicates(folder));
  const ResultsReader results(folder / "results.h5");
  for (const Series& series : series_table()) {
    for (std::size_t r = 0; r < 2; ++r) {
      const Variable variable = results.read(std::string(series.name), r);
      ASSERT_EQ(variable.extent.size(), 1 + series.axes.size()) << series.name;
      EXPECT_EQ(variable.extent[0], static_cast<std::uint64_t>(kWeeks));
      EXPECT_EQ(variable.dimensions[0], "time");
      std::size_t row = 1;
      for (std::size_t i = 1; i < variable.extent.size(); ++i) row *= variable.extent[i];
      const auto expected = expected_values(results, series, 5 + r, row);
      const auto values = variable.numbers();
      ASSERT_EQ(values.size(), expected.size());
      for (std::size_t i = 0; i < values.size(); ++i)
        ASSERT_TRUE(values[i] == expected[i] || (std::isnan(values[i]) && std::isnan(expected[i])))
            << series.name << " at " << i << ": " << values[i] << " against " << expected[i];
    }
  }
}

TEST(ResultsWriter, NamesDimensionsAndSaysWhatEverythingIs) {
  const TestFolder folder;
  write_results(folder / "results.h5", synthetic_scenario(), two_replicates(folder));
  const ResultsReader results(folder / "results.h5");
  EXPECT_THAT(results.read("plays").dimensions, ElementsAre("replicate", "time", "market", "scene"));
  EXPECT_THAT(results.read("revenue_by_source").dimensions, ElementsAre("replicate", "time", "source", "scene"));
  EXPECT_THAT(results.read("plays_by_channel").extent, ElementsAre(2, kWeeks, 3, kChannels));
  EXPECT_THAT(results.axis("scene"), ElementsAre("A-pop", "B-pop", "C-pop"));
  EXPECT_THAT(results.axis("digest"), ElementsAre("digest-5", "digest-6"));
  EXPECT_THAT(results.read("seed").numbers(), ElementsAre(5, 6));
  EXPECT_EQ(results.read("time").numbers()[1] - results.read("time").numbers()[0], 7);
  EXPECT_EQ(results.axis("act").front(), "act");
  EXPECT_EQ(results.read("act_debut").dimensions, (std::vector<std::string>{"replicate", "act"}));
  EXPECT_TRUE(std::holds_alternative<std::vector<std::int64_t>>(results.read("plays").values));
  EXPECT_EQ(results.attribute("Conventions"), "") << "units of people and money are none of CF's";
  EXPECT_EQ(results.attribute("layout"), kResultsLayout);
  EXPECT_EQ(results.attribute("title"), "A run that no engine made");
  EXPECT_EQ(results.attribute("nothing of this name"), "");
}

TEST(ResultsWriter, ReplicatesAreKnownByTheirSeeds) {
  const TestFolder folder;
  write_results(folder / "results.h5", synthetic_scenario(), two_replicates(folder, 3));
  const ResultsReader results(folder / "results.h5");
  EXPECT_THAT(results.read("replicate").numbers(), ElementsAre(5, 6));
  EXPECT_THAT(results.axis("text/seed"), ElementsAre("5", "6"));
}

TEST(ResultsWriter, KeysAreSixteenHexadecimalDigits) {
  const TestFolder folder;
  Replicate replicate = synthetic_replicate(1, 3, folder / "spool");
  replicate.result.summary.acts[0].key = 0xfedcba9876543210;
  replicate.result.summary.labels[0].key = 10;
  write_results(folder / "results.h5", synthetic_scenario(), std::span(&replicate, 1));
  const ResultsReader results(folder / "results.h5");
  EXPECT_THAT(results.axis("act_key"), ElementsAre("fedcba9876543210"));
  EXPECT_THAT(results.axis("label_key"), ElementsAre("000000000000000a"));
}

TEST(ResultsWriter, EveryTextHasACopyOfFixedLength) {
  const TestFolder folder;
  write_results(folder / "results.h5", synthetic_scenario(), two_replicates(folder, 30));
  const ResultsReader results(folder / "results.h5");
  for (const std::string& name : results.names()) {
    if (name.starts_with("text/") || name == "seed") continue;
    const Variable variable = results.read(name);
    if (const auto* texts = std::get_if<std::vector<std::string>>(&variable.values)) {
      EXPECT_EQ(results.axis("text/" + name), *texts) << name;
      EXPECT_EQ(results.read("text/" + name).dimensions, variable.dimensions) << name;
    }
  }
}

TEST(ResultsWriter, AnActThatNeverDebutedHasTheMissingDay) {
  const TestFolder folder;
  write_results(folder / "results.h5", synthetic_scenario(), two_replicates(folder, 30));
  const auto debut = std::get<std::vector<std::int64_t>>(ResultsReader(folder / "results.h5").read("act_debut").values);
  EXPECT_EQ(debut.front(), synthetic_day(0).time_since_epoch().count());
  EXPECT_EQ(std::ranges::count(debut, std::numeric_limits<std::int32_t>::min()), 2 * 9)
      << "acts of the other replicate";
}

TEST(ResultsWriter, WhatIsMissingIsMissingAndClosedLabelsSaySince) {
  const TestFolder folder;
  Replicate replicate = synthetic_replicate(1, 30, folder / "rule.spool");
  replicate.spool = folder / "spool";
  replicate.result.summary.labels[1].closed = synthetic_day(20);
  WeekRecorder recorder(replicate.spool);
  recorder.begin(synthetic_axes(), 30);
  for (int i = 0; i < 30; ++i) {
    WeekObservation week = synthetic_week(1, i);
    week.gini = {0.0, kMissing, 0.5};
    recorder.week(week, {}, {});
  }
  recorder.end({});
  write_results(folder / "results.h5", synthetic_scenario(), std::span(&replicate, 1));
  const ResultsReader results(folder / "results.h5");
  const auto gini = results.read("gini").numbers();
  EXPECT_EQ(gini[0], 0);
  EXPECT_TRUE(std::isnan(gini[1]));
  const auto closed = results.read("label_closed", 0).numbers(), founded = results.read("label_founded", 0).numbers();
  EXPECT_EQ(closed[1], static_cast<double>(synthetic_day(20).time_since_epoch().count()));
  EXPECT_LT(closed[0], -1e9) << "missing: it stayed open";
  EXPECT_GT(founded[0], 0);
}

TEST(ResultsWriter, EqualRunsGiveEqualBytes) {
  const TestFolder folder;
  const auto replicates = two_replicates(folder);
  write_results(folder / "first.h5", synthetic_scenario(), replicates);
  // In between the memory that the library gets is filled with something else, and another process has other addresses.
  { std::vector<std::string> litter(10'000, std::string(200, 'x')); }
  const pid_t child = ::fork();
  if (child == 0) {
    { std::vector<std::string> litter(999, std::string(321, 'y')); }
    write_results(folder / "second.h5", synthetic_scenario(), replicates);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_EQ(status, 0);
  EXPECT_TRUE(read_whole_file(folder / "first.h5") == read_whole_file(folder / "second.h5"));
}

TEST(ResultsWriter, AFullDiskIsAnErrorAndLeavesNothing) {
  const TestFolder folder;
  const auto replicates = two_replicates(folder);
  for (const rlim_t room : {100, 5'000, 40'000, 100'000}) {
    const std::string message = io_error_of([&] {
      const FileSizeLimit limit(room);
      write_results(folder / "results.h5", synthetic_scenario(), replicates);
    });
    EXPECT_THAT(message, AllOf(HasSubstr("results.h5.tmp"), HasSubstr("File too large"))) << room;
    EXPECT_FALSE(std::filesystem::exists(folder / "results.h5"));
    EXPECT_FALSE(std::filesystem::exists(folder / "results.h5.tmp"));
  }
  write_results(folder / "results.h5", synthetic_scenario(), replicates);
  EXPECT_EQ(ResultsReader(folder / "results.h5").axis("market").size(), 3u);
}

TEST(ResultsWriter, AfterAFullDiskTheProgramStillExitsInPeace) {
  const TestFolder folder;
  const auto replicates = two_replicates(folder);
  const auto fail_and_exit = [&] {
    library_versions();  // also a first use of the library
    try {
      const FileSizeLimit limit(40'000);
      write_results(folder / "results.h5", synthetic_scenario(), replicates);
    } catch (const IoError&) {
      std::exit(4);
    }
  };
  testing::FLAGS_gtest_death_test_style = "threadsafe";  // a process in which the library has not been used
  EXPECT_EXIT(fail_and_exit(), testing::ExitedWithCode(4), testing::StrEq(""));
}

TEST(ResultsWriter, AChunkThatAnotherThreadCannotWriteIsAnErrorOfOursAlone) {
  const TestFolder folder;
  const auto fail_and_exit = [&] {
    Hdf5File file = Hdf5File::create(folder / "results.h5");
    Hdf5Dataset dataset = file.create("numbers", Hdf5Kind::integer, {8}, {8});
    int code = 0;
    std::thread([&] {
      try {
        const FileSizeLimit limit(100);
        dataset.write_packed({0}, std::vector<std::byte>(100'000));
      } catch (const IoError&) {
        code = 4;
      }
    }).join();
    std::exit(code);
  };
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(fail_and_exit(), testing::ExitedWithCode(4), testing::StrEq(""));
}

TEST(ResultsWriter, AFolderThatIsNotThereIsAnError) {
  const TestFolder folder;
  const std::vector<Replicate> replicates = {synthetic_replicate(1, 3, folder / "spool")};
  EXPECT_THAT(io_error_of([&] { write_results(folder / "missing/results.h5", synthetic_scenario(), replicates); }),
              AllOf(HasSubstr("missing/results.h5"), HasSubstr("No such file")));
}

TEST(ResultsWriter, NobodyAndNothingCanBeWritten) {
  const TestFolder folder;
  Replicate replicate = synthetic_replicate(1, 0, folder / "spool");
  replicate.result.summary.acts.clear();
  write_results(folder / "results.h5", synthetic_scenario(), std::span(&replicate, 1));
  const ResultsReader results(folder / "results.h5");
  EXPECT_THAT(results.read("act_plays").extent, ElementsAre(1, 0, 0));
  EXPECT_TRUE(results.read("plays").numbers().empty());
  EXPECT_TRUE(results.axis("act").empty());
}

#ifndef HIBIKI_SANITIZED
/// Peak resident memory of a child that spools and writes so many weeks, in KiB.
long peak_of_run(int weeks) {
  const pid_t child = ::fork();
  if (child == 0) {
    const TestFolder folder;
    // Acts of a run do not depend on its length here: what grows is weeks alone.
    Replicate replicate = synthetic_replicate(1, 60, folder / "short.spool");
    replicate.spool = folder / "long.spool";
    WeekRecorder recorder(replicate.spool);
    recorder.begin(synthetic_axes(), weeks);
    for (int week = 0; week < weeks; ++week) {
      WeekObservation observation = synthetic_week(1, week % 60);
      observation.day = synthetic_day(week);
      recorder.week(observation, {}, {});
    }
    recorder.end({});
    write_results(folder / "results.h5", synthetic_scenario(), std::span(&replicate, 1));
    std::filesystem::remove_all(folder.path());
    ::_exit(0);
  }
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  EXPECT_EQ(status, 0);
  return usage.ru_maxrss;
}

TEST(ResultsWriter, MemoryDoesNotGrowWithWeeks) {
  // 9,000 weeks are some 25 MiB of numbers.
  const long few = peak_of_run(1'000), many = peak_of_run(10'000);
  EXPECT_LT(many, few + 4 * 1024) << "KiB, with 1,000 and with 10,000 weeks";
}
#endif

}  // namespace
}  // namespace hibiki
