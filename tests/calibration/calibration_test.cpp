#include "tools/calibration/calibration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/core/draws.hpp"
#include "sim/core/error.hpp"
#include "tools/calibration/calibration_files.hpp"

namespace hibiki {
namespace {

PlanTarget target(const std::string& name, double value, double band) {
  PlanTarget t;
  t.name = name;
  t.measure = "leadership";
  t.scale = "difference";
  t.value = value;
  t.band = band;
  t.mark = "S";
  t.years = {2000, 2001};
  return t;
}

/// Two parameters in [0, 1], whose sum and difference are observed.
CalibrationPlan plan() {
  CalibrationPlan p;
  p.path = "toy.toml";
  p.name = "toy";
  p.waves = 3;
  p.points = 30;
  p.candidates = 2000;
  p.replicates = 3;
  for (const char* key : {"a", "b"}) {
    PlanParameter parameter;
    parameter.key = key;
    parameter.high = 1;
    p.parameters.push_back(parameter);
  }
  p.targets = {target("sum", 1.1, 0.02), target("difference", -0.3, 0.02)};  // a = .4, b = .7
  return p;
}

/// a + b and a - b with a little luck, and an outcome that nothing of the parameters moves.
void toy(std::vector<CalibrationPoint>& points) {
  for (CalibrationPoint& point : points)
    for (std::int64_t r = 0; r < point.replicates; ++r) {
      const double luck = 0.02 * Draws(11).normal(Purpose::choice, static_cast<Key>(r));
      const double a = point.values[0], b = point.values[1];
      point.outcomes.push_back({a + b + luck, a - b + luck, 5.0});
      point.outcomes.back().resize(3);
    }
}

TEST(Calibration, FindsTheTruthAndRulesMostOfTheRestOut) {
  const Calibration found = calibrate(plan(), toy);
  ASSERT_GE(found.not_rejected, 5u);
  double lowest = 1, highest = 0;
  for (const KeptSet& set : found.kept) {
    lowest = std::min(lowest, found.points[set.point].values[0]);
    highest = std::max(highest, found.points[set.point].values[0]);
  }
  EXPECT_LE(lowest, 0.4);
  EXPECT_GE(highest, 0.4);
  EXPECT_LT(highest - lowest, 0.4);
  EXPECT_NEAR(found.points[found.kept.front().point].values[1], 0.7, 0.06);
  EXPECT_EQ(found.points.size(), 90u);
}

TEST(Calibration, FindsTheStructureThatMadeTheData) {
  CalibrationPlan p = plan();
  PlanParameter& mechanism = p.parameters.emplace_back();
  mechanism.key = "mechanism";
  mechanism.high = 1;
  mechanism.levels = 2;
  p.points = 60;
  p.targets[0].value = 2.1;  // within reach with the mechanism alone: a = .4, b = .7
  const Calibration found = calibrate(p, [](std::vector<CalibrationPoint>& points) {
    toy(points);
    for (CalibrationPoint& point : points) {
      EXPECT_TRUE(point.values[2] == 0.0 || point.values[2] == 1.0);
      for (auto& outcomes : point.outcomes) outcomes[0] += point.values[2] * (1.0 + 0.5 * point.values[0] - 0.2);
    }
  });
  ASSERT_EQ(found.structures.size(), 2u);
  EXPECT_THAT(found.structures[0].values, testing::ElementsAre(0.0));
  EXPECT_THAT(found.structures[1].values, testing::ElementsAre(1.0));
  EXPECT_EQ(found.structures[0].passed, 0u) << "a + b is at most 2";
  EXPECT_GT(found.structures[1].passed, 0u);
  EXPECT_LT(found.structures[1].least_together, 3.0);
  ASSERT_GE(found.not_rejected, 1u);
  for (const KeptSet& set : found.kept) {
    EXPECT_EQ(found.points[set.point].values[2], 1.0);
    EXPECT_NEAR(found.points[set.point].values[0], 0.4, 0.1);
  }
}

TEST(Calibration, ImplausibilityIsInStandardDeviations) {
  PlanTarget t = target("t", 10, 3);
  EXPECT_DOUBLE_EQ(implausibility(t, 5, 0, 16), 1.0);      // 5 / sqrt(16 + 9)
  EXPECT_DOUBLE_EQ(implausibility(t, -13, 144, 16), 1.0);  // 13 / sqrt(144 + 16 + 9)
  t.weight = 4;
  EXPECT_DOUBLE_EQ(implausibility(t, 5, 0, 16), 2.0);
}

TEST(Calibration, RatiosAreOnTheLog) {
  PlanTarget t = target("t", 10, 1);
  t.scale = "log";
  EXPECT_NEAR(t.residual(20), std::log(2.0), 1e-15);
  EXPECT_EQ(t.residual(0), -kFarthest);
  EXPECT_EQ(t.residual(1e30), kFarthest);
  EXPECT_NEAR(t.outcome(t.residual(3)), 3, 1e-12);
}

/// A figure from memory, a held-out one and one without weight change no point and no set.
TEST(Calibration, WhatDoesNotCountChangesNothing) {
  const Calibration without = calibrate(plan(), toy);
  CalibrationPlan with = plan();
  for (const auto& change : std::initializer_list<void (*)(PlanTarget&)>{[](PlanTarget& t) { t.mark = "M"; },
                                                                         [](PlanTarget& t) { t.use = "held_out"; },
                                                                         [](PlanTarget& t) { t.weight = 0; }}) {
    with.targets.resize(2);
    with.targets.push_back(target("far off", -100, 0.01));
    EXPECT_NE(calibrate(with, toy).not_rejected, without.not_rejected) << "it would count";
    change(with.targets.back());
    const Calibration found = calibrate(with, toy);
    ASSERT_EQ(found.points.size(), without.points.size());
    for (std::size_t i = 0; i < found.points.size(); ++i) EXPECT_EQ(found.points[i].values, without.points[i].values);
    EXPECT_EQ(found.not_rejected, without.not_rejected);
    EXPECT_EQ(found.kept.front().point, without.kept.front().point);
  }
}

TEST(Calibration, TargetsThatCannotBeMetTogetherAreSaidAndTheNearestKept) {
  CalibrationPlan p = plan();
  p.targets.push_back(target("nothing moves it", 5.5, 0.1));  // it is 5.0
  const Calibration found = calibrate(p, toy);
  EXPECT_EQ(found.not_rejected, 0u);
  EXPECT_EQ(found.kept.size(), 1u) << "what is rejected is no ensemble";
  EXPECT_NEAR(found.kept.front().implausibility, 5, 0.01);
  EXPECT_EQ(found.waves[1].passed, 0u);
  EXPECT_GT(found.waves[1].cutoff, p.cutoff);
  EXPECT_EQ(p.targets[found.waves[1].hardest].name, "nothing moves it");
  EXPECT_EQ(found.waves[1].points, 30u) << "it goes on with the least implausible";
}

TEST(Calibration, AFailedPointIsReportedAndTheRestGoOn) {
  const Calibration found = calibrate(plan(), [](std::vector<CalibrationPoint>& points) {
    toy(points);
    points[3].outcomes.clear();
    points[3].error = "out of luck";
  });
  EXPECT_EQ(found.waves[0].failed, 1u);
  EXPECT_EQ(found.points.size(), 90u);
  for (const KeptSet& set : found.kept) EXPECT_FALSE(found.points[set.point].failed());
  EXPECT_TRUE(std::isinf(implausibility_of(found, found.points[3])));
}

TEST(Calibration, FinalsJudgeTheNearestUnderMoreSeeds) {
  CalibrationPlan p = plan();
  p.finalists = 10;
  p.final_replicates = 12;
  const Calibration found = calibrate(p, toy);
  ASSERT_TRUE(found.waves.back().finals);
  EXPECT_EQ(found.points.size(), 100u);
  for (const KeptSet& set : found.kept) {
    EXPECT_EQ(found.points[set.point].wave, 4);
    EXPECT_EQ(found.points[set.point].outcomes.size(), 12u);
  }
}

TEST(Calibration, TheValuesBeforeAreTheFirstPoint) {
  CalibrationPlan p = plan();
  p.parameters[0].start = 0.25;
  p.parameters[1].start = 0.5;
  EXPECT_EQ(calibrate(p, toy).points.front().values, (std::vector{0.25, 0.5}));
}

TEST(Calibration, SeedVarianceIsThatBetweenReplicates) {
  CalibrationPlan p = plan();
  p.replicates = 40;
  p.waves = 1;
  const Calibration found = calibrate(p, toy);
  EXPECT_NEAR(std::sqrt(found.seed_variance[0]), 0.02, 0.006);
}

}  // namespace
}  // namespace hibiki
