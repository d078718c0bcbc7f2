// The record of one replicate of an arm: measures over the window, and the tables of a comparison. Collected during the
// run, in memory that does not grow with its weeks.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "output/analysis/arm_tables.hpp"
#include "output/analysis/entity_measures.hpp"
#include "output/analysis/measures.hpp"
#include "sim/engine/run.hpp"

namespace cereal {
class access;
}

namespace hibiki::inline analysis {

/// A measure that was asked for: of another scene, of some markets, of a label or of an act; or one of measure_table().
struct AskedMeasure {
  Measure measure;
  MeasuredScene scene;
  std::optional<MeasuredEntity> entity;
};

/// The measured scene, the first week of the window (a week of the run's calendar, not before the first reported), and
/// measures that are taken beside those of measure_table().
struct ArmScope {
  MeasuredScene scene;
  int from_week = 0;
  std::vector<AskedMeasure> asked = {};

  /// The measures that an arm is compared by: those asked for, then the others of measure_table(). The first is the
  /// headline. They point into this scope.
  MeasureList measures() const;
};

struct ArmRecord {
  std::vector<double> measures;       ///< in the order of ArmScope::measures(); NaN where there is none
  std::vector<double> measure_weeks;  ///< weeks of the window over which each is a mean: those that have a value
  double label_money_usd = 0;         ///< received by the scene's labels over the window
  double cost_usd = 0;          ///< spent by them on interventions, whatever pays it, and added by production_budget
  std::vector<int> years;       ///< reported ones
  std::vector<int> year_weeks;  ///< reported weeks of each
  std::vector<Day> quarters;    ///< first days of the reported ones
  std::vector<double> headline_by_quarter;

  std::vector<ArmTable> tables;  ///< in the order of arm_tables()

  const ArmTable& table(std::string_view name) const { return tables[arm_table_index(name)]; }
};

/// Tables averaged over replicates of one arm, which must have the same axes; measures are left empty. A missing value
/// is left out of its mean. At least one.
ArmRecord mean_record(std::span<const ArmRecord* const> records);

/// How many of the replicates have each value of the table at this position in arm_tables().
ArmTable replicates_with_value(std::span<const ArmRecord* const> records, std::size_t table);

/// Gathers a record. A copy goes on from where the original is: the arm of a forked run has the past of its base.
class ArmBuilder final : public Observer {
 public:
  explicit ArmBuilder(ArmScope scope);

  void begin(const RunAxes& axes, int reported_weeks) override;
  void week(const WeekObservation& observation, const std::vector<RegistryEntry>& acts,
            const std::vector<RegistryEntry>& labels) override;
  void end(const RunResult& result) override;

  /// After end().
  const ArmRecord& record() const { return record_; }

  /// Value of the headline in the week observed last; NaN where it has none.
  double headline() const { return headline_; }

  /// Moves the beginning of the window. No week of the window that the scope gave may have been observed yet.
  void begin_window_at(int week);

 private:
  friend class cereal::access;
  /// Reading needs a builder of the same scope (arm_archive.hpp).
  template <class Archive>
  void serialize(Archive& archive) {
    archive(markets_, record_, weeks_of_quarter_, years_, window_weeks_);
  }

  /// Sums of the weeks of one year in a yearly table, and how many of them have a value, by row.
  struct Year {
    std::vector<double> sum, weeks;

    template <class Archive>
    void serialize(Archive& archive) {
      archive(sum, weeks);
    }
  };

  void open_year(int year);
  static ArmTable by_year(const std::vector<Year>& years);
  void add_quarter(const WeekObservation& week, double headline);
  void add_to_year(const MeasuredWeek& week);
  void add_to_window(const MeasuredWeek& week);

  ArmScope scope_;
  std::vector<AskedMeasure> taken_;  ///< in the order of ArmScope::measures()
  std::size_t markets_ = 0;
  ArmRecord record_;
  std::vector<double> weeks_of_quarter_;
  std::vector<std::vector<Year>> years_;  ///< [table][year]; empty for tables without years
  double window_weeks_ = 0;
  double headline_ = 0;
};

}  // namespace hibiki::analysis
