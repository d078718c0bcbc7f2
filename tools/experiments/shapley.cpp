#include "tools/experiments/shapley.hpp"

#include <algorithm>
#include <bit>

#include "sim/core/error.hpp"

namespace hibiki::inline experiments {

namespace {

/// In how many ways k of n can be chosen, for n of a table that fits memory.
double choices(std::size_t n, std::size_t k) {
  double ways = 1;
  for (std::size_t i = 0; i < k; ++i) ways = ways * static_cast<double>(n - i) / static_cast<double>(i + 1);
  return ways;
}

/// Mean over the coalitions without `absent` of visit(coalition), with equal weight for each size: that is how often
/// a coalition is the one before a player in a random order. Terms are added from the smallest, so that the order of
/// players does not show in the last bit.
template <class Visit>
double mean_over_coalitions(std::size_t players, Coalition absent, const Visit& visit) {
  const auto others = players - static_cast<std::size_t>(std::popcount(absent));
  std::vector<double> terms;
  for (Coalition set = 0; set <= everybody(players); ++set)
    if ((set & absent) == 0)
      terms.push_back(visit(set) / choices(others, static_cast<std::size_t>(std::popcount(set))));
  std::ranges::sort(terms);
  double sum = 0;
  for (const double term : terms) sum += term;
  return sum / static_cast<double>(others + 1);
}

}  // namespace

std::vector<double> shapley_values(std::size_t players, std::span<const double> values) {
  HIBIKI_ASSERT(values.size() == everybody(players) + 1);
  std::vector<double> shares;
  for (std::size_t player = 0; player < players; ++player)
    shares.push_back(mean_over_coalitions(players, only(player),
                                          [&](Coalition set) { return values[set | only(player)] - values[set]; }));
  return shares;
}

AddedBeside added_beside(std::size_t player, std::size_t other, std::size_t players, std::span<const double> values) {
  HIBIKI_ASSERT(values.size() == everybody(players) + 1 && player != other);
  const auto added = [&](Coalition company) {
    return mean_over_coalitions(players, only(player) | only(other), [&](Coalition set) {
      return values[set | company | only(player)] - values[set | company];
    });
  };
  return {added(only(other)), added(0)};
}

std::vector<double> added_in_order(std::span<const std::size_t> order, const std::function<double(Coalition)>& value) {
  std::vector<double> added(order.size());
  Coalition before = 0;
  double reached = value(before);
  for (const std::size_t player : order) {
    before |= only(player);
    const double next = value(before);
    added[player] = next - reached;
    reached = next;
  }
  return added;
}

}  // namespace hibiki::experiments
