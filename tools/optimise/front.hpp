// The front of a fast function of two values, by NSGA-II. Only its implementation uses pagmo.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace hibiki::inline optimise {

/// The two values of a point in [0, 1]^dimensions, both to be made small.
using TwoObjectives = std::function<std::pair<double, double>(const std::vector<double>&)>;

/// Points none of which is beaten in both values by another: about the best there are. By the first value.
std::vector<std::vector<double>> pareto_front(std::size_t dimensions, const TwoObjectives& objectives,
                                              std::uint64_t seed);

}  // namespace hibiki::optimise
