// What lies after the record: the trends of the markets' series, and the day from which a run is no record.
#pragma once

#include <optional>

#include "sim/scenario/scenario.hpp"

namespace hibiki::inline scenario {

/// Gives each series of each market its trend. For scenarios built in code; read ones have theirs.
void apply_trends(Scenario& scenario);

/// The first day after the record of which weeks are simulated (run.now); none where the scenario states no record or
/// the run ends with it.
std::optional<Day> record_ends(const Scenario& scenario);

/// Whether most weeks of a year, or all, lie after the end of the record, given by record_ends().
bool is_after_record(int year, const std::optional<Day>& record_end);

}  // namespace hibiki::scenario
