// The results of a run in about ten lines.
#pragma once

#include <span>
#include <string>

#include "output/results/replicate.hpp"
#include "sim/scenario/scenario.hpp"

namespace hibiki::inline analysis {

/// Leading scenes, dates and revenue; medians over replicates, with their range where it fits. Lines
/// are at most `columns` wide (40 or more); `colour` adds ANSI colours.
std::string terminal_summary(const Scenario& scenario, std::span<const Replicate> replicates, bool colour,
                             std::size_t columns = 80);

}  // namespace hibiki::analysis
