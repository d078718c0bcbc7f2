// Measures of a label or an act in a sweep: those of its own series in the run, stopped and forked or not.
#include "output/analysis/entity_measures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/core/error.hpp"
#include "tests/sweep/sweep_case.hpp"
#include "tools/sweep/sweep_files.hpp"

namespace hibiki::test {
namespace {

using testing::HasSubstr;

/// Sums the series of labels and acts whose names begin so, from a week on.
class Sums final : public Observer {
 public:
  Sums(std::string label, std::string act, int from_week)
      : label_(std::move(label)), act_(std::move(act)), from_week_(from_week) {}
  void week(const WeekObservation& week, const std::vector<RegistryEntry>& acts,
            const std::vector<RegistryEntry>& labels) override {
    if (week.week < from_week_) return;
    ++weeks;
    for (std::size_t i = 0; i < week.labels.size(); ++i)
      if (labels[week.labels[i]].name.starts_with(label_)) {
        engaged += static_cast<double>(week.label_engaged[i]);
        cents += static_cast<double>(week.label_revenue[i]);
      }
    for (std::size_t i = 0; i < week.acts.size(); ++i)
      if (acts[week.acts[i]].name == act_) plays += static_cast<double>(week.act_plays[i]);
  }
  double engaged = 0, cents = 0, plays = 0, weeks = 0;

 private:
  std::string label_, act_;
  int from_week_;
};

class SweepMeasuresTest : public testing::Test {
 protected:
  SweepMeasuresTest() {
    files_.write("named.toml", "extends = \"base.toml\"\n[[act]]\nname = \"Solo\"\nlabel = \"" + kLabel +
                                   " 1\"\ndebut = 2000-01-03\n");
  }
  static std::string factor() {
    return "replicates = 2\n[[factor]]\nname = \"from\"\nkey = \"intervention.abroad.from\"\n"
           "values = [2001-01-01, 2001-03-05]\n[design]\nkind = \"grid\"\n";
  }
  static std::string measure(const std::string& name, const std::string& of) {
    return "[[measure]]\nname = \"" + name + "\"\n" + of + "\n";
  }
  SweepFile sweep(const std::string& measures) const {
    files_.write("sweep.toml", "scenario = \"named.toml\"\n" + factor() + measures);
    return load_sweep(files_.path("sweep.toml"));
  }
  std::string complaint(const std::string& measures) const try {
    sweep(measures);
    return "";
  } catch (const ScenarioError& error) {
    return error.what();
  }

  static inline const std::string kLabel = "A indie";
  SweepCase files_;
};

TEST_F(SweepMeasuresTest, AreThoseOfTheirSeries) {
  const PlannedSweep planned =
      plan_sweep(sweep(measure("engaged", "label = \"A indie\"") + measure("revenue", "label = \"A indie\"") +
                       measure("plays", "act = \"Solo\"") + measure("revenue", "label = \"A indie 1\"")));
  EXPECT_EQ(planned.scopes.front().asked.size(), 9u) << "three labels and acts";
  SweepFolder folder(files_.path("out"), planned.state, "");
  ASSERT_EQ(simulate_missing(planned, folder, SweepCase::plan()).failed, 0u);
  const auto& points = folder.state().points;
  EXPECT_EQ(folder.state().measures[0].scene, "label A indie");
  EXPECT_EQ(column_info(folder.state().measures[1]).unit, "USD a year");
  for (const NumberedPoint& point : points) {
    const auto found = measured(folder.state(), folder.log(), point);
    for (std::size_t s = 0; s < 2; ++s) {
      Sums sums("A indie", "Solo", planned.scopes.front().from_week);
      run_replicate(planned.sweep.scenario_at(point.values), folder.state().seeds[s], {&sums});
      EXPECT_GT(sums.engaged, 0);
      EXPECT_NEAR(found[0][s], sums.engaged / sums.weeks, 1e-9 * found[0][s]);
      EXPECT_NEAR(found[1][s], sums.cents / sums.weeks / 100 * 365.2425 / 7, 1e-9 * found[1][s]);
      EXPECT_NEAR(found[2][s], sums.plays / sums.weeks, 1e-9 * found[2][s]);
      EXPECT_LE(found[3][s], found[1][s]) << "one of several";
    }
  }
}

TEST_F(SweepMeasuresTest, NamesAndSubjectsAreChecked) {
  EXPECT_THAT(complaint(measure("engaged", "label = \"A indy\"")),
              testing::AllOf(HasSubstr("the scenario names no label 'A indy'"), HasSubstr("A indie")));
  EXPECT_THAT(complaint(measure("revenue", "label = \"\"")), HasSubstr("label is empty")) << "not the scene's revenue";
  EXPECT_THAT(complaint(measure("engaged", "act = \"Duo\"")), HasSubstr("the scenario names no act 'Duo'"));
  EXPECT_THAT(complaint(measure("gini", "act = \"Solo\"")),
              HasSubstr("unknown measure 'gini' of a label or act: engaged, plays, revenue"));
  EXPECT_THAT(complaint(measure("engaged", "act = \"Solo\"\nscene = \"A\"")),
              HasSubstr("of a scene, of a label or of an act"));
}

}  // namespace
}  // namespace hibiki::test
