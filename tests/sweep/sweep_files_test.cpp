// points.csv and sweep.h5: what is missing is missing.
#include "tools/sweep/sweep_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "output/analysis/measures.hpp"
#include "output/results/hdf5_file.hpp"
#include "tests/sweep/sweep_case.hpp"

namespace hibiki::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class SweepFilesTest : public testing::Test {
 protected:
  SweepFilesTest() {
    state_.name = "s";
    state_.factors = {"set", "file, or so"};
    state_.keys = {"intervention.x.set", "scenario"};
    state_.scales = {"linear", "linear"};
    state_.points = {{0, "aa", {"0.5", "a.toml"}}, {0, "bb", {"1e-3", "b.toml"}}};
    state_.rows = {0, 1, 0};
    state_.measures = {{"engaged_abroad", "A-pop"}, {"leadership", "A-pop"}, {"engaged_abroad", "B-pop"}};
    state_.seeds = {7, 8};
    state_.scope = "scope";
  }

  void log(SweepFolder& folder, const std::string& point, std::uint64_t seed, double value) const {
    std::vector<double> measures(measure_table().size(), std::nan(""));
    measures[measure_index("engaged_abroad")] = value;
    folder.log().append({point, seed, "scope", "digest", 1, {{"A-pop", measures}, {"B-pop", measures}}, ""});
  }

  SweepCase files_;
  SweepState state_;
};

TEST_F(SweepFilesTest, TheTableHasARowForEachPointReplicateAndMeasure) {
  SweepFolder folder(files_.path("out"), state_, "");
  log(folder, "aa", 8, 12.5);
  const std::string csv = points_csv(folder, folder.log());
  EXPECT_THAT(csv, HasSubstr("point,id,set,\"file, or so\",replicate,seed,measure,scene,unit,value\n"));
  EXPECT_THAT(csv, HasSubstr("\n0,aa,0.5,a.toml,0,7,engaged_abroad,A-pop,people,\n"));  // missing, not 0
  EXPECT_THAT(csv, HasSubstr("\n0,aa,0.5,a.toml,1,8,engaged_abroad,A-pop,people,12.5\n"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 2 * 2 * 3);
}

TEST_F(SweepFilesTest, TheFileHasFactorsOverPointsAndMasksWhatIsMissing) {
  SweepFolder folder(files_.path("out"), state_, "");
  log(folder, "aa", 8, 12.5);
  log(folder, "bb", 7, 3.0);
  write_sweep_results(files_.path("sweep.h5"), folder, folder.log());
  const Hdf5File file = Hdf5File::open(files_.path("sweep.h5"));
  const Hdf5Dataset engaged = file.dataset("engaged_abroad_A_pop");
  EXPECT_THAT(engaged.dimensions(), ElementsAre("point", "replicate"));
  const auto values = engaged.read_reals(engaged.whole());
  EXPECT_TRUE(std::isnan(values[0]) && std::isnan(values[3]));
  EXPECT_EQ(values[1], 12.5);
  EXPECT_EQ(values[2], 3.0);
  const Hdf5Dataset set = file.dataset("set");
  EXPECT_THAT(set.read_reals(set.whole()), ElementsAre(0.5, 1e-3));
  EXPECT_THAT(set.dimensions(), ElementsAre("point"));
  EXPECT_THAT(file.dataset("file__or_so").read_texts(), ElementsAre("a.toml", "b.toml"));
  const Hdf5Dataset rows = file.dataset("row_point");
  EXPECT_THAT(rows.read_integers(rows.whole()), ElementsAre(0, 1, 0));  // points of the test have no other number
  EXPECT_THAT(file.text_attribute("coordinates"), HasSubstr("set file__or_so"));
}

}  // namespace
}  // namespace hibiki::test
