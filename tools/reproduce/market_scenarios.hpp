// The published market experiments as scenarios of the market model: only with other parameters. Mechanisms of other
// markets (ties, favourites, tastes, promotion, money, careers) are switched off; a release met is a song heard, a
// release tried a song downloaded.
#pragma once

#include <cstdint>

#include "sim/scenario/scenario.hpp"

namespace hibiki::inline reproduction {

/// How those of one condition are shown the songs: with weight (prior + D)^exponent position^-position_exponent, D
/// being the downloads so far in their market.
struct Shown {
  double exponent = 0.0, prior = 0.0, position_exponent = 0.0;
  bool by_quality = false;  ///< position 1 is the best song, not the most downloaded
};

/// Song markets: equal except for random numbers, each with the same songs and separate listeners.
struct TrialOffer {
  std::int64_t songs = 48;
  std::int64_t social = 8, independent = 0;  ///< markets with listeners that see downloads; independent markets
  Shown shown;                               ///< display in social markets; in the others all songs are shown equally
  double quality_spread = 0.4;  ///< s: a try ends in a download with logistic(appeal + s z), z a normal of the song
  double appeal = -4.0;
  std::int64_t listeners = 700;  ///< in each market
  std::int64_t arrivals = 1;     ///< in each market and week
  double attention = 0.5;        ///< chance that a listener listens at all (attention.mean)
  std::int64_t exposures = 100;
  double exposures_spread = 0.0;
  bool repeats = false;  ///< whether one listener may download a song twice
};

/// Most weeks that a scenario may have: after fifty years acts begin to leave and to release again.
inline constexpr std::int64_t kMostTrialWeeks = 2500;

/// Weeks go on until every listener has had a turn: listeners / arrivals of them, kMostTrialWeeks at most.
Scenario trial_offer_scenario(const TrialOffer& market);

/// Names of its markets, counted from 0.
std::string social_market(std::int64_t i);
std::string independent_market(std::int64_t i);

}  // namespace hibiki::reproduction
