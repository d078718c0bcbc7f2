// Markets as numbers: small dense tables, constant except for familiarity and centroids.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "sim/core/draws.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/money.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/style.hpp"

namespace hibiki::inline world {

/// Languages are small numbers: positions in Markets::languages.
using LanguageIndex = std::uint16_t;

struct Markets {
  std::vector<Key> keys;                ///< of the names
  std::vector<std::string> languages;   ///< sorted
  std::vector<LanguageIndex> language;  ///< of each market
  LanguageIndex english = 0;
  Eigen::MatrixXd comprehension;   ///< (market, language), 0..1
  Eigen::MatrixXd distance;        ///< D0 (market, scene), symmetric, 0 at home
  std::vector<bool> asian, third;  ///< region; counts in leadership
  std::vector<Style> mean_taste;
  // Learnt during the run.
  Eigen::MatrixXd familiarity;  ///< (market, scene)
  std::vector<Style> centroid;  ///< play-weighted mean style of each market
  std::vector<Cents> spent;     ///< payments of fans in about the last year
  double expected_msd = 1.0;    ///< E[msd] of taste and style, fixed at the start
  // Set at each new year.
  std::vector<People> people;  ///< simulated people, all ages together

  std::size_t size() const { return keys.size(); }
  /// Distance of a heritage from a market after familiarity: D0 exp(-familiarity).
  double felt_distance(std::size_t market, std::size_t scene) const;
};

Markets make_markets(const Scenario& scenario);

/// People of each market on a day, in millions aged 10-19 ... 60-69; and of all ages.
std::vector<std::vector<double>> people_on(const Scenario& scenario, Day day);
std::vector<double> totals(const std::vector<std::vector<double>>& people);

/// Recorded size of a market on `day`, recorded music and concerts, US dollars of 2015 a year; 0: not known.
double recorded_size(const Market& market, Day day);

/// Weight of ties from fans of one market to another: closeness times people,
/// exp(-2 distance) x population (millions) of the target.
Eigen::MatrixXd tie_proximity(const Markets& markets, const std::vector<double>& millions);

/// Barriers of a market on `day` against each scene, 0..1: 0 at home, a dated barrier where there is one, else the
/// market's own. With `everywhere` the part that also holds outside broadcast: the excess of a barrier of kind "all"
/// over the market's own, 0 without one.
std::vector<double> barriers_at(const Scenario& scenario, std::size_t market, Day day, bool everywhere);

/// The scenario in canonical order (entities by name), so that their order in the file has no effect.
/// Policies and interventions keep theirs: there order has meaning.
Scenario canonical(Scenario scenario);

}  // namespace hibiki::world
