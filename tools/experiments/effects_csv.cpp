#include "tools/experiments/effects_csv.hpp"

#include <fmt/format.h>

#include "output/results/csv_field.hpp"
#include "sim/core/accurate_math.hpp"

namespace hibiki::inline experiments {

namespace {

void add_rows(const Comparison& comparison, const std::vector<SeedOutcome>& outcomes, const std::string& set,
              std::string& csv) {
  const MeasureList measures = comparison.scope.measures();
  for (std::size_t arm = 1; arm < comparison.arms.size(); ++arm)
    for (const SeedOutcome& outcome : outcomes) {
      if (!outcome.arms[0] || !outcome.arms[arm]) continue;
      for (std::size_t i = 0; i < measures.size(); ++i) {
        const double base = outcome.arms[0]->record.measures[i], value = outcome.arms[arm]->record.measures[i];
        const bool positive = base > 0 && value > 0;
        csv += fmt::format("{},{},{},{},{},{},{},{},{}\n", csv_field(comparison.arms[arm].folder), csv_field(set),
                           outcome.seed, csv_field(measures[i]->name), csv_field(measures[i]->unit), csv_number(base),
                           csv_number(value), csv_number(value - base),
                           positive ? csv_number(accurate::log(value) - accurate::log(base)) : "");
      }
    }
}

}  // namespace

std::string effects_csv(const Comparison& comparison) {
  std::string csv = "variant,set,seed,measure,unit,base,value,difference,log_ratio\n";
  const auto& ensemble = comparison.ensemble;
  add_rows(comparison, comparison.outcomes, ensemble ? ensemble->sets.front() : "", csv);
  for (std::size_t i = 0; ensemble && i < ensemble->others.size(); ++i)
    add_rows(comparison, ensemble->others[i], ensemble->sets[i + 1], csv);
  return csv;
}

}  // namespace hibiki::experiments
