#include "tools/calibration/plan_measures.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include "output/analysis/statistics.hpp"
#include "output/analysis/summaries.hpp"
#include "sim/core/error.hpp"
#include "sim/engine/summary.hpp"

namespace hibiki::inline calibration {

namespace {

constexpr double kCentsInMillion = 1e8;

std::size_t place_of(const std::vector<std::string>& names, const std::string& name) {
  const auto it = std::ranges::find(names, name);
  HIBIKI_ASSERT(it != names.end());
  return static_cast<std::size_t>(it - names.begin());
}

std::size_t scene_of(const RunSummary& run, const PlanTarget& target) {
  return place_of(run.axes.scenes, target.scene);
}
std::size_t market_of(const RunSummary& run, const PlanTarget& target) {
  return place_of(run.axes.markets, target.market);
}

/// Mean over the years of `of`, without years for which it is NaN; NaN when the run lacks a whole
/// year.
double mean_over(const RunSummary& run, YearRange years, const std::function<double(const YearSummary&)>& of) {
  if (!has_years(run, years.first, years.last)) return kMissing;
  std::vector<double> values;
  for (const YearSummary& year : run.years)
    if (year.year >= years.first && year.year <= years.last) values.push_back(of(year));
  return mean_of(known(std::move(values)));
}

double share(double part, double whole) { return whole > 0 ? part / whole : kMissing; }

double revenue_abroad(const RunSummary& run, const PlanTarget& t, YearRange years) {
  return mean_over(run, years, [&, s = scene_of(run, t)](const YearSummary& y) {
    return y.a_year(static_cast<double>(y.revenue_abroad[s])) / kCentsInMillion;
  });
}

double exports(const RunSummary& run, const PlanTarget& t, YearRange years) {
  return mean_over(run, years, [&, s = scene_of(run, t)](const YearSummary& y) {
    return y.a_year(received_abroad(y, s)) / kCentsInMillion;
  });
}

/// Shares are of sums over the years, so that a year without any does not count.
double export_share(const RunSummary& run, const PlanTarget& t, YearRange years) {
  const std::size_t s = scene_of(run, t), scenes = run.axes.scenes.size();
  const double there = mean_over(run, years, [&](const YearSummary& y) {
    double sum = 0;
    for (const std::string& market : t.markets)
      sum += static_cast<double>(y.received[place_of(run.axes.markets, market) * scenes + s]);
    return y.a_year(sum);
  });
  return share(there / kCentsInMillion, exports(run, t, years));
}

/// Of sums over the years, as export_share.
double export_ratio(const RunSummary& run, const PlanTarget& t, YearRange years) {
  PlanTarget base = t;
  base.markets = {t.market};
  constexpr double kMost = 1e9;  // instead of infinity
  const double part = export_share(run, t, years), whole = export_share(run, base, years);
  return whole == 0 && part > 0 ? kMost : share(part, whole);
}

/// Scene's share of a market's row of a table of market x scene.
template <class Number>
double scene_share(const RunSummary& run, const PlanTarget& t, YearRange years,
                   std::vector<Number> YearSummary::*table) {
  const std::size_t s = scene_of(run, t), m = market_of(run, t), scenes = run.axes.scenes.size();
  double part = 0, whole = 0;
  for (const YearSummary& y : run.years)
    for (std::size_t other = 0; y.year >= years.first && y.year <= years.last && other < scenes; ++other) {
      whole += static_cast<double>((y.*table)[m * scenes + other]);
      if (other == s) part += static_cast<double>((y.*table)[m * scenes + other]);
    }
  return share(part, whole);
}

double market_share(const RunSummary& run, const PlanTarget& t, YearRange years) {
  return scene_share(run, t, years, &YearSummary::revenue);
}

double plays_in_market(const RunSummary& run, const PlanTarget& t, YearRange years) {
  return scene_share(run, t, years, &YearSummary::plays);
}

/// Share of a scene's plays, over all markets, that are in the market.
double plays_share(const RunSummary& run, const PlanTarget& t, YearRange years) {
  const std::size_t s = scene_of(run, t), m = market_of(run, t), scenes = run.axes.scenes.size();
  double part = 0, whole = 0;
  for (const YearSummary& y : run.years)
    for (std::size_t other = 0; y.year >= years.first && y.year <= years.last && other < scenes; ++other) {
      whole += static_cast<double>(y.plays[other * scenes + s]);
      if (other == m) part += static_cast<double>(y.plays[other * scenes + s]);
    }
  return share(part, whole);
}

/// Spending of the market on discs and streams. Sources are known only by scene: of its spending on each scene, the
/// part that the scene takes from discs and streams everywhere.
double recorded_revenue(const RunSummary& run, const PlanTarget& t, YearRange years) {
  const std::size_t m = market_of(run, t), scenes = run.axes.scenes.size();
  return mean_over(run, years, [&](const YearSummary& y) {
    double sum = 0;
    for (std::size_t s = 0; s < scenes; ++s) {
      const auto all = static_cast<double>(y.revenue_home[s] + y.revenue_abroad[s]);
      if (all > 0)
        sum += static_cast<double>(y.revenue[m * scenes + s]) * static_cast<double>(y.revenue_recorded[s]) / all;
    }
    return y.a_year(sum) / kCentsInMillion;
  });
}

double home_share(const RunSummary& run, const PlanTarget& t, YearRange years) {
  return mean_over(run, years, [s = scene_of(run, t)](const YearSummary& y) { return y.home_share[s]; });
}

double leadership(const RunSummary& run, const PlanTarget& t, YearRange years) {
  return mean_over(run, years, [s = scene_of(run, t)](const YearSummary& y) { return y.leadership[s]; });
}

double top_ten_share(const RunSummary& run, const PlanTarget&, YearRange years) {
  return act_concentration(run, years.first, years.last).top_ten_share;
}

double effective_acts(const RunSummary& run, const PlanTarget&, YearRange years) {
  return act_concentration(run, years.first, years.last).effective_acts;
}

double gini(const RunSummary& run, const PlanTarget& t, YearRange years) {
  return mean_over(run, years, [m = market_of(run, t)](const YearSummary& y) { return y.gini[m]; });
}

/// A challenger that never overtakes does so in the year after the run; one that led from the start in its first.
double overtake_year(const RunSummary& run, const PlanTarget&, YearRange) {
  if (run.years.empty()) return kMissing;
  if (run.led_from_start) return run.years.front().year;
  if (!run.overtake) return run.years.back().year + 1;
  const int year = year_of(*run.overtake);
  return year + years_between(make_day(year, 1, 1), *run.overtake);
}

double livestream_peak(const RunSummary& run, const PlanTarget& t, YearRange) {
  People most = 0;
  for (const LivestreamPeak& peak : run.livestreams)
    if (peak.act == t.act) most = std::max(most, peak.viewers);
  return static_cast<double>(most);
}

constexpr TargetMeasure kMeasures[] = {
    {"revenue_abroad", "million USD a year", "Payments of fans abroad for the scene, yearly mean.", true, false, false,
     false, true, revenue_abroad},
    {"exports", "million USD a year", "Receipts from abroad of labels whose home is the scene's, yearly mean.", true,
     false, false, false, true, exports},
    {"export_share", "1", "Share of the given markets in those receipts.", true, false, true, false, true,
     export_share},
    {"export_ratio", "1", "Those receipts from the given markets, relative to those from the market.", true, true, true,
     false, true, export_ratio},
    {"market_share", "1", "Share of the scene in the market's payments for music.", true, true, false, false, true,
     market_share},
    {"plays_in_market", "1", "Share of the scene in the market's plays.", true, true, false, false, true,
     plays_in_market},
    {"plays_share", "1", "Share of the market in the scene's plays.", true, true, false, false, true, plays_share},
    {"recorded_revenue", "million USD a year", "Payments in the market for discs and streams, yearly mean.", false,
     true, false, false, true, recorded_revenue},
    {"home_share", "1", "Mean share of the scene in the engaged pairs of its home market.", true, false, false, false,
     true, home_share},
    {"leadership", "1", "Mean share of the scene in the engaged pairs of foreign scenes in the third markets.", true,
     false, false, false, true, leadership},
    {"gini", "1", "Mean weekly Gini coefficient of plays in the market.", false, true, false, false, true, gini},
    {"top_ten_share", "1", "Share of the ten most played acts in all plays of the years together.", false, false, false,
     false, true, top_ten_share},
    {"effective_acts", "acts", "Inverse of the sum of squared shares of acts in those plays.", false, false, false,
     false, true, effective_acts},
    {"overtake_year", "year",
     "Year in which the challenger overtakes the incumbent; if it never does, the year after the run.", false, false,
     false, false, false, overtake_year},
    {"livestream_peak", "people", "Largest audience of the act's livestreams.", false, false, false, true, false,
     livestream_peak},
};

}  // namespace

std::span<const TargetMeasure> target_measures() { return kMeasures; }

const TargetMeasure* find_target_measure(std::string_view name) {
  const auto it = std::ranges::find(kMeasures, name, &TargetMeasure::name);
  return it == std::end(kMeasures) ? nullptr : &*it;
}

bool is_counterfactual(std::string_view measure) {
  constexpr std::array<std::string_view, 6> kNever = {"P6", "P8", "p6", "p8", "counterfactual", "lever_withheld"};
  return std::ranges::find(kNever, measure) != kNever.end();
}

double target_outcome(const RunSummary& run, const PlanTarget& target) {
  const TargetMeasure* measure = find_target_measure(target.measure);
  HIBIKI_ASSERT(measure != nullptr);
  const double outcome = measure->of(run, target, target.years);
  if (target.relative_to.first == 0) return outcome;
  return share(outcome, measure->of(run, target, target.relative_to));
}

}  // namespace hibiki::calibration
