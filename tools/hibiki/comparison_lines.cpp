#include "tools/hibiki/comparison_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "output/analysis/paired.hpp"
#include "sim/core/accurate_math.hpp"
#include "tools/experiments/number_text.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

double number_of(const StoredJson& json) { return json.is_number() ? json.get<double>() : std::nan(""); }

std::string range_text(double mean, double low, double high, std::string_view unit, bool as_ratio) {
  const auto [from, to] =
      as_ratio ? ratio_bounds(low, high) : std::pair(difference_figure(unit, low), difference_figure(unit, high));
  if (as_ratio) return from.number() + " to " + to.number();
  // Points are named once below the table.
  if (from.unit == to.unit && from.unit == difference_figure(unit, mean).unit)
    return from.number() + " to " + (unit == "share" ? to.number() : to.text());
  return from.number() + from.unit + " to " + to.number() + to.unit;
}

std::string effect_text(double mean, std::string_view unit, bool as_ratio) {
  return as_ratio ? change_in_percent(mean) : difference_text(unit, mean);
}

namespace {

/// An effect's interval on the scale of its statistics (logarithms of ratios), and the size asked for on that scale.
struct PoweredEffect {
  Interval interval;
  std::size_t pairs = 0;
  double size = 0;
};

std::optional<PoweredEffect> powered(const StoredJson& effect, const StoredJson& shown, bool as_ratio, double size) {
  if (shown.is_null() || shown["low"].is_null()) return std::nullopt;
  const auto scaled = [&](double value) { return as_ratio ? accurate::log(value) : value; };
  return PoweredEffect{
      {scaled(number_of(shown["mean"])), scaled(number_of(shown["low"])), scaled(number_of(shown["high"]))},
      effect["pairs"].get<std::size_t>(),
      scaled(as_ratio ? 1 + size : size)};
}

}  // namespace

ComparisonLines::ComparisonLines(const Json& comparison, const Layout& layout, std::optional<double> seconds_a_pair,
                                 std::optional<double> effect_size)
    : all_(comparison), layout_(layout), seconds_a_pair_(seconds_a_pair), effect_size_(effect_size) {
  for (const Json& measure : all_["measures"]) measures_[measure["name"].get<std::string>()] = &measure;
}

void ComparisonLines::line(const std::string& content, const char* code) {
  text_ += layout_.colour && *code != '\0' ? fmt::format("\x1b[{}m{}\x1b[0m\n", code, content) : content + "\n";
}

void ComparisonLines::paragraph(const std::string& content, const char* code) {
  line(wrapped(content, 0, layout_.columns), code);
}

void ComparisonLines::implausible(const Json& arm, const std::string& name) {
  const std::string lead = "Implausible in " + name;
  if (arm.contains("implausible"))  // results of earlier versions have neither list
    for (const Json& text : arm["implausible"]) paragraph(lead + ": " + text.get<std::string>(), kBold);
  if (!arm.contains("oversized_markets")) return;
  std::vector<std::string> markets;
  for (const Json& market : arm["oversized_markets"]) markets.push_back(market["text"].get<std::string>());
  if (!markets.empty())
    paragraph(fmt::format("{}, against the recorded size of the market: {}.", lead, fmt::join(markets, ", ")), kBold);
}

void ComparisonLines::conditions() {
  paragraph(fmt::format("A conditional simulation, not a forecast: {} fans, {} to {}.",
                        grouped(all_["fans"].get<std::int64_t>()), all_["window"]["from"].get<std::string>(),
                        all_["window"]["to"].get<std::string>()),
            kFaint);
  if (all_.contains("record_ends") && !all_["record_ends"].is_null())
    paragraph(fmt::format("Weeks from {} on are after the record: data and policies go on as the file says.",
                          all_["record_ends"].get<std::string>()),
              kFaint);
}

void ComparisonLines::failures() {
  if (!all_["failed"].empty())
    paragraph(fmt::format("{} replicate{} failed; compare.json lists them with the errors.", all_["failed"].size(),
                          all_["failed"].size() == 1 ? "" : "s"));
}

ComparisonLines::Shown ComparisonLines::shown(const Json& effect) const {
  const Json& interval = own_interval(effect);
  if (interval.is_null()) return {"-", ""};
  const bool ratio = as_ratio(effect);
  const auto unit = measure(effect)["unit"].get<std::string>();
  const double mean = number_of(interval["mean"]);
  // Comparisons of earlier versions have only intervals that hold one by one.
  const Json& range = effect.contains("simultaneous") ? effect["simultaneous"] : interval;
  const bool has_range = !range["low"].is_null() && range["low"] != range["high"];
  return {effect_text(mean, unit, ratio),
          has_range ? range_text(mean, number_of(range["low"]), number_of(range["high"]), unit, ratio) : ""};
}

bool ComparisonLines::until_narrow() const {
  if (!all_.contains("command")) return false;
  const auto is_width = [](const Json& word) { return word.get<std::string>().starts_with("--ci-width"); };
  return std::ranges::any_of(all_["command"], is_width);
}

std::string ComparisonLines::more_pairs(std::int64_t wanted, std::int64_t pairs) const {
  // Where some pairs have no value, as many of the further ones will have none.
  const auto all = all_["base"].contains("seeds") ? static_cast<std::int64_t>(all_["base"]["seeds"].size()) : pairs;
  if (all > pairs && pairs > 0) {
    wanted = (wanted * all + pairs - 1) / pairs;
    pairs = all;
  }
  const std::int64_t more = std::max<std::int64_t>(wanted - pairs, 1);
  std::string text = fmt::format("{} more pair{}", grouped(more), more == 1 ? "" : "s");
  if (!until_narrow()) text += fmt::format(" (--replicates {})", pairs + more);
  if (seconds_a_pair_) text += ", about " + duration_text(*seconds_a_pair_ * static_cast<double>(more));
  return text;
}

void ComparisonLines::power() {
  if (!effect_size_) return;
  std::optional<PoweredEffect> worst;
  std::string size, whose;
  double least = 2;
  for (const Json& variant : all_["variants"]) {
    const Json &effect = variant["effects"][0], &what = measure(effect);
    const bool ratio = as_ratio(effect);
    if (!ratio && what["scale"] == "ratio") continue;  // the size asked for is one of a ratio
    const auto one = powered(effect, own_interval(effect), ratio, *effect_size_);
    const double chance = one ? power_of(one->interval, one->pairs, one->size) : std::nan("");
    if (!(chance < least)) continue;
    least = chance;
    worst = one;
    size = effect_text(ratio ? 1 + *effect_size_ : *effect_size_, what["unit"].get<std::string>(), ratio);
    whose = all_["variants"].size() > 1 ? fmt::format(" of {}", variant["run"].get<std::string>()) : "";
  }
  if (!worst)
    return paragraph("The power for an effect needs two pairs whose effects differ, and for a ratio values above 0.");
  std::string text = fmt::format("A true effect{} of {} would be seen in {} pairs with {} probability", whose, size,
                                 worst->pairs, chance_text(least));
  const auto needed = values_to_detect(worst->interval, worst->pairs, worst->size);
  constexpr std::size_t kMillion = 1'000'000;
  if (!needed)
    text += fmt::format("; from fewer than {} pairs the number needed is not forecast", kLeastForForecast);
  else if (*needed > kMillion)
    text += "; for 80 %, more than a million pairs would be needed";
  else if (*needed > worst->pairs)
    text += fmt::format("; for 80 %, with the spread at its upper limit: {}",
                        more_pairs(static_cast<std::int64_t>(*needed), static_cast<std::int64_t>(worst->pairs)));
  paragraph(text + ".");
}

Table ComparisonLines::ensemble_columns() const {
  const std::size_t interval = layout_.columns < kUsualColumns ? 15 : 22;
  return Table({{24}, {10}, {interval, 1}, {interval + (layout_.columns < kUsualColumns ? 0 : 2)}}, layout_.columns);
}

void ComparisonLines::ensemble_head(const Table& columns) {
  const Json& what = all_["ensemble"];
  line(columns.row({fmt::format("{} parameter sets x {}", what["sets"].size(), what["seeds"].get<int>()), "effect",
                    "sampling, 95 %", "parameters, 95 %"}),
       kFaint);
}

void ComparisonLines::ensemble_row(const Table& columns, const std::string& name, const Json& effect) {
  if (effect["mean"].is_null()) return;
  const bool as_ratio = effect["scale"] == "ratio";
  const auto unit = measures_.at(effect["measure"].get<std::string>())->at("unit").get<std::string>();
  const double mean = number_of(effect["mean"]);
  const bool hidden = effect.contains("hidden") && effect["hidden"].get<bool>();
  const auto interval = [&](const Json& range) {
    return range.is_null() ? std::string(hidden && &range == &effect["parameters"] ? "within sampling" : "-")
                           : range_text(mean, number_of(range["low"]), number_of(range["high"]), unit, as_ratio);
  };
  line(columns.row(
      {name, effect_text(mean, unit, as_ratio), interval(effect["chance"]), interval(effect["parameters"])}));
}

void ComparisonLines::ensemble_note() {
  paragraph(
      "sampling: sampling noise with the parameters held fixed; more seeds narrow it. parameters: variation over "
      "the parameter sets with the sampling noise removed; more seeds do not narrow it (\"within sampling\": the sets "
      "differ no more than by sampling noise). The table above shows the central set.",
      kFaint);
}

}  // namespace hibiki::program
