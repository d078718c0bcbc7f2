#include "sim/engine/rank_need.hpp"

#include <algorithm>
#include <vector>

#include "sim/core/portable_math.hpp"
#include "sim/world/fans.hpp"
#include "sim/world/markets.hpp"

namespace hibiki::inline engine {

namespace {

constexpr double kSharing = 0.07;      ///< part of the fans who share in a week, in scenarios/history.toml
constexpr double kLateReleases = 2.0;  ///< releases of the last years, to those of the start
constexpr double kRowBytes = 12.5;     ///< columns and bits of a fan who is heard from elsewhere, and its number
constexpr double kHeardByBytes = 4;    ///< number of a fan whom another rank hears: about as many
constexpr double kWantedBytes = 4;     ///< of a fan who is heard, while ranks tell each other
constexpr int kSteps = 64;             ///< of the integral over places in communities

/// Of `fans`, how many get at least one of `ties`, which go to the first fans of communities much more often: density
/// x^-tail at the place x in (0, 1).
double distinct(double ties, double fans, double tail) {
  if (ties <= 0.0 || fans <= 0.0) return 0.0;
  double sum = 0.0;
  for (int i = 0; i < kSteps; ++i) {
    const double place = (i + 0.5) / kSteps;
    const double mean = ties / fans * (1.0 - tail) * portable::exp(-tail * portable::log(place));
    sum += 1.0 - portable::exp(-mean);
  }
  return fans * sum / kSteps;
}

}  // namespace

RankNeed rank_need(const Scenario& given, int ranks) {
  const Scenario scenario = canonical(given);
  const Assumptions& a = scenario.assumptions;
  const std::vector<double> millions = totals(people_on(scenario, scenario.run.start));
  const auto counts = allot_fans(scenario.run.fans, millions);
  const Markets markets = make_markets(scenario);
  const Eigen::MatrixXd proximity = tie_proximity(markets, millions);
  const std::size_t count = counts.size();
  const auto total = static_cast<double>(scenario.run.fans);

  double most_heard = 0.0, all_heard = 0.0;
  for (int rank = 0; rank < ranks; ++rank) {
    const double first = total * rank / ranks, end = total * (rank + 1) / ranks;
    std::vector<double> own(count), ties(count);  // by market: fans here, and ties to fans elsewhere
    double passed = 0.0;
    for (std::size_t m = 0; m < count; ++m) {
      own[m] = std::max(0.0, std::min(end, passed + counts[m]) - std::max(first, passed));
      passed += counts[m];
    }
    const auto elsewhere = [&](std::size_t m) { return counts[m] > 0 ? 1.0 - own[m] / counts[m] : 0.0; };
    for (std::size_t m = 0; m < count; ++m) {
      ties[m] += own[m] * static_cast<double>(a.ties_market) * elsewhere(m);
      double sum = 0.0;
      const auto weight = [&](std::size_t n) {
        return n != m && counts[n] > 0 ? proximity(static_cast<Eigen::Index>(m), static_cast<Eigen::Index>(n)) : 0.0;
      };
      for (std::size_t n = 0; n < count; ++n) sum += weight(n);
      for (std::size_t n = 0; n < count && sum > 0.0; ++n)
        ties[n] += own[m] * static_cast<double>(a.ties_abroad) * weight(n) / sum * elsewhere(n);
    }
    double heard = 0.0;
    for (std::size_t m = 0; m < count; ++m) heard += distinct(ties[m], counts[m] - own[m], a.tie_tail);
    most_heard = std::max(most_heard, heard);
    all_heard += heard;
  }

  Scenario part = scenario;
  part.run.fans = std::max<std::int64_t>(1, scenario.run.fans / ranks);
  const Estimate e = estimate(part);
  const double of_all =
      ranks > 1 ? total * (sizeof(Community) / static_cast<double>(kLargestCommunity) + 1.0 / 8.0) : 0.0;
  const double further = most_heard * (kRowBytes + kHeardByBytes + kWantedBytes) + of_all;
  RankNeed need;
  need.memory_bytes = e.memory_bytes + static_cast<std::int64_t>(further);
  need.plain_bytes = e.plain_bytes + static_cast<std::int64_t>(further);
  need.heard = static_cast<std::int64_t>(most_heard);
  need.share_bytes = static_cast<std::int64_t>(all_heard * (0.25 + 4.0 * kSharing));
  need.tally_bytes = ranks > 1 ? static_cast<std::int64_t>(kLateReleases * ranks) * tally_bytes(scenario) : 0;
  need.seconds_low = e.seconds_low;
  need.seconds_high = e.seconds_high;
  return need;
}

}  // namespace hibiki::engine
