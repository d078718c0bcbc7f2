// Designs: as many points as they say, where they should be, and the same when they grow.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "tests/sweep/sweep_case.hpp"

namespace hibiki::test {
namespace {

using testing::ElementsAre;
using Points = std::vector<std::vector<std::string>>;

SweepFile ranges(std::size_t factors, Design design) {
  SweepFile sweep;
  for (std::size_t f = 0; f < factors; ++f) {
    Factor factor;
    factor.key = factor.name = "f" + std::to_string(f);
    factor.low = 10;
    factor.high = 30;
    sweep.factors.push_back(factor);
  }
  sweep.design = design;
  return sweep;
}

/// Where a value is in the range.
double unit(const std::string& value) { return (std::stod(value) - 10.0) / 20.0; }

Factor values(const std::string& name, std::vector<std::string> list) {
  Factor factor;
  factor.key = factor.name = name;
  factor.values = std::move(list);
  return factor;
}

TEST(Designs, AGridHasEveryCombinationTheLastFactorFastest) {
  SweepFile sweep;
  sweep.factors = {values("a", {"1", "2"}), values("b", {"x", "y", "z"})};
  const Points points = design_points(sweep);
  EXPECT_EQ(point_count(sweep), 6.0);
  ASSERT_EQ(points.size(), 6u);
  EXPECT_THAT(points[0], ElementsAre("1", "x"));
  EXPECT_THAT(points[1], ElementsAre("1", "y"));
  EXPECT_THAT(points[5], ElementsAre("2", "z"));
}

TEST(Designs, AZipPairsValues) {
  SweepFile sweep;
  sweep.factors = {values("a", {"1", "2"}), values("b", {"x", "y"})};
  sweep.design.kind = DesignKind::zip;
  EXPECT_EQ(point_count(sweep), 2.0);
  EXPECT_THAT(design_points(sweep), ElementsAre(ElementsAre("1", "x"), ElementsAre("2", "y")));
}

TEST(Designs, OneAtATimeMovesOneFactorFromTheFirstValues) {
  SweepFile sweep;
  sweep.factors = {values("a", {"1", "2"}), values("b", {"x", "y", "z"})};
  sweep.design.kind = DesignKind::one_at_a_time;
  EXPECT_EQ(point_count(sweep), 4.0);
  EXPECT_THAT(design_points(sweep),
              ElementsAre(ElementsAre("1", "x"), ElementsAre("2", "x"), ElementsAre("1", "y"), ElementsAre("1", "z")));
}

TEST(Designs, ARangeHasItsEndsAndItsScale) {
  Factor factor;
  factor.low = 1;
  factor.high = 100;
  factor.levels = 3;
  EXPECT_THAT(factor.all_values(), ElementsAre("1", "50.5", "100"));
  factor.scale = "log";
  EXPECT_NEAR(std::stod(factor.all_values()[1]), 10.0, 1e-9);
  EXPECT_EQ(factor.at(0.0), "1");
  EXPECT_EQ(factor.at(1.0), "100");
}

TEST(Designs, ALatinHypercubeHasOnePointInEveryRow) {
  const SweepFile sweep = ranges(3, {.kind = DesignKind::latin_hypercube, .points = 50});
  const Points points = design_points(sweep);
  ASSERT_EQ(points.size(), 50u);
  for (std::size_t f = 0; f < 3; ++f) {
    std::set<int> rows;
    for (const auto& point : points) rows.insert(static_cast<int>(unit(point[f]) * 50.0));
    EXPECT_EQ(rows.size(), 50u) << f;
  }
  SweepFile other = sweep;
  other.design.seed = 2;
  EXPECT_NE(design_points(other), points);
  EXPECT_EQ(design_points(sweep), points);
}

TEST(Designs, MorePointsOfASobolSequenceBeginWithTheSame) {
  for (const DesignKind kind : {DesignKind::sobol, DesignKind::saltelli}) {
    const Points few = design_points(ranges(3, {.kind = kind, .points = 16})),
                 many = design_points(ranges(3, {.kind = kind, .points = 64}));
    EXPECT_EQ(few.size(), kind == DesignKind::sobol ? 16u : 80u);
    EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin()));
  }
}

TEST(Designs, ASobolSequenceFillsEveryQuarterEvenly) {
  const Points points = design_points(ranges(2, {.kind = DesignKind::sobol, .points = 64}));
  int quarters[4] = {};
  for (const auto& point : points) ++quarters[(unit(point[0]) < 0.5 ? 0 : 1) + (unit(point[1]) < 0.5 ? 0 : 2)];
  for (const int count : quarters) EXPECT_EQ(count, 16);  // a net
}

TEST(Designs, SaltellisRowsMixTwoSamples) {
  const Points points = design_points(ranges(3, {.kind = DesignKind::saltelli, .points = 8}));
  ASSERT_EQ(points.size(), 8u * 5u);
  for (std::size_t row = 0; row < 8; ++row) {
    const auto *a = &points[row * 5], *b = a + 1;
    for (std::size_t c = 0; c < 3; ++c)
      for (std::size_t f = 0; f < 3; ++f) EXPECT_EQ(a[2 + c][f], f == c ? (*b)[f] : (*a)[f]);
  }
}

TEST(Designs, AMorrisTrajectoryMovesEveryFactorOnceByOneStep) {
  const SweepFile sweep = ranges(4, {.kind = DesignKind::morris, .trajectories = 20, .levels = 4});
  const Points points = design_points(sweep);
  EXPECT_EQ(point_count(sweep), 100.0);
  ASSERT_EQ(points.size(), 100u);
  int up = 0;
  for (std::size_t t = 0; t < 20; ++t) {
    std::set<std::size_t> moved;
    for (std::size_t i = 1; i < 5; ++i) {
      const auto &before = points[t * 5 + i - 1], &after = points[t * 5 + i];
      for (std::size_t f = 0; f < 4; ++f) {
        if (before[f] == after[f]) continue;
        EXPECT_TRUE(moved.insert(f).second);
        EXPECT_NEAR(std::abs(unit(after[f]) - unit(before[f])), 2.0 / 3.0, 1e-9);
        up += unit(after[f]) > unit(before[f]);
      }
    }
    EXPECT_EQ(moved.size(), 4u);
  }
  std::set<std::string> texts;
  for (const auto& point : points)
    for (const std::string& value : point) {
      texts.insert(value);
      const double level = unit(value) * 3.0;
      EXPECT_NEAR(level, std::round(level), 1e-9);
      EXPECT_TRUE(level > -1e-9 && level < 3.0 + 1e-9) << level;
    }
  EXPECT_EQ(texts.size(), 4u) << "one level has two values";
  EXPECT_GT(up, 20);
  EXPECT_LT(up, 60);
  // A list takes every level, also where its number does not divide well.
  SweepFile list;
  list.factors = {values("a", {"x", "y", "z"})};
  list.design = {.kind = DesignKind::morris, .trajectories = 200, .levels = 30};
  EXPECT_EQ(design_points(list).size(), 400u);
}

TEST(Designs, ACsvHasAColumnForEachFactor) {
  const SweepCase files;
  files.write("points.csv", "note,set\nfirst,0.25\nsecond,0.75\n");
  const SweepFile sweep = files.sweep(
      "[[factor]]\nname = \"set\"\nkey = \"intervention.abroad.set\"\nlow = 0.0\nhigh = 1.0\n"
      "[design]\nkind = \"csv\"\nfile = \"points.csv\"\n");
  EXPECT_THAT(design_points(sweep), ElementsAre(ElementsAre("0.25"), ElementsAre("0.75")));
  EXPECT_EQ(point_count(sweep), 2.0);
}

}  // namespace
}  // namespace hibiki::test
