// The small ends of every scale: nothing released, one market, one week, one fan.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/load.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

RunResult run_twice(const Scenario& s) {
  const RunResult result = run_replicate(s, 1, {});
  EXPECT_EQ(result.digest, run_replicate(s, 1, {}).digest);
  EXPECT_EQ(result.summary.paid, result.summary.to_labels + result.summary.to_platforms);
  return result;
}

RunResult run(const Scenario& s) {
  for (const Problem& problem : validate(s)) ADD_FAILURE() << problem.message;
  return run_twice(s);
}

// A file without labels is refused; the engine does not mind.
TEST(SmallEnds, NobodyReleasesAnything) {
  const RunResult result = run_twice(tiny_scenario({.weeks = 60, .labels = false}));
  EXPECT_EQ(result.weeks, 60);
}

TEST(SmallEnds, NoReleaseOutlivesItsWeek) {
  Scenario s = tiny_scenario({.weeks = 60});
  s.assumptions.release_weeks = 1;
  EXPECT_GT(run(s).summary.paid, 0);
}

TEST(SmallEnds, LabelsWithoutActs) {
  Scenario s = tiny_scenario({.weeks = 8});
  for (Label& label : s.labels) label.acts = 0;
  EXPECT_EQ(run(s).summary.paid, 0);
}

TEST(SmallEnds, OneMarket) {
  const RunResult result = run(tiny_scenario({.markets = 1, .weeks = 60}));
  EXPECT_GT(result.summary.paid, 0);
  EXPECT_FALSE(result.summary.overtake);
}

TEST(SmallEnds, OneWeek) {
  const RunResult result = run(tiny_scenario({.weeks = 1}));
  EXPECT_EQ(result.weeks, 1);
  ASSERT_EQ(result.summary.years.size(), 1u);
  EXPECT_EQ(result.summary.years[0].weeks, 1);
}

TEST(SmallEnds, OneFan) {
  for (int markets = 1; markets <= 4; ++markets)
    EXPECT_EQ(run(tiny_scenario({.markets = markets, .fans = 1, .weeks = 60})).fans, 1);
}

TEST(SmallEnds, AFewFansInManyMarkets) {
  for (const std::int64_t fans : {2, 3, 5, 7, 13, 50})
    EXPECT_EQ(run(tiny_scenario({.markets = 4, .fans = fans, .weeks = 60})).fans, fans);
}

TEST(SmallEnds, NobodyHasAPlatform) {
  Scenario s = tiny_scenario({.weeks = 60});
  s.platforms.clear();
  EXPECT_EQ(run(s).summary.paid, 0);
}

TEST(SmallEnds, NobodyListens) {
  Scenario s = tiny_scenario({.weeks = 30});
  s.assumptions.attention_mean = 0.0;
  EXPECT_EQ(run(s).summary.paid, 0);
}

TEST(SmallEnds, AReportThatBeginsInTheLastWeek) {
  Scenario s = tiny_scenario({.weeks = 30});
  s.run.report_from = s.calendar().day(29);
  EXPECT_EQ(run(s).summary.years.back().weeks, 1);
}

}  // namespace
}  // namespace hibiki::test
