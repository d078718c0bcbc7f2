// Measures of song markets: inequality and unpredictability as Salganik, Dodds and Watts (Science 2006)
// define them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/engine/simulation.hpp"

namespace hibiki::inline reproduction {

/// Downloads of each song; songs in the same order everywhere.
using Downloads = std::vector<std::int64_t>;

/// One market at the end, and how it came about.
struct MarketCourse {
  std::string name;
  Downloads downloads;
  std::vector<Downloads> by_week;  ///< where they were asked for
  std::int64_t downloaders = 0;    ///< listeners, weeks counted apart, with at least one download
};

/// The totals of all markets of a simulation of trial_offer_scenario.
struct TrialOfferCourse {
  std::vector<double> quality;  ///< of each song
  std::vector<MarketCourse> markets;
};
/// Keeps the weeks of the markets with names that begin with `kept`; of none where it is empty.
TrialOfferCourse run_trial_offer(const Scenario& scenario, std::uint64_t seed, const std::string& kept = "");

std::vector<double> shares(const Downloads& downloads);

/// Mean over songs and pairs of markets of the difference between the song's shares.
double unpredictability(const std::vector<Downloads>& markets);

/// The same for independent listeners: of listeners (downloads of each, song by song) split into halves at random,
/// `splits` times.
struct HalfSplits {
  double gini = 0, unpredictability = 0;
};
HalfSplits half_splits(const std::vector<Downloads>& listeners, int splits, const Draws& draws);

}  // namespace hibiki::reproduction
