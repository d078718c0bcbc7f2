#include "tools/calibration/design.hpp"

#include <boost/random/sobol.hpp>

#include "sim/core/draws.hpp"

namespace hibiki::inline calibration {

Eigen::MatrixXd sobol_points(std::size_t dimensions, std::uint64_t seed, std::uint64_t first, std::size_t count) {
  boost::random::sobol sequence(dimensions);
  sequence.discard(first * dimensions);
  Eigen::MatrixXd points(static_cast<Eigen::Index>(count), static_cast<Eigen::Index>(dimensions));
  for (Eigen::Index i = 0; i < points.rows(); ++i)
    for (Eigen::Index j = 0; j < points.cols(); ++j) {
      // Adding words modulo 2^64 is the shift modulo 1.
      const std::uint64_t shifted = sequence() + mix(seed ^ mix(static_cast<std::uint64_t>(j) + 1));
      points(i, j) = static_cast<double>(shifted >> 11) * 0x1p-53;
    }
  return points;
}

}  // namespace hibiki::calibration
