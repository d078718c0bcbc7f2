// The folder of an experiment of many runs: its JSON, report.html and, of a comparison, a run folder for each arm. The
// JSON is the last file to appear: where it is, the experiment is complete.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hibiki {

/// Which command's folder it is.
struct ExperimentKind {
  std::string name;                 ///< "comparison"
  std::string json;                 ///< its last file
  std::vector<std::string> others;  ///< files that an earlier one may have left
};
inline const ExperimentKind kComparisonFolder = {"comparison", "compare.json", {"report.html"}};
inline const ExperimentKind kWhyFolder = {"answer", "compare.json", {"report.html", "why.json"}};
inline const ExperimentKind kAttributionFolder = {"attribution", "attribution.json", {"report.html", "compare.json"}};

class ExperimentFolder {
 public:
  /// Takes the folder for the experiment called `identity`. One that holds this very experiment complete is left as it
  /// is: see finished(). Throws IoError when it cannot be written, or holds something else and `force` is not given.
  ExperimentFolder(std::filesystem::path path, ExperimentKind kind, const std::string& identity, bool force);
  ExperimentFolder(const ExperimentFolder&) = delete;
  ExperimentFolder& operator=(const ExperimentFolder&) = delete;
  /// Unless finish() was reached, takes away what this experiment has put there.
  ~ExperimentFolder();

  const std::filesystem::path& path() const { return path_; }
  bool finished() const { return finished_; }

  /// Where the weeks of an arm's replicate are spooled.
  std::filesystem::path spool(std::size_t arm, std::size_t replicate) const;

  /// The folder for an arm's run; what was there of an earlier experiment goes.
  std::filesystem::path arm(const std::string& name);

  /// Writes one of the kind's other files.
  void write(const std::string& name, const std::string& text) const;

  /// Removes the spools and writes the JSON: the experiment is complete.
  void finish(const std::string& json);

 private:
  void take(const std::string& identity, bool force);
  void remove_results() noexcept;

  std::filesystem::path path_;
  ExperimentKind kind_;
  std::vector<std::filesystem::path> arms_;
  bool finished_ = false, made_folder_ = false, taken_ = false, complete_ = false;
};

}  // namespace hibiki
