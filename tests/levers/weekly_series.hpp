// Whether two runs measured the same: digests of what was measured, without the state, which holds policies
// and parameters themselves.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace hibiki::test {

/// A digest of all series for each reported week of a run.
std::vector<std::uint64_t> weekly_series(const Scenario& scenario, std::uint64_t seed);

}  // namespace hibiki::test
