// Values from the summaries of replicates, and their range.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/engine/summary.hpp"

namespace hibiki::inline analysis {

/// Replicates of a scenario, one summary each.
using Summaries = std::vector<const RunSummary*>;

/// Position of a scene (or of its home market) by name; empty if the run has none.
std::optional<std::size_t> scene_of(const RunSummary& run, std::string_view name);

using Yearly = std::vector<double> YearSummary::*;

/// Mean over whole years first to last of a scene's yearly values that are known; NaN without any.
double mean_over(const RunSummary& run, std::string_view scene, Yearly series, int first, int last);

/// The run reports the whole of these years.
bool has_years(const RunSummary& run, int first, int last);

/// Concentration of plays, in all markets together, on acts over the years first to last: share of the ten most
/// played, and effective number (inverse of the sum of squared shares). Unlike weekly measures they hardly depend on
/// the number of fans. NaN where the run lacks a year or nothing was played.
struct ActConcentration {
  double top_ten_share, effective_acts;
};
ActConcentration act_concentration(const RunSummary& run, int first, int last);

/// The value of every replicate.
std::vector<double> each(const Summaries& runs, const std::function<double(const RunSummary&)>& value);

/// "0.45 (0.32 to 0.61)": median, lowest and highest of those that are numbers; "-" without any.
std::string spread(std::vector<double> values);

}  // namespace hibiki::analysis
