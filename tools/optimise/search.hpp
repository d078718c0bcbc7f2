// Searches for the best uses of a budget. Points that cover the space are evaluated with common seeds; a Gaussian
// process learns the effect from them; its best plan within each part of the budget makes the front of effect against
// cost; points of that front are evaluated, and so on. What is left is evaluated anew with fresh seeds, so that the
// luckiest plan does not win.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
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

struct SearchSettings {
  double budget = 0.0;  ///< US dollars a year
  std::size_t points = 24, rounds = 3, batch = 6;
  std::size_t pairs = 6;         ///< of each point, with the same seeds for all
  std::size_t finalists = 5;     ///< evaluated anew
  std::size_t fresh_pairs = 16;  ///< of each of them, with seeds that the search did not use
  std::size_t sets = 1;          ///< of parameters; the search is under the first
  std::uint64_t seed = 1;        ///< of the design
};

/// Points to evaluate.
struct Evaluation {
  std::vector<std::vector<double>> points;  ///< values of the variables
  std::size_t first_pair = 0, pairs = 0;
  std::size_t set = 0;
  std::string stage;  ///< "points", "round 2 of 3", "finalists"
};

/// The effect of each point in each pair, [point][pair]: a log ratio, or a difference. The same again for equal points.
using Evaluate = std::function<std::vector<std::vector<double>>(const Evaluation&)>;

struct EvaluatedPlan {
  std::vector<double> values;
  double cost = 0.0;                   ///< US dollars a year; at most the budget
  std::vector<double> effects;         ///< by pair of the search
  double expected = 0.0, error = 0.0;  ///< of the process there, with its standard deviation
};

struct FinalPlan {
  EvaluatedPlan plan;
  std::vector<double> fresh;   ///< by fresh pair, under the first set
  Interval effect;             ///< of these; the intervals of all finalists hold together
  std::vector<double> by_set;  ///< mean effect under each set
  double regret = 0.0;         ///< largest, over sets, of what the best finalist has more
  bool better() const { return effect.low && *effect.low > 0; }
};

/// How the effect depends on one variable at the best plan, by the process.
struct ResponseCurve {
  std::string variable;
  std::vector<double> values, expected, error;
  double per_million = 0.0;  ///< additional effect for a million dollars a year more of it; NaN without a price
};

struct SearchResult {
  std::vector<EvaluatedPlan> evaluated;  ///< in order of evaluation
  std::vector<FinalPlan> finalists;      ///< the front, by cost
  std::size_t best = 0;                  ///< of the finalists: the largest mean effect of fresh pairs
  std::size_t robust = 0;                ///< of the finalists: the best worst case over sets
  std::vector<ResponseCurve> curves;
  double further_million = 0.0;  ///< additional effect of the best use of a million dollars a year more, by the process
  double r2 = 0.0;               ///< of the process, for points left out
};

/// US dollars a year.
double cost_of(const std::vector<PlanVariable>& variables, const std::vector<double>& values);

/// At least 2 points a variable are needed, and a budget that the low values do not exceed. The same result for any
/// number of threads that evaluate.
SearchResult search(const std::vector<PlanVariable>& variables, const SearchSettings& settings,
                    const Evaluate& evaluate);

}  // namespace hibiki::optimise
