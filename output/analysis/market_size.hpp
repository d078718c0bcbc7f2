// Money paid in a market against its recorded size.
#pragma once

#include <string>
#include <vector>

#include "output/analysis/summaries.hpp"
#include "sim/scenario/scenario.hpp"

namespace hibiki::inline analysis {

/// Payments above this multiple of a market's recorded size are implausible.
inline constexpr double kMostOfRecordedSize = 3.0;

struct OversizedMarket {
  std::string title;  ///< of the market
  int year = 0;       ///< whole year in which the ratio was largest
  double paid = 0.0;  ///< US dollars of 2015 that year, mean over replicates
  double size = 0.0;  ///< recorded music and concerts that year, US dollars of 2015
};

/// Markets of known size (Market::recorded_music, live_music) in which fans paid more than kMostOfRecordedSize times
/// that in some whole reported year, in order of the scenario.
std::vector<OversizedMarket> oversized_markets(const Scenario& scenario, const Summaries& runs);

/// "Indonesia x4.2 in 2021".
std::string oversized_text(const OversizedMarket& market);

}  // namespace hibiki::analysis
