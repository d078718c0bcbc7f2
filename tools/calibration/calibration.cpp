#include "tools/calibration/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "output/analysis/statistics.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "tools/calibration/design.hpp"
#include "tools/experiments/failures.hpp"

namespace hibiki::inline calibration {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// Residual of each replicate of a point on a target.
std::vector<double> residuals_of(const PlanTarget& target, std::size_t index, const CalibrationPoint& point) {
  std::vector<double> residuals;
  for (const auto& outcomes : point.outcomes)
    residuals.push_back(target.residual(std::isnan(outcomes[index]) ? 0.0 : outcomes[index]));
  return residuals;
}

std::vector<double> values_at(const CalibrationPlan& plan, const Eigen::RowVectorXd& unit) {
  std::vector<double> values;
  for (std::size_t i = 0; i < plan.parameters.size(); ++i)
    values.push_back(plan.parameters[i].at(unit[static_cast<Eigen::Index>(i)]));
  return values;
}

/// In the emulator's coordinates.
Eigen::RowVectorXd scaled(const CalibrationPlan& plan, const std::vector<double>& values) {
  Eigen::RowVectorXd row(static_cast<Eigen::Index>(values.size()));
  for (std::size_t i = 0; i < values.size(); ++i)
    row[static_cast<Eigen::Index>(i)] = 2 * plan.parameters[i].unit_of(values[i]) - 1;
  return row;
}

DesignMatrix design_of(const CalibrationPlan& plan, const std::vector<const CalibrationPoint*>& points) {
  DesignMatrix design(static_cast<Eigen::Index>(points.size()), static_cast<Eigen::Index>(plan.parameters.size()));
  for (Eigen::Index i = 0; i < design.rows(); ++i)
    design.row(i) = scaled(plan, points[static_cast<std::size_t>(i)]->values);
  return design;
}

std::uint64_t design_seed(const CalibrationPlan& plan) { return static_cast<std::uint64_t>(plan.seed); }

/// Sobol' points before those that are candidates of wave `number`.
std::uint64_t design_offset(const CalibrationPlan& plan, std::int64_t number) {
  return static_cast<std::uint64_t>(plan.points + (number - 2) * plan.candidates);
}

/// Points `first` to `first` + `count` of the design in [0, 1], on their levels where parameters have levels.
Eigen::MatrixXd design_points(const CalibrationPlan& plan, std::uint64_t first, std::size_t count) {
  Eigen::MatrixXd points = sobol_points(plan.parameters.size(), design_seed(plan), first, count);
  for (Eigen::Index j = 0; j < points.cols(); ++j)
    for (double& unit : points.col(j)) unit = plan.parameters[static_cast<std::size_t>(j)].rounded(unit);
  return points;
}

/// The values before, where the plan has them all, and the beginning of the sequence.
std::vector<CalibrationPoint> first_points(const CalibrationPlan& plan) {
  std::vector<CalibrationPoint> points;
  const auto add = [&](std::vector<double> values) {
    points.push_back({1, static_cast<std::int64_t>(points.size()), plan.replicates, std::move(values), {}, {}});
  };
  const bool begun = std::ranges::none_of(plan.parameters, [](const PlanParameter& p) { return std::isnan(p.start); });
  if (begun) add(plan.start_values());
  const auto design = design_points(plan, 0, static_cast<std::size_t>(plan.points) - points.size());
  for (Eigen::Index i = 0; i < design.rows(); ++i) add(values_at(plan, design.row(i)));
  return points;
}

/// Variance between seeds at one point, pooled over the points of the latest wave with more than one replicate.
std::vector<double> seed_variances(const Calibration& calibration) {
  std::vector<double> variances;
  const std::int64_t latest = calibration.points.back().wave;
  for (std::size_t t = 0; t < calibration.plan.targets.size(); ++t) {
    double squares = 0, freedom = 0;
    for (const CalibrationPoint& point : calibration.points) {
      if (point.wave != latest || point.failed()) continue;
      if (point.outcomes.size() < 2) continue;
      const auto free = static_cast<double>(point.outcomes.size() - 1);
      squares += free * variance_of(residuals_of(calibration.plan.targets[t], t, point));
      freedom += free;
    }
    variances.push_back(freedom > 0 ? squares / freedom : 0.0);
  }
  return variances;
}

/// What is emulated of a decisive target: the mean residual and the variance of one seed about it.
struct TargetEmulator {
  VarianceEmulator variance;
  Emulator mean;
};

/// One for each decisive target, fitted to all points so far.
std::vector<TargetEmulator> fit_emulators(const Calibration& calibration) {
  std::vector<const CalibrationPoint*> points;
  for (const CalibrationPoint& point : calibration.points)
    if (!point.failed()) points.push_back(&point);
  const auto n = static_cast<Eigen::Index>(points.size());
  const DesignMatrix design = design_of(calibration.plan, points);
  std::vector<TargetEmulator> emulators;
  for (const std::size_t t : decisive_targets(calibration.plan)) {
    Eigen::VectorXd means(n), variances = Eigen::VectorXd::Zero(n), noise(n);
    Eigen::VectorXi freedom(n);
    for (Eigen::Index i = 0; i < n; ++i) {
      const CalibrationPoint& point = *points[static_cast<std::size_t>(i)];
      const auto residuals = residuals_of(calibration.plan.targets[t], t, point);
      means[i] = mean_of(residuals);
      freedom[i] = static_cast<int>(residuals.size()) - 1;
      if (freedom[i] > 0) variances[i] = variance_of(residuals);
    }
    VarianceEmulator variance(design, variances, freedom);
    for (Eigen::Index i = 0; i < n; ++i) noise[i] = variance.at(design.row(i)) / (freedom[i] + 1);
    Emulator mean(design, means, noise);
    emulators.push_back({std::move(variance), std::move(mean)});
  }
  return emulators;
}

/// Emulated implausibilities, (candidate, decisive target); candidates in the emulator's coordinates.
Eigen::MatrixXd judge(const Calibration& calibration, const std::vector<TargetEmulator>& emulators,
                      const DesignMatrix& candidates) {
  const CalibrationPlan& plan = calibration.plan;
  const auto decisive = decisive_targets(plan);
  Eigen::MatrixXd judged(candidates.rows(), static_cast<Eigen::Index>(decisive.size()));
  for_each_index(static_cast<std::size_t>(candidates.rows()), 256, [&](std::size_t i) {
    const auto row = static_cast<Eigen::Index>(i);
    const Eigen::RowVectorXd point = candidates.row(row);
    for (std::size_t k = 0; k < decisive.size(); ++k) {
      const Emulator::Prediction predicted = emulators[k].mean.at(point);
      judged(row, static_cast<Eigen::Index>(k)) =
          implausibility(plan.targets[decisive[k]], predicted.mean, predicted.variance + predicted.scatter,
                         emulators[k].variance.at(point));
    }
  });
  return judged;
}

/// Chooses the next wave among fresh candidates: the first that pass, in the order of the sequence. When fewer pass
/// than there are points to simulate, the cutoff is raised until there are as many points as planned.
std::vector<CalibrationPoint> next_points(Calibration& calibration, std::int64_t number) {
  const CalibrationPlan& plan = calibration.plan;
  const auto emulators = fit_emulators(calibration);
  const auto candidates = design_points(plan, design_offset(plan, number), static_cast<std::size_t>(plan.candidates));
  const Eigen::MatrixXd judged = judge(calibration, emulators, 2 * candidates.array() - 1);
  const Eigen::VectorXd worst = judged.rowwise().maxCoeff();
  std::vector<double> sorted(worst.begin(), worst.end());
  std::ranges::sort(sorted);
  CalibrationWave wave;
  wave.number = number;
  wave.candidates = sorted.size();
  wave.passed = static_cast<std::size_t>(std::ranges::lower_bound(sorted, plan.cutoff) - sorted.begin());
  const auto wanted = std::min(static_cast<std::size_t>(plan.points), sorted.size());
  wave.cutoff = wave.passed >= wanted ? plan.cutoff : std::nextafter(sorted[wanted - 1], kInfinite);
  for (const TargetEmulator& emulator : emulators) wave.emulators.push_back(emulator.mean.quality());
  for (Eigen::Index k = 0; k < judged.cols(); ++k) wave.least.push_back(judged.col(k).minCoeff());
  Eigen::Index best = 0, hardest = 0;
  wave.least_together = worst.minCoeff(&best);
  judged.row(best).maxCoeff(&hardest);
  wave.hardest = decisive_targets(plan)[static_cast<std::size_t>(hardest)];
  calibration.waves.push_back(wave);
  std::vector<CalibrationPoint> points;
  for (Eigen::Index i = 0; i < worst.size() && points.size() < wanted; ++i)
    if (worst[i] < wave.cutoff)
      points.push_back({number,
                        static_cast<std::int64_t>(points.size()),
                        plan.replicates,
                        values_at(plan, candidates.row(i)),
                        {},
                        {}});
  return points;
}

/// Points in order of their implausibility, failed ones left out; of points simulated twice the later alone.
std::vector<KeptSet> ranking(const Calibration& calibration) {
  std::vector<KeptSet> sets;
  for (std::size_t i = 0; i < calibration.points.size(); ++i) {
    const CalibrationPoint& point = calibration.points[i];
    const bool again = std::ranges::any_of(
        calibration.points.begin() + static_cast<std::ptrdiff_t>(i) + 1, calibration.points.end(),
        [&](const CalibrationPoint& other) { return !other.failed() && other.values == point.values; });
    if (!point.failed() && !again) sets.push_back({i, implausibility_of(calibration, point)});
  }
  std::ranges::stable_sort(sets, {}, &KeptSet::implausibility);
  return sets;
}

/// Simulated points, failed ones left out, by the implausibility that emulators fitted to all of them give: with few
/// seeds, a point's neighbours tell more than its own outcomes.
std::vector<KeptSet> emulated_ranking(const Calibration& calibration) {
  std::vector<KeptSet> sets = ranking(calibration);
  std::vector<const CalibrationPoint*> points;
  for (const KeptSet& set : sets) points.push_back(&calibration.points[set.point]);
  const Eigen::MatrixXd judged = judge(calibration, fit_emulators(calibration), design_of(calibration.plan, points));
  for (std::size_t i = 0; i < sets.size(); ++i)
    sets[i].implausibility = judged.row(static_cast<Eigen::Index>(i)).maxCoeff();
  std::ranges::stable_sort(sets, {}, &KeptSet::implausibility);
  return sets;
}

std::vector<CalibrationPoint> finalists(Calibration& calibration) {
  const CalibrationPlan& plan = calibration.plan;
  std::vector<CalibrationPoint> points;
  for (const KeptSet& set : emulated_ranking(calibration))
    if (points.size() < static_cast<std::size_t>(plan.finalists))
      points.push_back({plan.waves + 1,
                        static_cast<std::int64_t>(points.size()),
                        plan.final_replicates,
                        calibration.points[set.point].values,
                        {},
                        {}});
  CalibrationWave wave;
  wave.number = plan.waves + 1;
  wave.finals = true;
  calibration.waves.push_back(wave);
  return points;
}

void simulate_wave(Calibration& calibration, std::vector<CalibrationPoint> points, const SimulatePoints& simulate) {
  simulate(points);
  CalibrationWave& wave = calibration.waves.back();
  wave.points = points.size();
  wave.failed = static_cast<std::size_t>(std::ranges::count_if(points, &CalibrationPoint::failed));
  calibration.points.insert(calibration.points.end(), std::make_move_iterator(points.begin()),
                            std::make_move_iterator(points.end()));
  const auto left = std::ranges::count_if(calibration.points, [](const CalibrationPoint& p) { return !p.failed(); });
  if (left < 2)
    throw EveryWorldFailed("fewer than two points succeeded: " +
                           std::ranges::find_if(calibration.points, &CalibrationPoint::failed)->error);
  calibration.seed_variance = seed_variances(calibration);
}

/// Judges fresh candidates of every structure by the emulators of all points.
std::vector<Structure> structures_of(const Calibration& calibration) {
  const CalibrationPlan& plan = calibration.plan;
  std::vector<Eigen::Index> switches;
  for (std::size_t i = 0; i < plan.parameters.size(); ++i)
    if (plan.parameters[i].levels > 1) switches.push_back(static_cast<Eigen::Index>(i));
  if (switches.empty()) return {};
  const auto candidates =
      design_points(plan, design_offset(plan, plan.waves + 1), static_cast<std::size_t>(plan.candidates));
  const Eigen::MatrixXd judged = judge(calibration, fit_emulators(calibration), 2 * candidates.array() - 1);
  const auto decisive = decisive_targets(plan);
  std::map<std::vector<double>, Structure> structures;
  for (Eigen::Index i = 0; i < candidates.rows(); ++i) {
    std::vector<double> values;
    for (const Eigen::Index j : switches)
      values.push_back(plan.parameters[static_cast<std::size_t>(j)].at(candidates(i, j)));
    Structure& structure = structures[values];
    Eigen::Index hardest = 0;
    const double worst = judged.row(i).maxCoeff(&hardest);
    if (structure.candidates++ == 0 || worst < structure.least_together) {
      structure.least_together = worst;
      structure.hardest = decisive[static_cast<std::size_t>(hardest)];
    }
    if (worst < plan.cutoff) ++structure.passed;
  }
  std::vector<Structure> all;
  for (auto& [values, structure] : structures) {
    structure.values = values;
    all.push_back(std::move(structure));
  }
  return all;
}

/// All points that are not rejected; where all are, the nearest alone. With finals they alone are judged.
void keep(Calibration& calibration) {
  std::vector<KeptSet> sets = ranking(calibration);
  if (calibration.waves.back().finals)
    std::erase_if(sets, [&](const KeptSet& set) {
      return calibration.points[set.point].wave != calibration.waves.back().number;
    });
  for (const KeptSet& set : sets) {
    const bool passes = set.implausibility < calibration.plan.cutoff;
    if (passes) ++calibration.not_rejected;
    if (passes || calibration.kept.empty()) calibration.kept.push_back(set);
  }
}

}  // namespace

std::vector<std::size_t> decisive_targets(const CalibrationPlan& plan) {
  std::vector<std::size_t> decisive;
  for (std::size_t t = 0; t < plan.targets.size(); ++t)
    if (plan.targets[t].decides()) decisive.push_back(t);
  return decisive;
}

double mean_residual(const PlanTarget& target, std::size_t index, const CalibrationPoint& point) {
  return mean_of(residuals_of(target, index, point));
}

double implausibility(const PlanTarget& target, double residual, double mean_variance, double seed_variance) {
  return std::sqrt(target.weight) * std::abs(residual) /
         std::sqrt(mean_variance + seed_variance + target.band * target.band);
}

double implausibility_of(const Calibration& calibration, const CalibrationPoint& point, std::size_t t) {
  if (point.failed()) return kInfinite;
  const PlanTarget& target = calibration.plan.targets[t];
  const double variance = calibration.seed_variance[t];
  return implausibility(target, mean_residual(target, t, point), variance / static_cast<double>(point.outcomes.size()),
                        variance);
}

double implausibility_of(const Calibration& calibration, const CalibrationPoint& point) {
  double worst = point.failed() ? kInfinite : 0.0;
  for (const std::size_t t : decisive_targets(calibration.plan))
    worst = std::max(worst, implausibility_of(calibration, point, t));
  return worst;
}

Calibration calibrate(const CalibrationPlan& plan, const SimulatePoints& simulate,
                      const std::function<void(const Calibration&)>& after_wave) {
  HIBIKI_ASSERT(!decisive_targets(plan).empty());
  Calibration calibration;
  calibration.plan = plan;
  const auto go = [&](std::vector<CalibrationPoint> points) {
    simulate_wave(calibration, std::move(points), simulate);
    if (after_wave) after_wave(calibration);
  };
  CalibrationWave first;
  calibration.waves.push_back(first);
  go(first_points(plan));
  for (std::int64_t number = 2; number <= plan.waves; ++number) go(next_points(calibration, number));
  if (plan.final_replicates > 0) go(finalists(calibration));
  keep(calibration);
  calibration.structures = structures_of(calibration);
  return calibration;
}

}  // namespace hibiki::calibration
