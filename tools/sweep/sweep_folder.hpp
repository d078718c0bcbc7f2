// The folder of a sweep, into which any number of processes write at once: one log of finished runs for each, and a
// claim for each run under way. What is done is read from the logs alone.
//
//   sweep.toml, design.json     the sweep as it was started last: factors, points with their numbers, measures
//   numbers.json                numbers of all points that the folder ever had
//   log/*.jsonl                 finished and failed runs, one line each, with a check
//   work/ID-SCOPE-SEED/         claim and checkpoint of a run under way
//   sweep.h5, points.csv, report.html, manifest.json    the results collected last
//   slurm/                      output of batch tasks
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "output/results/claim.hpp"
#include "output/results/files.hpp"
#include "tools/sweep/sweep.hpp"

namespace hibiki::inline sweep {

/// A point with its number, which it keeps when the design is changed.
struct NumberedPoint {
  std::size_t number = 0;
  std::string id;                   ///< digest of its scenario and of the model's version
  std::vector<std::string> values;  ///< of the factors
};

/// A measure of the results: a name of measure_table() and the scene that it is of, with its markets where some alone
/// count as abroad: "J-pop in ID, TH". Or a name of entity_measures(), and "label NAME" or "act NAME".
struct MeasureColumn {
  std::string name, scene;
  bool operator==(const MeasureColumn&) const = default;
};

/// What texts say of a column, and where its value is in RunRecord::measures[scene].
struct ColumnInfo {
  std::string_view title, unit, definition;
  std::size_t index = 0;
};
ColumnInfo column_info(const MeasureColumn& column);

/// The sweep that a folder holds.
struct SweepState {
  std::string name, title, model_version, scenario;  ///< `scenario` as in the file
  std::filesystem::path folder;                      ///< of the sweep's file, as it was given
  Design design;                                     ///< without its file
  std::vector<std::string> factors, keys, scales;    ///< names, keys of the scenario, "linear" or "log"
  std::vector<NumberedPoint> points;                 ///< in the order in which the design has them first
  std::vector<std::size_t> rows;  ///< of the design, which may have a point twice: positions in `points`
  std::vector<MeasureColumn> measures;
  std::vector<std::uint64_t> seeds;
  std::int64_t fans = 0;        ///< of the first point
  std::int64_t given_fans = 0;  ///< of all points, given in the sweep's file or on the command line; 0: the scenarios'
  std::string window_from;      ///< first day over which measures are taken
  std::string scope;            ///< digest of scenes and window: runs measured otherwise are not used

  std::size_t runs() const { return points.size() * seeds.size(); }
};

/// A finished or failed run.
struct RunRecord {
  std::string point;  ///< id
  std::uint64_t seed = 0;
  std::string scope;   ///< SweepState::scope
  std::string digest;  ///< of the run
  double seconds = 0;
  /// By MeasureColumn::scene, in the order of measure_table() or entity_measures().
  std::map<std::string, std::vector<double>> measures;
  std::string error;  ///< of a failed run, which has no measures

  bool failed() const { return !error.empty(); }
};

/// Reads and writes the logs. From several threads.
class RunLog {
 public:
  /// Only runs of this scope are found.
  RunLog(std::filesystem::path folder, std::string scope) : folder_(std::move(folder)), scope_(std::move(scope)) {}

  /// Reads lines that any process has added since. Lines that are torn or were changed are left out. Throws IoError.
  void refresh();
  /// The run as it was last; a finished one counts more than a failed one.
  std::optional<RunRecord> find(const std::string& point, std::uint64_t seed) const;
  bool finished(const std::string& point, std::uint64_t seed) const;
  /// Returns when the run is on the disk, in a file of this process. Throws IoError.
  void append(const RunRecord& record);
  /// Lines left out.
  std::size_t damaged() const { return damaged_; }

 private:
  void take(RunRecord record);

  std::filesystem::path folder_;
  std::string scope_;
  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t> read_;  ///< bytes of each file that were read; of the own file none
  std::string own_name_;
  std::map<std::pair<std::string, std::uint64_t>, RunRecord> runs_;
  std::size_t damaged_ = 0;
  std::optional<OutputFile> own_;
};

inline constexpr const char* kSweepText = "sweep.toml";

/// Whether a folder is that of a sweep.
bool is_sweep_folder(const std::filesystem::path& path);

/// runs/sweeps/NAME.
std::filesystem::path default_sweep_folder(const SweepFile& sweep);

class SweepFolder {
 public:
  /// Takes up the folder for a sweep, which gets its points' numbers from it: points that the folder knows keep
  /// theirs, others get the next ones. Waits up to a minute for another process that does the same. Throws IoError: the
  /// folder holds something else or another sweep, or cannot be written.
  SweepFolder(std::filesystem::path path, SweepState state, const std::string& text);

  /// The sweep that a folder holds. Throws IoError when there is none.
  explicit SweepFolder(std::filesystem::path path);

  const std::filesystem::path& path() const { return path_; }
  const SweepState& state() const { return state_; }
  RunLog& log() { return log_; }
  /// Where a run under way has its claim and its checkpoint.
  std::filesystem::path work(const std::string& point, std::uint64_t seed) const;
  /// Names of those that are there, sorted.
  std::vector<std::string> works() const;

  /// Claims the folder itself, for work that one process does at a time; waits up to a minute. Throws IoError.
  std::unique_ptr<Claim> claim() const;
  /// Claims a run; empty when another process has it. Throws IoError when it cannot be written.
  std::unique_ptr<Claim> claim(const std::string& point, std::uint64_t seed) const;

 private:
  std::filesystem::path path_;
  SweepState state_;
  RunLog log_;  ///< after `state_`, whose scope it takes
};

/// Runs of a sweep by what became of them.
struct SweepCounts {
  std::size_t done = 0, failed = 0, under_way = 0, missing = 0;  ///< the last two: not done, with a process and without
  double seconds = 0;                                            ///< that the finished ones took
};
SweepCounts count_runs(SweepFolder& folder);

}  // namespace hibiki::sweep
