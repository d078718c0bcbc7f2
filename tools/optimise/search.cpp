#include "tools/optimise/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "output/analysis/statistics.hpp"
#include "sim/core/error.hpp"
#include "tools/calibration/design.hpp"
#include "tools/calibration/emulator.hpp"
#include "tools/optimise/maximum.hpp"

namespace hibiki::inline optimise {

namespace {

constexpr double kMillion = 1e6;
constexpr double kSamePoint = 0.02;  ///< of a range: points nearer than this are not evaluated twice
constexpr int kCurvePoints = 11;
constexpr int kBudgets = 24;     ///< parts of the budget at which the front is looked for
constexpr double kDigits = 1e4;  ///< of the values of plans

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
    for (std::size_t i = 0; i < values.size(); ++i) {
      const PlanVariable& v = variables_[i];
      const double floor = std::max(v.free, v.low);
      if (v.price > 0 && values[i] > floor) values[i] = floor + (values[i] - floor) * part;
      // Short numbers, for files and people; downwards, so that none gets dearer.
      values[i] = std::clamp(std::floor(values[i] * kDigits) / kDigits, v.low, v.high);
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

class Search {
 public:
  Search(const std::vector<PlanVariable>& variables, const SearchSettings& settings, const Evaluate& evaluate)
      : variables_(variables), settings_(settings), evaluate_(evaluate), space_(variables, settings.budget) {}

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
    result_.r2 = emulator_->quality().r2;
    return std::move(result_);
  }

 private:
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
      result_.evaluated.push_back({points[i], space_.cost(points[i]), effects[i]});
  }

  void learn() {
    const auto count = static_cast<Eigen::Index>(result_.evaluated.size());
    DesignMatrix points(count, static_cast<Eigen::Index>(space_.size()));
    Eigen::VectorXd means(count), noise(count);
    for (Eigen::Index i = 0; i < count; ++i) {
      const EvaluatedPlan& plan = result_.evaluated[static_cast<std::size_t>(i)];
      points.row(i) = space_.scaled(plan.values);
      means[i] = mean_of(plan.effects);
      noise[i] = variance_of(plan.effects) / static_cast<double>(plan.effects.size());
    }
    emulator_.emplace(points, means, noise);
    for (EvaluatedPlan& plan : result_.evaluated) {
      const auto at = emulator_->at(space_.scaled(plan.values));
      plan.expected = at.mean;
      plan.error = std::sqrt(std::max(at.variance, 0.0));
    }
  }

  /// The plan that the process expects most of, within a budget.
  std::vector<double> best_within(double budget) const {
    const Space space(variables_, budget);
    return space.plan_at(maximum(space.size(), [&](const std::vector<double>& unit) {
      return emulator_->mean_at(space.scaled(space.plan_at(unit)));
    }));
  }

  /// The front of effect against cost: the best plan within each part of the budget.
  std::vector<std::vector<double>> front() const {
    std::vector<std::vector<double>> plans;
    for (int part = 0; part <= kBudgets; ++part) plans.push_back(best_within(settings_.budget * part / kBudgets));
    return plans;
  }

  bool is_known(const std::vector<double>& values, const std::vector<std::vector<double>>& others) const {
    const Eigen::RowVectorXd at = space_.scaled(values);
    const auto near = [&](const std::vector<double>& other) {
      return (space_.scaled(other) - at).cwiseAbs().maxCoeff() < 2 * kSamePoint;
    };
    return std::ranges::any_of(result_.evaluated, near, &EvaluatedPlan::values) || std::ranges::any_of(others, near);
  }

  /// Points of the front that may be the best at their cost: the mean and as much as it may be wrong. First one of each
  /// stretch of costs, then the best of the rest.
  std::vector<std::vector<double>> promising() const {
    const std::vector<std::vector<double>> front = this->front();
    std::vector<std::vector<double>> chosen;
    const auto hope = [&](const std::vector<double>& plan) {
      const auto at = emulator_->at(space_.scaled(plan));
      return at.mean + std::sqrt(std::max(at.variance, 0.0));
    };
    std::vector<double> hopes;
    for (const auto& plan : front) hopes.push_back(hope(plan));
    std::vector<std::size_t> order(front.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::size_t i) { return hopes[i]; });
    const auto stretch = [&](std::size_t i) {
      const double part = settings_.budget > 0 ? space_.cost(front[i]) / settings_.budget : 0.0;
      return std::min(static_cast<std::size_t>(part * static_cast<double>(settings_.batch)), settings_.batch - 1);
    };
    std::vector<bool> taken(settings_.batch);
    for (const bool spread : {true, false})
      for (const std::size_t i : order) {
        if (chosen.size() == settings_.batch) return chosen;
        if ((spread && taken[stretch(i)]) || is_known(front[i], chosen)) continue;
        taken[stretch(i)] = true;
        chosen.push_back(front[i]);
      }
    return chosen;
  }

  /// Evaluated plans that none is expected to beat at no higher cost, the best of them for sure.
  void choose_finalists() {
    std::vector<EvaluatedPlan> front;
    for (const EvaluatedPlan& plan : result_.evaluated) {
      const auto beats = [&](const EvaluatedPlan& other) {
        return other.cost <= plan.cost && other.expected >= plan.expected &&
               (other.cost < plan.cost || other.expected > plan.expected);
      };
      if (std::ranges::none_of(result_.evaluated, beats)) front.push_back(plan);
    }
    std::ranges::stable_sort(front, {}, &EvaluatedPlan::cost);
    const std::size_t wanted = std::min(settings_.finalists, front.size());
    for (std::size_t i = 0; i < wanted; ++i) {
      // The last one has the largest effect of all.
      const std::size_t at = wanted == 1 ? front.size() - 1 : i * (front.size() - 1) / (wanted - 1);
      result_.finalists.push_back({front[at], {}, {}, {}});
    }
  }

  void judge_finalists() {
    std::vector<std::vector<double>> points;
    for (const FinalPlan& one : result_.finalists) points.push_back(one.plan.values);
    for (std::size_t set = 0; set < settings_.sets; ++set) {
      const auto effects = evaluate_({points, settings_.pairs, settings_.fresh_pairs, set, "finalists"});
      for (std::size_t i = 0; i < points.size(); ++i) {
        if (set == 0) result_.finalists[i].fresh = effects[i];
        result_.finalists[i].by_set.push_back(mean_of(effects[i]));
      }
    }
    for (FinalPlan& one : result_.finalists)
      one.effect = held_together(mean_interval(one.fresh), one.fresh.size(), points.size());
    for (std::size_t set = 0; set < settings_.sets; ++set) {
      double most = -std::numeric_limits<double>::infinity();
      for (const FinalPlan& one : result_.finalists) most = std::max(most, one.by_set[set]);
      for (FinalPlan& one : result_.finalists) one.regret = std::max(one.regret, most - one.by_set[set]);
    }
    const auto worst = [](const FinalPlan& one) { return std::ranges::min(one.by_set); };
    const auto position = [&](auto it) { return static_cast<std::size_t>(it - result_.finalists.begin()); };
    result_.best =
        position(std::ranges::max_element(result_.finalists, {}, [](const FinalPlan& f) { return f.effect.mean; }));
    result_.robust = position(std::ranges::max_element(result_.finalists, {}, worst));
  }

  void describe_best() {
    const std::vector<double>& best = result_.finalists[result_.best].plan.values;
    for (std::size_t i = 0; i < variables_.size(); ++i) result_.curves.push_back(curve_of(i, best));
    const auto most_within = [&](double budget) { return emulator_->mean_at(space_.scaled(best_within(budget))); };
    result_.further_million = std::max(0.0, most_within(settings_.budget + kMillion) - most_within(settings_.budget));
  }

  ResponseCurve curve_of(std::size_t i, std::vector<double> plan) const {
    const PlanVariable& v = variables_[i];
    ResponseCurve curve{v.name, {}, {}, {}, std::nan("")};
    const double own = plan[i];
    const auto mean_with = [&](double value) {
      plan[i] = value;
      return emulator_->mean_at(space_.scaled(plan));
    };
    for (int k = 0; k < kCurvePoints; ++k) {
      plan[i] = v.low + (v.high - v.low) * k / (kCurvePoints - 1);
      const auto at = emulator_->at(space_.scaled(plan));
      curve.values.push_back(plan[i]);
      curve.expected.push_back(at.mean);
      curve.error.push_back(std::sqrt(std::max(at.variance, 0.0)));
    }
    if (v.price <= 0) return curve;
    const double step = (v.high - v.low) / 20, above = std::min(own + step, v.high),
                 below = std::max(own - step, v.low);
    curve.per_million = (mean_with(above) - mean_with(below)) / (v.price * (above - below)) * kMillion;
    return curve;
  }

  const std::vector<PlanVariable>& variables_;
  const SearchSettings& settings_;
  const Evaluate& evaluate_;
  Space space_;
  SearchResult result_;
  std::optional<Emulator> emulator_;
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
  return Search(variables, settings, evaluate).run();
}

}  // namespace hibiki::optimise
