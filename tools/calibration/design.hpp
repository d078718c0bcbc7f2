// Points that cover the parameter space of a plan evenly.
#pragma once

#include <cstdint>
#include <vector>

#include "tools/calibration/emulator.hpp"

namespace hibiki::inline calibration {

/// Points [first, first + count) of a Sobol' sequence in [0, 1)^dimensions, shifted (modulo 1) by an amount that `seed`
/// decides.
Eigen::MatrixXd sobol_points(std::size_t dimensions, std::uint64_t seed, std::uint64_t first, std::size_t count);

}  // namespace hibiki::calibration
