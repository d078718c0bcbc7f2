// A cheap replacement of simulations: a Gaussian process over the parameters, with its error.
#pragma once

#include <Eigen/Dense>
#include <optional>

namespace hibiki::inline calibration {

/// Points of a design, one a row, each parameter in [-1, 1].
using DesignMatrix = Eigen::MatrixXd;

/// A Gaussian process with a linear and a squared exponential part; the latter has a length for each parameter
/// (Rasmussen and Williams 2006, chapters 2 and 5). Variances and lengths are those of the largest posterior density.
class Emulator {
 public:
  struct Prediction {
    double mean = 0, variance = 0;  ///< of the mean surface, without the scatter of outcomes about it
    double scatter = 0;             ///< variance of outcomes about the surface, beyond their known noise
  };
  /// How well points are predicted that were left out.
  struct Quality {
    double r2 = 0;        ///< 1 - squared errors / squares about the mean
    double error = 0;     ///< root mean square
    double coverage = 0;  ///< share within two predicted standard deviations
  };

  /// `noise` holds the known variance of each outcome about the surface (a mean over seeds has some); empty: none is
  /// known.
  Emulator(const DesignMatrix& points, const Eigen::VectorXd& outcomes, const Eigen::VectorXd& noise = {});

  /// `point` in [-1, 1]^parameters.
  Prediction at(const Eigen::RowVectorXd& point) const;
  /// The mean alone, without the work for its variance.
  double mean_at(const Eigen::RowVectorXd& point) const;
  const Quality& quality() const { return quality_; }

 private:
  /// Covariances of the surface at `point` with the outcomes.
  Eigen::VectorXd covariances_with(const Eigen::RowVectorXd& point) const;

  DesignMatrix points_;
  Eigen::VectorXd parameters_;  ///< logarithms: variance of slopes, of bends, of scatter; lengths
  double centre_ = 0, unit_ = 1;
  double excess_ = 1;        ///< squared errors of left-out points over their predicted variances, where above 1
  Eigen::VectorXd weights_;  ///< inverse covariance times outcomes
  Eigen::MatrixXd root_;     ///< Cholesky factor of the covariance
  Quality quality_;
};

/// The variance of single outcomes as a smooth function of the parameters, from the variances of a few each: a Gaussian
/// process of their logarithm.
class VarianceEmulator {
 public:
  /// `variances` are unbiased, each of `freedom` + 1 outcomes; those with a freedom of 0 tell nothing.
  VarianceEmulator(const DesignMatrix& points, const Eigen::VectorXd& variances, const Eigen::VectorXi& freedom);

  /// 0 where no variance was known.
  double at(const Eigen::RowVectorXd& point) const;

 private:
  std::optional<Emulator> logarithm_;  ///< none where no variance was known
};

}  // namespace hibiki::calibration
