// Effects of a variant on every measure, and on the headline over time, from records of paired replicates.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "output/analysis/arm.hpp"
#include "output/analysis/paired.hpp"
#include "tools/experiments/arms.hpp"

namespace hibiki::inline experiments {

/// Replicates of two arms with the same seeds, pair by pair.
struct PairedRecords {
  std::vector<const ArmRecord*> base, variant;
  std::size_t size() const { return base.size(); }
};

/// A variant's pairs of which neither half failed.
PairedRecords pairs_of(const std::vector<SeedOutcome>& outcomes, std::size_t variant);

/// The same of any two arms.
PairedRecords pairs_of(const std::vector<SeedOutcome>& outcomes, std::size_t base, std::size_t variant);

/// The effect on one measure. Pairs in which an arm has no value are left out.
struct Effect {
  const Measure* measure = nullptr;
  std::optional<PairedEffect> paired;  ///< nullopt without pairs
  std::vector<double> singles;         ///< difference of each pair; NaN where it is left out

  /// On the measure's own scale: log ratio where it is a ratio and every value is positive, else difference.
  bool as_ratio() const { return measure->scale == Scale::ratio && paired && paired->log_ratio; }
  /// Levels by the mean that interval() is of: geometric means with a log ratio, else arithmetic ones.
  double base() const { return as_ratio() ? paired->geometric_base : paired->base; }
  double variant() const { return as_ratio() ? paired->geometric_variant : paired->variant; }
  std::string_view statistic() const { return as_ratio() ? "geometric mean" : "arithmetic mean"; }
  const Interval& interval() const { return as_ratio() ? *paired->log_ratio : paired->difference; }
  std::optional<double> chance_positive() const {
    return as_ratio() ? paired->log_chance_positive : paired->chance_positive;
  }
  std::optional<double> variance_saved() const {
    return as_ratio() ? paired->log_variance_saved : paired->variance_saved;
  }
};

/// In the order of `measures`, that of the records (ArmScope::measures()), which must outlive the effects.
std::vector<Effect> effects_of(const PairedRecords& pairs, const MeasureList& measures = table_measures());

/// Difference of the headline's quarterly value.
struct DifferenceOverTime {
  std::vector<Day> quarters;
  std::vector<Interval> difference;          ///< mean over pairs that have a value; NaN where none has
  std::vector<std::vector<double>> singles;  ///< [pair][quarter]
};
DifferenceOverTime headline_over_time(const PairedRecords& pairs);

/// Money that the variant's scene spent on levers beyond the base's, US dollars of 2015 in the window, mean over pairs.
double extra_cost(const PairedRecords& pairs);

/// Additional income of its labels for each such dollar: difference_at_base() of their money over the mean spending
/// (where some money is not positive, the ratio of the means). nullopt without additional spending.
std::optional<Interval> return_per_dollar(const PairedRecords& pairs);

}  // namespace hibiki::experiments
