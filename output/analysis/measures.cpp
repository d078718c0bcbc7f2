#include "output/analysis/measures.hpp"

#include <array>
#include <numeric>

#include "output/analysis/statistics.hpp"
#include "sim/core/error.hpp"

namespace hibiki::inline analysis {

namespace {

std::size_t scene_count(const MeasuredWeek& w) { return w.week.leadership.size(); }

/// The scene's number in a (market, scene) series, at home, and in all markets that count as abroad.
template <class Number>
double at_home(const MeasuredWeek& w, const std::vector<Number>& series) {
  return static_cast<double>(series[w.scene.index * scene_count(w) + w.scene.index]);
}

template <class Number>
double abroad(const MeasuredWeek& w, const std::vector<Number>& series) {
  Number sum = 0;
  for (std::size_t m = 0; m < scene_count(w); ++m)
    if (w.scene.is_abroad(m)) sum += series[m * scene_count(w) + w.scene.index];
  return static_cast<double>(sum);
}

template <class Number>
double everywhere(const MeasuredWeek& w, const std::vector<Number>& series) {
  Number sum = 0;
  for (std::size_t m = 0; m < scene_count(w); ++m) sum += series[m * scene_count(w) + w.scene.index];
  return static_cast<double>(sum);
}

double engaged_west(const MeasuredWeek& w) {
  People sum = 0;
  for (std::size_t m = 0; m < w.scene.west.size(); ++m)
    if (w.scene.west[m] && w.scene.is_abroad(m)) sum += w.week.engaged[m * scene_count(w) + w.scene.index];
  return static_cast<double>(sum);
}

double share(double part, double whole) { return whole > 0 ? part / whole : kMissing; }

double home_share(const MeasuredWeek& w) {
  const auto row = w.week.engaged_pairs.begin() + static_cast<std::ptrdiff_t>(w.scene.index * scene_count(w));
  const auto all = std::accumulate(row, row + static_cast<std::ptrdiff_t>(scene_count(w)), People{0});
  return share(at_home(w, w.week.engaged_pairs), static_cast<double>(all));
}

double play_share_abroad(const MeasuredWeek& w) {
  People all = 0;
  for (std::size_t m = 0; m < scene_count(w); ++m)
    for (std::size_t s = 0; w.scene.is_abroad(m) && s < scene_count(w); ++s)
      all += w.week.plays[m * scene_count(w) + s];
  return share(abroad(w, w.week.plays), static_cast<double>(all));
}

double dollars_a_year(double cents_a_week) { return cents_a_week / kCentsInDollar * kWeeksInYear; }

/// Majors' share of the revenue of the scene's labels.
double major_share(const MeasuredWeek& w) {
  constexpr std::string_view kMajor = kLabelKindNames[static_cast<std::size_t>(LabelKind::major)];
  Cents majors = 0;
  for (std::size_t i = 0; i < w.week.labels.size(); ++i)
    if (const RegistryEntry& label = w.labels[w.week.labels[i]]; label.home == w.scene.market && label.label == kMajor)
      majors += w.week.label_revenue[i];
  return share(static_cast<double>(majors), label_money(w));
}

/// The date as a year with a fraction: 2011.5 is the middle of 2011.
std::optional<double> overtake(const RunSummary& summary) {
  if (!summary.overtake) return std::nullopt;
  const int year = year_of(*summary.overtake);
  const Day first = make_day(year, 1, 1), next = make_day(year + 1, 1, 1);
  return year + static_cast<double>((*summary.overtake - first).count()) / static_cast<double>((next - first).count());
}

using W = MeasuredWeek;

const std::array<Measure, 20>& all_measures() {
  static const std::array<Measure, 20> kMeasures = {
      Measure{
          "engaged_abroad", "engaged fans abroad", "people",
          "People outside the scene's home market who are engaged with at least one of its acts; mean over the weeks "
          "of the window.",
          Scale::ratio, [](const W& w) { return abroad(w, w.week.engaged); }, nullptr, true},
      Measure{"reach_abroad", "weekly listeners abroad", "people",
              "People outside the home market who tried at least one of the scene's releases in a week; mean over the "
              "weeks of the window.",
              Scale::ratio, [](const W& w) { return abroad(w, w.week.reach); }, nullptr, true},
      Measure{
          "pairs_abroad", "engaged pairs abroad", "1",
          "Pairs of a person outside the home market and an act of the scene with which that person is engaged; mean "
          "over the weeks of the window.",
          Scale::ratio, [](const W& w) { return abroad(w, w.week.engaged_pairs); }, nullptr, true},
      Measure{
          "engaged_west", "engaged fans in the West", "people",
          "People in markets outside Asia, the scene's own left out, who are engaged with at least one of its acts; "
          "mean over the weeks of the window.",
          Scale::ratio, engaged_west, nullptr, true},
      Measure{"play_share_abroad", "share of plays abroad", "share",
              "The scene's share of all plays outside its home market; mean over the weeks of the window.",
              Scale::difference, play_share_abroad, nullptr, true},
      Measure{"leadership", "leadership", "share",
              "The scene's share of the engaged pairs that foreign scenes hold in a third market, mean over third "
              "markets; mean over the weeks of the window.",
              Scale::difference, [](const W& w) { return w.week.leadership[w.scene.index]; }, nullptr},
      Measure{
          "leadership_people", "leadership of all pairs", "share",
          "The scene's share of the engaged pairs that foreign scenes hold in all third markets together; mean over "
          "the weeks of the window.",
          Scale::difference, [](const W& w) { return w.week.leadership_people[w.scene.index]; }, nullptr},
      Measure{"revenue_abroad", "paid abroad", "USD a year",
              "US dollars of 2015 that fans outside the home market paid for the scene's acts, shares of platforms and "
              "partners included; per year of the window.",
              Scale::ratio, [](const W& w) { return dollars_a_year(abroad(w, w.week.revenue)); }, nullptr, true},
      Measure{
          "revenue_home", "paid at home", "USD a year",
          "US dollars of 2015 that fans in the home market paid for the scene's acts, shares of platforms included; "
          "per year of the window.",
          Scale::ratio, [](const W& w) { return dollars_a_year(at_home(w, w.week.revenue)); }, nullptr},
      Measure{"revenue", "paid in all markets", "USD a year",
              "US dollars of 2015 that fans anywhere paid for the scene's acts, shares of platforms and partners "
              "included; per year of the window.",
              Scale::ratio, [](const W& w) { return dollars_a_year(everywhere(w, w.week.revenue)); }, nullptr},
      Measure{
          "label_revenue", "received by labels", "USD a year",
          "US dollars of 2015 that the labels of the scene received, net of the shares of platforms and partners; per "
          "year of the window.",
          Scale::ratio, [](const W& w) { return dollars_a_year(label_money(w)); }, nullptr},
      Measure{"major_share", "majors' share of labels", "share",
              "The majors' share of what all labels of the scene received; mean over the weeks of the window.",
              Scale::difference, major_share, nullptr},
      Measure{"engaged_home", "engaged fans at home", "people",
              "People in the home market who are engaged with at least one of the scene's acts; mean over the weeks of "
              "the window.",
              Scale::ratio, [](const W& w) { return at_home(w, w.week.engaged); }, nullptr},
      Measure{"home_share", "share of the home market", "share",
              "The scene's share of the engaged pairs in its home market; mean over the weeks of the window.",
              Scale::difference, home_share, nullptr},
      Measure{"fan_age", "age of fans", "years",
              "Mean age of the people engaged with the scene, anywhere; mean over the weeks of the window.",
              Scale::difference, [](const W& w) { return w.week.fan_age[w.scene.index]; }, nullptr},
      Measure{"gini", "inequality of plays", "Gini",
              "Gini coefficient of plays over the releases played in a week, mean over markets; mean over the weeks of "
              "the window.",
              Scale::difference, [](const W& w) { return mean_of(known(w.week.gini)); }, nullptr, false, false},
      Measure{"hhi", "concentration on acts", "HHI",
              "Herfindahl-Hirschman index of plays over acts, mean over markets; mean over the weeks of the window.",
              Scale::difference, [](const W& w) { return mean_of(known(w.week.hhi)); }, nullptr, false, false},
      Measure{"diversity", "diversity of styles", "distance",
              "Root mean square distance a style axis (-1 to 1) between two plays drawn at random, mean over markets; "
              "mean over the weeks of the window.",
              Scale::difference, [](const W& w) { return mean_of(known(w.week.diversity)); }, nullptr, false, false},
      Measure{
          "turnover", "turnover of the top 20", "share",
          "Share of a market's 20 most played releases that were not among them the week before, mean over markets; "
          "mean over the weeks of the window.",
          Scale::difference, [](const W& w) { return mean_of(known(w.week.turnover)); }, nullptr, false, false},
      Measure{
          "overtake", "year of the overtaking", "year",
          "Time at which the challenger began to lead the incumbent for 26 weeks running after having been behind, in "
          "the whole reported period; runs in which it never did, or led from the start, are left out.",
          Scale::difference, nullptr, overtake, false, false},
  };
  return kMeasures;
}

const std::array<Measure, 2>& asked_for() {
  static const std::array<Measure, 2> kMeasures = {
      Measure{
          "leadership_plays", "leadership by plays", "share",
          "The scene's share of the plays that foreign scenes have in a third market, mean over third markets; mean "
          "over the weeks of the window.",
          Scale::difference, [](const W& w) { return w.foreign.plays[w.scene.index]; }, nullptr},
      Measure{"leadership_engaged", "leadership by engaged people", "share",
              "The people engaged with the scene, as a share of the sum over foreign scenes of the people engaged with "
              "each, in a third market; mean over third markets; mean over the weeks of the window.",
              Scale::difference, [](const W& w) { return w.foreign.engaged[w.scene.index]; }, nullptr},
  };
  return kMeasures;
}

}  // namespace

std::string_view scale_name(Scale scale) { return scale == Scale::ratio ? "ratio" : "difference"; }

std::span<const Measure> measure_table() { return all_measures(); }

std::span<const Measure> further_measures() { return asked_for(); }

MeasureList table_measures() {
  MeasureList list;
  for (const Measure& measure : measure_table()) list.push_back(&measure);
  return list;
}

std::size_t measure_index(std::string_view name) {
  for (std::size_t i = 0; i < all_measures().size(); ++i)
    if (all_measures()[i].name == name) return i;
  assertion_failed("a measure of the table", __FILE__, __LINE__);
}

double label_money(const MeasuredWeek& measured) {
  Cents sum = 0;
  for (std::size_t i = 0; i < measured.week.labels.size(); ++i)
    if (measured.labels[measured.week.labels[i]].home == measured.scene.market) sum += measured.week.label_revenue[i];
  return static_cast<double>(sum);
}

double lever_cost(const MeasuredWeek& measured) {
  return static_cast<double>(measured.week.lever_cost[measured.scene.index]);
}

}  // namespace hibiki::analysis
