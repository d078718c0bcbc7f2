#include "output/results/reader.hpp"

#include <gmock/gmock.h>

#include "output/results/files.hpp"
#include "output/results/hdf5_file.hpp"
#include "output/results/results_writer.hpp"
#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(Reader, SaysWhatItCannotRead) {
  const TestFolder folder;
  write_file_atomically(folder / "text", "not a results file");
  EXPECT_THAT(io_error_of([&] { ResultsReader(folder / "missing"); }), HasSubstr("No such file"));
  EXPECT_THAT(io_error_of([&] { ResultsReader(folder / "text"); }), HasSubstr("not an HDF5 file"));
  EXPECT_THAT(io_error_of([&] { ResultsReader(folder.path()); }), HasSubstr("folder"));
}

TEST(Reader, ATornFileIsAnError) {
  const TestFolder folder;
  const std::vector<Replicate> replicates = {synthetic_replicate(1, 100, folder / "spool")};
  write_results(folder / "a.h5", synthetic_scenario(), replicates);
  std::filesystem::resize_file(folder / "a.h5", std::filesystem::file_size(folder / "a.h5") / 2);
  EXPECT_THAT(io_error_of([&] { ResultsReader(folder / "a.h5"); }), HasSubstr("a.h5"));
}

TEST(Reader, AMissingVariableIsAnError) {
  const TestFolder folder;
  const std::vector<Replicate> replicates = {synthetic_replicate(1, 3, folder / "spool")};
  write_results(folder / "a.h5", synthetic_scenario(), replicates);
  const ResultsReader results(folder / "a.h5");
  EXPECT_TRUE(results.has("plays"));
  EXPECT_FALSE(results.has("plais"));
  EXPECT_THAT(io_error_of([&] { results.read("plais"); }), AllOf(HasSubstr("a.h5"), HasSubstr("plais")));
  EXPECT_THAT(io_error_of([&] { results.read("plays", 1); }), HasSubstr("no replicate 1"));
}

class FirstDifference : public testing::Test {
 protected:
  /// Writes a run in which `change` has been done to one week.
  template <class Change>
  std::filesystem::path run(const std::string& name, const Change& change) {
    Replicate replicate = synthetic_replicate(1, 90, folder_ / "rule.spool");
    replicate.spool = folder_ / "spool";
    WeekRecorder recorder(replicate.spool);
    recorder.begin(synthetic_axes(), 90);
    for (int i = 0; i < 90; ++i) {
      WeekObservation week = synthetic_week(1, i);
      if (i == 80) change(week, replicate);
      recorder.week(week, {}, {});
    }
    recorder.end({});
    write_results(folder_ / name, synthetic_scenario(), std::span(&replicate, 1));
    return folder_ / name;
  }

  TestFolder folder_;
};

TEST_F(FirstDifference, IsNoneBetweenEqualRuns) {
  const auto nothing = [](auto&, auto&) {};
  EXPECT_EQ(first_difference(run("a.h5", nothing), run("b.h5", nothing)), std::nullopt);
}

TEST_F(FirstDifference, NamesThePlaceAndBothValues) {
  const auto base = run("a.h5", [](auto&, auto&) {});
  const auto other = run("b.h5", [](WeekObservation& week, Replicate&) { week.engaged[5] += 1; });
  const std::string difference = first_difference(base, other).value_or("");
  EXPECT_THAT(difference, HasSubstr("engaged (replicate 0, time 80, market 1, scene 2)"));
  const std::int64_t value = synthetic_week(1, 80).engaged[5];
  EXPECT_THAT(difference, HasSubstr(std::to_string(value) + " against " + std::to_string(value + 1)));
}

TEST_F(FirstDifference, SeesTheLastBitOfAReal) {
  const auto base = run("a.h5", [](auto&, auto&) {});
  const auto other =
      run("b.h5", [](WeekObservation& week, Replicate&) { week.gini[0] = std::nextafter(week.gini[0], 1e9); });
  EXPECT_THAT(first_difference(base, other).value_or(""), HasSubstr("gini"));
}

TEST_F(FirstDifference, SeesAnotherActAndAnotherDigest) {
  const auto base = run("a.h5", [](auto&, auto&) {});
  const auto renamed = run("b.h5", [](auto&, Replicate& r) { r.result.summary.acts[0].name = "somebody else"; });
  EXPECT_THAT(first_difference(base, renamed).value_or(""), HasSubstr("somebody else"));
  const auto digest = run("c.h5", [](auto&, Replicate& r) { r.result.digest = "0"; });
  EXPECT_THAT(first_difference(base, digest).value_or(""), HasSubstr("digest"));
  const auto more = run("d.h5", [](auto&, Replicate& r) {
    r.result.summary.acts.push_back({1, "one more", "AA", "", Day{}});
  });
  EXPECT_THAT(first_difference(base, more).value_or(""), HasSubstr("act"));
}

}  // namespace
}  // namespace hibiki
