#include "sim/engine/gini.hpp"

#include <algorithm>

namespace hibiki::inline engine {

double gini(std::vector<People> counts) {
  std::sort(counts.begin(), counts.end());
  double weighted = 0.0, sum = 0.0;
  const auto n = static_cast<double>(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    weighted += (2.0 * static_cast<double>(i + 1) - n - 1.0) * static_cast<double>(counts[i]);
    sum += static_cast<double>(counts[i]);
  }
  return sum > 0.0 ? weighted / (n * sum) : 0.0;
}

}  // namespace hibiki::engine
