#include "sim/world/markets.hpp"

#include <algorithm>
#include <numeric>

#include "sim/core/draws.hpp"
#include "sim/core/portable_math.hpp"

namespace hibiki::inline world {

namespace {

constexpr double kUnknownDistance = 0.7;  ///< default distance between markets
constexpr double kClosenessSlope = 2.0;

std::vector<std::string> all_languages(const Scenario& scenario) {
  std::vector<std::string> names = {"en"};
  for (const Market& m : scenario.markets) {
    names.push_back(m.language);
    for (const auto& [language, share] : m.comprehension) names.push_back(language);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

double stated_distance(const Scenario& scenario, std::size_t a, std::size_t b) {
  if (a == b) return 0.0;
  const auto& from = scenario.markets[a].distance;
  const auto& to = scenario.markets[b].distance;
  if (const auto it = from.find(scenario.markets[b].name); it != from.end()) return it->second;
  if (const auto it = to.find(scenario.markets[a].name); it != to.end()) return it->second;
  return kUnknownDistance;
}

}  // namespace

double Markets::felt_distance(std::size_t market, std::size_t scene) const {
  const auto m = static_cast<Eigen::Index>(market), s = static_cast<Eigen::Index>(scene);
  return distance(m, s) * portable::exp(-familiarity(m, s));
}

std::vector<std::vector<double>> people_on(const Scenario& scenario, Day day) {
  std::vector<std::vector<double>> people;
  for (const Market& m : scenario.markets) people.push_back(m.people.at(day));
  return people;
}

std::vector<double> totals(const std::vector<std::vector<double>>& people) {
  std::vector<double> all;
  for (const auto& ages : people) all.push_back(std::accumulate(ages.begin(), ages.end(), 0.0));
  return all;
}

double recorded_size(const Market& market, Day day) {
  constexpr double kMillion = 1e6;
  return (market.recorded_music.at(day) + market.live_music.at(day)) * kMillion;
}

Markets make_markets(const Scenario& scenario) {
  Markets markets;
  const std::size_t count = scenario.markets.size();
  const auto rows = static_cast<Eigen::Index>(count);
  markets.languages = all_languages(scenario);
  const auto language = [&](const std::string& name) {
    const auto it = std::lower_bound(markets.languages.begin(), markets.languages.end(), name);
    return static_cast<LanguageIndex>(it - markets.languages.begin());
  };
  markets.english = language("en");
  markets.comprehension = Eigen::MatrixXd::Zero(rows, static_cast<Eigen::Index>(markets.languages.size()));
  markets.distance = Eigen::MatrixXd::Zero(rows, rows);
  markets.familiarity = Eigen::MatrixXd::Zero(rows, rows);
  for (std::size_t m = 0; m < count; ++m) {
    const Market& market = scenario.markets[m];
    const auto row = static_cast<Eigen::Index>(m);
    markets.keys.push_back(key_of(market.name));
    markets.language.push_back(language(market.language));
    markets.comprehension(row, language(market.language)) = 1.0;
    for (const auto& [name, share] : market.comprehension) markets.comprehension(row, language(name)) = share;
    for (std::size_t other = 0; other < count; ++other)
      markets.distance(row, static_cast<Eigen::Index>(other)) = stated_distance(scenario, m, other);
    markets.asian.push_back(market.region == "asia");
    markets.third.push_back(market.third_market);
    markets.mean_taste.push_back(to_style(market.taste));
    markets.centroid.push_back(to_style(market.taste));
    markets.spent.push_back(0);
    markets.people.push_back(0);
  }
  return markets;
}

Eigen::MatrixXd tie_proximity(const Markets& markets, const std::vector<double>& millions) {
  Eigen::MatrixXd proximity = markets.distance;
  for (Eigen::Index m = 0; m < proximity.rows(); ++m)
    for (Eigen::Index n = 0; n < proximity.cols(); ++n)
      proximity(m, n) =
          m == n ? 0.0
                 : portable::exp(-kClosenessSlope * markets.distance(m, n)) * millions[static_cast<std::size_t>(n)];
  return proximity;
}

std::vector<double> barriers_at(const Scenario& scenario, std::size_t market, Day day, bool everywhere) {
  const Market& here = scenario.markets[market];
  const double ordinary = here.foreign_barrier.at(day);
  std::vector<double> row(scenario.markets.size(), everywhere ? 0.0 : ordinary);
  for (auto b = scenario.barriers.rbegin(); b != scenario.barriers.rend(); ++b) {  // the first of a scene holds
    if (b->market != here.name) continue;
    const auto scene = std::ranges::find(scenario.markets, b->scene, &Market::name);
    if (scene == scenario.markets.end()) continue;
    double& barrier = row[static_cast<std::size_t>(scene - scenario.markets.begin())];
    // Outside broadcast only the excess of a ban over the ordinary barrier counts.
    barrier = !everywhere ? b->value.at(day) : b->kind == "all" ? std::max(0.0, b->value.at(day) - ordinary) : 0.0;
  }
  row[market] = 0.0;
  return row;
}

Scenario canonical(Scenario scenario) {
  const auto by_name = [](const auto& a, const auto& b) { return a.name < b.name; };
  std::sort(scenario.markets.begin(), scenario.markets.end(), by_name);
  std::sort(scenario.platforms.begin(), scenario.platforms.end(), by_name);
  std::sort(scenario.labels.begin(), scenario.labels.end(), by_name);
  std::sort(scenario.acts.begin(), scenario.acts.end(), by_name);
  std::sort(scenario.barriers.begin(), scenario.barriers.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  return scenario;
}

}  // namespace hibiki::world
