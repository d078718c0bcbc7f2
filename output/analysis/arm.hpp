// The record of one replicate of an arm: measures over the window, and the tables of a comparison. Collected during the
// run, in memory that does not grow with its weeks.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "output/analysis/measures.hpp"
#include "sim/engine/run.hpp"

namespace hibiki::inline analysis {

/// The measured scene, and the first week of the window (a week of the run's calendar, not before the first reported).
struct ArmScope {
  MeasuredScene scene;
  int from_week = 0;
};

/// Rows of numbers, all of one length, row-major.
struct ArmTable {
  std::size_t rows = 0, columns = 0;
  std::vector<double> values;
  bool operator==(const ArmTable&) const = default;
};

/// Labels by the time of their founding.
struct Founding {
  std::string_view name;
  int before;  ///< year; and not before the one of the row above
};
inline constexpr std::array<Founding, 5> kFoundings = {
    {{"before 1990", 1990}, {"1990s", 2000}, {"2000s", 2010}, {"2010s", 2020}, {"2020s", 9999}}};

struct ArmRecord {
  std::vector<double> measures;       ///< in the order of measure_table(); NaN where there is none
  std::vector<double> measure_weeks;  ///< weeks of the window over which each is a mean: those that have a value
  double label_money_usd = 0;         ///< received by the scene's labels over the window
  double cost_usd = 0;                ///< spent by them on interventions over the window
  std::vector<int> years;             ///< reported ones
  std::vector<int> year_weeks;        ///< reported weeks of each
  std::vector<Day> quarters;          ///< first days of the reported ones
  std::vector<double> headline_by_quarter;

  // Means over the weeks that have a value unless said otherwise, NaN where none has; money in US dollars of 2015. "The
  // scene" is the one asked about.
  ArmTable leadership_by_year, leadership_people_by_year;  ///< (scene, year)
  ArmTable share_by_year;      ///< (market, year) the scene's share of the engaged pairs there
  ArmTable engaged_by_year;    ///< (market, year) people engaged with the scene
  ArmTable fan_age_by_year;    ///< (scene, year)
  ArmTable revenue_by_source;  ///< (source, year) paid for the scene's acts, weekly mean as an amount a year
  ArmTable gini_by_year, hhi_by_year, diversity_by_year, turnover_by_year;  ///< (year) mean over markets
  // Over the window:
  ArmTable flow;                  ///< (market, scene) engaged pairs
  ArmTable reach;                 ///< (market) people that tried a release of the scene in a week
  ArmTable channels;              ///< (market, channel) plays of all scenes, sum
  ArmTable label_revenue;         ///< (kind) received by the scene's labels a year
  ArmTable label_engaged;         ///< (kind) engaged pairs of their acts
  ArmTable label_revenue_by_age;  ///< (kFoundings) received by the scene's labels a year
};

/// A table of ArmRecord by its name in compare.json.
struct ArmTableEntry {
  std::string_view name;
  ArmTable ArmRecord::*member;
  bool flat;  ///< one row: written as a list, not as a list of lists
};
std::span<const ArmTableEntry> arm_tables();

/// Tables averaged over replicates of one arm, which must have the same axes; measures are left empty. A missing value
/// is left out of its mean. At least one.
ArmRecord mean_record(std::span<const ArmRecord* const> records);

/// How many of the replicates have each value of a table.
ArmTable replicates_with_value(std::span<const ArmRecord* const> records, ArmTable ArmRecord::*table);

/// Gathers a record. A copy goes on from where the original is: the arm of a forked run has the past of its base.
class ArmBuilder final : public Observer {
 public:
  explicit ArmBuilder(ArmScope scope) : scope_(std::move(scope)) {}

  void begin(const RunAxes& axes, int reported_weeks) override;
  void week(const WeekObservation& observation, const std::vector<RegistryEntry>& acts,
            const std::vector<RegistryEntry>& labels) override;
  void end(const RunResult& result) override;

  /// After end().
  const ArmRecord& record() const { return record_; }

 private:
  /// Means of rows of weekly numbers, by year.
  struct Means {
    std::vector<std::vector<double>> sums, weeks;
    void open_year(std::size_t rows);
    /// Adds to the last year; missing values are ignored.
    void add(std::size_t row, double value);
    ArmTable table() const;  ///< (row, year)
  };

  void open_year(int year);
  void add_quarter(const WeekObservation& week, double headline);
  void add_to_year(const WeekObservation& week);
  void add_to_window(const MeasuredWeek& week);

  ArmScope scope_;
  std::size_t scenes_ = 0;
  ArmRecord record_;
  std::vector<double> weeks_of_quarter_;
  Means leadership_, leadership_people_, share_, engaged_, fan_age_, source_, gini_, hhi_, diversity_, turnover_;
  double window_weeks_ = 0;
};

}  // namespace hibiki::analysis
