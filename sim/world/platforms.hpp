// Platforms: who has them, and the ranking rules they adapt.
#pragma once

#include <Eigen/Core>
#include <array>
#include <vector>

#include "sim/core/calendar.hpp"
#include "sim/core/ids.hpp"
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
  std::vector<bool> trial_arm;   ///< (market x platform) whether this quarter's nudge is on there
  std::vector<double> nudge_exponent, nudge_cross_border;  ///< of each platform, this quarter
  /// Access thresholds, [(market x kAges + age) x platforms]: a fan has the platform when its readiness is below.
  std::vector<std::uint16_t> access;
  std::vector<double> access_mean;  ///< (market x platform): mean access over ages, 0..1

  std::size_t size() const { return keys.size(); }
  const std::uint16_t* access_row(std::size_t market, std::size_t age_row) const {
    return access.data() + (market * kAges + age_row) * size();
  }
};

Platforms make_platforms(const Scenario& scenario);

/// Share of the people of `age` (kYoungest to kOldest - 1) in a market who have the platform on `day`, 0..1.
double access_share(const Platform& platform, const Market& market, Day day, int age);

/// Fills the access tables for `day`.
void update_access(const Scenario& scenario, Day day, Platforms& platforms);

}  // namespace hibiki::world
