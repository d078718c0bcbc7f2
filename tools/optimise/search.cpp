#include "tools/optimise/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "output/analysis/statistics.hpp"
#include "sim/core/error.hpp"
#include "tools/calibration/design.hpp"
#include "tools/calibration/emulator.hpp"
#include "tools/optimise/maximum.hpp"

namespace hibiki::inline optimise {

namespace {

constexpr double kSamePoint = 0.02;  ///< of a range: points nearer than this are not evaluated twice
constexpr int kCurvePoints = 11;
constexpr int kBudgets = 24;          ///< parts of the budget at which the front is looked for
constexpr int kBudgetsOfWeights = 8;  ///< the same for each of several weights
constexpr double kEdge = 1e-4;        ///< of a range: values nearer to its upper end are the end
constexpr double kDigits = 1e4;       ///< of the values of plans

/// The space of plans within a budget.
class Space {
 public:
  Space(const std::vector<PlanVariable>& variables, double budget) : variables_(variables), budget_(budget) {
    std::vector<double> lows;
    for (const PlanVariable& v : variables) lows.push_back(v.low);
    least_ = cost_of(variables, lows);
  }

  /// The plan of a point in [0, 1]^variables. What is over the budget is taken off in proportion, of what each variable
  /// has beyond its low or free value: no plan is dearer than the budget, or than the low values where they are, and
  /// those on the budget's edge are found as easily as others.
  std::vector<double> plan_at(const std::vector<double>& unit) const {
    std::vector<double> values;
    for (std::size_t i = 0; i < variables_.size(); ++i)
      values.push_back(variables_[i].low + unit[i] * (variables_[i].high - variables_[i].low));
    const double cost = cost_of(variables_, values);
    const double part = cost > budget_ ? std::max(0.0, (budget_ - least_) / (cost - least_)) : 1.0;
    std::vector<std::size_t> at_edge;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const PlanVariable& v = variables_[i];
      const double floor = std::max(v.free, v.low);
      if (v.price > 0 && values[i] > floor) values[i] = floor + (values[i] - floor) * part;
      // Short numbers, for files and people; downwards, so that none gets dearer.
      values[i] = std::clamp(std::floor(values[i] * kDigits) / kDigits, v.low, v.high);
      if (v.high - values[i] < std::max(kEdge * (v.high - v.low), 1.5 / kDigits)) at_edge.push_back(i);
    }
    // 8 and not 7.9999, where there is money for it.
    for (const std::size_t i : at_edge) {
      const double before = std::exchange(values[i], variables_[i].high);
      if (cost_of(variables_, values) > std::max(budget_, least_)) values[i] = before;
    }
    return values;
  }

  /// As the emulator takes it: each range is [-1, 1].
  Eigen::RowVectorXd scaled(const std::vector<double>& values) const {
    Eigen::RowVectorXd row(static_cast<Eigen::Index>(values.size()));
    for (std::size_t i = 0; i < values.size(); ++i)
      row[static_cast<Eigen::Index>(i)] =
          2 * (values[i] - variables_[i].low) / (variables_[i].high - variables_[i].low) - 1;
    return row;
  }

  double cost(const std::vector<double>& values) const { return cost_of(variables_, values); }
  std::size_t size() const { return variables_.size(); }

 private:
  const std::vector<PlanVariable>& variables_;
  double budget_;
  double least_ = 0.0;  ///< cost of the low values
};

/// Weights of the effects that are raised: corners first, then mixtures. None for one effect, which needs no weighing.
std::vector<std::vector<double>> weights_of(std::size_t raised) {
  switch (raised) {
    case 1:
      return {{}};
    case 2:
      return {{1, 0}, {0, 1}, {0.5, 0.5}, {0.75, 0.25}, {0.25, 0.75}};
    default:
      return {{1, 0, 0},     {0, 1, 0},     {0, 0, 1},    {1.0 / 3, 1.0 / 3, 1.0 / 3},
              {0.5, 0.5, 0}, {0.5, 0, 0.5}, {0, 0.5, 0.5}};
  }
}

/// What a process expects at a point, and how much it may be wrong: a standard deviation.
struct Expectation {
  Expectation(const Emulator& emulator, const Eigen::RowVectorXd& point) {
    const auto at = emulator.at(point);
    mean = at.mean;
    error = std::sqrt(std::max(at.variance, 0.0));
  }
  double mean = 0.0, error = 0.0;
};

class Search {
 public:
  Search(const std::vector<PlanVariable>& variables, const SearchSettings& settings, const Evaluate& evaluate)
      : variables_(variables),
        settings_(settings),
        evaluate_(evaluate),
        weights_(weights_of(settings.raised)),
        space_(variables, settings.budget) {}

  SearchResult run() {
    evaluate_points(first_points(), "points");
    for (std::size_t round = 1; round <= settings_.rounds; ++round) {
      learn();
      evaluate_points(promising(), fmt::format("round {} of {}", round, settings_.rounds));
    }
    learn();
    choose_finalists();
    judge_finalists();
    describe_best();
    for (const Emulator& emulator : emulators_) result_.r2.push_back(emulator.quality().r2);
    return std::move(result_);
  }

 private:
  /// A plan that may belong to the front, and the weights for which it was found.
  struct Candidate {
    std::vector<double> values;
    std::size_t weights = 0;
  };

  std::vector<std::vector<double>> first_points() const {
    const Eigen::MatrixXd unit = sobol_points(space_.size(), settings_.seed, 0, settings_.points);
    std::vector<std::vector<double>> points;
    for (Eigen::Index row = 0; row < unit.rows(); ++row) {
      std::vector<double> at(space_.size());
      for (std::size_t i = 0; i < at.size(); ++i) at[i] = unit(row, static_cast<Eigen::Index>(i));
      points.push_back(space_.plan_at(at));
    }
    return points;
  }

  void evaluate_points(const std::vector<std::vector<double>>& points, const std::string& stage) {
    if (points.empty()) return;
    const auto effects = evaluate_({points, 0, settings_.pairs, 0, stage});
    for (std::size_t i = 0; i < points.size(); ++i)
      result_.evaluated.push_back({points[i], space_.cost(points[i]), effects[i], {}, {}});
  }

  void learn() {
    const auto count = static_cast<Eigen::Index>(result_.evaluated.size());
    DesignMatrix points(count, static_cast<Eigen::Index>(space_.size()));
    for (Eigen::Index i = 0; i < count; ++i)
      points.row(i) = space_.scaled(result_.evaluated[static_cast<std::size_t>(i)].values);
    emulators_.clear();
    best_.clear();
    spread_.clear();
    for (EvaluatedPlan& plan : result_.evaluated) plan.expected = plan.error = {};
    for (std::size_t e = 0; e < settings_.effects(); ++e) {
      Eigen::VectorXd means(count), noise(count);
      for (Eigen::Index i = 0; i < count; ++i) {
        const std::vector<double>& effects = result_.evaluated[static_cast<std::size_t>(i)].effects[e];
        means[i] = mean_of(effects);
        noise[i] = variance_of(effects) / static_cast<double>(effects.size());
      }
      emulators_.emplace_back(points, means, noise);
      const std::vector<double> all(means.begin(), means.end());
      constexpr double kRounding = 1e-9;  // of the mean: plans that differ by less are alike
      const double spread = std::sqrt(variance_of(all));
      spread_.push_back(spread > kRounding * std::max(1.0, std::abs(mean_of(all))) ? spread : 1.0);
      best_.push_back(-std::numeric_limits<double>::infinity());
      for (EvaluatedPlan& plan : result_.evaluated) {
        const Expectation at(emulators_[e], space_.scaled(plan.values));
        plan.expected.push_back(at.mean);
        plan.error.push_back(at.error);
        best_[e] = std::max(best_[e], at.mean);
      }
    }
  }

  /// What is made as large as can be: the first effect, or for weights the augmented Chebyshev distance from the best
  /// of each effect, in spreads of the evaluated plans; less what limits lack.
  double value_of(const std::vector<double>& effects, const std::vector<double>& weights) const {
    constexpr double kSum = 0.05, kPenalty = 10.0;
    double value = effects[0] / spread_[0];
    if (!weights.empty()) {
      double least = std::numeric_limits<double>::infinity(), sum = 0.0;
      for (std::size_t e = 0; e < weights.size(); ++e) {
        const double distance = (effects[e] - best_[e]) / spread_[e];
        if (weights[e] > 0) least = std::min(least, weights[e] * distance);
        sum += distance;
      }
      value = least + kSum * sum;
    }
    for (std::size_t e = settings_.raised; e < effects.size(); ++e)
      value -= kPenalty * std::max(0.0, settings_.limits[e - settings_.raised] - effects[e]) / spread_[e];
    return value;
  }

  /// The effects that the processes expect of a plan.
  std::vector<double> expected_of(const std::vector<double>& plan) const {
    const Eigen::RowVectorXd at = space_.scaled(plan);
    std::vector<double> effects;
    for (const Emulator& emulator : emulators_) effects.push_back(emulator.mean_at(at));
    return effects;
  }

  /// The plan that the processes expect most of, within a budget.
  std::vector<double> best_within(double budget, const std::vector<double>& weights) const {
    const Space space(variables_, budget);
    return space.plan_at(maximum(space.size(), [&](const std::vector<double>& unit) {
      return value_of(expected_of(space.plan_at(unit)), weights);
    }));
  }

  /// The front of effects against cost: the best plan within each part of the budget, for all weights.
  std::vector<Candidate> front() const {
    const int parts = weights_.size() > 1 ? kBudgetsOfWeights : kBudgets;
    std::vector<Candidate> plans;
    for (std::size_t w = 0; w < weights_.size(); ++w)
      for (int part = 0; part <= parts; ++part)
        plans.push_back({best_within(settings_.budget * part / parts, weights_[w]), w});
    return plans;
  }

  bool is_known(const std::vector<double>& values, const std::vector<std::vector<double>>& others) const {
    const Eigen::RowVectorXd at = space_.scaled(values);
    const auto near = [&](const std::vector<double>& other) {
      return (space_.scaled(other) - at).cwiseAbs().maxCoeff() < 2 * kSamePoint;
    };
    return std::ranges::any_of(result_.evaluated, near, &EvaluatedPlan::values) || std::ranges::any_of(others, near);
  }

  /// Points of the front that may be the best at their cost: by the mean and as much as it may be wrong. For each
  /// weights in turn, that of the range of costs from which fewest were taken.
  std::vector<std::vector<double>> promising() const {
    const std::vector<Candidate> front = this->front();
    std::vector<double> optimistic;
    std::vector<std::size_t> costs;  // which of `batch` equal ranges
    for (const Candidate& candidate : front) {
      const Eigen::RowVectorXd place = space_.scaled(candidate.values);
      std::vector<double> effects;
      for (const Emulator& emulator : emulators_) {
        const Expectation at(emulator, place);
        effects.push_back(at.mean + at.error);
      }
      optimistic.push_back(value_of(effects, weights_[candidate.weights]));
      const double part = settings_.budget > 0 ? space_.cost(candidate.values) / settings_.budget : 0.0;
      costs.push_back(
          std::min(static_cast<std::size_t>(part * static_cast<double>(settings_.batch)), settings_.batch - 1));
    }
    std::vector<std::vector<double>> chosen;
    std::vector<std::size_t> taken(settings_.batch);  // by range of costs
    for (bool any = true; any && chosen.size() < settings_.batch;) {
      any = false;
      for (std::size_t w = 0; w < weights_.size() && chosen.size() < settings_.batch; ++w) {
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < front.size(); ++i) {
          if (front[i].weights != w || is_known(front[i].values, chosen)) continue;
          if (!best || std::pair(taken[costs[i]], -optimistic[i]) < std::pair(taken[costs[*best]], -optimistic[*best]))
            best = i;
        }
        if (!best) continue;
        any = true;
        ++taken[costs[*best]];
        chosen.push_back(front[*best].values);
      }
    }
    return chosen;
  }

  /// What the plan falls short of its limits, in spreads, where the process is wrong by a standard deviation in its
  /// favour: the best plans lie on the limit itself.
  double shortfall(const EvaluatedPlan& plan) const {
    double shortfall = 0.0;
    for (std::size_t e = settings_.raised; e < plan.expected.size(); ++e)
      shortfall +=
          std::max(0.0, settings_.limits[e - settings_.raised] - plan.expected[e] - plan.error[e]) / spread_[e];
    return shortfall;
  }

  /// Whether `other` is expected to be nowhere worse than `plan`, and dearer in nothing, and somewhere better.
  bool beats(const EvaluatedPlan& other, const EvaluatedPlan& plan) const {
    bool better = other.cost < plan.cost;
    if (other.cost > plan.cost) return false;
    for (std::size_t e = 0; e < settings_.raised; ++e) {
      if (other.expected[e] < plan.expected[e]) return false;
      better |= other.expected[e] > plan.expected[e];
    }
    return better;
  }

  /// Evaluated plans within the limits that none of these is expected to beat. If no plan is within them, those that
  /// lack least. The best of each effect for sure, the rest evenly by cost.
  void choose_finalists() {
    std::vector<EvaluatedPlan> within, front;
    const EvaluatedPlan& nearest =
        *std::ranges::min_element(result_.evaluated, {}, [&](const EvaluatedPlan& plan) { return shortfall(plan); });
    for (const EvaluatedPlan& plan : result_.evaluated)
      if (shortfall(plan) <= shortfall(nearest)) within.push_back(plan);
    for (const EvaluatedPlan& plan : within)
      if (std::ranges::none_of(within, [&](const EvaluatedPlan& other) { return beats(other, plan); }))
        front.push_back(plan);
    std::ranges::stable_sort(front, {}, &EvaluatedPlan::cost);
    const std::size_t wanted = std::min(settings_.finalists, front.size());
    std::set<std::size_t> chosen;
    for (std::size_t e = 0; e < settings_.raised && chosen.size() < wanted; ++e)
      chosen.insert(static_cast<std::size_t>(
          std::ranges::max_element(front, {}, [&](const EvaluatedPlan& plan) { return plan.expected[e]; }) -
          front.begin()));
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < front.size(); ++i)
      if (!chosen.contains(i)) others.push_back(i);
    // Evenly over the others, the cheapest among them.
    for (std::size_t i = 0, more = wanted - chosen.size(); i < more; ++i)
      chosen.insert(others[i * others.size() / more]);
    for (const std::size_t i : chosen) result_.finalists.push_back({front[i], {}, {}, {}, {}, 0.0, {}});
  }

  void judge_finalists() {
    std::vector<std::vector<double>> points;
    for (const FinalPlan& one : result_.finalists) points.push_back(one.plan.values);
    for (std::size_t set = 0; set < settings_.sets; ++set) {
      const auto effects = evaluate_({points, settings_.pairs, settings_.fresh_pairs, set, "finalists"});
      for (std::size_t i = 0; i < points.size(); ++i) {
        if (set == 0) result_.finalists[i].fresh = effects[i];
        result_.finalists[i].by_set.push_back(mean_of(effects[i][0]));
      }
    }
    const std::size_t together = points.size() * settings_.effects();
    for (FinalPlan& one : result_.finalists) {
      for (const std::vector<double>& effect : one.fresh)
        one.effects.push_back(held_together(mean_interval(effect), effect.size(), together));
      judge_limits(one);
    }
    for (FinalPlan& one : result_.finalists) one.beaten_by = beaten_by(one);
    for (std::size_t set = 0; set < settings_.sets; ++set) {
      double most = -std::numeric_limits<double>::infinity();
      for (const FinalPlan& one : result_.finalists) most = std::max(most, one.by_set[set]);
      for (FinalPlan& one : result_.finalists) one.regret = std::max(one.regret, most - one.by_set[set]);
    }
    const auto first = [&](const auto& key) {
      const auto of = [&](const FinalPlan& one) { return std::pair(one.may_keep_limits(), key(one)); };
      return static_cast<std::size_t>(std::ranges::max_element(result_.finalists, {}, of) - result_.finalists.begin());
    };
    result_.best = first([](const FinalPlan& one) { return one.effects[0].mean; });
    result_.robust = first([](const FinalPlan& one) { return std::ranges::min(one.by_set); });
  }

  std::optional<std::size_t> beaten_by(const FinalPlan& one) const {
    for (std::size_t i = 0; i < result_.finalists.size(); ++i) {
      const FinalPlan& other = result_.finalists[i];
      bool more = other.plan.cost <= one.plan.cost && other.may_keep_limits() >= one.may_keep_limits();
      for (std::size_t e = 0; e < settings_.raised; ++e) more &= other.effects[e].mean > one.effects[e].mean;
      if (more) return i;
    }
    return std::nullopt;
  }

  void judge_limits(FinalPlan& one) const {
    for (std::size_t l = 0; l < settings_.limits.size(); ++l) {
      const Interval& effect = one.effects[settings_.raised + l];
      const double limit = settings_.limits[l];
      one.kept.push_back(effect.low && *effect.low >= limit    ? Kept::yes
                         : effect.high && *effect.high < limit ? Kept::no
                                                               : Kept::undecided);
    }
  }

  void describe_best() {
    const std::vector<double>& best = result_.finalists[result_.best].plan.values;
    for (std::size_t i = 0; i < variables_.size(); ++i) result_.curves.push_back(curve_of(i, best));
    const auto most_within = [&](double budget) {
      return emulators_[0].mean_at(space_.scaled(best_within(budget, {})));
    };
    result_.further_million = std::max(0.0, most_within(settings_.budget + kMillion) - most_within(settings_.budget));
  }

  ResponseCurve curve_of(std::size_t i, std::vector<double> plan) const {
    const PlanVariable& v = variables_[i];
    ResponseCurve curve{v.name, {}, {}, {}, std::nan(""), plan[i] >= v.high};
    const double own = plan[i];
    const auto mean_with = [&](double value) {
      plan[i] = value;
      return emulators_[0].mean_at(space_.scaled(plan));
    };
    for (int k = 0; k < kCurvePoints; ++k) {
      plan[i] = v.low + (v.high - v.low) * k / (kCurvePoints - 1);
      const Expectation at(emulators_[0], space_.scaled(plan));
      curve.values.push_back(plan[i]);
      curve.expected.push_back(at.mean);
      curve.error.push_back(at.error);
    }
    if (v.price <= 0 || curve.at_end) return curve;
    const double step = (v.high - v.low) / 20, above = std::min(own + step, v.high),
                 below = std::max(own - step, v.low);
    curve.per_million = (mean_with(above) - mean_with(below)) / (v.price * (above - below)) * kMillion;
    return curve;
  }

  const std::vector<PlanVariable>& variables_;
  const SearchSettings& settings_;
  const Evaluate& evaluate_;
  std::vector<std::vector<double>> weights_;
  Space space_;
  SearchResult result_;
  std::vector<Emulator> emulators_;  ///< by effect
  std::vector<double> best_,
      spread_;  ///< by effect: the most that is expected of a plan; deviation of the plans' means
};

}  // namespace

double cost_of(const std::vector<PlanVariable>& variables, const std::vector<double>& values) {
  double cost = 0.0;
  for (std::size_t i = 0; i < variables.size(); ++i)
    cost += variables[i].price * std::max(0.0, values[i] - variables[i].free);
  return cost;
}

SearchResult search(const std::vector<PlanVariable>& variables, const SearchSettings& settings,
                    const Evaluate& evaluate) {
  HIBIKI_ASSERT(settings.points >= 2 * variables.size() && settings.batch > 0 && settings.pairs > 1);
  HIBIKI_ASSERT(settings.raised >= 1 && settings.raised <= kMostRaised);
  return Search(variables, settings, evaluate).run();
}

}  // namespace hibiki::optimise
