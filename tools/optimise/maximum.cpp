#include "tools/optimise/maximum.hpp"

#include <algorithm>
#include <nlopt.hpp>

namespace hibiki::inline optimise {

namespace {

constexpr int kLooks = 400, kClimbs = 200;  ///< evaluations a dimension
constexpr double kNear = 1e-4;

using Function = std::function<double(const std::vector<double>&)>;

double call(const std::vector<double>& point, std::vector<double>&, void* function) {
  return (*static_cast<const Function*>(function))(point);
}

}  // namespace

std::vector<double> maximum(std::size_t dimensions, const Function& value) {
  std::vector<double> point(dimensions, 0.5);
  double best = 0.0;
  for (const auto& [algorithm, calls] : {std::pair(nlopt::GN_DIRECT_L, kLooks), std::pair(nlopt::LN_SBPLX, kClimbs)}) {
    nlopt::opt search(algorithm, static_cast<unsigned>(dimensions));
    search.set_lower_bounds(0.0);
    search.set_upper_bounds(1.0);
    search.set_max_objective(call, const_cast<Function*>(&value));
    search.set_xtol_abs(kNear);
    search.set_maxeval(calls * static_cast<int>(dimensions));
    search.optimize(point, best);
    // DIRECT may end above the upper bound by rounding, where SBPLX refuses to start (findings/nlopt_direct_bounds.sh).
    for (double& coordinate : point) coordinate = std::clamp(coordinate, 0.0, 1.0);
  }
  return point;
}

}  // namespace hibiki::optimise
