#include "tools/experiments/precision.hpp"

#include <algorithm>

namespace hibiki::inline experiments {

namespace {

Precision precision_of(const Effect& headline, double wanted) {
  const auto half = headline.paired ? half_width(headline.interval()) : std::nullopt;
  if (!half) return {};
  if (*half == 0) return {0.0, headline.paired->pairs};
  const Interval ratio = headline.as_ratio() ? ratio_of(headline.interval()) : Interval{};
  if (!headline.as_ratio() && headline.paired->base == 0) return {};  // no share of it
  const double width = headline.as_ratio() ? *ratio.high - *ratio.low : 2 * *half / std::abs(headline.paired->base);
  return {width, replicates_for(*half, headline.paired->pairs, *half * std::min(wanted / width, 1.0))};
}

}  // namespace

Precision worst_precision(const std::vector<SeedOutcome>& outcomes, std::size_t arms, double wanted,
                          const MeasureList& measures) {
  Precision worst{0.0, 0};
  for (std::size_t arm = 1; arm < arms; ++arm) {
    const Precision precision = precision_of(effects_of(pairs_of(outcomes, arm), measures).front(), wanted);
    if (!std::isnan(worst.width) && !(precision.width <= worst.width)) worst.width = precision.width;
    worst.pairs_needed = std::max(worst.pairs_needed, precision.pairs_needed);
  }
  return worst;
}

std::optional<std::size_t> pairs_to_settle(const Effect& effect) {
  const auto half = effect.paired ? half_width(effect.interval()) : std::nullopt;
  if (!half) return std::nullopt;
  const double mean = std::abs(effect.interval().mean);
  if (mean > *half) return std::nullopt;
  return values_to_detect(effect.interval(), effect.paired->pairs, mean);
}

}  // namespace hibiki::experiments
