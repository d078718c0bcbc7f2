#include "tools/experiments/verdict.hpp"

#include <fmt/format.h>

#include "sim/core/accurate_math.hpp"
#include "tools/experiments/late_effect.hpp"
#include "tools/experiments/number_text.hpp"

namespace hibiki::inline experiments {

namespace {

Figure mean_figure(const Effect& effect) {
  const double mean = effect.interval().mean;
  return effect.as_ratio() ? change_figure(accurate::exp(mean)) : difference_figure(effect.measure->unit, mean);
}

/// Fans, listeners, pairs, plays: there are more or fewer of them. Others, such as shares and payments, are higher or
/// lower.
bool is_counted(const Measure& measure) { return measure.unit == "people" || measure.unit == "1"; }

/// "J-pop has 41 % more fans than", "J-pop has 3.5 times as many fans as", "J-pop has 12,300 fewer fans than",
/// "K-pop: share of plays 1.2 points lower than", or that there is no visible difference.
std::string how_much(const std::string& scene, const Effect& effect) {
  const Figure mean = mean_figure(effect);
  const Measure& measure = *effect.measure;
  const bool counted = is_counted(measure);
  if (mean.shows_nothing()) {
    const char* digits = effect.as_ratio() ? "to one decimal of a per cent" : "in the digits shown";
    return counted ? fmt::format("{} has as many {} (no difference {}) as", scene, measure.title, digits)
                   : fmt::format("{}: {} the same ({}) as", scene, measure.title, digits);
  }
  if (mean.sign.ends_with('x'))
    return counted ? fmt::format("{} has {} times as many {} as", scene, mean.digits, measure.title)
                   : fmt::format("{}: {} {} times as high as", scene, measure.title, mean.digits);
  const bool up = mean.sign == "+";
  return counted ? fmt::format("{} has {} {} {} than", scene, mean.size(), up ? "more" : "fewer", measure.title)
                 : fmt::format("{}: {} {} {} than", scene, measure.title, mean.size(), up ? "higher" : "lower");
}

/// ", where one of +25 % would have been seen with 80 % probability"; empty where the spread is too uncertain.
std::string detectable_text(const Effect& effect) {
  if (effect.paired->pairs < kLeastForForecast) return "";
  const auto least = detectable(effect.interval(), effect.paired->pairs);
  if (!least) return "";
  const std::string size =
      effect.as_ratio() ? change_in_percent(accurate::exp(*least)) : difference_text(effect.measure->unit, *least);
  return fmt::format(", where one of {} would have been seen with 80 % probability", size);
}

std::string one_pair(const Effect& headline, const std::string& scene, const std::string& against) {
  const auto level = [&](double value) { return level_text(headline.measure->unit, value); };
  const std::string& title = headline.measure->title;
  const std::string here = is_counted(*headline.measure)
                               ? fmt::format("{} has {} {}", scene, level(headline.variant()), title)
                               : fmt::format("{}: {} {}", scene, title, level(headline.variant()));
  return fmt::format(
      "One pair proves no effect: {} here and {} in \"{}\". More pairs separate the effect from sampling noise.", here,
      level(headline.base()), against);
}

/// How the effect in the last years differs from that in the whole window; empty where it does not.
std::string late_effect_text(const std::optional<LateEffect>& turn, int whole) {
  if (!turn) return "";
  const int now = clear_direction(turn->effect);
  if (now == whole && !turn->other_until) return "";
  const char *ahead = "ahead", *behind = "behind";
  const std::string before = turn->other_until ? fmt::format("The effect changes sign: {} until {}, ",
                                                             now > 0 ? behind : ahead, *turn->other_until)
                                               : "But it is ";
  return fmt::format(" {}{} from {} on ({}, 95 % interval {}).", before, now > 0 ? ahead : behind, turn->from,
                     mean_figure(turn->effect).text(), range_text(turn->effect));
}

}  // namespace

std::string range_text(const Effect& effect) {
  const Interval& interval = effect.interval();
  return effect.as_ratio() ? ratio_range(accurate::exp(*interval.low), accurate::exp(*interval.high))
                           : difference_text(effect.measure->unit, *interval.low) + " to " +
                                 difference_text(effect.measure->unit, *interval.high);
}

std::string verdict(const Effect& headline, const PairedRecords& pairs, const std::string& scene,
                    const Scenario& base) {
  if (!headline.paired)
    return pairs.size() == 0
               ? "No pair of replicates finished, so no effect was measured."
               : fmt::format("No effect was measured: no pair has a value of {}.", headline.measure->title);
  const PairedEffect& paired = *headline.paired;
  const std::string against = base.title.empty() ? base.name : base.title;
  if (paired.equal == paired.pairs)
    return fmt::format("Exactly no effect: {} has the same {} as in \"{}\", in {}.", scene, headline.measure->title,
                       against, paired.pairs == 1 ? "the only pair" : fmt::format("all {} pairs", paired.pairs));
  if (paired.pairs == 1) return one_pair(headline, scene, against);
  const int whole = clear_direction(headline);
  const std::string turned = late_effect_text(late_effect_of(pairs, *headline.measure), whole);
  std::string lead;
  if (whole == 0)
    lead =
        fmt::format("No clear effect{}{}: ", turned.empty() ? "" : " over the whole window", detectable_text(headline));
  return fmt::format("{}{} in \"{}\", in {} pairs (95 % interval {}; chance of a rise: {}; higher in {} of {}).{}",
                     lead, how_much(scene, headline), against, paired.pairs, range_text(headline),
                     chance_text(*headline.chance_positive()), paired.positive, paired.pairs, turned);
}

}  // namespace hibiki::experiments
