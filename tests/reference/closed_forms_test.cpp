#include "sim/reference/closed_forms.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace hibiki {
namespace {

TEST(ClosedForms, BassIsTheSolutionOfItsEquation) {
  const BassParameters p{0.03, 0.38, 0};
  EXPECT_EQ(bass_share(p, 0), 0.0);
  for (double t = 0.5; t < 20; t += 0.5) {
    const double share = bass_share(p, t), slope = (bass_share(p, t + 1e-5) - bass_share(p, t - 1e-5)) / 2e-5;
    EXPECT_NEAR(slope, (p.innovation + p.imitation * share) * (1 - share), 1e-9) << t;
  }
}

TEST(ClosedForms, BassPeaksWhereItsRateIsHighest) {
  const BassParameters p{0.03, 0.38, 0};
  const BassPeak peak = bass_peak_in_theory(p).value();
  EXPECT_NEAR(peak.time, 6.193, 5e-4);
  EXPECT_NEAR(peak.share, 0.4605, 5e-5);
  EXPECT_NEAR(peak.rate, 0.1106, 5e-5);
  EXPECT_NEAR(bass_share(p, peak.time), peak.share, 1e-12);
  EXPECT_FALSE(bass_peak_in_theory({0.4, 0.3, 0}));
}

TEST(ClosedForms, GiantShareSolvesItsEquation) {
  EXPECT_NEAR(giant_share(2), 0.797, 5e-4);
  for (const double mean : {1.1, 1.5, 3.0, 8.0})
    EXPECT_NEAR(giant_share(mean), 1 - std::exp(-mean * giant_share(mean)), 1e-9);
  EXPECT_EQ(giant_share(1.0), 0.0);
  EXPECT_EQ(giant_share(0.5), 0.0);
}

TEST(ClosedForms, GranovetterTipsBetweenTwoDeviations) {
  EXPECT_NEAR(granovetter_share(0.25, 0.122), 0.055, 5e-4);
  EXPECT_NEAR(granovetter_share(0.25, 0.125), 1.0, 5e-4);
}

TEST(ClosedForms, TheCascadeWindowIsWatts) {
  const CascadeWindow window = cascade_window_in_theory(0.18);
  EXPECT_NEAR(window.low, 1.02, 0.005);
  EXPECT_NEAR(window.high, 5.76, 0.005);
}

TEST(ClosedForms, CascadesAreAsFrequentAsInTheRecord) {
  EXPECT_NEAR(cascade_theory(1.5, 0.18).trigger, 0.52, 0.05);
  EXPECT_NEAR(cascade_theory(5, 0.18).trigger, 0.71, 0.05);
  EXPECT_LT(cascade_theory(8, 0.18).branching, 1.0);
  EXPECT_NEAR(cascade_theory(8, 0.18).trigger, 0.0, 1e-6);
  EXPECT_LT(cascade_theory(0.9, 0.18).trigger, 1e-6);
}

/// Where everybody is vulnerable, a cascade is the giant component.
TEST(ClosedForms, WithoutThresholdsACascadeIsTheGiantComponent) {
  for (const double z : {1.5, 3.0}) {
    const CascadeTheory theory = cascade_theory(z, 1e-3);
    EXPECT_NEAR(theory.trigger, giant_share(z), 1e-6) << z;
    EXPECT_NEAR(theory.share, giant_share(z), 1e-4) << z;
    EXPECT_NEAR(theory.branching, z, 1e-9) << z;
  }
}

TEST(ClosedForms, SiEverybodySolvesItsEquation) {
  EXPECT_NEAR(si_share_everybody(0.1, 2, 0), 0.1, 1e-12);
  EXPECT_NEAR(si_share_everybody(0.1, 2, std::log(9) / 2), 0.5, 1e-12);
  for (double t = 0.2; t < 5; t += 0.2) {
    const double share = si_share_everybody(0.1, 2, t);
    const double slope = (si_share_everybody(0.1, 2, t + 1e-5) - si_share_everybody(0.1, 2, t - 1e-5)) / 2e-5;
    EXPECT_NEAR(slope, 2 * share * (1 - share), 1e-8) << t;
  }
}

/// With very many ties a random network is everybody meeting everybody.
TEST(ClosedForms, SiOnADenseNetworkIsLogistic) {
  const auto shares = si_shares_on_random(0.05, 1e5, 1, 0.1, 80);
  ASSERT_EQ(shares.size(), 81u);
  for (int i = 0; i <= 80; ++i)
    EXPECT_NEAR(shares[static_cast<std::size_t>(i)], si_share_everybody(0.05, 1, 0.1 * i), 1e-4) << i;
}

/// Early on it grows at rate (z - 1) / z of `growth`, the way back being taken; in the end who is tied to nobody that
/// can be reached stays off.
TEST(ClosedForms, SiOnASparseNetworkGrowsAndEndsAsItMust) {
  constexpr double kStart = 1e-9, kDegree = 3;
  const auto shares = si_shares_on_random(kStart, kDegree, 1, 0.1, 2000);
  EXPECT_NEAR(std::log(shares[150] / shares[140]), (kDegree - 1) / kDegree, 1e-3);
  EXPECT_NEAR(shares.back(), giant_share(kDegree), 1e-6);
  EXPECT_DOUBLE_EQ(shares.front(), kStart);
}

}  // namespace
}  // namespace hibiki
