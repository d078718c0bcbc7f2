// Checks that an arm forked from another arm's run has the same past.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace hibiki::inline experiments {

/// A scenario that is to be forked from a run of another one after `shared_weeks`; 0: they have no common past.
struct ForkedVariant {
  const Scenario* scenario = nullptr;
  int shared_weeks = 0;
};

/// Simulates the first weeks of the base and of each variant from tick 0, at most as many as the two share and at most
/// a quarter of a year, and compares the states that they end in. Throws std::logic_error when the states differ: the
/// variant must not be forked from a run of `base` then. One world is in memory at a time. Throws Interrupted when
/// asked to stop, within a week.
void require_shared_past(const Scenario& base, const std::vector<ForkedVariant>& variants, std::uint64_t seed);

}  // namespace hibiki::experiments
