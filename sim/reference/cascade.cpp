#include "sim/reference/cascade.hpp"

#include <algorithm>
#include <limits>

#include "sim/core/draw_uses.hpp"
#include "sim/reference/networks.hpp"

namespace hibiki::inline reference {

std::vector<std::uint32_t> needed_neighbours(const CsrNetwork& network, double threshold) {
  std::vector<std::uint32_t> needed(network.size());
  for (std::uint32_t agent = 0; agent < needed.size(); ++agent) {
    const double share = threshold * static_cast<double>(network.heard_by(agent).size());
    // Rounded up, with a tolerance for the rounding error of the product.
    needed[agent] = std::max(1u, static_cast<std::uint32_t>(share + (1.0 - 1e-9)));
  }
  return needed;
}

Course threshold_cascade(const CsrNetwork& network, const std::vector<std::uint32_t>& needed,
                         std::span<const std::uint32_t> first) {
  return spread(network, bits_of(network.size(), first), Hears::all, Ends::when_still, std::numeric_limits<int>::max(),
                Draws(0), [&](std::uint32_t agent, std::uint32_t on) { return on >= needed[agent] ? kCertain : 0; });
}

std::uint32_t drawn_agent(std::size_t agents, const Draws& draws) {
  return static_cast<std::uint32_t>((std::uint64_t{draws.words(kDrawContagionStart, 0)[0]} * agents) >> 32);
}

double vulnerable_branching(const CsrNetwork& network, double threshold) {
  const std::vector<std::uint32_t> needed = needed_neighbours(network, threshold);
  std::uint64_t arrivals = 0, further = 0;
  for (std::uint32_t agent = 0; agent < network.size(); ++agent) {
    if (needed[agent] > 1) continue;
    std::uint64_t vulnerable = 0;
    for (const std::uint32_t other : network.heard_by(agent)) vulnerable += needed[other] <= 1;
    // A path from one of them may continue to the others.
    arrivals += vulnerable;
    further += vulnerable * (vulnerable - (vulnerable > 0));
  }
  return arrivals == 0 ? 0.0 : static_cast<double>(further) / static_cast<double>(arrivals);
}

CascadeWindow cascade_window(std::size_t agents, double threshold, double highest, const Draws& draws) {
  constexpr double kLowest = 0.5, kStep = 0.25;
  constexpr int kHalvings = 12;  // of kStep: 6e-5
  const auto grows = [&](double mean_degree) {
    return vulnerable_branching(mutual_network(agents, random_ties(agents, mean_degree, draws)), threshold) > 1.0;
  };
  const auto edge = [&](double outside, double inside) {
    for (int i = 0; i < kHalvings; ++i) {
      const double middle = 0.5 * (outside + inside);
      (grows(middle) ? inside : outside) = middle;
    }
    return 0.5 * (outside + inside);
  };
  double first = kLowest;
  while (first < highest && !grows(first)) first += kStep;
  if (first >= highest) return {};
  double last = first;
  while (last < highest && grows(last)) last += kStep;
  return {edge(first - kStep, first), edge(last, last - kStep)};
}

}  // namespace hibiki::reference
