#include "sim/world/platforms.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "sim/core/math_columns.hpp"
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

/// Share of people of an age who are on the internet.
double online_share(std::optional<double> logit, int age) {
  return logit ? portable::logistic(*logit + kInternetAgeSlope * younger(age)) : 0.0;
}

double share_at(const Platform& platform, double time_logit, int age, double online) {
  const double taken_up = platform.ceiling * portable::logistic(time_logit + platform.age_slope * younger(age));
  return platform.online ? taken_up * online : taken_up;
}

/// logistic(logit + slope x younger) of every age, a column at a time.
void logistic_by_age(double logit, double slope, std::array<double, kAges>& column) {
  for (std::size_t row = 0; row < kAges; ++row) column[row] = logit + slope * younger(kYoungest + static_cast<int>(row));
  portable::exp_column(column, -1.0);
  for (double& share : column) share = 1.0 / (1.0 + share);
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
  const std::optional<double> time = time_logit(platform, market, day);
  return time ? share_at(platform, *time, age, online_share(internet_logit(market, day), age)) : 0.0;
}

void update_access(const Scenario& scenario, Day day, Platforms& platforms) {
  for_each_index(scenario.markets.size(), 1, [&](std::size_t m) {
    const std::optional<double> internet = internet_logit(scenario.markets[m], day);
    std::array<double, kAges> online{};
    if (internet) logistic_by_age(*internet, kInternetAgeSlope, online);
    for (std::size_t p = 0; p < platforms.size(); ++p) {
      const Platform& platform = scenario.platforms[p];
      const std::optional<double> time = time_logit(platform, scenario.markets[m], day);
      std::array<double, kAges> taken_up{};
      if (time) logistic_by_age(*time, platform.age_slope, taken_up);
      double sum = 0.0;
      for (std::size_t row = 0; row < kAges; ++row) {
        const double share = platform.ceiling * taken_up[row] * (platform.online ? online[row] : 1.0);
        sum += share;
        platforms.access[(m * kAges + row) * platforms.size() + p] =
            static_cast<std::uint16_t>(std::min(256.0, share * 256.0 + 0.5));
      }
      platforms.access_mean[m * platforms.size() + p] = sum / static_cast<double>(kAges);
    }
  });
}

}  // namespace hibiki
