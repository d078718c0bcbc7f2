// Platforms: access by market and age, and the adaptive ranking rules.
#pragma once

#include <Eigen/Core>
#include <array>
#include <vector>

#include "sim/core/calendar.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/money.hpp"
#include "sim/scenario/platform_traits.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/fans.hpp"

namespace hibiki::inline world {

/// Ages of the simulated population, as table rows.
inline constexpr std::size_t kAges = kOldest - kYoungest;

struct Platforms {
  std::vector<Key> keys;
  std::vector<PlatformKind> kinds;
  // Ranking rule, (market, platform). Platforms nudge it every quarter.
  Eigen::MatrixXd exponent;      ///< a
  Eigen::MatrixXd cross_border;  ///< kappa
  /// Access thresholds, [(market x kAges + age) x platforms]: a fan has the platform when its readiness is below.
  std::vector<std::uint16_t> access;
  std::vector<double> access_mean;  ///< (market x platform): mean access over ages, 0..1

  std::size_t size() const { return keys.size(); }
  const PlatformTraits& traits(std::size_t platform) const { return traits_of(kinds[platform]); }
  const std::uint16_t* access_row(std::size_t market, std::size_t age_row) const {
    return access.data() + (market * kAges + age_row) * size();
  }
};

/// The nudge of its ranking rule that each platform tries in half of its markets, this quarter.
struct PlatformTrials {
  std::vector<double> nudge_exponent, nudge_cross_border;  ///< (platform)
  std::vector<bool> arm;                                   ///< (market x platform) whether the nudge is on there
  std::vector<People> tries, exposures;                    ///< (market x platform) of this quarter
  std::vector<People> tries_before, exposures_before;      ///< (market x platform) of the quarter before
};

Platforms make_platforms(const Scenario& scenario);

/// No nudges, all counts zero.
PlatformTrials make_trials(const Scenario& scenario);

/// Share of the people of `age` (kYoungest to kOldest - 1) in a market that have the platform on `day`, 0..1.
double access_share(const Platform& platform, const Market& market, Day day, int age);

/// Fills the access tables for `day`.
void update_access(const Scenario& scenario, Day day, Platforms& platforms);

}  // namespace hibiki::world
