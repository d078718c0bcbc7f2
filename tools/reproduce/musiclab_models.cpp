// MusicLab: songs that some listeners see the downloads of and others do not.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "output/analysis/statistics.hpp"
#include "sim/engine/gini.hpp"
#include "tools/reproduce/market_measures.hpp"
#include "tools/reproduce/market_scenarios.hpp"
#include "tools/reproduce/models.hpp"

namespace hibiki::inline reproduction {

namespace {

constexpr const char* kInequality = "inequality of success: Gini of downloads";
constexpr const char* kUnpredictability = "unpredictability of success";
constexpr std::size_t kSharesFigure = 2;
constexpr std::int64_t kHalves =
    2;  ///< the independent condition is two markets: with one arrival a week, downloads are known by listener

TrialOffer musiclab_market(const Parameters& p) {
  return {.songs = p.whole("songs"),
          .social = p.whole("worlds"),
          .independent = kHalves,
          .shown = {p["exponent"], p["prior"], p["position_exponent"], false},
          .quality_spread = p["quality_spread"],
          .listeners = p.whole("listeners"),
          .attention = p["attention"],
          .exposures = p.whole("exposures"),
          .exposures_spread = p["exposures_spread"]};
}

/// The markets of one condition.
std::vector<MarketCourse> of_condition(const TrialOfferCourse& course, const std::string& name) {
  std::vector<MarketCourse> found;
  std::ranges::copy_if(course.markets, std::back_inserter(found),
                       [&](const MarketCourse& m) { return m.name.starts_with(name); });
  return found;
}

std::int64_t total(const Downloads& downloads) {
  return std::accumulate(downloads.begin(), downloads.end(), std::int64_t{0});
}

/// Downloads by listener in the independent condition.
struct Alone {
  Downloads downloads;
  std::vector<Downloads> listeners;
};

Alone alone(const std::vector<MarketCourse>& markets) {
  Alone all;
  for (const MarketCourse& market : markets) {
    all.downloads.resize(market.downloads.size());
    for (std::size_t i = 0; i < market.downloads.size(); ++i) all.downloads[i] += market.downloads[i];
    std::ranges::copy(market.by_week, std::back_inserter(all.listeners));
  }
  return all;
}

void measure_social(const std::vector<MarketCourse>& worlds, Outcome& out) {
  std::vector<Downloads> downloads;
  std::vector<double> ginis, totals;
  for (const MarketCourse& world : worlds) {
    downloads.push_back(world.downloads);
    ginis.push_back(gini(world.downloads));
    totals.push_back(static_cast<double>(total(world.downloads)));
  }
  out.values["gini_social"] = mean_of(ginis);
  out.values["unpredictability_social"] = unpredictability(downloads);
  out.values["downloads_world"] = mean_of(totals);
  out.values["downloads_lowest"] = *std::ranges::min_element(totals);
  out.values["downloads_highest"] = *std::ranges::max_element(totals);
}

void measure_alone(const Alone& everybody, int splits, const Draws& draws, Outcome& out) {
  const HalfSplits halves = half_splits(everybody.listeners, splits, draws);
  out.values["gini_independent"] = gini(everybody.downloads);
  out.values["gini_half"] = halves.gini;
  out.values["unpredictability_independent"] = halves.unpredictability;
  out.values["downloads_independent"] = static_cast<double>(total(everybody.downloads));
}

/// A song's share in each world over its share among independent listeners.
Curve shares_curve(const Downloads& independent, const std::vector<MarketCourse>& worlds) {
  Curve curve{"a song in a world", {}, {}, kSharesFigure};
  const std::vector<double> by_itself = shares(independent);
  for (const MarketCourse& world : worlds) {
    std::ranges::copy(by_itself, std::back_inserter(curve.x));
    std::ranges::copy(shares(world.downloads), std::back_inserter(curve.y));
  }
  return curve;
}

Outcome musiclab(const Parameters& p, std::uint64_t seed) {
  const TrialOffer market = musiclab_market(p);
  const TrialOfferCourse course = run_trial_offer(trial_offer_scenario(market), seed, "alone");
  const std::vector<MarketCourse> worlds = of_condition(course, "world");
  const Alone everybody = alone(of_condition(course, "alone"));
  Outcome out;
  measure_social(worlds, out);
  measure_alone(everybody, static_cast<int>(p["splits"]), Draws(seed), out);
  out.values["gini_excess"] = out.values["gini_social"] - out.values["gini_half"];
  out.curves = {shares_curve(everybody.downloads, worlds)};
  if (const double likeness = correlation_of(out.curves[0].x, out.curves[0].y); !std::isnan(likeness))
    out.values["pearson"] = likeness;
  double downloaders = 0, downloads = 0;
  for (const MarketCourse& m : course.markets) {
    downloaders += static_cast<double>(m.downloaders);
    downloads += static_cast<double>(total(m.downloads));
  }
  out.values["downloaders"] =
      downloaders / static_cast<double>(market.listeners * (market.social + market.independent));
  if (downloaders > 0) out.values["downloads_each"] = downloads / downloaders;
  return out;
}

const std::vector<ModelParameter>& musiclab_parameters() {
  static const std::vector<ModelParameter> parameters = {
      {"exponent", "1",
       "exponent of (prior + downloads) in the chance of hearing a song (platform popularity_exponent)", 1, 0, 3},
      {"prior", "downloads", "downloads added to those of every song (platform prior)", 6, 0.001, 1e6},
      {"position_exponent", "1",
       "minus the exponent of the position in the list by downloads (platform position_exponent)", 0, 0, 5},
      {"quality_spread", "log",
       "standard deviation of the logarithm of a song's chance of being downloaded when heard (try.quality)", 0.42, 0,
       3},
      {"attention", "1", "chance that a listener listens; above 0.5 the actual chance is lower (attention.mean)", 0.511,
       0, 1},
      {"exposures", "songs", "mean number of songs heard by a listener who listens (attention.exposures)", 117, 1, 1000,
       true},
      {"exposures_spread", "log", "standard deviation of the logarithm of that number (attention.exposures_spread)",
       1.4, 0, 4},
      {"songs", "songs", "number of songs", 48, 2, 500, true},
      {"worlds", "markets", "separate worlds in which listeners see downloads", 8, 2, 50, true},
      {"listeners", "people", "listeners in each world, and in each half of the independent listeners", 700, 10,
       kMostTrialWeeks, true},
      {"splits", "1", "random splits of the independent listeners into halves", 1000, 1, 100'000, true}};
  return parameters;
}

ReferenceModel musiclab_model() {
  return {.name = "musiclab",
          .title =
              "Songs in worlds whose listeners see downloads, and with independent listeners: the market "
              "model",
          .parameters = musiclab_parameters(),
          .measures = {{"gini_independent", "1", "inequality of downloads of all independent listeners"},
                       {"gini_half", "1", "inequality of downloads of random halves of the independent listeners"},
                       {"gini_social", "1", "inequality of downloads, mean over worlds that see downloads"},
                       {"gini_excess", "1", "gini_social minus gini_half"},
                       {"unpredictability_independent", "1", "mean difference of a song's shares in two random halves"},
                       {"unpredictability_social", "1", "mean difference of a song's shares in two worlds"},
                       {"pearson", "1",
                        "correlation of a song's share among independent listeners with its share in each world"},
                       {"downloads_independent", "downloads", "downloads of independent listeners"},
                       {"downloads_world", "downloads", "mean downloads of a world"},
                       {"downloads_lowest", "downloads", "downloads in the world with the fewest"},
                       {"downloads_highest", "downloads", "downloads in the world with the most"},
                       {"downloaders", "share", "share of listeners with at least one download"},
                       {"downloads_each", "downloads", "mean downloads of a listener with at least one"}},
          .figures = {{.y = kInequality,
                       .bars = {{"gini_independent", "independent"}, {"gini_social", "social influence"}}},
                      {.y = kUnpredictability,
                       .bars = {{"unpredictability_independent", "independent"},
                                {"unpredictability_social", "social influence"}}},
                      {.x = "share of downloads, independent",
                       .y = "share of downloads, social influence",
                       .points = true,
                       .diagonal = true}},
          .check = nullptr,
          .measure = musiclab,
          .theory = nullptr};
}

/// The parameters of one of two experiments: those with names that end in `suffix`.
Parameters of_experiment(const Parameters& both, const std::string& suffix) {
  std::map<std::string, double> values;
  for (const ModelParameter& parameter : musiclab_parameters()) values[parameter.name] = both[parameter.name + suffix];
  return Parameters(std::move(values));
}

/// Both experiments with the same seed, for comparison.
Outcome musiclab_twice(const Parameters& p, std::uint64_t seed) {
  const Outcome first = musiclab(of_experiment(p, "_1"), seed), second = musiclab(of_experiment(p, "_2"), seed);
  const auto alone = [&](const std::string& name) { return std::max(first.values.at(name), second.values.at(name)); };
  return {{{"gini_independent", alone("gini_half")},
           {"gini_1", first.values.at("gini_social")},
           {"gini_2", second.values.at("gini_social")},
           {"unpredictability_independent", alone("unpredictability_independent")},
           {"unpredictability_1", first.values.at("unpredictability_social")},
           {"unpredictability_2", second.values.at("unpredictability_social")}},
          {}};
}

ReferenceModel musiclab_twice_model() {
  ReferenceModel model{
      .name = "musiclab_twice",
      .title = "Two experiments with songs, compared: the market model",
      .parameters = {},
      .measures = {{"gini_independent", "1", "larger gini_half of the two experiments"},
                   {"gini_1", "1", "gini_social of the first experiment"},
                   {"gini_2", "1", "gini_social of the second experiment"},
                   {"unpredictability_independent", "1", "larger unpredictability_independent of the two experiments"},
                   {"unpredictability_1", "1", "unpredictability_social of the first experiment"},
                   {"unpredictability_2", "1", "unpredictability_social of the second experiment"}},
      .figures =
          {{.y = kInequality,
            .bars = {{"gini_independent", "independent"}, {"gini_1", "experiment 1"}, {"gini_2", "experiment 2"}}},
           {.y = kUnpredictability,
            .bars = {{"unpredictability_independent", "independent"},
                     {"unpredictability_1", "experiment 1"},
                     {"unpredictability_2", "experiment 2"}}}},
      .check = nullptr,
      .measure = musiclab_twice,
      .theory = nullptr};
  for (const std::string suffix : {"_1", "_2"})
    for (ModelParameter parameter : musiclab_parameters()) {
      parameter.name += suffix;
      model.parameters.push_back(std::move(parameter));
    }
  return model;
}

}  // namespace

std::vector<ReferenceModel> musiclab_models() { return {musiclab_model(), musiclab_twice_model()}; }

}  // namespace hibiki::reproduction
