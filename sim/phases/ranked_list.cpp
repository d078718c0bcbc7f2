#include "sim/phases/ranked_list.hpp"

#include <algorithm>
#include <numeric>

#include "sim/core/portable_math.hpp"

namespace hibiki::inline phases {

void discount_by_position(std::span<const double> scores, std::span<const double> ties, double exponent,
                          std::vector<double>& weights) {
  std::vector<std::size_t> list(weights.size());
  std::iota(list.begin(), list.end(), std::size_t{0});
  std::ranges::stable_sort(list, [&](std::size_t a, std::size_t b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : ties[a] > ties[b];
  });
  for (std::size_t i = 0; i < list.size(); ++i)
    weights[list[i]] *= portable::pow(static_cast<double>(i + 1), -exponent);
}

}  // namespace hibiki::phases
