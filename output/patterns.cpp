#include "output/patterns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>

#include "sim/core/error.hpp"

namespace hibiki {

namespace {

constexpr std::string_view kChallenger = "K-pop", kIncumbent = "J-pop";
constexpr std::array<std::string_view, 11> kAsian = {"C-pop",    "Cantopop", "Indo-pop", "J-pop", "K-pop", "M-pop",
                                                     "Mandopop", "P-pop",    "S-pop",    "T-pop", "V-pop"};
constexpr double kMostReplicates = 0.7;  ///< share that must show a pattern
constexpr int kHeldOutFrom = 2016;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

double mean_of(const std::vector<double>& values) {
  return values.empty() ? kNothing
                        : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Nothing when the run has no such scene.
std::optional<std::size_t> scene_of(const RunSummary& run, std::string_view name) {
  const auto it = std::ranges::find(run.axes.scenes, name);
  if (it == run.axes.scenes.end()) return std::nullopt;
  return static_cast<std::size_t>(it - run.axes.scenes.begin());
}

using Yearly = std::vector<double> YearSummary::*;

/// Mean over years first to last of a scene's yearly values; NaN without any.
double mean_over(const RunSummary& run, std::string_view scene, Yearly series, int first, int last) {
  const auto at = scene_of(run, scene);
  std::vector<double> values;
  for (const YearSummary& year : run.years)
    if (at && year.year >= first && year.year <= last) values.push_back((year.*series)[*at]);
  return mean_of(values);
}

bool has_years(const RunSummary& run, int first, int last) {
  return !run.years.empty() && run.years.front().year <= first && run.years.back().year >= last;
}

std::vector<double> each(const Summaries& runs, const std::function<double(const RunSummary&)>& value) {
  std::vector<double> values;
  for (const RunSummary* run : runs) values.push_back(value(*run));
  return values;
}

double median_of(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// "0.45 (0.32 to 0.61)".
std::string spread(std::vector<double> values) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  if (values.empty()) return "-";
  const auto [low, high] = std::ranges::minmax(values);
  return fmt::format("{:.2f} ({:.2f} to {:.2f})", median_of(values), low, high);
}

Pattern judged(std::string id, std::string text, std::size_t passed, std::size_t of, std::string measured) {
  const bool yes = static_cast<double>(passed) >= kMostReplicates * static_cast<double>(of);
  return {std::move(id), std::move(text), yes ? PatternResult::yes : PatternResult::no,
          fmt::format("{}, {} of {}", yes ? "yes" : "no", passed, of), std::move(measured)};
}

Pattern missing(std::string id, std::string text, std::string why) {
  return {std::move(id), std::move(text), PatternResult::not_in_this_run, "", std::move(why)};
}

std::size_t count_if(const std::vector<double>& values, const std::function<bool(double)>& test) {
  return static_cast<std::size_t>(std::ranges::count_if(values, test));
}

bool leads_the_nineties(const RunSummary& run) {
  std::string_view leader;
  double highest = -1;
  for (const std::string_view scene : kAsian)
    if (const double level = mean_over(run, scene, &YearSummary::leadership, 1990, 1999); level > highest) {
      highest = level;
      leader = scene;
    }
  return leader == kIncumbent;
}

Pattern first_pattern(const Summaries& base) {
  const auto leads = each(base, [](const RunSummary& run) { return leads_the_nineties(run) ? 1.0 : 0.0; });
  const auto levels = each(
      base, [](const RunSummary& run) { return mean_over(run, kIncumbent, &YearSummary::leadership, 1990, 1999); });
  return judged("P1", "J-pop leads Asia's scenes abroad in the 1990s", count_if(leads, [](double l) { return l > 0; }),
                base.size(), "J-pop's leadership " + spread(levels));
}

Pattern overtaking(const Summaries& base) {
  std::vector<double> years;
  for (const RunSummary* run : base)
    if (run->overtake) years.push_back(year_of(*run->overtake));
  const std::size_t inside = count_if(years, [](double year) { return year >= 2005 && year <= 2013; });
  return judged("P2", "K-pop overtakes between 2005 and 2013 (7 of 10 seeds)", inside, base.size(),
                years.empty() ? "never overtakes"
                              : fmt::format("overtakes in {}, median {:.0f}", years.size(), median_of(years)));
}

Pattern home_market(const Summaries& base) {
  const auto lowest = each(base, [](const RunSummary& run) {
    double least = std::numeric_limits<double>::infinity();
    for (const YearSummary& year : run.years)
      if (year.year >= 1990 && year.year < 2025) least = std::min(least, year.home_share[*scene_of(run, kIncumbent)]);
    return least;
  });
  return judged("P3", "J-pop keeps most of its home market throughout",
                count_if(lowest, [](double share) { return share > 0.5; }), base.size(),
                "lowest year " + spread(lowest));
}

std::vector<double> ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = static_cast<double>(rank);
  return ranks;
}

double correlation(const std::vector<double>& xs, const std::vector<double>& ys) {
  const double mx = mean_of(xs), my = mean_of(ys);
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t i = 0; i < xs.size(); ++i) {
    xy += (xs[i] - mx) * (ys[i] - my);
    xx += (xs[i] - mx) * (xs[i] - mx);
    yy += (ys[i] - my) * (ys[i] - my);
  }
  return xs.size() < 2 || xx == 0 || yy == 0 ? kNothing : xy / std::sqrt(xx * yy);
}

/// Korean revenue abroad in each year of the record, million dollars.
std::vector<double> modelled_exports(const RunSummary& run, const RecordedSeries& record) {
  constexpr double kCentsInMillion = 1e8;
  std::vector<double> values;
  for (const auto& [recorded, value] : record.by_year)
    for (const YearSummary& year : run.years)
      if (year.year == recorded)
        values.push_back(static_cast<double>(year.revenue_abroad[*scene_of(run, kChallenger)]) / kCentsInMillion);
  return values;
}

/// A thousand dollars stand for less.
std::vector<double> logs_of(std::vector<double> millions) {
  constexpr double kLeast = 1e-3;
  for (double& value : millions) value = std::log(std::max(value, kLeast));
  return millions;
}

std::vector<double> values_of(const RecordedSeries& record) {
  std::vector<double> values;
  for (const auto& [year, value] : record.by_year) values.push_back(value);
  return values;
}

/// Geometric mean of modelled over recorded exports.
double level_of(const RunSummary& run, const RecordedSeries& record) {
  std::vector<double> logs = logs_of(modelled_exports(run, record));
  const std::vector<double> truth = logs_of(values_of(record));
  for (std::size_t i = 0; i < logs.size(); ++i) logs[i] -= truth[i];
  return std::exp(mean_of(logs));
}

Pattern exports_grow(const Summaries& base, const RecordedSeries& record, const std::string& which) {
  const auto truth = values_of(record);
  const auto logs = each(
      base, [&](const RunSummary& run) { return correlation(logs_of(modelled_exports(run, record)), logs_of(truth)); });
  const auto ranks = each(base, [&](const RunSummary& run) {
    return correlation(ranks_of(modelled_exports(run, record)), ranks_of(truth));
  });
  const auto levels = each(base, [&](const RunSummary& run) { return level_of(run, record); });
  return {"P4",
          fmt::format("Korean exports grow as recorded, {}{}", which, record.verified ? "" : " (unverified record)"),
          PatternResult::reported, "log correlation " + spread(logs),
          fmt::format("rank {}; level x{}", spread(ranks), spread(levels))};
}

void add_exports(const Summaries& base, const RecordedSeries& all, std::vector<Pattern>& patterns) {
  RecordedSeries early{{}, all.verified}, held_out{{}, all.verified};
  for (const auto& [year, value] : all.by_year) (year < kHeldOutFrom ? early : held_out).by_year[year] = value;
  patterns.push_back(exports_grow(base, early, "to 2015"));
  patterns.push_back(exports_grow(base, all, "all years"));
  patterns.push_back({"P4", "... held-out years alone (2016-2022)", PatternResult::reported,
                      "level x" + spread(each(base, [&](const RunSummary& run) { return level_of(run, held_out); })),
                      "growth within them is too short to correlate"});
}

Pattern inequality(const Summaries& base) {
  const auto ginis =
      each(base, [](const RunSummary& run) { return mean_over(run, kIncumbent, &YearSummary::gini, 1990, 2024); });
  return judged("P5", "Inequality of weekly plays at home in the band .75 to .86",
                count_if(ginis, [](double gini) { return gini >= 0.75 && gini <= 0.86; }), base.size(),
                "Gini " + spread(ginis));
}

Pattern counterfactual(std::string id, std::string text, const std::string& name, const Summaries& base,
                       const std::map<std::string, Summaries>& variants) {
  const auto found = variants.find(name);
  if (found == variants.end() || found->second.size() != base.size() || base.empty())
    return missing(std::move(id), std::move(text), "compare it with scenarios/strategies/" + name + ".toml");
  std::vector<double> logs, shifts;
  for (std::size_t i = 0; i < base.size(); ++i) {
    const auto mean = [&](const RunSummary& run, Yearly series) {
      return mean_over(run, kIncumbent, series, 2010, 2023);
    };
    const RunSummary &before = *base[i], &after = *found->second[i];
    logs.push_back(
        std::log((mean(after, &YearSummary::engaged_abroad) + 1) / (mean(before, &YearSummary::engaged_abroad) + 1)));
    shifts.push_back(mean(after, &YearSummary::leadership) - mean(before, &YearSummary::leadership));
  }
  double squares = 0;
  for (const double log : logs) squares += (log - mean_of(logs)) * (log - mean_of(logs));
  const auto n = static_cast<double>(logs.size());
  const double error = n > 1 ? std::sqrt(squares / (n - 1)) / std::sqrt(n) : kNothing;
  return {std::move(id), std::move(text), PatternResult::reported, "reported, no target",
          fmt::format("fans abroad 2010-23 x{:.2f} (log {:+.2f} +- {:.2f}), leadership {:+.3f}",
                      std::exp(mean_of(logs)), mean_of(logs), error, mean_of(shifts))};
}

Pattern livestream(const Summaries& base) {
  constexpr double kRecorded = 0.67e6, kFactor = 3;
  const auto viewers = each(base, [](const RunSummary& run) {
    People most = 0;
    for (const LivestreamPeak& peak : run.livestreams)
      if (peak.act == "Number_i") most = std::max(most, peak.viewers);
    return static_cast<double>(most);
  });
  const double median = median_of(viewers);
  const bool near = median >= kRecorded / kFactor && median <= kRecorded * kFactor;
  std::vector<double> millions = viewers;
  for (double& value : millions) value /= 1e6;
  return {"P7", "Number_i's audience within a factor 3 of 0.67 M (median)",
          near ? PatternResult::yes : PatternResult::no, near ? "yes" : "no", "viewers, M: " + spread(millions)};
}

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find(',', at), line.size());
    fields.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return fields;
}

template <class Number>
Number number_in(std::string_view text) {
  Number number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

RecordedSeries recorded_series(std::string_view csv, std::string_view name) {
  RecordedSeries series;
  for (std::size_t at = 0; at < csv.size();) {
    const std::size_t end = std::min(csv.find('\n', at), csv.size());
    const auto fields = fields_of(csv.substr(at, end - at));
    at = end + 1;
    if (fields.size() < 6 || fields[0] != name) continue;
    series.by_year[number_in<int>(fields[1])] = number_in<double>(fields[2]);
    series.verified = series.verified && fields[4] == "S";
  }
  return series;
}

std::string_view result_name(PatternResult result) {
  constexpr std::array<std::string_view, 4> kNames = {"yes", "no", "reported", "not in this run"};
  return kNames[static_cast<std::size_t>(result)];
}

std::vector<Pattern> check_patterns(const Summaries& base, const std::map<std::string, Summaries>& variants,
                                    std::string_view record) {
  constexpr auto kNoScenes = "there is no J-pop or K-pop in this scenario";
  if (base.empty() || !scene_of(*base.front(), kChallenger) || !scene_of(*base.front(), kIncumbent))
    return {missing("P1-P8", "Patterns of the record of Asian pop", kNoScenes)};
  const RunSummary& run = *base.front();
  std::vector<Pattern> patterns;
  const auto add = [&](bool covered, const char* id, const char* text, const auto& check) {
    if (covered)
      patterns.push_back(check(base));
    else
      patterns.push_back(missing(id, text, "the run does not cover these years"));
  };
  add(has_years(run, 1990, 1999), "P1", "J-pop leads Asia's scenes abroad in the 1990s", first_pattern);
  add(has_years(run, 2005, 2013), "P2", "K-pop overtakes between 2005 and 2013", overtaking);
  add(!run.years.empty(), "P3", "J-pop keeps most of its home market throughout", home_market);
  const RecordedSeries exports = recorded_series(record, "korean_music_exports");
  HIBIKI_ASSERT(!exports.by_year.empty());
  if (has_years(run, exports.by_year.begin()->first, exports.by_year.rbegin()->first))
    add_exports(base, exports, patterns);
  else
    patterns.push_back(missing("P4", "Korean exports grow as recorded", "the run does not cover these years"));
  add(!run.years.empty(), "P5", "Inequality of weekly plays at home in the band .75 to .86", inequality);
  patterns.push_back(
      counterfactual("P6", "Japanese labels ignore video throughout", "japan_ignores_video", base, variants));
  add(has_years(run, 2023, 2023), "P7", "Number_i's audience within a factor 3 of 0.67 M (median)", livestream);
  patterns.push_back(counterfactual("P8", "Japan with Korea's policy wholesale", "japan_like_korea", base, variants));
  return patterns;
}

}  // namespace hibiki
