#include "tools/experiments/verdict.hpp"

#include <fmt/format.h>


#include "sim/core/accurate_math.hpp"
#include "tools/experiments/figures.hpp"

namespace hibiki {

namespace {

std::string pairs_text(std::size_t pairs) {
  return pairs == 1 ? "in the only pair of worlds" : fmt::format("in {} pairs of worlds", pairs);
}

/// The interval and the chance, in brackets; empty for one pair.
std::string how_sure(const Effect& effect) {
  const Interval& interval = effect.interval();
  if (!interval.low || !interval.high) return "";
  const std::string range = effect.as_ratio() ? ratio_range(accurate::exp(*interval.low), accurate::exp(*interval.high))
                                              : difference_text(effect.measure->unit, *interval.low) + " to " +
                                                    difference_text(effect.measure->unit, *interval.high);
  return fmt::format(" (95 % interval {}; chance of more: {})", range, chance_text(*effect.chance_positive()));
}

/// "41 % more fans than", "3.5 times as many fans as", "12.3 k fewer fans than", or that no difference is seen.
std::string how_much(const Effect& effect) {
  const double mean = effect.interval().mean;
  const std::string text =
      effect.as_ratio() ? change_in_percent(accurate::exp(mean)) : difference_text(effect.measure->unit, mean);
  if (text.find_first_of("123456789") == std::string::npos)
    return fmt::format("as many {} (no difference {}) as", effect.measure->title,
                       effect.as_ratio() ? "to one decimal of a per cent" : "in the digits shown");
  if (text.starts_with('x')) return fmt::format("{} times as many {} as", text.substr(1), effect.measure->title);
  return fmt::format("{} {} {} than", text.substr(1), mean > 0 ? "more" : "fewer", effect.measure->title);
}

}  // namespace

std::string verdict(const Effect& headline, const std::string& scene, const Scenario& base) {
  if (!headline.paired) return "No pair of worlds was simulated to its end, so nothing can be said.";
  const PairedEffect& paired = *headline.paired;
  const std::string against = base.title.empty() ? base.name : base.title;
  if (paired.equal == paired.pairs)
    return fmt::format("Exactly no effect: {} has the same {} as in \"{}\", {}.", scene, headline.measure->title,
                       against, pairs_text(paired.pairs));
  const Interval& interval = headline.interval();
  const bool clear = interval.low && (*interval.low > 0 || *interval.high < 0);
  const std::string lead = clear || !interval.low ? "" : "No clear effect: ";
  return fmt::format("{}{} has {} in \"{}\", {}{}.", lead, scene, how_much(headline), against, pairs_text(paired.pairs),
                     how_sure(headline));
}

}  // namespace hibiki
