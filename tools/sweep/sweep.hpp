// A sweep: a scenario simulated at many points of a design, each under the same seeds. Read from a file of
// scenarios/sweeps/; this file simulates nothing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/load.hpp"

namespace hibiki::inline sweep {

/// The factor whose values are files.
inline constexpr const char* kScenarioKey = "scenario";

/// Scenario files, each read when it is first asked for: all points of a sweep are of the files as they were then.
class ScenarioFiles {
 public:
  /// From several threads. Throws as ScenarioFile does.
  const ScenarioFile& at(const std::filesystem::path& path);

 private:
  std::mutex mutex_;
  std::map<std::filesystem::path, ScenarioFile> files_;
};

/// What a sweep varies: a key, and either a list of values or a range.
struct Factor {
  std::string key;                  ///< as --set takes it, or "scenario": whole files
  std::string name;                 ///< of its column; the key when not given
  std::vector<std::string> values;  ///< as --set takes them; of "scenario" files, by their names in the sweep's file;
                                    ///< empty: a range
  double low = std::numeric_limits<double>::quiet_NaN(), high = std::numeric_limits<double>::quiet_NaN();
  std::string scale = "linear";  ///< of the range: "linear" or "log"
  std::int64_t levels = 0;       ///< values of a range in designs of values (grid, one_at_a_time, zip); 0: not given

  bool is_range() const { return values.empty(); }
  /// The value at `unit` in [0, 1], as TOML: of a range, or the one of the list whose part holds it.
  std::string at(double unit) const;
  /// The list, or `levels` values of the range, both ends included.
  std::vector<std::string> all_values() const;
};

/// A value of a factor as a number; empty when it is not one.
std::optional<double> number_in(const std::string& value);

/// How points are chosen.
enum class DesignKind : std::uint8_t { grid, zip, sobol, latin_hypercube, one_at_a_time, morris, saltelli, csv };
inline constexpr const char* kDesignNames[] = {"grid",          "zip",    "sobol",    "latin_hypercube",
                                               "one_at_a_time", "morris", "saltelli", "csv"};

struct Design {
  DesignKind kind = DesignKind::grid;
  std::int64_t points = 0;               ///< sobol, latin_hypercube: points; saltelli: rows of each base sample
  std::int64_t trajectories = 0;         ///< morris
  std::int64_t levels = 4;               ///< morris: values of each factor
  std::int64_t seed = 1;                 ///< of the random shift or order of the design
  std::filesystem::path file;            ///< csv: a column for each factor, by its name or key
  std::vector<std::string> constraints;  ///< that its points must meet (Constraints); not of morris and saltelli
};

/// Name of a kind, as in files.
inline const char* design_name(DesignKind kind) { return kDesignNames[static_cast<std::size_t>(kind)]; }

/// A measure of the results, and the scene it is of.
struct SweepMeasure {
  std::string name;
  std::string scene;                 ///< by name or home market; empty: the sweep's
  std::vector<std::string> markets;  ///< that count as abroad; empty: all but the scene's own
  std::string label, act;            ///< of one of these alone: a name of entity_measures(); empty: of a scene
};

struct SweepFile {
  std::filesystem::path path, scenario;  ///< as they can be opened
  std::string name, title;
  std::string text, scenario_text;                   ///< the file, and the name of the scenario, as given
  std::int64_t fans = 0, replicates = 1, seed = -1;  ///< 0 and -1: the scenario's
  std::string scene;                                 ///< measured one; empty: as `hibiki compare` chooses it
  std::vector<Factor> factors;
  Design design;
  std::vector<SweepMeasure> measures;  ///< empty: all measures of a comparison

  /// A file that the sweep's file names, as it can be opened.
  std::filesystem::path beside(const std::string& file) const;
  /// A point's values as --set takes them: "intervention.early_video.set=0.5".
  std::vector<std::string> sets_of(const std::vector<std::string>& values) const;
  /// The scenario of a point; from several threads. Throws ScenarioError, IoError.
  Scenario scenario_at(const std::vector<std::string>& values) const;

  std::shared_ptr<ScenarioFiles> files = std::make_shared<ScenarioFiles>();  ///< those that points have been read from
};

/// Values of the command line that replace those of the file; 0 and -1: not given.
struct SweepChanges {
  std::int64_t fans = 0, replicates = 0, seed = -1;
};

/// Reads a sweep and checks it: its keys, scenes and constraints, and every value of its factors in its scenario.
/// Throws ScenarioError with every problem found, IoError.
SweepFile load_sweep(const std::filesystem::path& path, const SweepChanges& changes = {});

/// The largest number of points that a design may have.
inline constexpr double kMostPoints = 1e6;

/// Number of points of the design before constraints; of a grid as a real number, since it may be any.
double point_count(const SweepFile& sweep);

/// The points in the order of the design, each a value for every factor. The same for the same file: designs that draw
/// take their draws from Design::seed alone, and more points of a sobol or saltelli design begin with the same ones.
/// Points that do not meet the constraints are left out. Throws IoError for a CSV that cannot be used,
/// std::invalid_argument for a constraint that cannot.
std::vector<std::vector<std::string>> design_points(const SweepFile& sweep);

/// "points.csv:7: ", where a csv design has this point; empty for other designs, and where no row has it.
std::string place_of(const SweepFile& sweep, const std::vector<std::string>& point);

/// Where the points of a sobol, latin_hypercube, saltelli or morris design are in the ranges of its factors, 0 to 1.
std::vector<std::vector<double>> design_units(const Design& design, std::size_t factors);

}  // namespace hibiki::sweep
