// Degrees, components and cores of a fan network, by Boost.Graph.
#pragma once

#include <cstdint>

#include "sim/world/csr_network.hpp"
#include "sim/world/fan_network.hpp"

namespace hibiki::inline world {

struct NetworkStructure {
  std::uint32_t fans = 0;
  std::uint64_t ties = 0;
  std::uint64_t least_heard = 0, most_heard = 0;  ///< fans that hear one fan (its in-degree, repeated ties counted)
  std::uint32_t components = 0;                   ///< weak ones: whoever hears or is heard belongs together
  std::uint32_t largest_component = 0;            ///< fans in it
  /// The largest k for which fans remain after repeatedly removing all fans that fewer than k remaining fans hear
  /// (Batagelj and Zaversnik, 2003, with the in-degree). Where ties go both ways that is the usual core number.
  std::uint64_t largest_core = 0;

  double mean_heard() const { return fans > 0 ? static_cast<double>(ties) / fans : 0.0; }
};

/// Of fans first to end - 1 and the ties among them; all 0 without fans. The ties are copied: 4 bytes each while it
/// runs, and 32 bytes a fan.
NetworkStructure structure_of(const FanNetwork& network, std::uint32_t first, std::uint32_t end);
NetworkStructure structure_of(const CsrNetwork& network, std::uint32_t first, std::uint32_t end);

/// Of all fans, without a copy: 24 bytes a fan while it runs.
NetworkStructure structure_of(const FanNetwork& network);

}  // namespace hibiki::world
