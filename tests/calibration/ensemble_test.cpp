#include "tools/calibration/ensemble.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "output/results/files.hpp"
#include "tools/calibration/calibration_files.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

class EnsembleTest : public testing::Test {
 protected:
  EnsembleTest() : folder_(fs::temp_directory_path() / ("ensemble_test_" + std::to_string(::getpid()))) {
    fs::create_directories(folder_ / "below");
    fs::copy_file(fs::path(HIBIKI_SCENARIOS) / "examples/small.toml", folder_ / "small.toml",
                  fs::copy_options::overwrite_existing);
  }
  ~EnsembleTest() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& text) const {
    write_file_atomically(folder_ / name, text);
    return folder_ / name;
  }
  fs::path folder_;
};

/// A calibration of two parameters of which two sets were kept.
Calibration calibration(const fs::path& folder) {
  Calibration c;
  c.plan.path = folder / "plan.toml";
  c.plan.name = "plan";
  c.plan.extends = "small.toml";
  c.plan.resolved = read_whole_file(folder / "small.toml");
  c.plan.scenario = folder / "small.toml";
  for (const char* key : {"try.quality", "market.A.foreign_barrier"}) {
    PlanParameter p;
    p.key = key;
    p.high = 1;
    c.plan.parameters.push_back(p);
  }
  c.waves.emplace_back();
  c.points = {{1, 0, 1, {0.25, 0.125}, {{}}, {}}, {1, 1, 1, {1.0 / 3, 0.5}, {{}}, {}}};
  c.kept = {{1, 1.5}, {0, 2.5}};
  c.not_rejected = 2;
  return c;
}

TEST_F(EnsembleTest, FilesOfACalibrationReadBack) {
  const Calibration c = calibration(folder_);
  write("parameters.toml", parameters_toml(c));
  const Ensemble ensemble = load_ensemble(write("ensemble.toml", ensemble_toml(c)));
  ASSERT_EQ(ensemble.sets.size(), 2u);
  EXPECT_EQ(ensemble.sets[0].values[0].second, 1.0 / 3);
  EXPECT_EQ(ensemble.plan, "plan.toml");
  const LoadedScenario loaded = load_scenario(folder_ / "parameters.toml");
  EXPECT_EQ(loaded.scenario.assumptions.try_quality, 1.0 / 3);
  EXPECT_EQ(loaded.scenario.markets.front().foreign_barrier.points.front().second, 0.5);
  EXPECT_EQ(load_scenario(folder_ / "small.toml", ensemble.sets[1].sets()).scenario.assumptions.try_quality, 0.25);
}

TEST_F(EnsembleTest, AScenarioKnowsWhereItsEnsembleIsWhoeverExtendsIt) {
  write("base.toml", "extends = \"small.toml\"\nensemble = \"below/ensemble.toml\"\n");
  const fs::path child = write("below/child.toml", "extends = \"../base.toml\"\n");
  EXPECT_EQ(load_scenario(child).ensemble, (folder_ / "below/ensemble.toml").lexically_normal());
  EXPECT_TRUE(load_scenario(folder_ / "small.toml").ensemble.empty());
  EXPECT_THROW(load_scenario(write("bad.toml", "extends = \"small.toml\"\nensemble = 3\n")), ScenarioError);
}

TEST_F(EnsembleTest, ProvenanceSaysWhatIsNotAsCalibrated) {
  const Calibration c = calibration(folder_);
  const Ensemble ensemble = load_ensemble(write("ensemble.toml", ensemble_toml(c)));
  const fs::path base = write("parameters.toml", parameters_toml(c));
  const std::string as_is = provenance(ensemble, load_scenario(base));
  EXPECT_THAT(as_is, HasSubstr("2 parameters from the plan plan.toml (seed 1"));
  EXPECT_THAT(as_is, HasSubstr(ensemble.digest));
  EXPECT_THAT(as_is, HasSubstr("2 sets kept"));
  EXPECT_THAT(as_is, Not(HasSubstr("changed after calibration")));
  EXPECT_THAT(provenance(ensemble, load_scenario(base, {"try.quality=0.3"})),
              HasSubstr("changed after calibration: try.quality"));
}

TEST_F(EnsembleTest, BadEnsemblesAreLocated) {
  try {
    load_ensemble(
        write("ensemble.toml",
              "format_version = 1\nplan = \"p\"\nsed = 1\n[[set]]\nid = \"1\"\n[set.values]\n\"a\" = \"x\"\n"));
    FAIL() << "it was taken";
  } catch (const ScenarioError& error) {
    ASSERT_EQ(error.problems().size(), 2u);
    EXPECT_EQ(error.problems()[0].line, 3);
    EXPECT_EQ(error.problems()[1].line, 7);
  }
  EXPECT_THROW(load_ensemble(write("ensemble.toml", "format_version = 1\nplan = \"p\"\n")), ScenarioError);
}

/// What stands beside the baseline are the values that it has.
TEST_F(EnsembleTest, TheBaselineHasItsCentralSet) {
  const LoadedScenario history = load_scenario(fs::path(HIBIKI_SCENARIOS) / "history.toml");
  ASSERT_FALSE(history.ensemble.empty());
  EXPECT_THAT(provenance(load_ensemble(history.ensemble), history), Not(HasSubstr("changed after calibration")));
}

}  // namespace
}  // namespace hibiki
