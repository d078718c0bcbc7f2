// Trial-offer markets in the long run (Van Hentenryck, Abeliuk, Berbeglia and others), and markets of superstars.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "output/analysis/statistics.hpp"
#include "sim/core/accurate_math.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/engine/gini.hpp"
#include "tools/reproduce/market_measures.hpp"
#include "tools/reproduce/market_scenarios.hpp"
#include "tools/reproduce/models.hpp"

namespace hibiki::inline reproduction {

namespace {

TrialOffer trial_offer_market(const Parameters& p) {
  return {.songs = p.whole("songs"),
          .social = 1,
          .independent = 0,
          .shown = {p["exponent"], p["prior"], p["position_exponent"], p["by_quality"] > 0},
          .quality_spread = p["quality_spread"],
          .appeal = p["appeal"],
          .listeners = p.whole("listeners"),
          .arrivals = 1,
          .attention = 0.5,
          .exposures = p.whole("exposures"),
          .exposures_spread = 0.0,
          .repeats = true};
}

/// Songs from the best to the worst.
std::vector<std::size_t> by_quality(const std::vector<double>& quality) {
  std::vector<std::size_t> order(quality.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return quality[a] > quality[b]; });
  return order;
}

/// Chance that a song is downloaded when tried.
double chance_of(const Parameters& p, double quality) {
  return portable::logistic(p["appeal"] + p["quality_spread"] * quality);
}

/// Logarithm of visibility times chance to be downloaded, of the songs in `order`, which is theirs in a fixed list.
std::vector<double> log_appeals(const Parameters& p, const std::vector<double>& quality,
                                const std::vector<std::size_t>& order) {
  std::vector<double> logs;
  for (std::size_t i = 0; i < order.size(); ++i)
    logs.push_back(-p["position_exponent"] * accurate::log(static_cast<double>(i + 1)) +
                   accurate::log(chance_of(p, quality[order[i]])));
  return logs;
}

/// The equilibrium (v q)^(1/(1-r)), as shares of all.
std::vector<double> equilibrium(const std::vector<double>& logs, double exponent) {
  std::vector<double> predicted;
  for (const double log : logs) predicted.push_back(accurate::exp(log / (1.0 - exponent)));
  const double all = std::accumulate(predicted.begin(), predicted.end(), 0.0);
  for (double& x : predicted) x /= all;
  return predicted;
}

void compare_with_equilibrium(const std::vector<double>& logs, double exponent, const std::vector<double>& shared,
                              Outcome& out) {
  const std::vector<double> predicted = equilibrium(logs, exponent);
  double off = 0.0;
  std::vector<double> log_shares;
  for (std::size_t i = 0; i < shared.size(); ++i) {
    if (shared[i] <= 0.0) return;
    log_shares.push_back(accurate::log(shared[i]));
    off += std::abs(shared[i] / predicted[i] - 1.0) / static_cast<double>(shared.size());
  }
  out.values["power"] = slope_of(logs, log_shares);
  out.values["best_over_predicted"] = shared[0] / predicted[0];
  out.values["mean_deviation"] = off;
  out.curves.push_back({"a song", predicted, shared, 1});
}

Outcome trial_offer(const Parameters& p, std::uint64_t seed) {
  const TrialOfferCourse course = run_trial_offer(trial_offer_scenario(trial_offer_market(p)), seed, "world");
  const std::vector<std::size_t> order = by_quality(course.quality);
  const MarketCourse& market = course.markets.front();
  Downloads half(market.downloads.size(), 0);
  for (std::size_t week = 0; week < market.by_week.size() / 2; ++week)
    for (std::size_t i = 0; i < half.size(); ++i) half[i] += market.by_week[week][i];
  const std::vector<double> at_half = shares(half), at_end = shares(market.downloads);
  std::vector<double> ordered, chances;
  for (const std::size_t song : order) {
    ordered.push_back(at_end[song]);
    chances.push_back(chance_of(p, course.quality[song]));
  }
  Outcome out;
  out.curves = {{"a song", chances, ordered, 0}};
  out.values = {{"best_share", ordered[0]},
                {"best_share_half_way", at_half[order[0]]},
                {"best_wins", ordered[0] == *std::ranges::max_element(ordered) ? 1.0 : 0.0},
                {"gini", gini(market.downloads)}};
  const bool fixed = p["by_quality"] > 0 || p["position_exponent"] == 0.0;
  if (fixed && p["exponent"] < 1.0)
    compare_with_equilibrium(log_appeals(p, course.quality, order), p["exponent"], ordered, out);
  return out;
}

ReferenceModel trial_offer_model() {
  return {
      .name = "trial_offer",
      .title = "A trial-offer market in the long run: the market model",
      .parameters =
          {{"exponent", "1",
            "r: exponent of (prior + downloads) in the chance that a song is tried (platform popularity_exponent)", 1,
            0, 3},
           {"prior", "downloads", "downloads added to those of every song (platform prior)", 1, 0.001, 1e6},
           {"position_exponent", "1",
            "minus the exponent of the position in the visibility of a song (platform position_exponent)", 1, 0, 5},
           {"by_quality", "1", "order of the list, 1: by quality, 0: by downloads (platform position_by)", 1, 0, 1,
            true},
           {"quality_spread", "logit", "standard deviation of quality over songs (try.quality)", 0.4, 0, 3},
           {"appeal", "logit", "logit of the chance that a tried song of quality 0 is downloaded (try.constant)", -1,
            -10, 10},
           {"songs", "songs", "number of songs", 10, 2, 500, true},
           {"listeners", "people", "visitors, one after the other; half of them listen", 2000, 10, kMostTrialWeeks,
            true},
           {"exposures", "songs", "songs tried by each listener", 500, 1, 1000, true}},
      .measures = {{"best_share", "share", "share of downloads of the best song in the end"},
                   {"best_share_half_way", "share", "share of downloads of the best song at half time"},
                   {"best_wins", "1", "whether the best song is the most downloaded", true},
                   {"gini", "1", "inequality of downloads"},
                   {"power", "1", "exponent of visibility x quality in the downloads"},
                   {"best_over_predicted", "1", "share of the best song divided by the prediction (v q)^(1/(1-r))"},
                   {"mean_deviation", "1",
                    "mean over songs of the relative deviation of the share from that prediction"}},
      .figures = {{.x = "chance that a tried song is downloaded", .y = "share of downloads by quality", .points = true},
                  {.x = "predicted share", .y = "share of downloads", .points = true, .diagonal = true}},
      .check = nullptr,
      .measure = trial_offer,
      .theory = [](const Parameters& p) {
        Outcome out;
        if (p["exponent"] < 1.0) out.values = {{"power", 1.0 / (1.0 - p["exponent"])}, {"best_over_predicted", 1.0}};
        return out;
      }};
}

}  // namespace

std::vector<ReferenceModel> trial_offer_models() { return {trial_offer_model()}; }

}  // namespace hibiki::reproduction
