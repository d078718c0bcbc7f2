// Sensitivity: functions whose indices are known in closed form, with luck of known size added.
#include "tools/sweep/sensitivity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

#include "sim/core/draw_uses.hpp"
#include "sim/core/draws.hpp"
#include "sim/core/parallel.hpp"
#include "tools/sweep/sweep.hpp"

namespace hibiki::test {
namespace {

using Unit = std::vector<double>;
/// Outcome of a point under a seed.
using Outcome = std::function<double(const Unit& point, std::size_t seed)>;

std::vector<Unit> units(DesignKind kind, std::size_t factors, std::int64_t count) {
  return design_units({kind, count, count, 8, 1, {}}, factors);
}

RowValues outcomes(const std::vector<Unit>& points, std::size_t seeds, const Outcome& outcome) {
  RowValues values;
  for (const Unit& point : points) {
    values.emplace_back();
    for (std::size_t s = 0; s < seeds; ++s) values.back().push_back(outcome(point, s));
  }
  return values;
}

/// A standard normal deviate that belongs to a point and a seed.
double noise(const Unit& point, std::size_t seed) {
  Key key = seed;
  for (const double x : point) key = mix(key ^ static_cast<Key>(x * 0x1p60));
  return Draws(7).normal(kDrawDesign, key);
}

double ishigami(const Unit& u) {
  const auto angle = [&](std::size_t i) { return std::numbers::pi * (2 * u[i] - 1); };
  return std::sin(angle(0)) + 7 * std::pow(std::sin(angle(1)), 2) + 0.1 * std::pow(angle(2), 4) * std::sin(angle(0));
}
// With a = 7, b = 0.1: first x1, x2, x3 and the interaction of x1 and x3.
const double kPi4 = std::pow(std::numbers::pi, 4), kPi8 = kPi4 * kPi4;
const double kIshigamiVariance = 49.0 / 8 + 0.1 * kPi4 / 5 + 0.01 * kPi8 / 18 + 0.5;
const double kX1 = 0.5 * std::pow(1 + 0.1 * kPi4 / 5, 2), kX2 = 49.0 / 8, kX1X3 = 0.01 * kPi8 * (1.0 / 18 - 1.0 / 50);

void expect_holds(const IndexEstimate& estimate, double truth, const std::string& what) {
  const double half = (estimate.high - estimate.low) / 2;
  EXPECT_NEAR(estimate.value, truth, 1.5 * half + 1e-9) << what;
  EXPECT_LE(estimate.low, estimate.high) << what;
}

TEST(SobolIndices, OfIshigamisFunctionAreItsOwn) {
  const auto points = units(DesignKind::saltelli, 3, 1024);
  const SobolAnalysis found =
      sobol_indices(outcomes(points, 1, [](const Unit& u, std::size_t) { return ishigami(u); }), 3);
  EXPECT_EQ(found.rows, 1024u);
  EXPECT_NEAR(found.variance, kIshigamiVariance, 0.02 * kIshigamiVariance);
  const double first[] = {kX1, kX2, 0}, total[] = {kX1 + kX1X3, kX2, kX1X3};
  for (std::size_t f = 0; f < 3; ++f) {
    expect_holds(found.factors[f].first, first[f] / kIshigamiVariance, "first " + std::to_string(f));
    expect_holds(found.factors[f].total, total[f] / kIshigamiVariance, "total " + std::to_string(f));
    EXPECT_NEAR(found.factors[f].first.value, first[f] / kIshigamiVariance, 0.02);
    EXPECT_NEAR(found.factors[f].total.value, total[f] / kIshigamiVariance, 0.02);
    EXPECT_LT(found.factors[f].total.high - found.factors[f].total.low, 0.25);
  }
  EXPECT_TRUE(std::isnan(found.luck.total.value)) << "one seed says nothing of luck";
}

TEST(SobolIndices, OfSobolsGFunctionAreItsOwn) {
  const std::vector<double> a{0, 1, 4.5, 9, 99, 99};
  const auto g = [&](const Unit& u, std::size_t) {
    double product = 1;
    for (std::size_t i = 0; i < a.size(); ++i) product *= (std::abs(4 * u[i] - 2) + a[i]) / (1 + a[i]);
    return product;
  };
  double all = 1;
  for (const double one : a) all *= 1 + 1 / (3 * (1 + one) * (1 + one));
  const SobolAnalysis found = sobol_indices(outcomes(units(DesignKind::saltelli, 6, 1024), 1, g), 6);
  EXPECT_NEAR(found.mean, 1.0, 0.01);
  EXPECT_NEAR(found.variance, all - 1, 0.03 * (all - 1));
  for (std::size_t f = 0; f < a.size(); ++f) {
    const double own = 1 / (3 * (1 + a[f]) * (1 + a[f]));
    EXPECT_NEAR(found.factors[f].first.value, own / (all - 1), 0.03) << f;
    EXPECT_NEAR(found.factors[f].total.value, own * all / (1 + own) / (all - 1), 0.03) << f;
  }
}

/// Luck that is the same at all points, larger than all factors together, is no factor's.
TEST(SobolIndices, LuckHasARowOfItsOwn) {
  const double seed_level[] = {10, -10, 3, -3};
  double luck = 0;
  for (const double level : seed_level) luck += level * level / 3;
  const auto points = units(DesignKind::saltelli, 3, 512);
  const SobolAnalysis found =
      sobol_indices(outcomes(points, 4, [&](const Unit& u, std::size_t s) { return ishigami(u) + seed_level[s]; }), 3);
  const double variance = kIshigamiVariance + luck;
  EXPECT_NEAR(found.variance, variance, 0.02 * variance);
  EXPECT_NEAR(found.luck.first.value, luck / variance, 0.02);
  EXPECT_NEAR(found.luck.total.value, luck / variance, 0.02);
  const double first[] = {kX1, kX2, 0}, total[] = {kX1 + kX1X3, kX2, kX1X3};
  for (std::size_t f = 0; f < 3; ++f) {
    EXPECT_NEAR(found.factors[f].first.value, first[f] / variance, 0.02) << f;
    EXPECT_NEAR(found.factors[f].total.value, total[f] / variance, 0.02) << f;
  }
}

/// Luck that differs from point to point adds to luck's and to each total index, and to no first-order index.
TEST(SobolIndices, LuckOfPointsIsNotTakenForAFactor) {
  const double size = 3;
  const auto points = units(DesignKind::saltelli, 3, 2048);
  const SobolAnalysis found = sobol_indices(
      outcomes(points, 4, [&](const Unit& u, std::size_t s) { return ishigami(u) + size * noise(u, s); }), 3);
  const double luck = size * size, variance = kIshigamiVariance + luck;
  EXPECT_NEAR(found.variance, variance, 0.05 * variance);
  EXPECT_NEAR(found.luck.first.value, 0, 0.01);
  EXPECT_NEAR(found.luck.total.value, luck / variance, 0.02);
  const double first[] = {kX1, kX2, 0}, total[] = {kX1 + kX1X3, kX2, kX1X3};
  for (std::size_t f = 0; f < 3; ++f) {
    expect_holds(found.factors[f].first, first[f] / variance, "first " + std::to_string(f));
    expect_holds(found.factors[f].total, (total[f] + luck) / variance, "total " + std::to_string(f));
  }
}

TEST(SobolIndices, HaveIntervalsThatHoldTheTruthAsOftenAsTheySay) {
  int inside = 0, all = 0;
  for (std::size_t trial = 0; trial < 60; ++trial) {
    // Random rows, not a net: its error is smaller than what the bootstrap of rows can know.
    std::vector<Unit> points;
    const Draws draws(trial);
    for (std::size_t row = 0; row < 200; ++row) {
      const auto at = [&](std::size_t i) { return draws.uniform(kDrawDesign, mix(row * 8 + i)); };
      const Unit a{at(0), at(1)}, b{at(2), at(3)};
      points.insert(points.end(), {a, b, {b[0], a[1]}, {a[0], b[1]}});
    }
    const SobolAnalysis found =
        sobol_indices(outcomes(points, 1, [](const Unit& u, std::size_t) { return 2 * u[0] + u[1]; }), 2);
    for (const auto& [estimate, truth] : {std::pair{found.factors[0].total, 0.8}, {found.factors[1].total, 0.2}}) {
      inside += estimate.low <= truth && truth <= estimate.high;
      ++all;
    }
  }
  EXPECT_GE(inside, all * 88 / 100);
  EXPECT_LT(inside, all) << "intervals as wide as the world";
}

TEST(SobolIndices, LeaveOutRowsThatLackAValue) {
  const auto points = units(DesignKind::saltelli, 3, 256);
  RowValues values = outcomes(points, 2, [](const Unit& u, std::size_t) { return ishigami(u); });
  values[7][1] = std::numeric_limits<double>::quiet_NaN();
  const SobolAnalysis found = sobol_indices(values, 3);
  EXPECT_EQ(found.rows, 255u);
  EXPECT_NEAR(found.factors[1].first.value, kX2 / kIshigamiVariance, 0.05);
  for (auto& row : values) row[0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(sobol_indices(values, 3).rows, 0u);
  EXPECT_TRUE(std::isnan(sobol_indices(values, 3).factors[0].total.value));
  for (const double alike : {0.0, 4.0, 0.1, 123.4}) {
    const SobolAnalysis none = sobol_indices(RowValues(160, {alike, alike}), 3);
    EXPECT_TRUE(std::isnan(none.luck.total.value) && std::isnan(none.factors[0].first.value)) << alike;
  }
}

TEST(SobolIndices, GiveNoIntervalOfLuckFromFewSeeds) {
  const auto points = units(DesignKind::saltelli, 2, 32);
  const auto lucky = [](const Unit& u, std::size_t s) { return u[0] + noise({0.5}, s); };
  EXPECT_TRUE(std::isnan(sobol_indices(outcomes(points, 4, lucky), 2).luck.total.low));
  const SobolAnalysis found = sobol_indices(outcomes(points, 8, lucky), 2);
  EXPECT_LT(found.luck.total.low, found.luck.total.value);
  EXPECT_GT(found.luck.total.high, found.luck.total.value);
}

TEST(SobolIndices, AreTheSameOnAnyNumberOfThreads) {
  const RowValues values = outcomes(units(DesignKind::saltelli, 3, 64), 3,
                                    [](const Unit& u, std::size_t s) { return ishigami(u) + noise(u, s); });
  const SobolAnalysis one = with_threads(1, [&] { return sobol_indices(values, 3); });
  const SobolAnalysis four = with_threads(4, [&] { return sobol_indices(values, 3); });
  for (std::size_t f = 0; f < 3; ++f) {
    EXPECT_EQ(one.factors[f].first.low, four.factors[f].first.low);
    EXPECT_EQ(one.factors[f].total.high, four.factors[f].total.high);
  }
}

TEST(MorrisEffects, OfALineAreItsSlopesWithoutDeviation) {
  const auto points = units(DesignKind::morris, 3, 20);
  const MorrisAnalysis found = morris_effects(
      outcomes(points, 2,
               [](const Unit& u, std::size_t s) { return 5 * u[0] - 2 * u[1] + 100.0 * static_cast<double>(s); }),
      points, 3);
  EXPECT_EQ(found.trajectories, 20u);
  const double slopes[] = {5, -2, 0};
  for (std::size_t f = 0; f < 3; ++f) {
    EXPECT_NEAR(found.factors[f].mean.value, slopes[f], 1e-9) << f;
    EXPECT_NEAR(found.factors[f].mean_abs.value, std::abs(slopes[f]), 1e-9) << f;
    EXPECT_NEAR(found.factors[f].deviation.value, 0, 1e-6) << f;
    EXPECT_NEAR(found.factors[f].mean.high - found.factors[f].mean.low, 0, 1e-9) << f;
    EXPECT_NEAR(found.factors[f].luck_alone, 0, 1e-6) << "luck that is the same at all points";
  }
  EXPECT_GT(found.luck.value, 0.9);
}

/// A list of as many values as levels: the whole range is from its first to its last.
TEST(MorrisEffects, OfAListAreFromItsFirstValueToItsLast) {
  SweepFile sweep;
  for (const char* name : {"a", "b"}) {
    Factor& factor = sweep.factors.emplace_back();
    factor.key = factor.name = name;
    factor.values = {"0", "10", "20", "30"};
  }
  sweep.design = {DesignKind::morris, 0, 10, 4, 1, {}};
  RowValues values;
  for (const auto& point : design_points(sweep)) values.push_back({2 * std::stod(point[0]) - std::stod(point[1])});
  const MorrisAnalysis found = morris_effects(values, design_units(sweep.design, 2), 2);
  EXPECT_NEAR(found.factors[0].mean.value, 60, 1e-9);
  EXPECT_NEAR(found.factors[1].mean.value, -30, 1e-9);
}

TEST(MorrisEffects, TellLuckFromAFactor) {
  const auto points = units(DesignKind::morris, 3, 400);
  const MorrisAnalysis found = morris_effects(
      outcomes(points, 4, [](const Unit& u, std::size_t s) { return 4 * u[0] * u[1] + 0.5 * noise(u, s); }), points, 3);
  expect_holds(found.factors[0].mean, 2.0, "mean");
  EXPECT_GT(found.factors[0].deviation.value, 1.0) << "it depends on the other";
  EXPECT_LT(found.factors[0].deviation.value, 1.5);
  EXPECT_NEAR(found.factors[2].mean.value, 0, 0.1);
  EXPECT_NEAR(found.factors[2].mean_abs.value, found.factors[2].luck_alone, 0.05) << "nothing but luck";
  EXPECT_LT(found.factors[2].deviation.value, 0.35) << "0.62 with luck";
}

/// Half of the variance is the level of a seed: with few seeds too, over many trials.
TEST(MorrisEffects, TellTheShareOfLuckWithoutBias) {
  const auto points = units(DesignKind::morris, 2, 30);
  for (const std::size_t seeds : {2U, 4U}) {
    double luck = 0, variance = 0;
    for (std::size_t trial = 0; trial < 200; ++trial) {
      // The trial's own draws of points and of seeds.
      const auto outcome = [&](const Unit& u, std::size_t s) {
        return noise(u, 1000 + trial) + noise({0.25}, 100'000 + 10 * trial + s);
      };
      const double share = morris_effects(outcomes(points, seeds, outcome), points, 2).luck.value;
      luck += share / (1 - share);
      variance += 1;
    }
    // The mean of variances of seeds over a variance that is known well.
    EXPECT_NEAR(luck / variance, 1.0, 0.25) << seeds;
  }
}

TEST(MorrisEffects, OfNoiseAloneHaveNoDeviation) {
  const auto points = units(DesignKind::morris, 2, 40);
  int holds = 0;
  for (std::size_t trial = 0; trial < 40; ++trial) {
    const auto outcome = [&](const Unit& u, std::size_t s) { return noise(u, 100 * trial + s); };
    holds += morris_effects(outcomes(points, 4, outcome), points, 2).factors[0].deviation.low <= 0;
  }
  EXPECT_GE(holds, 38);
}

TEST(MorrisEffects, OfOneTrajectoryHaveNoIntervals) {
  const auto points = units(DesignKind::morris, 2, 1);
  const MorrisAnalysis found =
      morris_effects(outcomes(points, 1, [](const Unit& u, std::size_t) { return 3 * u[0]; }), points, 2);
  EXPECT_NEAR(found.factors[0].mean.value, 3, 1e-12);
  EXPECT_TRUE(std::isnan(found.factors[0].mean.low));
  EXPECT_TRUE(std::isnan(found.factors[0].deviation.value));
}

TEST(MorrisEffects, LeaveOutTrajectoriesThatLackAValue) {
  const auto points = units(DesignKind::morris, 2, 5);
  RowValues values = outcomes(points, 1, [](const Unit& u, std::size_t) { return u[0]; });
  values[4][0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(morris_effects(values, points, 2).trajectories, 4u);
  EXPECT_NEAR(morris_effects(values, points, 2).factors[0].mean.value, 1.0, 1e-12);
  EXPECT_TRUE(std::isnan(morris_effects(RowValues(15, {NAN}), points, 2).factors[0].mean.value));
}

}  // namespace
}  // namespace hibiki::test
