#include "tools/experiments/verdict.hpp"

#include <fmt/format.h>

#include <cmath>

#include "tools/experiments/figures.hpp"

namespace hibiki {

namespace {

std::string pairs_text(std::size_t pairs) {
  return pairs == 1 ? "in the only pair of worlds" : fmt::format("in {} pairs of worlds", pairs);
}

/// The interval and the chance, in brackets; empty for one pair.
std::string how_sure(const Effect& effect) {
  const Interval& interval = effect.interval();
  if (!interval.low || !interval.high || !effect.paired->chance_positive) return "";
  const auto bound = [&](double value) {
    return effect.as_ratio() ? change_in_percent(std::exp(value)) : difference_text(effect.measure->unit, value);
  };
  return fmt::format(" (95 % interval {} to {}; chance of more: {})", bound(*interval.low), bound(*interval.high),
                     chance_text(*effect.paired->chance_positive));
}

/// "41 % more", "3.5 times as many", "12.3 k fewer".
std::string how_much(const Effect& effect) {
  const double mean = effect.interval().mean;
  if (!effect.as_ratio())
    return fmt::format("{} {}", difference_text(effect.measure->unit, mean).substr(1), mean > 0 ? "more" : "fewer");
  const double ratio = std::exp(mean);
  const std::string text = change_in_percent(ratio);
  return text.starts_with("x") ? text.substr(1) + " times as many"
                               : fmt::format("{} {}", text.substr(1), mean > 0 ? "more" : "fewer");
}

}  // namespace

std::string verdict(const Effect& headline, const std::string& scene, const Scenario& base) {
  if (!headline.paired) return "No pair of worlds was simulated to its end, so nothing can be said.";
  const PairedEffect& paired = *headline.paired;
  const std::string against = base.title.empty() ? base.name : base.title;
  const std::string what = std::string(headline.measure->title);
  if (paired.equal == paired.pairs)
    return fmt::format("Exactly no effect: {} has the same {} as in \"{}\" {}.", scene, what, against, pairs_text(paired.pairs));
  const Interval& interval = headline.interval();
  const bool clear = interval.low && (*interval.low > 0 || *interval.high < 0);
  const std::string lead = clear || !interval.low ? "" : "No clear effect: ";
  return fmt::format("{}{} has {} {} than in \"{}\", {}{}.", lead, scene, how_much(headline), what, against,
                     pairs_text(paired.pairs), how_sure(headline));
}

}  // namespace hibiki
