// Attributes a scenario's effect to its interventions: combinations of them are simulated with the same seeds, and the
// share of each intervention is its mean additional effect over the orders of the interventions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "output/analysis/measures.hpp"
#include "output/analysis/paired.hpp"
#include "sim/scenario/scenario.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/experiments/shapley.hpp"

namespace hibiki::inline experiments {

/// Up to so many interventions every combination is simulated; beyond, an order and its reverse for each replicate.
inline constexpr std::size_t kMostForFactorial = 6;

enum class AttributionMethod { factorial, orders };
std::string_view method_name(AttributionMethod method);

/// The scenario with those of its interventions alone that are in `on`, a bit each in the order of the scenario.
Scenario with_interventions(const Scenario& scenario, Coalition on);

/// The combinations simulated for each seed, and their common properties.
class AttributionDesign {
 public:
  /// From 1 to kMostPlayers interventions.
  explicit AttributionDesign(const Scenario& scenario);

  AttributionMethod method() const { return method_; }
  std::size_t players() const { return ids_.size(); }
  const std::vector<std::string>& ids() const { return ids_; }

  /// The order drawn for a seed: a function of the seed and the ids alone.
  std::vector<std::size_t> order(std::uint64_t seed) const;

  /// Combinations to simulate under a seed, each once: the empty one first, the whole last.
  std::vector<Coalition> coalitions(std::uint64_t seed) const;

  /// How their runs go off from one another: two share the weeks before the first intervention that one has alone.
  Branch branches(const std::vector<Coalition>& coalitions) const;

 private:
  std::vector<std::string> ids_;
  std::vector<int> first_weeks_;  ///< of each intervention
  int weeks_;                     ///< of a run
  AttributionMethod method_;
};

/// Results of the combinations for one seed: complete, or only the failure.
struct AttributionReplicate {
  std::uint64_t seed = 0;
  std::vector<Coalition> coalitions;
  std::vector<std::vector<double>> measures;  ///< [combination][measure], NaN where there is none
  std::string failed;                         ///< which combination and why; empty when none did
};

/// Two interventions side by side.
struct Interaction {
  std::size_t intervention = 0, beside = 0;  ///< the first is the one that adds more
  Interval log_ratio;                        ///< Shapley interaction index
  double with = 0, without = 0;  ///< mean log ratios that the first adds where the second is on, and where not
};

/// The effect on one measure, shared out. Logarithms of ratios where the measure's scale is a ratio and every value is
/// positive, else differences.
struct AttributedEffect {
  const Measure* measure = nullptr;
  bool as_ratio = false;
  std::size_t replicates = 0;  ///< those in which every combination has a value
  Interval whole;
  std::vector<Interval> shares;           ///< of each intervention
  std::vector<Interval> alone;            ///< with it and no other; only where every combination is simulated
  std::optional<Interval> beyond_parts;   ///< the whole less the sum of those
  std::vector<Interaction> interactions;  ///< of every pair; only of ratios where every combination is simulated
  std::vector<Coalition> coalitions;      ///< simulated in every replicate
  std::vector<double> levels;             ///< of each of them, mean over replicates; geometric where effects are ratios
};

/// In the order of `measures`, those of the scope that the replicates were simulated with; measures without a replicate
/// that has them are left out.
std::vector<AttributedEffect> attributed_effects(const AttributionDesign& design,
                                                 const std::vector<AttributionReplicate>& replicates,
                                                 const MeasureList& measures = table_measures());

/// Input of the simulation.
struct AttributionPlan {
  const Scenario* scenario = nullptr;
  ArmScope scope;
  std::uint64_t first_seed = 1;
  std::size_t replicates = 1, at_once = 1;
  std::vector<Observer*> watchers;              ///< as of an ArmPlan
  const CheckpointPlan* checkpoints = nullptr;  ///< as of an ArmPlan
};

struct AttributionOutcome {
  std::vector<AttributionReplicate> replicates;
  std::vector<SeedOutcome> ends;  ///< the scenario without its interventions (0) and the whole of it (1)
};

/// The same bits for any number of threads and any at_once.
AttributionOutcome simulate_attribution(const AttributionPlan& plan, const AttributionDesign& design);

}  // namespace hibiki::experiments
