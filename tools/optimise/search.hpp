// Searches for the best uses of a budget. Points that cover the space are evaluated with common seeds; a Gaussian
// process learns each effect from them; its best plans within each part of the budget make the front of effects against
// cost; points of that front are evaluated, and so on. What is left is evaluated anew with fresh seeds, so that the
// luckiest plan does not win. Where several effects are to be raised, plans are found for several weights of them (the
// augmented Chebyshev distance from the best of each; Knowles 2006, "ParEGO").
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "output/analysis/paired.hpp"

namespace hibiki::inline optimise {

/// A number that a plan decides.
struct PlanVariable {
  std::string name;
  double low = 0.0, high = 1.0;
  double free = 0.0;   ///< values up to this one cost nothing
  double price = 0.0;  ///< US dollars a year for one unit more
};

inline constexpr std::size_t kMostRaised = 3;
inline constexpr double kMillion = 1e6;  ///< US dollars

struct SearchSettings {
  double budget = 0.0;  ///< US dollars a year
  std::size_t points = 24, rounds = 3, batch = 6;
  std::size_t pairs = 6;         ///< of each point, with the same seeds for all
  std::size_t finalists = 5;     ///< evaluated anew
  std::size_t fresh_pairs = 16;  ///< of each of them, with seeds that the search did not use
  std::size_t sets = 1;          ///< of parameters; the search is under the first
  std::uint64_t seed = 1;        ///< of the design
  std::size_t raised = 1;        ///< effects that are to be raised, 1 to 3; the first counts most
  /// The least that each of the effects after these may be: a logarithm where the effect is a log ratio.
  std::vector<double> limits;

  std::size_t effects() const { return raised + limits.size(); }
};

/// Points to evaluate.
struct Evaluation {
  std::vector<std::vector<double>> points;  ///< values of the variables
  std::size_t first_pair = 0, pairs = 0;
  std::size_t set = 0;
  std::string stage;  ///< "points", "round 2 of 3", "finalists"
};

/// The effects of a plan in each pair, [effect][pair]: log ratios, or differences.
using PlanEffects = std::vector<std::vector<double>>;
/// Those of each point. The same again for equal points.
using Evaluate = std::function<std::vector<PlanEffects>(const Evaluation&)>;

struct EvaluatedPlan {
  std::vector<double> values;
  double cost = 0.0;                    ///< US dollars a year; at most the budget
  PlanEffects effects;                  ///< in the pairs of the search
  std::vector<double> expected, error;  ///< by effect: of the process there, with its standard deviation
};

/// Whether a plan keeps a limit, by the interval of its effect.
enum class Kept : std::uint8_t { yes, no, undecided };

struct FinalPlan {
  EvaluatedPlan plan;
  PlanEffects fresh;              ///< in fresh pairs, under the first set
  std::vector<Interval> effects;  ///< of these; the intervals of all finalists and effects hold together
  std::vector<Kept> kept;         ///< by limit
  std::vector<double> by_set;     ///< mean of the first effect under each set
  double regret = 0.0;            ///< largest, over sets, of what the best finalist has more of the first effect
  /// The finalist that has more of every raised effect for no more money, by the means of fresh pairs.
  std::optional<std::size_t> beaten_by;
  bool better() const { return effects[0].low && *effects[0].low > 0; }
  bool may_keep_limits() const { return std::ranges::count(kept, Kept::no) == 0; }
};

/// How the first effect depends on one variable at the best plan, by the process.
struct ResponseCurve {
  std::string variable;
  std::vector<double> values, expected, error;
  /// Slope at the plan: additional effect for a million dollars a year more of it; NaN without a price, and at the
  /// upper end of its range.
  double per_million = 0.0;
  bool at_end = false;  ///< whether the plan has it at the upper end
};

struct SearchResult {
  std::vector<EvaluatedPlan> evaluated;  ///< in order of evaluation
  std::vector<FinalPlan> finalists;      ///< the front, by cost
  /// Of the finalists, those that are not shown to break a limit where there is one: that with the largest mean of the
  /// first effect in fresh pairs, and that with its best worst case over sets.
  std::size_t best = 0, robust = 0;
  std::vector<ResponseCurve> curves;
  double further_million = 0.0;  ///< additional effect of the best use of a million dollars a year more, by the process
  std::vector<double> r2;        ///< by effect: of the process, for points left out
};

/// US dollars a year.
double cost_of(const std::vector<PlanVariable>& variables, const std::vector<double>& values);

/// At least 2 points a variable are needed, and a budget that the low values do not exceed. The same result for any
/// number of threads that evaluate.
SearchResult search(const std::vector<PlanVariable>& variables, const SearchSettings& settings,
                    const Evaluate& evaluate);

}  // namespace hibiki::optimise
