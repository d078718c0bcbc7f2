// Results of a comparison that lie outside of anything the record has, and so need a second look.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "output/analysis/paired.hpp"
#include "sim/scenario/scenario.hpp"

namespace hibiki::inline experiments {

/// US dollars of revenue per dollar spent, above which a return is implausible.
inline constexpr double kMostReturn = 20.0;

/// One sentence for each lever that an intervention of `variant`, but not of `base`, sets to a value that no policy
/// rule of `base` ever gives a label, and one for a return per dollar above kMostReturn. Empty when all is plausible.
std::vector<std::string> implausible(const Scenario& base, const Scenario& variant,
                                     const std::optional<Interval>& return_per_dollar);

}  // namespace hibiki::experiments
