#include "tools/hibiki/comparison_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "output/analysis/paired.hpp"
#include "output/analysis/statistics.hpp"
#include "tools/experiments/number_text.hpp"
#include "tools/hibiki/comparison_lines.hpp"
#include "tools/hibiki/ranking_text.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

/// The measures shown on a terminal, beside those that were asked for; the report has all.
constexpr std::array<std::string_view, 11> kShown = {
    "engaged_abroad", "reach_abroad", "play_share_abroad", "leadership", "revenue_abroad", "revenue_home",
    "label_revenue",  "engaged_home", "home_share",        "gini",       "overtake"};

std::string gain_text(double gain) {
  constexpr double kMostShown = 9999;
  return gain > kMostShown ? fmt::format(">{}", kMostShown) : fmt::format("x{:.{}f}", gain, gain < 9.95 ? 1 : 0);
}

/// One row for each calendar year: the mean of its quarters.
std::map<std::string, double> by_year(const StoredJson& paired) {
  std::map<std::string, std::vector<double>> quarters;
  for (std::size_t q = 0; q < paired["time"].size(); ++q)
    if (!paired["mean"][q].is_null())
      quarters[paired["time"][q].get<std::string>().substr(0, 4)].push_back(number_of(paired["mean"][q]));
  std::map<std::string, double> means;
  for (const auto& [year, values] : quarters) means[year] = mean_of(values);
  return means;
}

class ComparisonText : public ComparisonLines {
 public:
  using ComparisonLines::ComparisonLines;

  std::string of_all() {
    for (const StoredJson& variant : all_["variants"]) {
      if (!text_.empty()) line("");
      add(variant);
    }
    failures();
    return text_;
  }

 private:
  void add(const StoredJson& variant) {
    paragraph(variant["title"].get<std::string>() + ", against " + all_["base"]["title"].get<std::string>(), kBold);
    paragraph(variant["verdict"].get<std::string>());
    if (all_.contains("preregistration") && !all_["preregistration"].is_null())
      paragraph(all_["preregistration"]["text"].get<std::string>(), kBold);
    implausible(all_["base"], "the base");
    implausible(variant, "the variant");
    conditions();
    table(variant);
    means(variant);
    if (!all_["ensemble"].is_null()) ensemble(variant["ensemble"]);
    over_time(variant["paired"]);
    money(variant);
    settle(variant["effects"][0]);
    power();
  }

  void table(const StoredJson& variant) {
    const Table columns({{24}, {8, 3}, {9, 2}, {10}, {17}, {6, 1}, {6, 4}}, layout_.columns);
    line(columns.row({all_["scene"]["name"].get<std::string>() + ", in the window", "base", "variant", "effect",
                      "95 % interval", "rise", "gain"}),
         kFaint);
    for (const StoredJson& effect : variant["effects"]) {
      if (is_shown(effect) && effect["pairs"].get<int>() > 0) row(columns, effect, measure(effect));
    }
    const bool together = std::ranges::any_of(variant["effects"], [](const StoredJson& effect) {
      return effect.contains("simultaneous") && !effect["simultaneous"].is_null() &&
             !effect["simultaneous"]["low"].is_null();
    });
    paragraph(std::string(together ? "The headline's interval holds by itself, those of all other measures hold "
                                     "together. "
                                   : "") +
                  "Effects on shares are in points. rise: chance of a rise, %, each by itself; gain: variance "
                  "reduction, unpaired runs would need gain times as many replicates",
              kFaint);
  }

  bool is_shown(const StoredJson& effect) const {
    const StoredJson& measure = this->measure(effect);
    return std::ranges::find(kShown, measure["name"].get<std::string>()) != kShown.end() || measure.contains("asked");
  }

  /// The name of a row. That of a measure that was asked for may be too long for its column, of which a wide row takes
  /// a part: then it stands on a line of its own, and the row has none.
  std::string name_in(const Table& columns, const StoredJson& measure) {
    constexpr std::size_t kTaken = 4;
    const auto title = measure["title"].get<std::string>();
    if (!measure.contains("asked") || display_columns(title) + kTaken <= columns.first_width()) return title;
    line(title);
    return "";
  }

  /// The means of the rows, and the rows with missing values.
  void means(const StoredJson& variant) {
    std::string content =
        "Levels are geometric means over replicates where the effect is a ratio (% or x), else arithmetic means.";
    const StoredJson& effects = variant["effects"];
    int most = 0;
    for (const StoredJson& effect : effects) most = std::max(most, effect["pairs"].get<int>());
    std::vector<std::string> fewer;
    for (const StoredJson& effect : effects) {
      if (!is_shown(effect)) continue;
      const auto name = effect["measure"].get<std::string>();
      const auto title = measure(effect)["title"].get<std::string>();
      if (const auto pairs = effect["pairs"].get<int>(); pairs < most)
        fewer.push_back(title + ": " + (pairs == 0 ? "no pair" : fmt::format("{} of {} pairs", pairs, most)));
      else if (const std::string weeks = missing_weeks(variant, name); !weeks.empty())
        fewer.push_back(title + ": " + weeks);
    }
    if (!fewer.empty())
      content += fmt::format(" Some replicates or weeks have no value; values: {}.", fmt::join(fewer, "; "));
    if (most == 1) content += " One pair gives no interval and proves no effect.";
    paragraph(content, kFaint);
  }

  /// "480 of 520 weeks", of the arm with fewer values; empty where all weeks have a value.
  std::string missing_weeks(const StoredJson& variant, const std::string& name) const {
    std::int64_t known = 0, of = 0;
    for (const StoredJson* arm : {&all_["base"], &variant}) {
      const StoredJson& level = (*arm)["levels"][name];
      if (level.is_null() || level["weeks"].is_null()) continue;
      const auto there = level["weeks"]["known"].get<std::int64_t>(), all = level["weeks"]["of"].get<std::int64_t>();
      if (there < all && (of == 0 || there < known)) known = there, of = all;
    }
    return of == 0 ? "" : fmt::format("{} of {} weeks", known, of);
  }

  void row(const Table& columns, const StoredJson& effect, const StoredJson& measure) {
    const auto unit = measure["unit"].get<std::string>();
    const bool ratio = as_ratio(effect);
    const Shown what = shown(effect);
    const bool none = effect["pairs_equal"] == effect["pairs"] || effect["chance_positive"].is_null();
    // The columns have no room for units; the note below names them.
    const std::string chance = none ? "" : chance_figure(number_of(effect["chance_positive"])).number();
    const StoredJson& difference = effect["difference"];
    const std::string size = ratio || unit != "share" || difference.is_null()
                                 ? what.effect
                                 : difference_figure(unit, number_of(difference["mean"])).number();
    const std::string gain = effect["variance_saved"].is_null() ? "" : gain_text(number_of(effect["variance_saved"]));
    line(columns.row({name_in(columns, measure), level_text(unit, number_of(effect["base"])),
                      level_text(unit, number_of(effect["variant"])), size, what.interval, chance, gain}));
  }

  /// Both intervals of the measures in the table.
  void ensemble(const StoredJson& effects) {
    const Table columns = ensemble_columns();
    ensemble_head(columns);
    for (const StoredJson& effect : effects)
      if (is_shown(effect)) ensemble_row(columns, name_in(columns, measure(effect)), effect);
    ensemble_note();
  }

  void over_time(const StoredJson& paired) {
    const auto years = by_year(paired);
    if (years.empty()) return;
    std::vector<double> values;
    for (const auto& [year, value] : years) values.push_back(value);
    const auto [low, high] = std::ranges::minmax(values);
    const auto& measure = *measures_.at(paired["measure"].get<std::string>());
    const auto unit = measure["unit"].get<std::string>();
    const std::string span =
        low == high ? difference_text(unit, low)
                    : difference_text(unit, std::min(low, 0.0)) + " to " + difference_text(unit, std::max(high, 0.0));
    paragraph(fmt::format("Difference in {} by year, {}:", measure["title"].get<std::string>(), span));
    constexpr std::size_t kYears = 10;  // columns of the first and the last
    line(fmt::format("{} {} {}", years.begin()->first, sparkline(shortened(values, layout_.columns - kYears)),
                     years.rbegin()->first));
    partial_years();
  }

  /// The partial years of the row above.
  void partial_years() {
    constexpr int kWhole = 51;  // a run's first or last day may cut a week off
    const StoredJson &years = all_["axes"]["years"], &weeks = all_["axes"]["year_weeks"];
    std::vector<std::string> partial;
    for (std::size_t i = 0; i < weeks.size(); ++i)
      if (const int n = weeks[i].get<int>(); n < kWhole)
        partial.push_back(fmt::format("{} has {} week{}", years[i].get<int>(), n, n == 1 ? "" : "s"));
    if (!partial.empty()) paragraph(fmt::format("{}.", fmt::join(partial, ", ")), kFaint);
  }

  /// Whether the base or the variant states a cost; not recorded in comparisons of earlier versions.
  static bool states_a_cost(const StoredJson& variant) {
    return variant.contains("cost_stated") ? variant["cost_stated"].get<bool>() : number_of(variant["cost_usd"]) != 0;
  }

  void money(const StoredJson& variant) {
    const double cost = number_of(variant["cost_usd"]);
    const std::string labels = all_["scene"]["name"].get<std::string>() + "'s labels";
    if (!states_a_cost(variant)) return paragraph("Cost of the levers: not stated in either scenario.");
    if (variant["effects"][0]["pairs"].get<int>() == 0) return;
    if (cost == 0)
      return paragraph(fmt::format("Spent on the levers by {} over the window: the same as in the base.", labels));
    const bool less = cost < 0;
    std::string content = fmt::format("Spent on the levers by {} over the window: {}{}", labels,
                                      level_text("USD a year", std::abs(cost)), less ? " less than in the base" : "");
    const StoredJson& back = variant["return_per_usd"];
    if (!back.is_null() && !back["low"].is_null()) {  // one pair gives no interval
      // For each dollar less the labels receive the opposite of what another dollar would bring.
      const double sign = less ? -1 : 1;
      content +=
          fmt::format("; revenue of the labels changed by {:+.2f} dollars for each dollar {} ({:+.2f} to {:+.2f})",
                      sign * number_of(back["mean"]), less ? "saved" : "spent",
                      sign * number_of(back[less ? "high" : "low"]), sign * number_of(back[less ? "low" : "high"]));
    }
    paragraph(content + ".");
  }

  /// Whether the interval excludes no effect, or there is none.
  bool is_clear(const StoredJson& effect) const {
    const StoredJson& interval = own_interval(effect);
    if (interval.is_null()) return true;  // no pair has a value
    const double none = as_ratio(effect) ? 1.0 : 0.0;
    return interval["low"].is_null() || number_of(interval["low"]) > none || number_of(interval["high"]) < none ||
           interval["low"] == interval["high"];
  }

  /// The pairs needed for a clear effect on the headline; where they are too many, the range of the effect.
  void settle(const StoredJson& headline) {
    if (!headline.contains("pairs_to_settle")) return;  // made by an earlier version
    const StoredJson& wanted = headline["pairs_to_settle"];
    const auto pairs = headline["pairs"].get<std::int64_t>();
    if (wanted.is_null()) {
      if (!is_clear(headline) && pairs > 1 && pairs < static_cast<std::int64_t>(kLeastForForecast))
        paragraph(fmt::format("With fewer than {} pairs the spread is too uncertain to say how many more are needed.",
                              kLeastForForecast));
      return;
    }
    const auto needed = wanted.get<std::int64_t>();
    const StoredJson& measure = this->measure(headline);
    const bool ratio = as_ratio(headline);
    const StoredJson& interval = own_interval(headline);
    const auto text = [&](const char* end) {
      return effect_text(number_of(interval[end]), measure["unit"].get<std::string>(), ratio);
    };
    if (needed <= kWorthwhile * pairs)
      return paragraph(fmt::format("For a clear result with 80 % probability, if the effect is {} as measured: {}.",
                                   text("mean"), more_pairs(needed, pairs)));
    paragraph(fmt::format(
        "Effects below {} and above {} are ruled out (95 % interval). An effect of {}, as measured, would need {} "
        "pairs for a clear result with 80 % probability.",
        text("low"), text("high"), text("mean"), grouped(needed)));
  }
};

}  // namespace

std::string sparkline(const std::vector<double>& values) {
  constexpr std::array<const char*, 8> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  if (values.empty()) return "";
  const auto [least, most] = std::ranges::minmax(values);
  const double low = std::min(least, 0.0), range = std::max(most, 0.0) - low;
  std::string line;
  for (const double value : values) {
    const double part = range > 0 ? (value - low) / range : 0.0;
    line += kBlocks[static_cast<std::size_t>(std::lround(part * (kBlocks.size() - 1)))];
  }
  return line;
}

std::vector<double> shortened(const std::vector<double>& values, std::size_t most) {
  const std::size_t together = (values.size() + most - 1) / most;
  std::vector<double> means;
  for (std::size_t at = 0; at < values.size(); at += together) {
    const std::size_t count = std::min(together, values.size() - at);
    means.push_back(mean_of(std::span(values).subspan(at, count)));
  }
  return means;
}

std::string comparison_text(const StoredJson& comparison, const Layout& layout, std::optional<double> seconds_a_pair,
                            std::optional<double> effect_size) {
  if (comparison.contains("ranking") && !comparison["ranking"].is_null())
    return ranking_text(comparison, layout, seconds_a_pair, effect_size);
  return ComparisonText(comparison, layout, seconds_a_pair, effect_size).of_all();
}

}  // namespace hibiki::program
