// Why a variant differs from its base. Four worlds under one seed go on in lockstep: the base; the variant with what
// ties share and what the market is replayed from the base; with the market alone replayed; and free. What each has
// more than the one before it is direct, contagion and market feedback: together the whole, by construction. And since
// draws are common, fans are the same people in all of them: who was won, who was lost, and how can be told one by one.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "output/analysis/arm.hpp"
#include "output/results/replicate.hpp"
#include "sim/engine/run.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/tallies.hpp"

namespace hibiki::inline experiments {

/// The arms, in the order in which each adds to the one before.
enum class WhyArm : std::uint8_t { base, direct, contagion, whole };
inline constexpr std::size_t kWhyArms = 4;

/// People who are fans of the scene in one world and not in the other, at the end of a week.
struct WonAndLost {
  Day week;
  std::vector<People> won, lost;  ///< by market where they live
};

/// A fan on the way by which an act came.
struct ChainLink {
  std::uint32_t fan = 0;
  std::string market;
  int age = 0;  ///< that year
  Day week;     ///< in which the act became a favourite
  std::string act, channel;
};

/// What one seed says.
struct WhyOutcome {
  std::uint64_t seed = 0;
  std::array<Replicate, kWhyArms> replicates;  ///< without spools
  std::array<ArmRecord, kWhyArms> records;
  /// People engaged with the scene, means over the weeks of the window.
  std::array<std::vector<double>, kWhyArms> by_market, by_age;
  // Fans of the scene, whole against base, at the end of the run:
  People won = 0, lost = 0;
  People from_other = 0;  ///< of the won: in the base engaged with another scene's act that they left
  People already = 0;     ///< fans in both worlds who follow an act of the scene here that they do not follow there
  std::map<std::string, People> won_by_channel;  ///< how the act they follow most came to the won
  std::vector<WonAndLost> first_weeks, quarters;
  std::vector<std::vector<ChainLink>> chains;  ///< from its origin to a fan who was won; widest first
};

/// What to simulate.
struct WhyPlan {
  const Scenario *base = nullptr, *variant = nullptr;
  ArmScope scope;
  std::uint64_t first_seed = 1;
  std::size_t seeds = 1, at_once = 1;
  std::vector<Observer*> watchers;  ///< as of an ArmPlan
};

struct FailedSeed {
  std::uint64_t seed = 0;
  std::string error;
};

/// What all seeds say, in order; those that failed apart.
struct WhyAnswer {
  std::vector<WhyOutcome> outcomes;
  std::vector<FailedSeed> failed;
};

/// Runs one seed. The arms share their past up to first_difference().
WhyOutcome simulate_why_seed(const WhyPlan& plan, std::uint64_t seed);

/// Runs every seed of a plan; tests have a `simulate` of their own. The same bits for any number of threads and any
/// at_once.
WhyAnswer simulate_why(const WhyPlan& plan,
                       const std::function<WhyOutcome(const WhyPlan&, std::uint64_t)>& simulate = simulate_why_seed);

/// Why the effect of `variant` cannot be taken apart although the two can be compared, and what to do; empty when it
/// can. Fans are matched one by one, so both must live in the same places; rankings by platform.
std::string cannot_take_apart(const Scenario& base, const Scenario& variant);

/// Weeks that a seed simulates.
std::int64_t why_weeks(const Scenario& base, const Scenario& variant);

/// why.json. At least one outcome.
nlohmann::ordered_json why_json(const Scenario& base, const ArmScope& scope, const WhyAnswer& answer);

}  // namespace hibiki::experiments
