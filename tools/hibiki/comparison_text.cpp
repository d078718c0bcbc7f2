#include "tools/hibiki/comparison_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <vector>

#include "tools/experiments/figures.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki {

namespace {

using Json = StoredJson;

/// What fits a terminal; the report has every measure.
constexpr std::array<std::string_view, 11> kShown = {
    "engaged_abroad", "reach_abroad", "play_share_abroad", "leadership", "revenue_abroad", "revenue_home",
    "label_revenue",  "engaged_home", "home_share",        "gini",       "overtake"};
constexpr const char *kBold = "1", *kFaint = "2";

double number(const Json& json) { return json.is_number() ? json.get<double>() : std::nan(""); }

/// The effect and its interval on the measure's own scale.
struct Shown {
  std::string effect, interval;
};

/// "+22 to +63": the effect `mean` beside it says the unit. Where they differ the ends keep theirs: "+287k to +1.32M".
std::string range_text(double mean, double low, double high, std::string_view unit, bool as_ratio) {
  if (as_ratio) {
    const std::string text = ratio_range(low, high);
    const auto to = text.find(" to ");
    return text.substr(0, text.find(' ')) + " to " + text.substr(to + 4, text.find(' ', to + 4) - to - 4);
  }
  const auto apart = [&](double value) {
    const std::string text = difference_text(unit, value);
    const auto space = text.find(' ');
    return space == std::string::npos ? std::pair(text, std::string())
                                      : std::pair(text.substr(0, space), text.substr(space + 1));
  };
  const auto [from, from_unit] = apart(low);
  const auto [to, to_unit] = apart(high);
  const bool alike = from_unit == to_unit && from_unit == apart(mean).second;
  return alike ? from + " to " + to : from + from_unit + " to " + to + to_unit;
}

std::string gain_text(double gain) {
  constexpr double kMostShown = 9999;
  return gain > kMostShown ? fmt::format(">{}", kMostShown) : fmt::format("x{:.{}f}", gain, gain < 9.95 ? 1 : 0);
}

Shown shown(const Json& effect, std::string_view unit, bool as_ratio) {
  const Json& interval = as_ratio ? effect["ratio"] : effect["difference"];
  if (interval.is_null()) return {"-", ""};
  const double mean = number(interval["mean"]);
  const bool has_range = !interval["low"].is_null() && interval["low"] != interval["high"];
  return {as_ratio ? change_in_percent(mean) : difference_text(unit, mean),
          has_range ? range_text(mean, number(interval["low"]), number(interval["high"]), unit, as_ratio) : ""};
}

/// One row for each calendar year: the mean of its quarters.
std::map<std::string, double> by_year(const Json& paired) {
  std::map<std::string, std::pair<double, int>> sums;
  for (std::size_t q = 0; q < paired["time"].size(); ++q) {
    auto& [sum, count] = sums[paired["time"][q].get<std::string>().substr(0, 4)];
    sum += number(paired["mean"][q]);
    ++count;
  }
  std::map<std::string, double> means;
  for (const auto& [year, sum] : sums) means[year] = sum.first / sum.second;
  return means;
}

class Text {
 public:
  Text(const Json& comparison, bool colour) : all_(comparison), colour_(colour) {
    for (const Json& measure : all_["measures"]) measures_[measure["name"].get<std::string>()] = &measure;
  }

  std::string of_all() {
    for (const Json& variant : all_["variants"]) add(variant);
    if (!all_["failed"].empty())
      paragraph(fmt::format("{} replicate{} failed; compare.json says which and why.", all_["failed"].size(),
                            all_["failed"].size() == 1 ? "" : "s"));
    return text_;
  }

 private:
  void line(const std::string& content, const char* code = "") {
    text_ += colour_ && *code != '\0' ? fmt::format("\x1b[{}m{}\x1b[0m\n", code, content) : content + "\n";
  }
  void paragraph(const std::string& content, const char* code = "") { line(wrapped(content, 0), code); }

  void add(const Json& variant) {
    if (!text_.empty()) text_ += "\n";
    paragraph(variant["title"].get<std::string>() + ", against " + all_["base"]["title"].get<std::string>(), kBold);
    paragraph(variant["verdict"].get<std::string>());
    paragraph(fmt::format("A conditional simulation, not a forecast: {} fans, {} to {}.",
                          grouped(all_["fans"].get<std::int64_t>()), all_["window"]["from"].get<std::string>(),
                          all_["window"]["to"].get<std::string>()),
              kFaint);
    table(variant);
    means(variant);
    if (!all_["ensemble"].is_null()) ensemble(variant["ensemble"]);
    over_time(variant["paired"]);
    money(variant);
    narrower(variant["effects"][0]);
  }

  void table(const Json& variant) {
    line(fmt::format("{:<24}{:>8}{:>9}{:>10}{:>17}{:>6}{:>6}",
                     all_["scene"]["name"].get<std::string>() + ", in the window", "base", "variant", "effect",
                     "95 % interval", "more", "gain"),
         kFaint);
    for (const Json& effect : variant["effects"]) {
      const auto name = effect["measure"].get<std::string>();
      if (std::ranges::find(kShown, name) != kShown.end() && effect["pairs"].get<int>() > 0)
        row(effect, *measures_.at(name));
    }
    line("more: chance that the effect is positive, %; gain: replicates saved by pairing", kFaint);
  }

  /// Which mean each row is of, and which rest on fewer values than there are.
  void means(const Json& variant) {
    std::string content =
        "Levels: geometric means over worlds where the effect is a ratio (% or x), else arithmetic means.";
    const Json& effects = variant["effects"];
    const auto most = effects[0]["pairs"].get<int>();
    std::vector<std::string> fewer;
    for (const Json& effect : effects) {
      const auto name = effect["measure"].get<std::string>();
      const auto title = measures_.at(name)->at("title").get<std::string>();
      if (std::ranges::find(kShown, name) == kShown.end()) continue;
      if (const auto pairs = effect["pairs"].get<int>(); pairs < most)
        fewer.push_back(title + ": " + (pairs == 0 ? "in no pair" : fmt::format("{} of {} pairs", pairs, most)));
      else if (const std::string weeks = missing_weeks(variant, name); !weeks.empty())
        fewer.push_back(title + ": " + weeks);
    }
    if (!fewer.empty()) content += fmt::format(" Not every world and week has a value: {}.", fmt::join(fewer, "; "));
    if (most == 1) content += " One pair is one draw of luck: it has no interval and proves no effect.";
    paragraph(content, kFaint);
  }

  /// "480 of 520 weeks" of the arm that has fewer; empty where all weeks have a value.
  std::string missing_weeks(const Json& variant, const std::string& name) const {
    std::int64_t known = 0, of = 0;
    for (const Json* arm : {&all_["base"], &variant}) {
      const Json& level = (*arm)["levels"][name];
      if (level.is_null() || level["weeks"].is_null()) continue;
      const auto there = level["weeks"]["known"].get<std::int64_t>(), all = level["weeks"]["of"].get<std::int64_t>();
      if (there < all && (of == 0 || there < known)) known = there, of = all;
    }
    return of == 0 ? "" : fmt::format("{} of {} weeks", known, of);
  }

  void row(const Json& effect, const Json& measure) {
    const auto unit = measure["unit"].get<std::string>();
    const bool as_ratio = measure["scale"] == "ratio" && !effect["ratio"].is_null();
    const Shown what = shown(effect, unit, as_ratio);
    const bool none = effect["pairs_equal"] == effect["pairs"] || effect["chance_positive"].is_null();
    std::string chance = none ? "" : chance_text(number(effect["chance_positive"]));
    std::erase_if(chance, [](char c) { return c == ' ' || c == '%'; });
    const std::string gain = effect["variance_saved"].is_null() ? "" : gain_text(number(effect["variance_saved"]));
    line(fmt::format("{:<24.24}{:>8}{:>9}{:>10}{:>17}{:>6}{:>6}", measure["title"].get<std::string>(),
                     level_text(unit, number(effect["base"])), level_text(unit, number(effect["variant"])), what.effect,
                     what.interval, chance, gain));
  }

  /// Both intervals of what the table has.
  void ensemble(const Json& effects) {
    const Json& what = all_["ensemble"];
    line(fmt::format("{:<24}{:>10}{:>22}{:>24}",
                     fmt::format("{} parameter sets x {}", what["sets"].size(), what["seeds"].get<int>()), "effect",
                     "chance, 95 %", "parameters, 95 %"),
         kFaint);
    for (const Json& effect : effects) {
      const auto name = effect["measure"].get<std::string>();
      if (std::ranges::find(kShown, name) == kShown.end() || effect["mean"].is_null()) continue;
      const bool as_ratio = effect["scale"] == "ratio";
      const auto unit = measures_.at(name)->at("unit").get<std::string>();
      const double mean = number(effect["mean"]);
      const auto interval = [&](const Json& range) {
        return range.is_null() ? std::string("-")
                               : range_text(mean, number(range["low"]), number(range["high"]), unit, as_ratio);
      };
      line(fmt::format("{:<24.24}{:>10}{:>22}{:>24}", measures_.at(name)->at("title").get<std::string>(),
                       as_ratio ? change_in_percent(mean) : difference_text(unit, mean), interval(effect["chance"]),
                       interval(effect["parameters"])));
    }
    paragraph(
        "chance: other seeds, the parameters held; it narrows with more seeds. parameters: other sets that the "
        "calibration kept, chance taken away; it does not. The table above is of the central set.",
        kFaint);
  }

  void over_time(const Json& paired) {
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
    line(fmt::format("Difference in {} by year, {}:", measure["title"].get<std::string>(), span));
    line(fmt::format("{} {} {}", years.begin()->first, sparkline(values), years.rbegin()->first));
    partial_years();
  }

  /// Which years of the row above are not whole.
  void partial_years() {
    constexpr int kWhole = 51;  // a run's first or last day may cut a week off
    const Json &years = all_["axes"]["years"], &weeks = all_["axes"]["year_weeks"];
    std::vector<std::string> partial;
    for (std::size_t i = 0; i < weeks.size(); ++i)
      if (const int n = weeks[i].get<int>(); n < kWhole)
        partial.push_back(fmt::format("{} has {} week{}", years[i].get<int>(), n, n == 1 ? "" : "s"));
    if (!partial.empty()) paragraph(fmt::format("{}.", fmt::join(partial, ", ")), kFaint);
  }

  void money(const Json& variant) {
    const double cost = number(variant["cost_usd"]);
    const std::string labels = all_["scene"]["name"].get<std::string>() + "'s labels";
    if (!(cost > 0)) return paragraph("Cost of the levers: none is stated in the scenario.");
    std::string content =
        fmt::format("Spent on the levers: {} over the window, by {}", level_text("USD a year", cost), labels);
    const Json& back = variant["return_per_usd"];
    if (!back.is_null() && !back["low"].is_null()) {  // of one pair none is claimed
      content +=
          fmt::format("; what they received changed by {:+.2f} dollars for each dollar spent", number(back["mean"]));
      content += fmt::format(" ({:+.2f} to {:+.2f})", number(back["low"]), number(back["high"]));
    }
    paragraph(content + ".");
  }

  void narrower(const Json& headline) {
    const Json& need = headline["replicates_for"];
    if (need.is_null()) return;
    const auto pairs = need["replicates"].get<std::int64_t>();
    paragraph(fmt::format("An interval a tenth as wide (half width {}) needs {} more pairs.",
                          need["half_width"].get<std::string>(),
                          grouped(std::max<std::int64_t>(pairs - headline["pairs"].get<std::int64_t>(), 0))));
  }

  const Json& all_;
  bool colour_;
  std::map<std::string, const Json*> measures_;
  std::string text_;
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

std::string comparison_text(const Json& comparison, bool colour) { return Text(comparison, colour).of_all(); }

}  // namespace hibiki
