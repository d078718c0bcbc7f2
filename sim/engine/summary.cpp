#include "sim/engine/summary.hpp"

#include <algorithm>
#include <cmath>

#include "sim/engine/foreign_shares.hpp"

namespace hibiki::inline engine {

namespace {

constexpr int kWeeksToLead = 26;

std::size_t scene_of(const Scenario& scenario, const RunAxes& axes, std::size_t contender) {
  if (contender >= scenario.contenders.size()) return 0;
  const auto it = std::find(axes.markets.begin(), axes.markets.end(), scenario.contenders[contender]);
  return it == axes.markets.end() ? 0 : static_cast<std::size_t>(it - axes.markets.begin());
}

/// Adds `value` to a running mean of `weeks` values; a missing one changes nothing.
void mean_in(double& mean, int& weeks, double value) {
  if (std::isnan(value)) return;
  mean = weeks == 0 ? value : mean + (value - mean) / (weeks + 1);
  ++weeks;
}

template <class Number>
double share(Number part, Number whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : kMissing;
}

bool is_recorded_music(std::size_t source) {
  return kSourceNames[source] == "physical" || kSourceNames[source] == "streaming";
}

YearSummary blank_year(int year, std::size_t scenes) {
  YearSummary y;
  y.year = year;
  for (auto* column : {&y.leadership, &y.leadership_people, &y.leadership_plays, &y.leadership_engaged, &y.home_share,
                       &y.plays_home_share, &y.gini})
    column->assign(scenes, kMissing);
  for (auto* column : {&y.engaged_home, &y.engaged_abroad}) column->assign(scenes, 0.0);
  for (auto* column : {&y.known.leadership, &y.known.leadership_plays, &y.known.leadership_engaged, &y.known.home_share,
                       &y.known.plays_home_share, &y.known.gini})
    column->assign(scenes, 0);
  for (auto* column : {&y.revenue_home, &y.revenue_abroad, &y.revenue_recorded}) column->assign(scenes, 0);
  y.revenue.assign(scenes * scenes, 0);
  y.plays.assign(scenes * scenes, 0);
  return y;
}

void add_week(YearSummary& y, const WeekObservation& w, const std::vector<bool>& third) {
  const std::size_t scenes = third.size();
  const std::vector<double> by_plays = foreign_shares(w.plays, third), by_people = foreign_shares(w.engaged, third);
  for (std::size_t s = 0; s < scenes; ++s) {
    int with_people = y.known.leadership[s];
    mean_in(y.leadership_people[s], with_people, w.leadership_people[s]);
    mean_in(y.leadership[s], y.known.leadership[s], w.leadership[s]);
    mean_in(y.leadership_plays[s], y.known.leadership_plays[s], by_plays[s]);
    mean_in(y.leadership_engaged[s], y.known.leadership_engaged[s], by_people[s]);
    mean_in(y.gini[s], y.known.gini[s], w.gini[s]);
    People pairs = 0, plays = 0, abroad = 0;
    for (std::size_t other = 0; other < scenes; ++other) {
      pairs += w.engaged_pairs[s * scenes + other];
      plays += w.plays[s * scenes + other];
      if (other != s) abroad += w.engaged[other * scenes + s];
      (other == s ? y.revenue_home[s] : y.revenue_abroad[s]) += w.revenue[other * scenes + s];
      y.revenue[other * scenes + s] += w.revenue[other * scenes + s];
      y.plays[other * scenes + s] += w.plays[other * scenes + s];
    }
    mean_in(y.home_share[s], y.known.home_share[s], share(w.engaged_pairs[s * scenes + s], pairs));
    mean_in(y.plays_home_share[s], y.known.plays_home_share[s], share(w.plays[s * scenes + s], plays));
    int at_home = y.weeks, elsewhere = y.weeks;
    mean_in(y.engaged_home[s], at_home, static_cast<double>(w.engaged[s * scenes + s]));
    mean_in(y.engaged_abroad[s], elsewhere, static_cast<double>(abroad));
  }
  if (!w.received.empty()) y.received.resize(scenes * scenes);
  for (std::size_t i = 0; i < w.received.size(); ++i) y.received[i] += w.received[i];
  for (std::size_t i = 0; i < w.revenue_by_source.size(); ++i)
    if (is_recorded_music(i / scenes)) y.revenue_recorded[i % scenes] += w.revenue_by_source[i];
  const bool played = w.act_plays.size() == w.acts.size();  // a stored run may lack the series
  for (std::size_t i = 0; played && i < w.acts.size(); ++i) {
    if (w.acts[i] >= y.act_plays.size()) y.act_plays.resize(w.acts[i] + 1, 0);
    y.act_plays[w.acts[i]] += w.act_plays[i];
  }
  ++y.weeks;
}

}  // namespace

double received_abroad(const YearSummary& year, std::size_t scene) {
  if (year.received.empty()) return kMissing;
  const std::size_t scenes = year.revenue_home.size();
  double sum = 0;
  for (std::size_t m = 0; m < scenes; ++m)
    if (m != scene) sum += static_cast<double>(year.received[m * scenes + scene]);
  return sum;
}

SummaryBuilder::SummaryBuilder(const Scenario& scenario, RunAxes axes) {
  summary_.challenger_index = scene_of(scenario, axes, 0);
  summary_.incumbent_index = scene_of(scenario, axes, 1);
  if (!axes.scenes.empty()) {
    summary_.challenger = axes.scenes[summary_.challenger_index];
    summary_.incumbent = axes.scenes[summary_.incumbent_index];
  }
  for (const std::string& name : axes.markets) {
    const auto market = std::ranges::find(scenario.markets, name, &Market::name);
    third_.push_back(market != scenario.markets.end() && market->third_market);
  }
  for (const Act& act : scenario.acts) named_acts_.push_back(act.name);
  summary_.axes = std::move(axes);
}

void SummaryBuilder::add(const WeekObservation& week, const std::vector<RegistryEntry>& acts) {
  const std::size_t scenes = summary_.axes.scenes.size();
  const int year = year_of(week.day);
  if (summary_.years.empty() || summary_.years.back().year != year) summary_.years.push_back(blank_year(year, scenes));
  add_week(summary_.years.back(), week, third_);
  for (std::size_t m = 0; m < week.paid.size(); ++m) {
    summary_.paid += week.paid[m];
    summary_.to_labels += week.to_labels[m];
    summary_.to_platforms += week.to_platforms[m];
  }

  const double challenger = week.leadership[summary_.challenger_index],
               incumbent = week.leadership[summary_.incumbent_index];
  if (challenger > incumbent) {
    if (lead_run_++ == 0) lead_since_ = week.day;
    if (lead_run_ == kWeeksToLead && !summary_.overtake && !summary_.led_from_start) {
      if (was_behind_)
        summary_.overtake = lead_since_;
      else
        summary_.led_from_start = true;
    }
  } else {
    lead_run_ = 0;
    was_behind_ = was_behind_ || incumbent > 0;
  }

  for (std::size_t i = 0; i < week.acts.size(); ++i) {
    if (week.act_livestream_viewers[i] <= 0) continue;
    const RegistryEntry& act = acts[week.acts[i]];
    if (std::find(named_acts_.begin(), named_acts_.end(), act.name) == named_acts_.end()) continue;
    auto best = std::find_if(summary_.livestreams.begin(), summary_.livestreams.end(),
                             [&](const LivestreamPeak& p) { return p.act == act.name; });
    if (best == summary_.livestreams.end())
      best = summary_.livestreams.insert(best, {act.name, act.label, act.home, week.day, 0});
    if (week.act_livestream_viewers[i] > best->viewers) {
      best->viewers = week.act_livestream_viewers[i];
      best->day = week.day;
    }
  }
}

RunSummary SummaryBuilder::finish(std::vector<RegistryEntry> acts, std::vector<RegistryEntry> labels) const {
  RunSummary summary = summary_;
  std::stable_sort(summary.livestreams.begin(), summary.livestreams.end(),
                   [](const LivestreamPeak& a, const LivestreamPeak& b) { return a.viewers > b.viewers; });
  summary.acts = std::move(acts);
  summary.labels = std::move(labels);
  return summary;
}

}  // namespace hibiki::engine
