#include "sim/world/platforms.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "sim/core/error.hpp"
#include "sim/core/math_columns.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/portable_math.hpp"

namespace hibiki::inline world {

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

double younger(int age) { return kReferenceAge - age; }

/// How far the platform's adoption has come in the market, at any age; nothing before it is there.
std::optional<double> time_logit(const Platform& platform, const Market& market, Day day) {
  const Day launch = launch_in(platform, market.name);
  if (!serves(platform, market.name) || day < launch) return {};
  return (years_between(launch, day) - platform.midpoint_years) / platform.width_years;
}

/// How far the internet has come in the market, at any age; nothing where there is none.
std::optional<double> internet_logit(const Market& market, Day day) {
  const double internet = market.internet.at(day);
  if (internet <= 0.0) return {};
  return portable::logit(internet);
}

using ByAge = std::array<double, kAges>;

/// logistic(logit + slope x younger) of every age, a column at a time; 0 without a logit.
ByAge logistic_by_age(std::optional<double> logit, double slope) {
  ByAge column{};
  if (!logit) return column;
  for (std::size_t row = 0; row < kAges; ++row)
    column[row] = *logit + slope * younger(kYoungest + static_cast<int>(row));
  portable::exp_column(column, -1.0);
  for (double& share : column) share = 1.0 / (1.0 + share);
  return column;
}

/// Share of people of each age with internet access.
ByAge online_by_age(const Market& market, Day day) {
  return logistic_by_age(internet_logit(market, day), kInternetAgeSlope);
}

/// Share of people of each age that use the platform, given the share `online` with internet access.
ByAge access_by_age(const Platform& platform, const Market& market, Day day, const ByAge& online) {
  ByAge shares = logistic_by_age(time_logit(platform, market, day), platform.age_slope);
  for (std::size_t row = 0; row < kAges; ++row) {
    shares[row] *= platform.ceiling;
    if (platform.online) shares[row] *= online[row];
  }
  return shares;
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
  platforms.access.assign(scenario.markets.size() * kAges * platforms.size(), 0);
  platforms.access_mean.assign(scenario.markets.size() * platforms.size(), 0.0);
  return platforms;
}

PlatformTrials make_trials(const Scenario& scenario) {
  const std::size_t platforms = scenario.platforms.size(), cells = scenario.markets.size() * platforms;
  PlatformTrials trials;
  trials.nudge_exponent.assign(platforms, 0.0);
  trials.nudge_cross_border.assign(platforms, 0.0);
  trials.arm.assign(cells, false);
  trials.tries.assign(cells, 0);
  trials.exposures = trials.tries_before = trials.exposures_before = trials.tries;
  return trials;
}

double access_share(const Platform& platform, const Market& market, Day day, int age) {
  HIBIKI_ASSERT(kYoungest <= age && age < kOldest);
  return access_by_age(platform, market, day, online_by_age(market, day))[static_cast<std::size_t>(age - kYoungest)];
}

void update_access(const Scenario& scenario, Day day, Platforms& platforms) {
  for_each_index(scenario.markets.size(), 1, [&](std::size_t m) {
    const ByAge online = online_by_age(scenario.markets[m], day);
    for (std::size_t p = 0; p < platforms.size(); ++p) {
      const ByAge shares = access_by_age(scenario.platforms[p], scenario.markets[m], day, online);
      double sum = 0.0;
      for (std::size_t row = 0; row < kAges; ++row) {
        sum += shares[row];
        platforms.access[(m * kAges + row) * platforms.size() + p] =
            static_cast<std::uint16_t>(std::min(256.0, shares[row] * 256.0 + 0.5));
      }
      platforms.access_mean[m * platforms.size() + p] = sum / static_cast<double>(kAges);
    }
  });
}

}  // namespace hibiki::world
