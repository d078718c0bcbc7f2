#include "tools/reproduce/market_measures.hpp"

#include <algorithm>
#include <numeric>

#include "output/results/unpredictability.hpp"
#include "sim/core/draw_uses.hpp"
#include "sim/engine/gini.hpp"

namespace hibiki::inline reproduction {

namespace {

Downloads week_of(const World& world, std::size_t market) {
  const auto first = world.week.plays.begin() + static_cast<std::ptrdiff_t>(market * world.week.shape.releases);
  return {first, first + static_cast<std::ptrdiff_t>(world.week.shape.releases)};
}

void add(const Downloads& some, Downloads& all) {
  all.resize(some.size());
  for (std::size_t i = 0; i < some.size(); ++i) all[i] += some[i];
}

}  // namespace

TrialOfferCourse run_trial_offer(const Scenario& scenario, std::uint64_t seed, const std::string& kept) {
  Simulation simulation(scenario, seed);
  const World& world = simulation.world();
  TrialOfferCourse course;
  for (const Market& market : world.scenario.markets)
    course.markets.push_back({.name = market.name, .downloads = {}, .by_week = {}});
  while (!simulation.finished()) {
    simulation.step();
    for (std::size_t m = 0; m < world.market_count(); ++m) {
      MarketCourse& market = course.markets[m];
      const Downloads week = week_of(world, m);
      add(week, market.downloads);
      for (std::size_t s = 0; s < world.market_count(); ++s)
        market.downloaders += world.week.reach[m * world.market_count() + s];
      if (!kept.empty() && market.name.starts_with(kept)) market.by_week.push_back(week);
    }
  }
  for (const ReleaseState& release : world.industry.releases) course.quality.push_back(release.quality);
  return course;
}

std::vector<double> shares(const Downloads& downloads) {
  const auto all = static_cast<double>(std::accumulate(downloads.begin(), downloads.end(), std::int64_t{0}));
  std::vector<double> shares;
  for (const std::int64_t count : downloads) shares.push_back(all > 0.0 ? static_cast<double>(count) / all : 0.0);
  return shares;
}

double unpredictability(const std::vector<Downloads>& markets) {
  std::vector<double> rows;
  for (const Downloads& market : markets) std::ranges::copy(shares(market), std::back_inserter(rows));
  return unpredictability_of(rows, markets.size());
}

HalfSplits half_splits(const std::vector<Downloads>& listeners, int splits, const Draws& draws) {
  HalfSplits mean;
  const std::size_t songs = listeners.empty() ? 0 : listeners.front().size();
  std::vector<std::vector<std::size_t>> taken(
      listeners.size());  // most listeners download no song, and none downloads many
  for (std::size_t i = 0; i < listeners.size(); ++i)
    for (std::size_t song = 0; song < songs; ++song)
      taken[i].insert(taken[i].end(), static_cast<std::size_t>(listeners[i][song]), song);
  for (int split = 0; split < splits; ++split) {
    std::vector<Downloads> halves(2, Downloads(songs, 0));
    std::size_t wanted = listeners.size() / 2;  // of the remaining listeners, into the first half
    for (std::size_t i = 0; i < listeners.size(); ++i) {
      const double u = draws.uniform(kDrawHalfSplit, key_of("half splits"), split, static_cast<std::uint32_t>(i));
      const bool first = u * static_cast<double>(listeners.size() - i) < static_cast<double>(wanted);
      if (first) --wanted;
      for (const std::size_t song : taken[i]) ++halves[first ? 0 : 1][song];
    }
    mean.gini += (gini(halves[0]) + gini(halves[1])) / 2.0 / splits;
    mean.unpredictability += unpredictability(halves) / splits;
  }
  return mean;
}

}  // namespace hibiki::reproduction
