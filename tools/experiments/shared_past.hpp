// Whether an arm that is forked from another arm's run really has the same past.
#pragma once

#include <cstdint>

#include "sim/scenario/scenario.hpp"

namespace hibiki::inline experiments {

/// Simulates the first weeks of both scenarios from tick 0, at most `shared_weeks` and at most a quarter of a year, and
/// compares the states that they end in. Throws std::logic_error when the states differ: `variant` must not be forked
/// from a run of `base` after `shared_weeks`. One world is in memory at a time.
void require_shared_past(const Scenario& base, const Scenario& variant, int shared_weeks, std::uint64_t seed);

}  // namespace hibiki::experiments
