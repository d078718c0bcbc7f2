#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "output/analysis/statistics.hpp"
#include "tools/experiments/json_parts.hpp"
#include "tools/experiments/why.hpp"

namespace hibiki::inline experiments {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShownChains = 6;

Json over_seeds(const std::vector<double>& values) {
  return values.empty() ? Json(nullptr) : interval_json(mean_interval(values));
}

/// The three parts of a number and the whole, over seeds; `value(outcome, arm)` gives it.
template <class Value>
Json parts_json(const std::vector<WhyOutcome>& outcomes, const Value& value) {
  std::vector<double> direct, contagion, feedback, whole;
  for (const WhyOutcome& outcome : outcomes) {
    std::array<double, kWhyArms> of{};
    for (std::size_t a = 0; a < kWhyArms; ++a) of[a] = value(outcome, a);
    if (!std::ranges::all_of(of, [](double x) { return std::isfinite(x); })) continue;
    direct.push_back(of[1] - of[0]);
    contagion.push_back(of[2] - of[1]);
    feedback.push_back(of[3] - of[2]);
    whole.push_back(of[3] - of[0]);
  }
  return {{"direct", over_seeds(direct)},
          {"contagion", over_seeds(contagion)},
          {"feedback", over_seeds(feedback)},
          {"whole", over_seeds(whole)}};
}

Json named(const char* key, std::string_view name, const Json& parts) {
  Json row = {{key, name}};
  row.update(parts);
  return row;
}

Json parts_of_measures(const std::vector<WhyOutcome>& outcomes, const MeasureList& measures) {
  Json list = Json::array();
  for (std::size_t i = 0; i < measures.size(); ++i)
    list.push_back(named("measure", measures[i]->name, parts_json(outcomes, [&](const WhyOutcome& o, std::size_t a) {
                           return o.records[a].measures[i];
                         })));
  return list;
}

/// Mean over seeds of a number of people.
double mean_people(const std::vector<WhyOutcome>& outcomes, People WhyOutcome::*member) {
  std::vector<double> people;
  for (const WhyOutcome& o : outcomes) people.push_back(static_cast<double>(o.*member));
  return mean_of(people);
}

Json gained_and_lost(double gained, double lost) {
  return {{"gained", gained}, {"lost", lost}, {"net", gained - lost}};
}

Json fans_json(const std::vector<WhyOutcome>& outcomes) {
  const double gained = mean_people(outcomes, &WhyOutcome::won), lost = mean_people(outcomes, &WhyOutcome::lost);
  const auto both = [&](People WhyOutcome::*won, People WhyOutcome::*lost_by) {
    return gained_and_lost(mean_people(outcomes, won), mean_people(outcomes, lost_by));
  };
  return {{"gained", gained},
          {"lost", lost},
          {"net", gained - lost},
          {"reached", both(&WhyOutcome::reached_won, &WhyOutcome::reached_lost)},
          {"market", both(&WhyOutcome::market_won, &WhyOutcome::market_lost)},
          {"already", mean_people(outcomes, &WhyOutcome::already)},
          {"from_other", mean_people(outcomes, &WhyOutcome::from_other)}};
}

Json channels_json(const std::vector<WhyOutcome>& outcomes) {
  struct Mean {
    double all = 0.0, reached = 0.0;
  };
  std::map<std::string, Mean> people;
  double all = 0;
  const auto n = static_cast<double>(outcomes.size());
  for (const WhyOutcome& o : outcomes)
    for (const auto& [channel, won] : o.won_through) {
      people[channel].all += static_cast<double>(won.all) / n;
      people[channel].reached += static_cast<double>(won.reached) / n;
      all += static_cast<double>(won.all) / n;
    }
  std::vector<std::pair<std::string, Mean>> order(people.begin(), people.end());
  std::ranges::stable_sort(order, [](const auto& a, const auto& b) { return a.second.all > b.second.all; });
  Json list = Json::array();
  for (const auto& [channel, mean] : order)
    list.push_back({{"channel", channel}, {"people", mean.all}, {"share", mean.all / all}, {"reached", mean.reached}});
  return list;
}

double sum_of(const std::vector<People>& people) {
  return static_cast<double>(std::accumulate(people.begin(), people.end(), People{0}));
}

/// Won and lost at the same weeks of every seed, means over seeds.
Json weeks_json(const std::vector<WhyOutcome>& outcomes, std::vector<WonAndLost> WhyOutcome::*member) {
  Json list = Json::array();
  const auto n = static_cast<double>(outcomes.size());
  for (std::size_t w = 0; w < (outcomes.front().*member).size(); ++w) {
    const WonAndLost& first = (outcomes.front().*member)[w];
    double gained = 0, lost = 0, reached_gained = 0, reached_lost = 0;
    std::vector<double> by_market(first.won.size(), 0.0), reached_by_market = by_market;
    for (const WhyOutcome& o : outcomes) {
      const WonAndLost& at = (o.*member)[w];
      gained += sum_of(at.won) / n;
      lost += sum_of(at.lost) / n;
      reached_gained += sum_of(at.reached_won) / n;
      reached_lost += sum_of(at.reached_lost) / n;
      for (std::size_t m = 0; m < by_market.size(); ++m) {
        by_market[m] += static_cast<double>(at.won[m] - at.lost[m]) / n;
        reached_by_market[m] += static_cast<double>(at.reached_won[m] - at.reached_lost[m]) / n;
      }
    }
    Json reached = gained_and_lost(reached_gained, reached_lost);
    reached["by_market"] = reached_by_market;
    list.push_back({{"week", to_string(first.week)},
                    {"gained", gained},
                    {"lost", lost},
                    {"by_market", by_market},
                    {"reached", reached}});
  }
  return list;
}

Json chains_json(const std::vector<WhyOutcome>& outcomes) {
  Json list = Json::array();
  // The best of each seed first, then the second best: examples from several seeds.
  for (std::size_t rank = 0; list.size() < kShownChains; ++rank) {
    bool any = false;
    for (const WhyOutcome& o : outcomes) {
      if (rank >= o.chains.size() || list.size() == kShownChains) continue;
      any = true;
      Json links = Json::array();
      for (const ChainLink& link : o.chains[rank])
        links.push_back({{"fan", link.fan},
                         {"market", link.market},
                         {"age", link.age},
                         {"week", to_string(link.week)},
                         {"act", link.act},
                         {"channel", link.channel}});
      list.push_back({{"seed", o.seed}, {"links", links}});
    }
    if (!any) break;
  }
  return list;
}

}  // namespace

nlohmann::ordered_json why_json(const Scenario& base, const ArmScope& scope, const WhyAnswer& answer) {
  const std::vector<WhyOutcome>& outcomes = answer.outcomes;
  const Calendar calendar = base.calendar();
  const RunAxes& axes = outcomes.front().replicates[0].result.summary.axes;
  Json seeds = Json::array(), failed = Json::array(), markets = Json::array(), ages = Json::array();
  for (const WhyOutcome& o : outcomes) seeds.push_back(o.seed);
  for (const FailedSeed& f : answer.failed) failed.push_back({{"seed", f.seed}, {"error", f.error}});
  for (std::size_t m = 0; m < axes.markets.size(); ++m)
    markets.push_back(named("market", axes.markets[m], parts_json(outcomes, [&](const WhyOutcome& o, std::size_t a) {
                              return o.by_market[a][m];
                            })));
  for (std::size_t g = 0; g < kAgeGroups; ++g)
    ages.push_back(named("age", kAgeGroupNames[g],
                         parts_json(outcomes, [&](const WhyOutcome& o, std::size_t a) { return o.by_age[a][g]; })));
  return {{"format_version", 1},
          {"kind", "why"},
          {"scene", {{"name", axes.scenes[scope.scene.index]}, {"market", scope.scene.market}}},
          {"window", {{"from", to_string(calendar.day(scope.from_week))}, {"to", to_string(base.run.end)}}},
          {"markets", axes.markets},
          {"seeds", seeds},
          {"failed", failed},
          {"asked", scope.asked.size()},
          {"parts", parts_of_measures(outcomes, scope.measures())},
          {"by_market", markets},
          {"by_age", ages},
          {"fans", fans_json(outcomes)},
          {"channels", channels_json(outcomes)},
          {"first_weeks", weeks_json(outcomes, &WhyOutcome::first_weeks)},
          {"quarters", weeks_json(outcomes, &WhyOutcome::quarters)},
          {"chains", chains_json(outcomes)}};
}

}  // namespace hibiki::experiments
