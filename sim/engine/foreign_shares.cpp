#include "sim/engine/foreign_shares.hpp"

#include "sim/core/error.hpp"
#include "sim/engine/observation.hpp"

namespace hibiki::inline engine {

std::vector<double> foreign_shares(const std::vector<People>& series, const std::vector<bool>& third) {
  const std::size_t markets = third.size();
  HIBIKI_ASSERT(series.size() == markets * markets);
  std::vector<double> shares(markets, 0.0);
  int counted = 0;
  for (std::size_t m = 0; m < markets; ++m) {
    if (!third[m]) continue;
    People foreign = 0;
    for (std::size_t s = 0; s < markets; ++s)
      if (s != m) foreign += series[m * markets + s];
    if (foreign == 0) continue;
    ++counted;
    for (std::size_t s = 0; s < markets; ++s)
      if (s != m) shares[s] += static_cast<double>(series[m * markets + s]) / static_cast<double>(foreign);
  }
  for (double& share : shares) share = counted > 0 ? share / counted : kMissing;
  return shares;
}

}  // namespace hibiki::engine
