// Splits the effect of a variant. Four arms of one seed run in lockstep: the base; the variant with the shares and the
// market of the base replayed; with only the market replayed; and without replay. The differences between consecutive
// arms are the direct effect, contagion and market feedback, which add up to the whole by construction. Since the
// random numbers are common, fans are the same people in all arms, so gained and lost fans can be matched one by one.
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
#include "tools/experiments/checkpoints.hpp"

namespace hibiki::inline experiments {

/// The arms, in the order in which each adds to the one before.
enum class WhyArm : std::uint8_t { base, direct, contagion, whole };
inline constexpr std::size_t kWhyArms = 4;

/// People that are fans of the scene in one arm but not in another, at the end of a week, by market where they live: in
/// the whole variant and not in the base, and the other way round. Reached: in the arm of contagion and not in the
/// base; there rankings, incomes and acts' careers are those of the base, and acts have the luck that they have in it.
struct WonAndLost {
  Day week;
  std::vector<People> won, lost, reached_won, reached_lost;
};

/// People won through a channel, in the whole variant and in the arm of contagion.
struct WonThrough {
  People all = 0, reached = 0;
};

/// A fan on the way by which an act came.
struct ChainLink {
  std::uint32_t fan = 0;
  std::string market;
  int age = 0;  ///< that year
  Day week;     ///< in which the act became a favourite
  std::string act, channel;
};

/// The results of one seed.
struct WhyOutcome {
  std::uint64_t seed = 0;
  std::array<Replicate, kWhyArms> replicates;  ///< without spools
  std::array<ArmRecord, kWhyArms> records;
  /// People engaged with the scene, means over the weeks of the window.
  std::array<std::vector<double>, kWhyArms> by_market, by_age;
  // Fans of the scene, whole against base, at the end of the run:
  People won = 0, lost = 0;
  People reached_won = 0, reached_lost = 0;  ///< as in WonAndLost
  People market_won = 0, market_lost = 0;    ///< whole against contagion: what the market adds, with the luck of acts
  People from_other = 0;  ///< of the won: in the base engaged with another scene's act that they left
  People already = 0;     ///< fans in both arms that follow an act of the scene here but not there
  std::map<std::string, WonThrough> won_through;  ///< by channel: how the act they follow most came to the won
  std::vector<WonAndLost> first_weeks, quarters;
  std::vector<std::vector<ChainLink>> chains;  ///< from its origin to a gained fan; widest first
};

/// The plan of the simulation.
struct WhyPlan {
  const Scenario *base = nullptr, *variant = nullptr;
  ArmScope scope;
  std::uint64_t first_seed = 1;
  std::size_t seeds = 1, at_once = 1;
  std::vector<Observer*> watchers;              ///< as of an ArmPlan
  const CheckpointPlan* checkpoints = nullptr;  ///< as of an ArmPlan
};

struct FailedSeed {
  std::uint64_t seed = 0;
  std::string error;
};

/// The results of all seeds, in order; failed ones separately.
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

/// The reason why the effect of `variant` cannot be split although the two can be compared, and a remedy; empty if it
/// can. Fans are matched one by one, so both must live in the same places; rankings by platform.
std::string cannot_take_apart(const Scenario& base, const Scenario& variant);

/// Weeks that a seed simulates.
std::int64_t why_weeks(const Scenario& base, const Scenario& variant);

/// why.json. At least one outcome.
nlohmann::ordered_json why_json(const Scenario& base, const ArmScope& scope, const WhyAnswer& answer);

}  // namespace hibiki::experiments
