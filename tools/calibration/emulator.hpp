// A cheap replacement of simulations: a quadratic surface in the parameters, with its error.
#pragma once

#include <Eigen/Dense>
#include <vector>

namespace hibiki::inline calibration {

/// Points of a design, one a row, each parameter in [-1, 1].
using DesignMatrix = Eigen::MatrixXd;

/// A ridge regression on Legendre polynomials to the second order with all products of two parameters. How strongly it
/// is held back (apart for slopes and curvature) is what predicts points best that were left out, so that it is used
/// with fewer points than terms too.
class Emulator {
 public:
  struct Prediction {
    double mean = 0, variance = 0;  ///< variance of a simulated outcome about the mean, surface and scatter
  };
  /// How well points are predicted that the surface was not fitted to.
  struct Quality {
    double r2 = 0;        ///< 1 - squared errors / squares about the mean
    double error = 0;     ///< root mean square
    double coverage = 0;  ///< share within two predicted standard deviations
  };

  Emulator(const DesignMatrix& points, const Eigen::VectorXd& outcomes);

  /// `point` in [-1, 1]^parameters.
  Prediction at(const Eigen::RowVectorXd& point) const;
  const Quality& quality() const { return quality_; }

 private:
  Eigen::VectorXd coefficients_;
  Eigen::MatrixXd root_;  ///< inverse of the Cholesky factor: the surface's variance is |root * terms|^2
  double scatter_ = 0;    ///< variance about the surface
  Quality quality_;
};

}  // namespace hibiki::calibration
