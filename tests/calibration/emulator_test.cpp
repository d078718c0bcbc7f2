#include "tools/calibration/emulator.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <utility>

#include "sim/core/draws.hpp"
#include "tools/calibration/design.hpp"

namespace hibiki {
namespace {

/// A surface with slopes, a curvature and a product.
double surface(const Eigen::RowVectorXd& x) { return 3 + 2 * x[0] - x[1] + 1.5 * x[2] * x[2] - 2 * x[0] * x[1]; }

DesignMatrix points(std::size_t count, std::uint64_t first = 0) {
  return (2 * sobol_points(3, 1, first, count).array() - 1).matrix();
}

Eigen::VectorXd outcomes(const DesignMatrix& at, double noise) {
  const Draws draws(7);
  Eigen::VectorXd values(at.rows());
  for (Eigen::Index i = 0; i < at.rows(); ++i)
    values[i] = surface(at.row(i)) + noise * draws.normal(Purpose::choice, static_cast<Key>(i));
  return values;
}

TEST(Emulator, FindsASmoothSurface) {
  const DesignMatrix at = points(40), fresh = points(20, 500);
  const Emulator emulator(at, outcomes(at, 0));
  EXPECT_GT(emulator.quality().r2, 0.999);
  for (Eigen::Index i = 0; i < fresh.rows(); ++i)
    EXPECT_NEAR(emulator.at(fresh.row(i)).mean, surface(fresh.row(i)), 0.05);
}

TEST(Emulator, SaysHowFarItMayBeOff) {
  const double noise = 0.5;
  const DesignMatrix at = points(120), fresh = points(400, 1000);
  const Emulator emulator(at, outcomes(at, noise));
  EXPECT_NEAR(emulator.quality().coverage, 0.95, 0.06);
  double squares = 0, predicted = 0;
  for (Eigen::Index i = 0; i < fresh.rows(); ++i) {
    const auto prediction = emulator.at(fresh.row(i));
    const double off =
        surface(fresh.row(i)) + noise * Draws(8).normal(Purpose::choice, static_cast<Key>(i)) - prediction.mean;
    squares += off * off;
    predicted += prediction.variance + prediction.scatter;
  }
  EXPECT_NEAR(squares / predicted, 1.0, 0.3);
}

TEST(Emulator, IsLessSureFarFromItsPoints) {
  const DesignMatrix at = points(60) * 0.5;
  const Emulator emulator(at, outcomes(at, 0.5));
  EXPECT_GT(emulator.at(Eigen::RowVector3d(1, -1, 1)).variance,
            1.5 * emulator.at(Eigen::RowVector3d(0, 0, 0)).variance);
}

/// Slopes alone would miss it, and so would a quadratic surface.
TEST(Emulator, FollowsWhatBendsTwice) {
  const DesignMatrix at = points(80), fresh = points(40, 500);
  Eigen::VectorXd values(80);
  for (Eigen::Index i = 0; i < 80; ++i) values[i] = std::sin(4 * at(i, 0));
  const Emulator emulator(at, values);
  EXPECT_GT(emulator.quality().r2, 0.98);
  for (Eigen::Index i = 0; i < fresh.rows(); ++i)
    EXPECT_NEAR(emulator.at(fresh.row(i)).mean, std::sin(4 * fresh(i, 0)), 0.2);
}

/// Where some outcomes are known to be noisy, the others decide.
TEST(Emulator, TrustsOutcomesByTheirNoise) {
  const DesignMatrix at = points(60);
  Eigen::VectorXd values = outcomes(at, 0.02), noise = Eigen::VectorXd::Constant(60, 0.0004);
  for (Eigen::Index i = 0; i < 60; i += 4) {
    values[i] += 3;
    noise[i] = 9;
  }
  const Emulator told(at, values, noise), untold(at, values);
  double off = 0, off_untold = 0;
  const DesignMatrix fresh = points(40, 500);
  for (Eigen::Index i = 0; i < fresh.rows(); ++i) {
    off += std::abs(told.at(fresh.row(i)).mean - surface(fresh.row(i)));
    off_untold += std::abs(untold.at(fresh.row(i)).mean - surface(fresh.row(i)));
  }
  EXPECT_LT(off / 40, 0.15);
  EXPECT_GT(off_untold, 3 * off);
}

/// Deviations from .1 to 1 along one axis, known from three outcomes a point.
TEST(VarianceEmulator, FollowsAVarianceThatGrows) {
  const DesignMatrix at = points(120);
  const auto true_variance = [](double x) { return 0.01 * std::pow(10.0, x + 1); };
  Eigen::VectorXd variances(120);
  const Draws draws(5);
  for (Eigen::Index i = 0; i < 120; ++i) {
    double sum = 0, squares = 0;
    for (std::uint32_t r = 0; r < 3; ++r) {
      const double u = draws.normal(Purpose::choice, static_cast<Key>(i), 0, r);
      sum += u;
      squares += u * u;
    }
    variances[i] = true_variance(at(i, 1)) * (squares - sum * sum / 3) / 2;
  }
  const VarianceEmulator emulator(at, variances, Eigen::VectorXi::Constant(120, 2));
  for (const double x : {-0.8, 0.0, 0.8}) {
    const double ratio = emulator.at(Eigen::RowVector3d(0.2, x, -0.3)) / true_variance(x);
    EXPECT_GT(ratio, 0.6) << x;
    EXPECT_LT(ratio, 1.7) << x;
  }
  EXPECT_EQ(VarianceEmulator(at, variances, Eigen::VectorXi::Zero(120)).at(at.row(0)), 0.0) << "single outcomes";
}

TEST(Emulator, WorksWithFewPoints) {
  const DesignMatrix at = points(8);
  const Emulator emulator(at, outcomes(at, 0.1));
  EXPECT_TRUE(std::isfinite(emulator.at(Eigen::RowVector3d(0, 0, 0)).mean));
  EXPECT_GT(emulator.at(Eigen::RowVector3d(0, 0, 0)).variance, 0);
}

TEST(Emulator, OfNoiseAloneExplainsNothing) {
  const DesignMatrix at = points(60);
  Eigen::VectorXd noise(60);
  for (Eigen::Index i = 0; i < 60; ++i) noise[i] = Draws(3).normal(Purpose::choice, static_cast<Key>(i));
  EXPECT_LT(Emulator(at, noise).quality().r2, 0.15);
}

/// Eigen would take other blocks for other caches, and add up in another order.
TEST(Emulator, HasTheSameBitsWhateverTheCaches) {
  const DesignMatrix at = points(200);
  const auto predicted = [&](std::ptrdiff_t kibibytes) {
    Eigen::setCpuCacheSizes(kibibytes * 1024, kibibytes * 8192, kibibytes * 65536);
    const Emulator::Prediction p = Emulator(at, outcomes(at, 0.5)).at(at.row(1));
    return std::pair(p.mean, p.variance);
  };
  EXPECT_EQ(predicted(8), predicted(512));
  EXPECT_EQ(predicted(32), predicted(48));
}

TEST(Design, IsOneSequenceHoweverItIsTaken) {
  const Eigen::MatrixXd whole = sobol_points(5, 3, 0, 64), tail = sobol_points(5, 3, 40, 24);
  EXPECT_EQ(whole.bottomRows(24), tail);
  EXPECT_GE(whole.minCoeff(), 0.0);
  EXPECT_LT(whole.maxCoeff(), 1.0);
  EXPECT_NE(whole, sobol_points(5, 4, 0, 64));
}

/// Of 64 points every eighth of every axis holds eight.
TEST(Design, FillsEveryAxisEvenly) {
  const Eigen::MatrixXd points = sobol_points(4, 0, 0, 64);
  for (Eigen::Index j = 0; j < 4; ++j) {
    std::array<int, 8> counts{};
    for (Eigen::Index i = 0; i < 64; ++i) ++counts[static_cast<std::size_t>(points(i, j) * 8)];
    for (const int count : counts) EXPECT_NEAR(count, 8, 2);
  }
}

}  // namespace
}  // namespace hibiki
