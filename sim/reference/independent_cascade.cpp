#include "sim/reference/independent_cascade.hpp"

#include <algorithm>
#include <limits>

namespace hibiki::inline reference {

namespace {

/// Chance that at least one of so many passes it on, by their number up to the highest degree.
std::vector<ChanceWords> chances(const CsrNetwork& network, double chance) {
  std::size_t most = 0;
  for (std::uint32_t agent = 0; agent < network.size(); ++agent) most = std::max(most, network.heard_by(agent).size());
  std::vector<ChanceWords> table;
  for (double nobody = 1.0; table.size() <= most; nobody *= 1.0 - chance) table.push_back(chance_words(1.0 - nobody));
  return table;
}

}  // namespace

Course independent_cascade(const CsrNetwork& network, double chance, std::span<const std::uint32_t> first,
                           const Draws& draws) {
  const std::vector<ChanceWords> table = chances(network, chance);
  return spread(network, bits_of(network.size(), first), Hears::fresh, Ends::when_still,
                std::numeric_limits<int>::max(), draws,
                [&](std::uint32_t, std::uint32_t fresh) { return table[fresh]; });
}

Course susceptible_infected(const CsrNetwork& network, double chance, std::span<const std::uint32_t> first, int ticks,
                            const Draws& draws) {
  const std::vector<ChanceWords> table = chances(network, chance);
  return spread(network, bits_of(network.size(), first), Hears::all, Ends::when_full, ticks, draws,
                [&](std::uint32_t, std::uint32_t on) { return table[on]; });
}

}  // namespace hibiki::reference
