#include "tools/calibration/emulator.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "sim/core/error.hpp"

namespace hibiki::inline calibration {

namespace {

/// How strongly slopes, and relative to them curvature and products, are held back.
constexpr std::array<double, 6> kSlopePenalties = {1e-3, 1e-1, 1, 4, 16, 64};
constexpr std::array<double, 5> kCurvaturePenalties = {1, 4, 16, 64, 1024};

/// Eigen adds up products of matrices in blocks that fit the processor's first cache, so that larger designs would have
/// other last bits on another processor.
void fix_size_of_blocks() {
  constexpr std::ptrdiff_t kKibi = 1024;
  Eigen::setCpuCacheSizes(32 * kKibi, 1024 * kKibi, 32 * 1024 * kKibi);
}

Eigen::Index term_count(Eigen::Index d) { return 1 + 2 * d + d * (d - 1) / 2; }

/// 1, slopes, curvatures, products: orthonormal over the box.
Eigen::RowVectorXd terms_of(const Eigen::RowVectorXd& x) {
  const Eigen::Index d = x.size();
  Eigen::RowVectorXd terms(term_count(d));
  Eigen::Index at = 0;
  terms[at++] = 1;
  for (Eigen::Index i = 0; i < d; ++i) terms[at++] = std::sqrt(3.0) * x[i];
  for (Eigen::Index i = 0; i < d; ++i) terms[at++] = std::sqrt(5.0) * (3 * x[i] * x[i] - 1) / 2;
  for (Eigen::Index i = 0; i < d; ++i)
    for (Eigen::Index j = i + 1; j < d; ++j) terms[at++] = 3 * x[i] * x[j];
  return terms;
}

struct Fit {
  Eigen::VectorXd coefficients;
  Eigen::MatrixXd root;
  Eigen::VectorXd left_out, leverage;  ///< error of each point when it is left out; its weight in its own prediction
  double squares = std::numeric_limits<double>::infinity(), scatter = 0;
};

Fit fit(const Eigen::MatrixXd& terms, const Eigen::VectorXd& outcomes, Eigen::Index d, double slope, double curvature) {
  Eigen::VectorXd penalty = Eigen::VectorXd::Constant(terms.cols(), slope * curvature);
  penalty[0] = 1e-9;
  penalty.segment(1, d).setConstant(slope);
  Eigen::MatrixXd normal = terms.transpose() * terms;
  normal.diagonal() += penalty;
  const Eigen::LLT<Eigen::MatrixXd> factor(normal);
  Fit result;
  result.coefficients = factor.solve(terms.transpose() * outcomes);
  result.root = factor.matrixL().solve(Eigen::MatrixXd::Identity(terms.cols(), terms.cols()));
  result.leverage = (result.root * terms.transpose()).colwise().squaredNorm();
  const Eigen::VectorXd errors = outcomes - terms * result.coefficients;
  result.left_out = errors.array() / (1.0 - result.leverage.array()).max(1e-6);
  result.squares = result.left_out.squaredNorm();
  const double freedom = std::max(static_cast<double>(terms.rows()) - result.leverage.sum(), 1.0);
  result.scatter = errors.squaredNorm() / freedom;
  return result;
}

}  // namespace

Emulator::Emulator(const DesignMatrix& points, const Eigen::VectorXd& outcomes) {
  const Eigen::Index n = points.rows(), d = points.cols();
  HIBIKI_ASSERT(n >= 2 && outcomes.size() == n);
  fix_size_of_blocks();
  Eigen::MatrixXd terms(n, term_count(d));
  for (Eigen::Index i = 0; i < n; ++i) terms.row(i) = terms_of(points.row(i));
  Fit best;
  for (const double slope : kSlopePenalties)
    for (const double curvature : kCurvaturePenalties)
      if (Fit candidate = fit(terms, outcomes, d, slope, curvature); candidate.squares < best.squares)
        best = std::move(candidate);
  HIBIKI_ASSERT(std::isfinite(best.squares));
  // Variances of points left out must be as large as their errors were.
  const Eigen::ArrayXd spread = 1.0 / (1.0 - best.leverage.array()).max(1e-6);
  double excess = 0;
  if (best.scatter > 0) excess = (best.left_out.array().square() / (best.scatter * spread)).mean();
  scatter_ = best.scatter * std::max(excess, 1.0);
  coefficients_ = best.coefficients;
  root_ = best.root;
  const double about_mean = (outcomes.array() - outcomes.mean()).square().sum();
  quality_.error = std::sqrt(best.squares / static_cast<double>(n));
  quality_.r2 = about_mean > 0 ? 1 - best.squares / about_mean : 0;
  quality_.coverage = (best.left_out.array().square() <= 4 * scatter_ * spread + 1e-30).cast<double>().mean();
}

Emulator::Prediction Emulator::at(const Eigen::RowVectorXd& point) const {
  const Eigen::RowVectorXd terms = terms_of(point);
  const double surface = (root_.triangularView<Eigen::Lower>() * terms.transpose()).squaredNorm();
  return {terms.dot(coefficients_), scatter_ * (1 + surface)};
}

}  // namespace hibiki::calibration
