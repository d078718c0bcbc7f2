#include "sim/world/platforms.hpp"

#include <algorithm>

#include "sim/core/parallel.hpp"
#include "sim/core/portable_math.hpp"

namespace hibiki {

namespace {

constexpr int kReferenceAge = 30;
/// The internet's own age slope: the young were online first.
constexpr double kInternetAgeSlope = 0.04;

bool serves(const Platform& platform, const std::string& market) {
  return std::find(platform.absent.begin(), platform.absent.end(), market) == platform.absent.end();
}

Day launch_in(const Platform& platform, const std::string& market) {
  const auto own = platform.launches.find(market);
  return own == platform.launches.end() ? platform.launch : own->second;
}

/// What does not depend on age, worked out once a week.
struct Adoption {
  bool launched = false;
  double internet_logit = 0.0;
  bool any_internet = false;
  double time_logit = 0.0;
};

Adoption adoption(const Platform& platform, const Market& market, Day day) {
  Adoption a;
  const Day launch = launch_in(platform, market.name);
  a.launched = serves(platform, market.name) && day >= launch;
  if (!a.launched) return a;
  const double internet = market.internet.at(day);
  a.any_internet = internet > 0.0;
  a.internet_logit = portable::logit(internet);
  a.time_logit = (years_between(launch, day) - platform.midpoint_years) / platform.width_years;
  return a;
}

double share_at(const Platform& platform, const Adoption& a, int age) {
  if (!a.launched || (platform.online && !a.any_internet)) return 0.0;
  const double younger = kReferenceAge - age;
  const double taken_up = platform.ceiling * portable::logistic(a.time_logit + platform.age_slope * younger);
  return platform.online ? taken_up * portable::logistic(a.internet_logit + kInternetAgeSlope * younger) : taken_up;
}

}  // namespace

Platforms make_platforms(const Scenario& scenario) {
  Platforms platforms;
  const auto markets = static_cast<Eigen::Index>(scenario.markets.size());
  const auto count = static_cast<Eigen::Index>(scenario.platforms.size());
  platforms.exponent = Eigen::MatrixXd::Zero(markets, count);
  platforms.cross_border = Eigen::MatrixXd::Zero(markets, count);
  for (std::size_t p = 0; p < scenario.platforms.size(); ++p) {
    const Platform& platform = scenario.platforms[p];
    platforms.keys.push_back(key_of(platform.name));
    platforms.kinds.push_back(platform.kind);
    platforms.exponent.col(static_cast<Eigen::Index>(p)).setConstant(platform.popularity_exponent);
    platforms.cross_border.col(static_cast<Eigen::Index>(p)).setConstant(platform.cross_border);
  }
  platforms.trial_arm.assign(scenario.markets.size() * platforms.size(), false);
  platforms.nudge_exponent.assign(platforms.size(), 0.0);
  platforms.nudge_cross_border.assign(platforms.size(), 0.0);
  platforms.access.assign(scenario.markets.size() * kAges * platforms.size(), 0);
  platforms.access_mean.assign(scenario.markets.size() * platforms.size(), 0.0);
  return platforms;
}

double access_share(const Platform& platform, const Market& market, Day day, int age) {
  return share_at(platform, adoption(platform, market, day), age);
}

void update_access(const Scenario& scenario, Day day, Platforms& platforms) {
  for_each_index(scenario.markets.size(), 1, [&](std::size_t m) {
    for (std::size_t p = 0; p < platforms.size(); ++p) {
      const Platform& platform = scenario.platforms[p];
      const Adoption now = adoption(platform, scenario.markets[m], day);
      double sum = 0.0;
      for (std::size_t row = 0; row < kAges; ++row) {
        const double share = share_at(platform, now, kYoungest + static_cast<int>(row));
        sum += share;
        platforms.access[(m * kAges + row) * platforms.size() + p] =
            static_cast<std::uint16_t>(std::min(256.0, share * 256.0 + 0.5));
      }
      platforms.access_mean[m * platforms.size() + p] = sum / static_cast<double>(kAges);
    }
  });
}

}  // namespace hibiki
