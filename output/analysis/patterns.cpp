#include "output/analysis/patterns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>

#include "output/analysis/against_record.hpp"
#include "output/analysis/statistics.hpp"
#include "sim/core/accurate_math.hpp"
#include "sim/core/error.hpp"

namespace hibiki::inline analysis {

namespace {

constexpr std::string_view kChallenger = "K-pop", kIncumbent = "J-pop";
constexpr std::array<std::string_view, 11> kAsian = {"C-pop",    "Cantopop", "Indo-pop", "J-pop", "K-pop", "M-pop",
                                                     "Mandopop", "P-pop",    "S-pop",    "T-pop", "V-pop"};
constexpr double kMostReplicates = 0.7;  ///< share that must show a pattern
constexpr int kEver = 9999;              ///< a year after all others
constexpr auto kPlayedText = "K-pop overtakes between 2005 and 2013, by plays of people in the third markets";
constexpr auto kNotCovered = "the run does not cover these years";
constexpr auto kNoReceipts = "the results, of an earlier model version, do not say what labels receive from abroad";

/// A pattern that so many replicates must show. `off` is how far the median is from it.
Pattern judged(std::string id, std::string text, std::size_t passed, std::size_t of, std::string measured,
               const std::string& off) {
  const bool yes = static_cast<double>(passed) >= kMostReplicates * static_cast<double>(of);
  Pattern pattern{std::move(id),
                  std::move(text),
                  yes ? PatternResult::yes : PatternResult::no,
                  fmt::format("{}, {} of {}", yes ? "yes" : "no", passed, of),
                  std::move(measured),
                  ""};
  if (!yes)
    pattern.off = fmt::format("shown by {} of {}, {:.0f} are needed{}{}", passed, of,
                              std::ceil(kMostReplicates * static_cast<double>(of)), off.empty() ? "" : "; ", off);
  return pattern;
}

Pattern missing(std::string id, std::string text, std::string why) {
  return {std::move(id), std::move(text), PatternResult::not_in_this_run, "", std::move(why), ""};
}

std::size_t count_if(const std::vector<double>& values, const std::function<bool(double)>& test) {
  return static_cast<std::size_t>(std::ranges::count_if(values, test));
}

double nineties(const RunSummary& run, std::string_view scene) {
  return mean_over(run, scene, &YearSummary::leadership, 1990, 1999);
}

/// J-pop's leadership in the 1990s less that of the best of Asia's other scenes.
double lead_in_the_nineties(const RunSummary& run) {
  double best = 0;
  for (const std::string_view scene : kAsian)
    if (const double level = nineties(run, scene); scene != kIncumbent && level > best) best = level;
  return nineties(run, kIncumbent) - best;
}

Pattern first_pattern(const Summaries& base) {
  const auto leads = each(base, lead_in_the_nineties);
  const auto levels = each(base, [](const RunSummary& run) { return nineties(run, kIncumbent); });
  return judged("P1", "J-pop leads Asia's scenes abroad in the 1990s", count_if(leads, [](double l) { return l > 0; }),
                base.size(), "J-pop's leadership " + spread(levels), "lead over the next scene " + spread(leads));
}

/// The challenger's race with the incumbent in one run.
struct Race {
  std::optional<int> overtakes;  ///< year
  bool led_from_start = false;
};

Pattern overtaking(std::string text, const Summaries& base, Race (*race_of)(const RunSummary&)) {
  std::vector<double> years;
  std::size_t ahead = 0;
  for (const RunSummary* run : base) {
    const Race race = race_of(*run);
    if (race.overtakes) years.push_back(*race.overtakes);
    ahead += race.led_from_start ? 1 : 0;
  }
  const std::string from_start = ahead > 0 ? fmt::format(", led from the start in {}", ahead) : "";
  const std::size_t inside = count_if(years, [](double year) { return year >= 2005 && year <= 2013; });
  return judged("P2", std::move(text), inside, base.size(),
                (years.empty() ? "never overtakes"
                               : fmt::format("overtakes in {}, median {:.0f}", years.size(), median_of(years))) +
                    from_start,
                fmt::format("{} never overtake, {} too early or too late{}", base.size() - years.size() - ahead,
                            years.size() - inside, from_start));
}

Race race_by_leadership(const RunSummary& run) {
  return {run.overtake ? std::optional(year_of(*run.overtake)) : std::nullopt, run.led_from_start};
}

Pattern overtaking_led(const Summaries& base) {
  return overtaking("K-pop overtakes between 2005 and 2013 (7 of 10 seeds)", base, race_by_leadership);
}

/// By plays of all people in the third markets together: the first whole year in which the challenger has more than the
/// incumbent after a year in which the incumbent had more; whether the challenger led before any such year.
Race race_by_plays(const RunSummary& run) {
  const std::size_t scenes = run.axes.scenes.size(), k = *scene_of(run, kChallenger), j = *scene_of(run, kIncumbent);
  bool behind = false;
  for (const YearSummary& year : run.years) {
    if (!year.whole() || year.plays.empty()) continue;
    People challenger = 0, incumbent = 0;
    for (std::size_t m = 0; m < scenes; ++m) {
      if (m == k || m == j || std::ranges::find(kAsian, run.axes.scenes[m]) == kAsian.end()) continue;
      challenger += year.plays[m * scenes + k];
      incumbent += year.plays[m * scenes + j];
    }
    if (challenger > incumbent && !behind) return {std::nullopt, true};
    if (challenger > incumbent) return {year.year, false};
    behind = behind || incumbent > challenger;
  }
  return {};
}

Pattern overtaking_played(const Summaries& base) { return overtaking(kPlayedText, base, race_by_plays); }

Pattern home_market(const Summaries& base) {
  const auto lowest = each(base, [](const RunSummary& run) {
    double least = kMissing;  // fmin takes the number of a number and NaN
    for (const YearSummary& year : run.years)
      if (year.whole() && year.year >= 1990 && year.year < 2025)
        least = std::fmin(least, year.home_share[*scene_of(run, kIncumbent)]);
    return least;
  });
  return judged("P3", "J-pop keeps most of its home market throughout",
                count_if(lowest, [](double share) { return share > 0.5; }), base.size(),
                "lowest year " + spread(lowest), "");
}

/// Geometric mean of modelled over recorded exports.
std::string level_text(const Summaries& base, const RecordedSeries& record) {
  return spread(
      each(base, [&](const RunSummary& run) { return level_against(modelled_exports(), run, record, 0, kEver); }));
}

/// Continuous ranked probability score of the logarithm of exports, its mean over the record's years: the mean distance
/// of a replicate from the record less half of that between two replicates (Gneiting and Raftery 2007). 0: all are as
/// recorded. With one replicate it is the distance from the record.
double ranked_probability_score(const Summaries& base, const RecordedSeries& record) {
  std::vector<std::vector<double>> runs;
  for (const RunSummary* run : base) runs.push_back(logs_of(modelled_values(modelled_exports(), *run, record)));
  const std::vector<double> truth = logs_of(values_of(record));
  const auto n = static_cast<double>(runs.size());
  std::vector<double> scores;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    double from_truth = 0, apart = 0;
    for (const auto& run : runs) {
      from_truth += std::abs(run[i] - truth[i]);
      for (const auto& other : runs) apart += std::abs(run[i] - other[i]);
    }
    scores.push_back(from_truth / n - apart / (2 * n * n));
  }
  return mean_of(known(std::move(scores)));
}

Pattern exports_grow(const Summaries& base, const RecordedSeries& record, const std::string& which) {
  const ModelledSeries& exports = modelled_exports();
  const auto truth = values_of(record);
  const auto logs = each(base, [&](const RunSummary& run) {
    return correlation_of(logs_of(modelled_values(exports, run, record)), logs_of(truth));
  });
  const auto ranks = each(base, [&](const RunSummary& run) {
    return correlation_of(ranks_of(modelled_values(exports, run, record)), ranks_of(truth));
  });
  return {"P4",
          fmt::format("Korean exports grow as recorded, {}{}", which, record.verified() ? "" : " (unverified record)"),
          PatternResult::reported,
          "log correlation " + spread(logs),
          fmt::format("rank {}; level x{}; CRPS {:.2f} log", spread(ranks), level_text(base, record),
                      ranked_probability_score(base, record)),
          ""};
}

void add_exports(const Summaries& base, const RecordedSeries& all, std::vector<Pattern>& patterns) {
  patterns.push_back(exports_grow(base, all.between(0, kLastFittedYear), "to 2015"));
  patterns.push_back(exports_grow(base, all, "all years"));
  constexpr std::size_t kFewestToCorrelate = 5;
  const RecordedSeries later = all.between(kLastFittedYear + 1, kEver);
  const std::string which = "held-out years only";
  if (later.by_year.size() >= kFewestToCorrelate)
    patterns.push_back(exports_grow(base, later, which));
  else
    patterns.push_back({"P4", "... " + which, PatternResult::reported, "level x" + level_text(base, later),
                        "too few years to correlate", ""});
}

/// It is reported only, since no published share over years was found.
Pattern concentration(const Summaries& base) {
  constexpr int kFirst = 2005, kLast = 2009;
  const auto shares =
      each(base, [](const RunSummary& run) { return act_concentration(run, kFirst, kLast).top_ten_share; });
  const auto numbers =
      each(base, [](const RunSummary& run) { return act_concentration(run, kFirst, kLast).effective_acts; });
  return {"P5",
          fmt::format("Share of the ten most played acts in the plays of {}-{:02}", kFirst, kLast % 100),
          PatternResult::reported,
          "share " + spread(shares),
          "effective number of acts " + spread(numbers),
          ""};
}

Pattern counterfactual(std::string id, std::string text, const std::string& name, const Summaries& base,
                       const std::map<std::string, Summaries>& variants) {
  if (!base.empty() && !has_years(*base.front(), 2010, 2023))
    return missing(std::move(id), std::move(text), kNotCovered);
  const auto found = variants.find(name);
  if (found == variants.end() || found->second.size() != base.size() || base.empty())
    return missing(std::move(id), std::move(text), "needs a comparison with scenarios/strategies/" + name + ".toml");
  std::vector<double> logs, shifts;
  for (std::size_t i = 0; i < base.size(); ++i) {
    const auto mean = [&](const RunSummary& run, Yearly series) {
      return mean_over(run, kIncumbent, series, 2010, 2023);
    };
    const RunSummary &before = *base[i], &after = *found->second[i];
    logs.push_back(accurate::log((mean(after, &YearSummary::engaged_abroad) + 1) /
                                 (mean(before, &YearSummary::engaged_abroad) + 1)));
    shifts.push_back(mean(after, &YearSummary::leadership) - mean(before, &YearSummary::leadership));
  }
  const double error = std::sqrt(variance_of(logs) / static_cast<double>(logs.size()));
  return {std::move(id),
          std::move(text),
          PatternResult::reported,
          "reported, no target",
          fmt::format("fans abroad 2010-23 x{:.2f} (log {:+.2f} +- {:.2f}), leadership {:+.3f}",
                      accurate::exp(mean_of(logs)), mean_of(logs), error, mean_of(shifts)),
          ""};
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
  return {"P7",
          "Number_i's audience within a factor 3 of 0.67 M (median)",
          near ? PatternResult::yes : PatternResult::no,
          near ? "yes" : "no",
          "viewers, M: " + spread(millions),
          near ? "" : fmt::format("the median is x{:.2g} of the record", median / kRecorded)};
}

}  // namespace

std::string_view result_name(PatternResult result) {
  constexpr std::array<std::string_view, 4> kNames = {"yes", "no", "reported", "not in this run"};
  return kNames[static_cast<std::size_t>(result)];
}

std::vector<Pattern> check_patterns(const Summaries& base, const std::map<std::string, Summaries>& variants,
                                    std::string_view record) {
  constexpr auto kNoScenes = "the scenario has no J-pop or K-pop";
  if (base.empty() || !scene_of(*base.front(), kChallenger) || !scene_of(*base.front(), kIncumbent))
    return {missing("P1-P8", "Patterns of the record of Asian pop", kNoScenes)};
  const RunSummary& run = *base.front();
  std::vector<Pattern> patterns;
  const auto add = [&](bool covered, const char* id, const char* text, const auto& check) {
    if (covered)
      patterns.push_back(check(base));
    else
      patterns.push_back(missing(id, text, kNotCovered));
  };
  add(has_years(run, 1990, 1999), "P1", "J-pop leads Asia's scenes abroad in the 1990s", first_pattern);
  add(has_years(run, 2005, 2013), "P2", "K-pop overtakes between 2005 and 2013", overtaking_led);
  add(has_years(run, 2005, 2013), "P2", kPlayedText, overtaking_played);
  const bool some_year = std::ranges::any_of(
      run.years, [](const YearSummary& year) { return year.whole() && year.year >= 1990 && year.year < 2025; });
  add(some_year, "P3", "J-pop keeps most of its home market throughout", home_market);
  const RecordedSeries exports = recorded_series(record, "korean_music_exports");
  HIBIKI_ASSERT(!exports.by_year.empty());
  if (!has_years(run, exports.by_year.begin()->first, exports.by_year.rbegin()->first))
    patterns.push_back(missing("P4", "Korean exports grow as recorded", kNotCovered));
  else if (std::ranges::any_of(base, [](const RunSummary* one) { return one->years.front().received.empty(); }))
    patterns.push_back(missing("P4", "Korean exports grow as recorded", kNoReceipts));
  else
    add_exports(base, exports, patterns);
  add(has_years(run, 2005, 2009), "P5", "Share of the ten most played acts", concentration);
  patterns.push_back(
      counterfactual("P6", "Japanese labels ignore video throughout", "japan_ignores_video", base, variants));
  add(has_years(run, 2023, 2023), "P7", "Number_i's audience within a factor 3 of 0.67 M (median)", livestream);
  patterns.push_back(counterfactual("P8", "Japan with Korea's policy wholesale", "japan_like_korea", base, variants));
  return patterns;
}

}  // namespace hibiki::analysis
