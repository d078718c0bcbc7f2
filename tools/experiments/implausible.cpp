#include "tools/experiments/implausible.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/schema.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/experiments/number_text.hpp"

namespace hibiki::inline experiments {

namespace {

struct Range {
  double low, high;
};

/// Of the values that policy rules ever give the lever, and its default.
Range range_of(const Scenario& scenario, double Policy::*lever) {
  const double standard = Policy{}.*lever;
  Range range{standard, standard};
  for (const PolicyRule& rule : scenario.policies)
    for (const auto& [ruled, dated] : rule.levers) {
      if (ruled != lever) continue;
      for (const auto& [day, value] : dated.points) {
        range.low = std::min(range.low, value);
        range.high = std::max(range.high, value);
      }
    }
  return range;
}

}  // namespace

std::vector<std::string> implausible(const Scenario& base, const Scenario& variant,
                                     const std::optional<Interval>& return_per_dollar) {
  std::vector<std::string> texts;
  for (const Intervention& i : new_interventions(base, variant)) {
    if (i.change != Intervention::Change::set) continue;
    const auto [low, high] = range_of(base, i.lever);
    if (i.value >= low && i.value <= high) continue;
    // Of shares that some markets have, one of promotion is comparable: with that of all markets abroad.
    if (!i.markets.empty() && lever_field(i.lever).by_market == ByMarket::share &&
        (i.lever != &Policy::promotion_abroad || i.value <= high))
      continue;
    texts.push_back(fmt::format("'{}' sets {} to {:g}; in the base no label ever has {} than {:g}.", i.id,
                                lever_key(i.lever), i.value, i.value > high ? "more" : "less",
                                i.value > high ? high : low));
  }
  if (return_per_dollar && return_per_dollar->mean > kMostReturn)
    texts.push_back(fmt::format("The levers return ${} per dollar; above ${:g} is implausible.",
                                short_figure(return_per_dollar->mean), kMostReturn));
  return texts;
}

}  // namespace hibiki::experiments
