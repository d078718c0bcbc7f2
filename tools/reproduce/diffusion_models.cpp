#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "sim/reference/bass.hpp"
#include "sim/reference/closed_forms.hpp"
#include "sim/reference/granovetter.hpp"
#include "sim/reference/networks.hpp"
#include "tools/reproduce/models.hpp"

namespace hibiki::inline reproduction {

namespace {

BassParameters bass_parameters(const Parameters& p) { return {p["p"], p["q"], p["step"]}; }
int bass_ticks(const Parameters& p) { return static_cast<int>(p["until"] / p["step"] + 0.5); }

/// How fast people adopt, and how many have, as shares of all, `a_unit` points a unit of time at most.
std::vector<Curve> bass_curves(const Parameters& p, const std::vector<std::uint64_t>& adopters, double a_unit) {
  Curve rate{"rate", {}, {}, 0}, adopted{"adopted", {}, {}, 1};
  const std::size_t every = ticks_a_point(p["step"], a_unit);
  const double length = static_cast<double>(every) * p["step"];
  for (std::size_t tick = 0; tick < adopters.size(); tick += every) {
    adopted.x.push_back(static_cast<double>(tick) * p["step"]);
    adopted.y.push_back(static_cast<double>(adopters[tick]) / p["agents"]);
    if (tick == 0) continue;
    rate.x.push_back(adopted.x.back() - 0.5 * length);
    rate.y.push_back(static_cast<double>(adopters[tick] - adopters[tick - every]) / p["agents"] / length);
  }
  return {rate, adopted};
}

std::map<std::string, double> values_of(const std::optional<BassPeak>& peak) {
  if (!peak) return {};
  return {{"peak_time", peak->time}, {"peak_share", peak->share}, {"peak_rate", peak->rate}};
}

Outcome bass(const Parameters& p, std::uint64_t seed) {
  const auto adopters = bass_everybody(p.whole("agents"), bass_ticks(p), bass_parameters(p), Draws(seed));
  return {values_of(bass_peak(adopters, p.whole("agents"), p["step"])), bass_curves(p, adopters, 4)};
}

Outcome bass_theory(const Parameters& p) {
  Curve rate{"rate", {}, {}, 0}, adopted{"adopted", {}, {}, 1};
  for (int i = 0; i <= 100; ++i) {
    const double time = p["until"] * i / 100, share = bass_share(bass_parameters(p), time);
    rate.x.push_back(time), rate.y.push_back((p["p"] + p["q"] * share) * (1 - share));
    adopted.x.push_back(time), adopted.y.push_back(share);
  }
  return {values_of(bass_peak_in_theory(bass_parameters(p))), {std::move(rate), std::move(adopted)}};
}

ReferenceModel bass_model() {
  return {.name = "bass",
          .title = "Bass diffusion in a fully connected population",
          .parameters = {{"p", "per unit of time", "coefficient of innovation: rate of spontaneous adoption", 0.03,
                          1e-6, 1},
                         {"q", "per unit of time", "coefficient of imitation: rate of adoption per share of adopters",
                          0.38, 0, 5},
                         {"agents", "people", "number of people", 100'000, 1000, 1e8, true},
                         {"step", "units of time", "length of a tick", 0.05, 0.001, 1},
                         {"until", "units of time", "length of the run; past the peak", 20, 1, 1000}},
          .measures = {{"peak_time", "units of time", "time of the fastest adoption"},
                       {"peak_share", "share", "share of adopters at that time"},
                       {"peak_rate", "share a unit of time", "rate of adoption at that time"}},
          .figures = {{"time", "share of people adopting per unit of time"}, {"time", "share of adopters"}},
          .check = nullptr,
          .measure = bass,
          .theory = bass_theory};
}

Curve rounds_curve(const std::vector<std::uint64_t>& rounds, double people) {
  Curve curve{"joined", {}, {}};
  for (std::size_t round = 0; round < rounds.size(); ++round) {
    curve.x.push_back(static_cast<double>(round));
    curve.y.push_back(static_cast<double>(rounds[round]) / people);
  }
  return curve;
}

Outcome granovetter(const Parameters& p, std::uint64_t) {
  const auto rounds =
      granovetter_rounds(staircase_thresholds(p.whole("people"), p.whole("changed"), p.whole("changed_to")));
  return {{{"joined", static_cast<double>(rounds.back())}}, {rounds_curve(rounds, p["people"])}};
}

ReferenceModel granovetter_model() {
  return {.name = "granovetter",
          .title = "A crowd with thresholds 0, 1, 2, ..., one of which is changed",
          .parameters = {{"people", "people", "number of people", 100, 2, 1e6, true},
                         {"changed", "people", "threshold to change", 1, 0, 1e6, true},
                         {"changed_to", "people", "new value of that threshold", 1, 0, 1e6, true}},
          .measures = {{"joined", "people", "number of people that join in the end"}},
          .figures = {{"round", "share of people that have joined"}},
          .check = nullptr,
          .measure = granovetter,
          .theory = nullptr};
}

Outcome granovetter_normal(const Parameters& p, std::uint64_t seed) {
  const auto rounds =
      granovetter_rounds(p["drawn"] > 0 ? normal_thresholds(p.whole("people"), p["mean"], p["deviation"], Draws(seed))
                                        : normal_thresholds(p.whole("people"), p["mean"], p["deviation"]));
  return {{{"joined", static_cast<double>(rounds.back()) / p["people"]}}, {rounds_curve(rounds, p["people"])}};
}

ReferenceModel granovetter_normal_model() {
  return {.name = "granovetter_normal",
          .title = "A crowd with normally distributed thresholds",
          .parameters = {{"people", "people", "number of people", 100'000, 2, 1e7, true},
                         {"mean", "share of people", "mean threshold", 0.25, 0, 1},
                         {"deviation", "share of people", "standard deviation of thresholds", 0.122, 1e-6, 1},
                         {"drawn", "1", "0: thresholds are quantiles of the distribution, 1: random thresholds", 0, 0,
                          1, true}},
          .measures = {{"joined", "share", "share of people that join in the end"}},
          .figures = {{"round", "share of people that have joined"}},
          .check = nullptr,
          .measure = granovetter_normal,
          .theory = [](const Parameters& p) {
            return Outcome{{{"joined", granovetter_share(p["mean"], p["deviation"])}}, {}};
          }};
}

}  // namespace

std::vector<ReferenceModel> diffusion_models() {
  return {bass_model(), granovetter_model(), granovetter_normal_model()};
}

}  // namespace hibiki::reproduction
