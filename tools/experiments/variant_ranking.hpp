// Several variants ordered by the headline, and their differences from the best.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "tools/experiments/effects.hpp"

namespace hibiki::inline experiments {

struct RankedVariant {
  std::size_t arm = 0;
  Effect effect;                  ///< against the base
  std::optional<Effect> to_best;  ///< against the best variant, over the pairs of the two; empty for the best itself
};

/// Variants without a pair come last. All effects are ratios, or all differences: see `as_ratio`.
struct VariantRanking {
  bool as_ratio = false;
  std::vector<RankedVariant> variants;
};

/// Of arms 1 and up; arm 0 is the base, and there must be a variant. By the first of `measures`, those of the records.
VariantRanking ranking_of(const std::vector<SeedOutcome>& outcomes, std::size_t arms,
                          const MeasureList& measures = table_measures());

/// The ranking in compare.json.
nlohmann::ordered_json ranking_json(const VariantRanking& ranking);

}  // namespace hibiki::experiments
