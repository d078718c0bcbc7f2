// The run in a table of years, for the terminal, summary.csv and the pattern checks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/engine/observation.hpp"
#include "sim/scenario/scenario.hpp"

namespace cereal {
class access;
}

namespace hibiki::inline engine {

/// Mean length of a year in weeks, by which weekly amounts become yearly: calendar years have 52 or 53 weeks, and the
/// first and the last of a run often fewer.
inline constexpr double kWeeksInYear = 365.2425 / 7;

/// Weeks of a calendar year, by scene, over which a mean was taken: those that had a value.
struct KnownWeeks {
  std::vector<int> leadership, leadership_plays, leadership_engaged, home_share, plays_home_share, gini;
};

/// Means or sums over the reported weeks of a calendar year; vectors are over scenes (= home markets). A mean is of the
/// weeks that have a value, kMissing where none has.
struct YearSummary {
  int year = 0;
  int weeks = 0;  ///< reported weeks in it
  KnownWeeks known;
  std::vector<double> leadership;         ///< mean
  std::vector<double> leadership_people;  ///< mean
  /// Mean of the shares of plays, and of engaged people, that foreign_shares() gives, as leadership is of engaged
  /// pairs.
  std::vector<double> leadership_plays, leadership_engaged;
  std::vector<double> home_share;        ///< scene's share of engaged pairs in its own market, mean
  std::vector<double> engaged_home;      ///< people engaged with the scene in its own market, mean
  std::vector<double> engaged_abroad;    ///< ... in all other markets, mean
  std::vector<Cents> revenue_home;       ///< paid by fans at home, sum
  std::vector<Cents> revenue_abroad;     ///< paid by fans abroad, sum
  std::vector<double> plays_home_share;  ///< scene's share of plays in its own market
  std::vector<double> gini;              ///< over markets: mean weekly Gini of plays
  std::vector<Cents> revenue;            ///< market x scene, sum
  std::vector<Cents> received;           ///< market x scene, by labels at home in the scene, sum; empty: not known
  std::vector<People> plays;             ///< market x scene, sum
  std::vector<People> act_plays;         ///< by position in the registry of acts, all markets, sum
  std::vector<Cents> revenue_recorded;   ///< discs and streams of a scene in all markets, sum

  /// Every week is reported, but for one that a run's first or last day cuts.
  bool whole() const { return weeks >= 51; }
  /// A sum over the reported weeks as an amount a year.
  double a_year(double sum) const { return sum / weeks * kWeeksInYear; }
};

/// Cents that labels at home in a scene received from all other markets, sum; kMissing where `received` is not known.
double received_abroad(const YearSummary& year, std::size_t scene);

/// The largest audience that an act's livestream had.
struct LivestreamPeak {
  std::string act, label, home;
  Day day;
  People viewers = 0;
};

struct RunSummary {
  RunAxes axes;
  std::vector<YearSummary> years;
  std::string challenger, incumbent;  ///< scenes (names) of Scenario::contenders
  std::size_t challenger_index = 0, incumbent_index = 0;
  /// First week from which the challenger leads the incumbent for 26 weeks running, after a week in which the incumbent
  /// held a share and the challenger did not lead. If neither holds a share, neither is behind.
  std::optional<Day> overtake;
  bool led_from_start = false;              ///< the challenger led for 26 weeks running without ever having been behind
  std::vector<LivestreamPeak> livestreams;  ///< best of each named act, largest first
  std::vector<RegistryEntry> acts, labels;  ///< registries of the whole run, in order of appearance
  Cents paid = 0, to_labels = 0, to_platforms = 0;  ///< over the reported weeks; paid = to_labels + to_platforms
};

/// Builds a RunSummary week by week.
class SummaryBuilder {
 public:
  SummaryBuilder(const Scenario& scenario, RunAxes axes);
  /// Takes a reported week. `acts` is the registry so far.
  void add(const WeekObservation& week, const std::vector<RegistryEntry>& acts);
  RunSummary finish(std::vector<RegistryEntry> acts, std::vector<RegistryEntry> labels) const;

 private:
  friend class cereal::access;
  template <class Archive>
  void serialize(Archive& archive) {
    archive(summary_, lead_run_, was_behind_, lead_since_);
  }

  RunSummary summary_;
  std::vector<bool> third_;  ///< by market: counts in leadership
  std::vector<std::string> named_acts_;
  int lead_run_ = 0;
  bool was_behind_ = false;
  Day lead_since_{};
};

}  // namespace hibiki::engine
