#include "tools/calibration/emulator.hpp"

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>
#include <cstddef>
#include <nlopt.hpp>
#include <vector>

#include "sim/core/accurate_math.hpp"
#include "sim/core/error.hpp"
#include "sim/core/portable_math.hpp"

namespace hibiki::inline calibration {

namespace {

constexpr Eigen::Index kSlope = 0, kBend = 1, kScatter = 2, kLengths = 3;
constexpr double kConstantVariance =
    1.0;                                ///< of the mean about that of the outcomes, which are in units of their spread
constexpr double kLeastScatter = 1e-8;  ///< keeps covariances of equal points invertible
constexpr int kMostEvaluations = 400;

/// Means and standard deviations of the normal priors of the parameters, which are logarithms; the range is four
/// deviations. Surfaces mostly bend slowly, and only some parameters matter.
struct Prior {
  double mean, deviation;
};
Prior prior_of(Eigen::Index i) {
  switch (i) {
    case kSlope:
      return {-2.0, 1.5};
    case kBend:
      return {-1.0, 1.5};
    case kScatter:
      return {-3.0, 2.0};
    default:
      return {1.1, 0.8};  // a length of three halves of the range
  }
}

/// Eigen adds up products of matrices in blocks that fit the processor's first cache, so that larger designs would have
/// other last bits on another processor.
void fix_size_of_blocks() {
  constexpr std::ptrdiff_t kKibi = 1024;
  Eigen::setCpuCacheSizes(32 * kKibi, 1024 * kKibi, 32 * 1024 * kKibi);
}

Eigen::ArrayXd inverse_lengths(const Eigen::VectorXd& parameters) {
  Eigen::ArrayXd inverse(parameters.size() - kLengths);
  for (Eigen::Index i = 0; i < inverse.size(); ++i) inverse[i] = portable::exp(-parameters[kLengths + i]);
  return inverse;
}

/// Squared exponential covariances between the rows of two designs, without the variance of bends.
Eigen::MatrixXd bends(const DesignMatrix& a, const DesignMatrix& b, const Eigen::VectorXd& parameters) {
  const Eigen::ArrayXd inverse = inverse_lengths(parameters);
  const Eigen::MatrixXd scaled_a = a * inverse.matrix().asDiagonal(), scaled_b = b * inverse.matrix().asDiagonal();
  Eigen::MatrixXd result(a.rows(), b.rows());
  for (Eigen::Index i = 0; i < a.rows(); ++i)
    for (Eigen::Index j = 0; j < b.rows(); ++j)
      result(i, j) = portable::exp(-0.5 * (scaled_a.row(i) - scaled_b.row(j)).squaredNorm());
  return result;
}

struct Covariance {
  Eigen::MatrixXd bend;  ///< squared exponential part
  Eigen::MatrixXd all;   ///< with noise
};

Covariance covariance_of(const DesignMatrix& x, const Eigen::VectorXd& noise, const Eigen::VectorXd& parameters) {
  Covariance k;
  k.bend = portable::exp(parameters[kBend]) * bends(x, x, parameters);
  k.all = k.bend + portable::exp(parameters[kSlope]) * (x * x.transpose());
  k.all.array() += kConstantVariance;
  k.all.diagonal() += noise;
  k.all.diagonal().array() += portable::exp(parameters[kScatter]) + kLeastScatter;
  return k;
}

/// Minus the logarithm of the posterior density of the parameters, up to a constant, and its gradient.
double loss(const DesignMatrix& x, const Eigen::VectorXd& y, const Eigen::VectorXd& noise,
            const Eigen::VectorXd& parameters, Eigen::VectorXd& gradient) {
  const Covariance k = covariance_of(x, noise, parameters);
  const Eigen::LLT<Eigen::MatrixXd> factor(k.all);
  const Eigen::VectorXd alpha = factor.solve(y);
  double value = 0.5 * y.dot(alpha);
  for (Eigen::Index i = 0; i < x.rows(); ++i) value += portable::log(factor.matrixLLT()(i, i));
  Eigen::MatrixXd w = factor.solve(Eigen::MatrixXd::Identity(x.rows(), x.rows()));
  w -= alpha * alpha.transpose();
  const Eigen::MatrixXd weighted = w.cwiseProduct(k.bend);
  gradient[kSlope] = 0.5 * portable::exp(parameters[kSlope]) * (w * x).cwiseProduct(x).sum();
  gradient[kBend] = 0.5 * weighted.sum();
  gradient[kScatter] = 0.5 * portable::exp(parameters[kScatter]) * w.trace();
  const Eigen::VectorXd rows = weighted.rowwise().sum();
  const Eigen::MatrixXd products = weighted * x;
  const Eigen::ArrayXd inverse = inverse_lengths(parameters);
  for (Eigen::Index d = 0; d < x.cols(); ++d)
    gradient[kLengths + d] = inverse[d] * inverse[d] * (rows.dot(x.col(d).cwiseAbs2()) - x.col(d).dot(products.col(d)));
  for (Eigen::Index i = 0; i < parameters.size(); ++i) {
    const auto [mean, deviation] = prior_of(i);
    const double off = (parameters[i] - mean) / deviation;
    value += 0.5 * off * off;
    gradient[i] += off / deviation;
  }
  return value;
}

Eigen::VectorXd most_likely(const DesignMatrix& x, const Eigen::VectorXd& y, const Eigen::VectorXd& noise) {
  const auto count = static_cast<std::size_t>(kLengths + x.cols());
  std::vector<double> at(count), low(count), high(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto [mean, deviation] = prior_of(static_cast<Eigen::Index>(i));
    at[i] = mean;
    low[i] = mean - 4 * deviation;
    high[i] = mean + 4 * deviation;
  }
  struct Data {
    const DesignMatrix& x;
    const Eigen::VectorXd& y;
    const Eigen::VectorXd& noise;
    double least = HUGE_VAL;
    std::vector<double> best;
  } data{x, y, noise, HUGE_VAL, at};
  nlopt::opt search(nlopt::LD_LBFGS, static_cast<unsigned>(count));
  search.set_lower_bounds(low);
  search.set_upper_bounds(high);
  search.set_min_objective(
      [](const std::vector<double>& point, std::vector<double>& slope, void* context) {
        Data& known = *static_cast<Data*>(context);
        const auto size = static_cast<Eigen::Index>(point.size());
        Eigen::VectorXd gradient(size);
        const double value =
            loss(known.x, known.y, known.noise, Eigen::Map<const Eigen::VectorXd>(point.data(), size), gradient);
        if (!slope.empty()) Eigen::Map<Eigen::VectorXd>(slope.data(), size) = gradient;
        if (value < known.least) {
          known.least = value;
          known.best = point;
        }
        return value;
      },
      &data);
  search.set_ftol_rel(1e-7);
  search.set_maxeval(kMostEvaluations);
  try {
    double least = 0;
    search.optimize(at, least);
  } catch (const std::runtime_error&) {
    // The line search ends where rounding hides the slope: the best point so far is the answer.
  }
  HIBIKI_ASSERT(std::isfinite(data.least));
  return Eigen::Map<const Eigen::VectorXd>(data.best.data(), static_cast<Eigen::Index>(count));
}

}  // namespace

Emulator::Emulator(const DesignMatrix& points, const Eigen::VectorXd& outcomes, const Eigen::VectorXd& noise)
    : points_(points), centre_(outcomes.mean()) {
  const Eigen::Index n = points.rows();
  HIBIKI_ASSERT(n >= 2 && outcomes.size() == n && (noise.size() == 0 || noise.size() == n));
  fix_size_of_blocks();
  const double about_mean = (outcomes.array() - centre_).square().sum();
  unit_ = about_mean > 0 ? std::sqrt(about_mean / static_cast<double>(n)) : 1;
  const Eigen::VectorXd y = (outcomes.array() - centre_) / unit_;
  const Eigen::VectorXd known = noise.size() == n ? Eigen::VectorXd(noise / (unit_ * unit_)) : Eigen::VectorXd::Zero(n);
  parameters_ = most_likely(points_, y, known);
  const Eigen::LLT<Eigen::MatrixXd> factor(covariance_of(points_, known, parameters_).all);
  root_ = factor.matrixL();
  weights_ = factor.solve(y);
  // Each point from the others, without fitting anew (Rasmussen and Williams 2006, 5.12).
  const Eigen::MatrixXd inverse = factor.solve(Eigen::MatrixXd::Identity(n, n));
  const Eigen::ArrayXd variances = inverse.diagonal().array().inverse(), errors = weights_.array() * variances;
  excess_ = std::max(1.0, (errors.square() / variances).mean());
  const double squares = errors.square().sum() * unit_ * unit_;
  quality_.error = std::sqrt(squares / static_cast<double>(n));
  quality_.r2 = about_mean > 0 ? 1 - squares / about_mean : 0;
  quality_.coverage = (errors.square() <= 4 * excess_ * variances).cast<double>().mean();
}

Eigen::VectorXd Emulator::covariances_with(const Eigen::RowVectorXd& point) const {
  const double slope = portable::exp(parameters_[kSlope]), bend = portable::exp(parameters_[kBend]);
  return (bend * bends(points_, point, parameters_) + slope * (points_ * point.transpose())).array() +
         kConstantVariance;
}

double Emulator::mean_at(const Eigen::RowVectorXd& point) const {
  return centre_ + unit_ * covariances_with(point).dot(weights_);
}

Emulator::Prediction Emulator::at(const Eigen::RowVectorXd& point) const {
  const double slope = portable::exp(parameters_[kSlope]), bend = portable::exp(parameters_[kBend]);
  const Eigen::VectorXd to_points = covariances_with(point);
  const Eigen::VectorXd known = root_.triangularView<Eigen::Lower>().solve(to_points);
  const double own = bend + slope * point.squaredNorm() + kConstantVariance;
  return {centre_ + unit_ * to_points.dot(weights_), excess_ * unit_ * unit_ * std::max(0.0, own - known.squaredNorm()),
          excess_ * unit_ * unit_ * portable::exp(parameters_[kScatter])};
}

VarianceEmulator::VarianceEmulator(const DesignMatrix& points, const Eigen::VectorXd& variances,
                                   const Eigen::VectorXi& freedom) {
  HIBIKI_ASSERT(variances.size() == points.rows() && freedom.size() == points.rows());
  double sum = 0, weight = 0;
  std::vector<Eigen::Index> known;
  for (Eigen::Index i = 0; i < points.rows(); ++i)
    if (freedom[i] > 0) {
      known.push_back(i);
      sum += freedom[i] * variances[i];
      weight += freedom[i];
    }
  if (known.size() < 2 || !(sum > 0)) return;
  const auto n = static_cast<Eigen::Index>(known.size());
  DesignMatrix design(n, points.cols());
  Eigen::VectorXd logarithms(n), noise(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    // The logarithm of a variance of f + 1 normal outcomes has this bias and this variance.
    const double half = 0.5 * freedom[known[static_cast<std::size_t>(i)]];
    const double least = 1e-6 * sum / weight;
    design.row(i) = points.row(known[static_cast<std::size_t>(i)]);
    logarithms[i] = accurate::log(std::max(variances[known[static_cast<std::size_t>(i)]], least)) -
                    (boost::math::digamma(half) - accurate::log(half));
    noise[i] = boost::math::trigamma(half);
  }
  logarithm_.emplace(design, logarithms, noise);
}

double VarianceEmulator::at(const Eigen::RowVectorXd& point) const {
  return logarithm_ ? accurate::exp(logarithm_->mean_at(point)) : 0.0;
}

}  // namespace hibiki::calibration
