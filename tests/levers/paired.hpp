// Two arms of a small world with the same seeds, and what one does to a measure of the other: every draw is shared,
// so that a handful of pairs shows what dozens of independent runs would not.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/engine/simulation.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {

/// A finished run: its last state and the observations of its reported weeks.
struct FinishedRun {
  Simulation simulation;
  std::vector<WeekObservation> weeks;
  const World& world() const { return simulation.world(); }
};

FinishedRun run(const Scenario& scenario, std::uint64_t seed);

/// Runs of both arms, seed by seed.
struct Pairs {
  std::vector<FinishedRun> base, variant;
};

/// Runs the same `seeds` seeds of both arms.
Pairs run_pairs(const Scenario& base, const Scenario& variant, int seeds);

using Measure = std::function<double(const FinishedRun&)>;

/// A mean over pairs with its standard error.
struct Effect {
  double mean = 0.0, error = 0.0;
  int pairs = 0;
  bool absolute = false;  ///< a difference, not a log ratio
};

/// Mean of log(variant / base). Fails the test where either is not positive.
Effect log_effect(const Pairs& pairs, const Measure& measure);
/// Mean of variant - base: for measures that may be zero.
Effect difference(const Pairs& pairs, const Measure& measure);
/// Mean over runs.
Effect mean_effect(const std::vector<FinishedRun>& runs, const Measure& measure);
/// Log of the ratio of the spread (standard deviation over seeds), by a jackknife.
Effect log_spread_effect(const Pairs& pairs, const Measure& measure);

/// The effect has the sign claimed by more than two standard errors. Prints it: these lines are the table of effects.
void expect_rises(const std::string& change, const std::string& measure, const Effect& effect);
void expect_falls(const std::string& change, const std::string& measure, const Effect& effect);
/// The effect, whatever its sign, stays below `most`.
void expect_little(const std::string& change, const std::string& measure, const Effect& effect, double most);

// Measures. A scene is named by its home market.

/// Sum over reported weeks of a (market, scene) series, abroad: over all markets but the scene's own.
Measure abroad(std::vector<std::int64_t> WeekObservation::*series, const std::string& scene);
/// The same, in one market.
Measure within(const std::string& market, std::vector<std::int64_t> WeekObservation::*series, const std::string& scene);
/// Share of the plays of a market that go to foreign scenes; of all markets when none is named.
Measure foreign_share(const std::string& market = "");
/// Mean over reported weeks of a (market) series.
Measure mean_of(std::vector<double> WeekObservation::*series, const std::string& market);
/// Plays of a channel in all markets, over the reported weeks.
Measure plays_by(Channel channel);

}  // namespace hibiki::test
