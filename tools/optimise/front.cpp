#include "tools/optimise/front.hpp"

#include <algorithm>
#include <pagmo/algorithm.hpp>
#include <pagmo/algorithms/nsga2.hpp>
#include <pagmo/population.hpp>
#include <pagmo/problem.hpp>
#include <pagmo/utils/multi_objective.hpp>

namespace hibiki::inline optimise {

namespace {

constexpr unsigned kGenerations = 120;
constexpr std::size_t kPopulation = 64;  // a multiple of 4, as NSGA-II pairs them

/// The function as pagmo takes it: copied, and made without arguments.
struct Problem2 {
  std::size_t dimensions = 1;
  const TwoObjectives* objectives = nullptr;

  pagmo::vector_double fitness(const pagmo::vector_double& x) const {
    const auto [one, other] = (*objectives)(x);
    return {one, other};
  }
  pagmo::vector_double::size_type get_nobj() const { return 2; }
  std::pair<pagmo::vector_double, pagmo::vector_double> get_bounds() const {
    return {pagmo::vector_double(dimensions, 0.0), pagmo::vector_double(dimensions, 1.0)};
  }
};

}  // namespace

std::vector<std::vector<double>> pareto_front(std::size_t dimensions, const TwoObjectives& objectives,
                                              std::uint64_t seed) {
  const auto small = static_cast<unsigned>(seed ^ (seed >> 32));
  pagmo::population population(pagmo::problem(Problem2{dimensions, &objectives}), kPopulation, small);
  const pagmo::algorithm nsga2(
      pagmo::nsga2(kGenerations, 0.95, 10.0, 1.0 / static_cast<double>(dimensions), 50.0, small));
  population = nsga2.evolve(population);
  const auto values = population.get_f();
  const auto points = population.get_x();
  std::vector<std::size_t> front = std::get<0>(pagmo::fast_non_dominated_sorting(values)).front();
  std::ranges::sort(front, {}, [&](std::size_t i) { return std::pair(values[i], points[i]); });
  std::vector<std::vector<double>> found;
  for (const std::size_t i : front)
    if (found.empty() || found.back() != points[i]) found.push_back(points[i]);
  return found;
}

}  // namespace hibiki::optimise
