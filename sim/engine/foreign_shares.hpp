// Who leads among whom abroad: one rule for engaged pairs, plays and people.
#pragma once

#include <vector>

#include "sim/core/money.hpp"

namespace hibiki::inline engine {

/// Of each scene, its share of what all foreign scenes have in a market, mean over the third markets in which they have
/// any; kMissing where there is none. A scene's own market is left out of its sum but counts in the mean. `series`:
/// (market, scene), of equal numbers; `third`: by market, whether it counts.
std::vector<double> foreign_shares(const std::vector<People>& series, const std::vector<bool>& third);

}  // namespace hibiki::engine
