// The first week in which two scenarios may differ.
#pragma once

#include <optional>

#include "sim/scenario/scenario.hpp"

namespace hibiki::inline scenario {

/// First week in which a run of `other` may differ from one of `base` with the same seed: the earliest at which a
/// dated policy differs or an intervention begins that is not in both alike; 0 when they differ in anything else;
/// nothing when they are the same but for names and texts. Seed and replicates are not looked at.
std::optional<int> first_difference(const Scenario& base, const Scenario& other);

}  // namespace hibiki::scenario
