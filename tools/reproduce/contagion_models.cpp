#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include "sim/core/portable_math.hpp"
#include "sim/reference/cascade.hpp"
#include "sim/reference/closed_forms.hpp"
#include "sim/reference/complex_contagion.hpp"
#include "sim/reference/independent_cascade.hpp"
#include "sim/reference/networks.hpp"
#include "sim/reference/seeding.hpp"
#include "tools/reproduce/models.hpp"

namespace hibiki::inline reproduction {

namespace {

ModelParameter agents_parameter(double usual, double most = 1e7) {
  return {"nodes", "nodes", "size of the network", usual, 10, most, true};
}

ModelParameter mean_degree_parameter(double usual) {
  return {"z", "neighbours", "mean degree of the random network", usual, 0, 1000};
}

ModelParameter threshold_parameter() {
  return {"threshold", "share of neighbours", "share of active neighbours that activates a node", 0.18, 1e-3, 1};
}

ModelParameter large_parameter() {
  return {"large", "share of nodes", "share of nodes above which a cascade counts as large", 0.1, 0, 1};
}

/// The outcome of a contagion from one node. Without a large cascade its size is missing.
Outcome cascade_outcome(const Course& course, const Parameters& p) {
  const double share = static_cast<double>(course.reached()) / p["nodes"];
  Outcome outcome{{{"cascade", share > p["large"] ? 1.0 : 0.0}, {"share", share}}, {}};
  if (share > p["large"]) outcome.values["size"] = share;
  return outcome;
}

std::vector<ModelMeasure> cascade_measures() {
  return {{"cascade", "share", "share of seeds in which the starting node sets off a large cascade", true},
          {"size", "share", "share of active nodes in the end, mean over large cascades"},
          {"share", "share", "share of active nodes in the end, mean over all seeds"}};
}

Outcome watts(const Parameters& p, std::uint64_t seed) {
  const Draws draws(seed);
  const CsrNetwork network = mutual_network(p.whole("nodes"), random_ties(p.whole("nodes"), p["z"], draws));
  const std::uint32_t first = drawn_agent(network.size(), draws);
  return cascade_outcome(threshold_cascade(network, needed_neighbours(network, p["threshold"]), {&first, 1}), p);
}

Outcome watts_theory(const Parameters& p) {
  const CascadeTheory theory = cascade_theory(p["z"], p["threshold"]);
  const bool large = theory.branching > 1.0 && theory.share > p["large"];
  Outcome outcome{{{"cascade", large ? theory.trigger : 0.0}, {"share", large ? theory.trigger * theory.share : 0.0}},
                  {}};
  if (large) outcome.values["size"] = theory.share;
  return outcome;
}

ReferenceModel watts_model() {
  return {.name = "watts",
          .title = "Threshold cascades on a random network, from one node",
          .parameters = {agents_parameter(10'000), mean_degree_parameter(5), threshold_parameter(), large_parameter()},
          .measures = cascade_measures(),
          .figures = {},
          .check = nullptr,
          .measure = watts,
          .theory = watts_theory};
}

ReferenceModel watts_window_model() {
  return {.name = "watts_window",
          .title = "Mean degrees at which threshold cascades can grow without bound",
          .parameters = {agents_parameter(10'000),
                         threshold_parameter(),
                         {"highest", "neighbours", "largest mean degree examined", 20, 1, 100}},
          .measures = {{"low", "neighbours", "mean degree above which a vulnerable node leads to more than one other"},
                       {"high", "neighbours", "mean degree above which it leads to at most one other"}},
          .figures = {},
          .check = nullptr,
          .measure =
              [](const Parameters& p, std::uint64_t seed) {
                const CascadeWindow window =
                    cascade_window(p.whole("nodes"), p["threshold"], p["highest"], Draws(seed));
                return window.high > 0 ? Outcome{{{"low", window.low}, {"high", window.high}}, {}} : Outcome{};
              },
          .theory =
              [](const Parameters& p) {
                const CascadeWindow window = cascade_window_in_theory(p["threshold"]);
                return window.high > 0 ? Outcome{{{"low", window.low}, {"high", window.high}}, {}} : Outcome{};
              }};
}

/// Share on by tick, up to `ticks`; a course that has ended stays where it is.
Curve course_curve(const std::string& name, const Course& course, double nodes, int ticks) {
  Curve curve{name, {}, {}};
  for (int tick = 0; tick <= ticks; ++tick) {
    const auto at = std::min(static_cast<std::size_t>(tick), course.on.size() - 1);
    curve.x.push_back(tick);
    curve.y.push_back(static_cast<double>(course.on[at]) / nodes);
  }
  return curve;
}

Outcome complex_contagion_on_both(const Parameters& p, std::uint64_t seed) {
  const Draws draws(seed);
  const auto ring = ring_ties(p.whole("nodes"), p.whole("degree") / 2 * 2);
  const auto other = rewired(ring, p["rewiring"], draws);
  const ComplexContagion rule{p.whole("needed"), p["noise"]};
  const int ticks = static_cast<int>(p["ticks"]);
  Outcome outcome;
  for (const auto& [name, ties] : {std::pair("clustered", &ring), std::pair("random", &other)}) {
    const CsrNetwork network = mutual_network(p.whole("nodes"), *ties);
    const Course course = complex_contagion(network, drawn_agent(network.size(), draws), rule, ticks, draws);
    outcome.values[name] = static_cast<double>(course.reached()) / p["nodes"];
    if (const auto time = ticks_until(course, network.size(), p["most"]))
      outcome.values[std::string("time_") + name] = *time;
    outcome.curves.push_back(course_curve(name, course, p["nodes"], std::min(ticks, 400)));
  }
  return outcome;
}

ReferenceModel complex_contagion_model() {
  return {.name = "complex_contagion",
          .title = "Complex contagion on a clustered network and on a random network with the same degrees",
          .parameters = {agents_parameter(128, 1e6),
                         {"degree", "neighbours", "degree of every node; even", 6, 2, 100, true},
                         {"needed", "neighbours", "adopting neighbours that suffice for adoption", 2, 1, 100, true},
                         {"noise", "chance a tick",
                          "chance that a node with some, but fewer, adopting neighbours adopts", 0, 0, 1},
                         {"rewiring", "exchanges a tie",
                          "exchanges per tie that turn the clustered network into the random one", 10, 0, 1000},
                         {"most", "share of nodes", "share of adopters that ends the run", 0.9, 0, 1},
                         {"ticks", "ticks", "longest run", 10'000, 1, 1e6, true}},
          .measures = {{"clustered", "share", "share of nodes that adopt in the clustered network"},
                       {"random", "share", "share of nodes that adopt in the random network"},
                       {"time_clustered", "ticks", "time until that share has adopted in the clustered network"},
                       {"time_random", "ticks", "time until that share has adopted in the random network"}},
          .figures = {{"tick", "share of nodes that have adopted"}},
          .check =
              [](const Parameters& p) {
                return p["degree"] < p["nodes"] ? "" : "degree must be below nodes: a node has no tie to itself";
              },
          .measure = complex_contagion_on_both,
          .theory = nullptr};
}

double chance_of(const Parameters& p) { return p["z"] > 0 ? std::min(1.0, p["pz"] / p["z"]) : 0.0; }

Outcome cascade_of_chances(const Parameters& p, std::uint64_t seed) {
  const Draws draws(seed);
  const CsrNetwork network = mutual_network(p.whole("nodes"), random_ties(p.whole("nodes"), p["z"], draws));
  const std::uint32_t first = drawn_agent(network.size(), draws);
  return cascade_outcome(independent_cascade(network, chance_of(p), {&first, 1}, draws), p);
}

Outcome cascade_of_chances_theory(const Parameters& p) {
  const double share = giant_share(chance_of(p) * p["z"]);
  const double large = share > p["large"] ? share : 0.0;
  Outcome outcome{{{"cascade", large}, {"share", large * large}}, {}};
  if (large > 0) outcome.values["size"] = large;
  return outcome;
}

ReferenceModel independent_cascade_model() {
  return {.name = "independent_cascade",
          .title = "Independent cascades on a random network, from one node",
          .parameters = {agents_parameter(10'000),
                         mean_degree_parameter(8),
                         {"pz", "neighbours", "mean number of activated neighbours: chance per tie times mean degree",
                          2, 0, 100},
                         large_parameter()},
          .measures = cascade_measures(),
          .figures = {},
          .check = nullptr,
          .measure = cascade_of_chances,
          .theory = cascade_of_chances_theory};
}

double ties_each(const Parameters& p) { return p["complete"] > 0 ? p["nodes"] - 1 : p["z"]; }
int si_ticks(const Parameters& p) { return static_cast<int>(p["until"] / p["step"] + 0.5); }

/// When a course of shares, one a step, crosses a half, and where it ends.
std::map<std::string, double> si_values(const std::vector<double>& shares, double step) {
  std::map<std::string, double> values = {{"reached", shares.back()}};
  const auto above = std::ranges::find_if(shares, [](double share) { return share >= 0.5; });
  if (above == shares.end() || above == shares.begin()) return values;
  const double before = *(above - 1), part = (0.5 - before) / (*above - before);
  values["half_time"] = (static_cast<double>(above - shares.begin()) - 1.0 + part) * step;
  return values;
}

/// Twenty points a unit of time at most.
Curve si_curve(const std::vector<double>& shares, double step) {
  Curve curve{"on", {}, {}};
  const std::size_t every = ticks_a_point(step, 20);
  for (std::size_t tick = 0; tick < shares.size(); tick += every) {
    curve.x.push_back(static_cast<double>(tick) * step);
    curve.y.push_back(shares[tick]);
  }
  return curve;
}

Outcome si(const Parameters& p, std::uint64_t seed) {
  const Draws draws(seed);
  const auto ties = p["complete"] > 0 ? complete_ties(p.whole("nodes")) : random_ties(p.whole("nodes"), p["z"], draws);
  // The first agents: all are alike.
  std::vector<std::uint32_t> first(std::max(1u, static_cast<std::uint32_t>(p["start"] * p["nodes"] + 0.5)));
  std::iota(first.begin(), first.end(), 0u);
  const double chance = 1.0 - portable::exp(-p["growth"] / ties_each(p) * p["step"]);
  const Course course = susceptible_infected(mutual_network(p.whole("nodes"), ties), chance, first, si_ticks(p), draws);
  std::vector<double> shares;
  for (const std::uint64_t on : course.on) shares.push_back(static_cast<double>(on) / p["nodes"]);
  return {si_values(shares, p["step"]), {si_curve(shares, p["step"])}};
}

Outcome si_theory(const Parameters& p) {
  std::vector<double> shares;
  if (p["complete"] > 0)
    for (int i = 0; i <= si_ticks(p); ++i) shares.push_back(si_share_everybody(p["start"], p["growth"], i * p["step"]));
  else
    shares = si_shares_on_random(p["start"], p["z"], p["growth"], p["step"], si_ticks(p));
  return {si_values(shares, p["step"]), {si_curve(shares, p["step"])}};
}

ReferenceModel si_model() {
  return {.name = "si",
          .title = "SI: active nodes activate neighbours along each tie at a constant rate",
          .parameters = {agents_parameter(10'000),
                         {"complete", "1", "1: all nodes are tied to all others, 0: a random network", 0, 0, 1, true},
                         {"z", "neighbours", "mean degree of the random network", 4, 0.1, 1000},
                         {"growth", "per unit of time",
                          "rate at which one active node activates others at the start: rate per tie times ties", 1,
                          1e-3, 100},
                         {"start", "share of nodes", "share of active nodes at the start", 0.01, 1e-6, 0.4},
                         {"step", "units of time", "length of a tick", 0.02, 1e-3, 1},
                         {"until", "units of time", "length of the run", 12, 1, 1000}},
          .measures = {{"half_time", "units of time", "time until half of all nodes are active"},
                       {"reached", "share", "share of active nodes in the end"}},
          .figures = {{"time", "share of active nodes"}},
          .check =
              [](const Parameters& p) {
                return p["complete"] > 0 && p["nodes"] > 3000 ? "complete needs nodes^2 ties: at most 3000 nodes" : "";
              },
          .measure = si,
          .theory = si_theory};
}

/// As many different nodes, drawn at random: a rule without the guarantee of the greedy one.
std::vector<std::uint32_t> drawn_seeds(std::uint32_t nodes, std::uint32_t seeds, std::uint64_t seed) {
  std::vector<std::uint32_t> drawn;
  for (std::uint64_t nth = 0; drawn.size() < seeds; ++nth) {
    const std::uint32_t node = drawn_agent(nodes, Draws(child_key(seed, Purpose::key, nth)));
    if (std::ranges::find(drawn, node) == drawn.end()) drawn.push_back(node);
  }
  return drawn;
}

Outcome greedy_against_best(const Parameters& p, std::uint64_t seed) {
  const Draws draws(seed);
  const auto ties = random_ties(p.whole("nodes"), p["z"], draws);
  const ReachWorlds worlds(p.whole("nodes"), ties, p["chance"], p.whole("worlds"), draws);
  const double greedy = worlds.reach(p["drawn"] > 0 ? drawn_seeds(p.whole("nodes"), p.whole("seeds"), seed)
                                                    : greedy_seeds(worlds, p.whole("seeds")));
  const double best = worlds.reach(best_seeds(worlds, p.whole("seeds")));
  return {{{"ratio", greedy / best}, {"greedy", greedy}, {"best", best}}, {}};
}

ReferenceModel greedy_seeding_model() {
  return {.name = "greedy_seeding",
          .title = "Seed nodes of an independent cascade: greedy choice and best choice",
          .parameters = {{"nodes", "nodes", "size of the network; sets grow as nodes^seeds", 30, 2, 200, true},
                         mean_degree_parameter(3),
                         {"chance", "1", "chance that a tie transmits", 0.3, 0, 1},
                         {"seeds", "nodes", "number of seed nodes", 3, 1, 5, true},
                         {"worlds", "worlds", "random networks over which reach is averaged", 100, 1, 1e5, true},
                         {"drawn", "0 or 1", "1: nodes drawn at random in place of the greedy choice", 0, 0, 1, true}},
          .measures = {{"ratio", "1", "reach of the greedy choice divided by that of the best"},
                       {"greedy", "nodes", "nodes reached by the greedy choice"},
                       {"best", "nodes", "nodes reached by the best choice"}},
          .figures = {},
          .check = [](const Parameters& p) { return p["seeds"] <= p["nodes"] ? "" : "seeds must not be above nodes"; },
          .measure = greedy_against_best,
          .theory = nullptr};
}

}  // namespace

std::vector<ReferenceModel> contagion_models() {
  return {watts_model(), watts_window_model(),  complex_contagion_model(), independent_cascade_model(),
          si_model(),    greedy_seeding_model()};
}

}  // namespace hibiki::reproduction
