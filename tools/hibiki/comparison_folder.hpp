// The folder of a comparison: compare.json, report.html and a run folder for each arm. compare.json is the last file to
// appear: where it is, the comparison is complete.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hibiki {

class ComparisonFolder {
 public:
  /// Takes the folder for the comparison called `identity`. One that holds this very comparison complete is left as it
  /// is: see finished(). Throws IoError when it cannot be written, or holds something else and `force` is not given.
  ComparisonFolder(std::filesystem::path path, const std::string& identity, bool force);
  ComparisonFolder(const ComparisonFolder&) = delete;
  ComparisonFolder& operator=(const ComparisonFolder&) = delete;
  /// Unless finish() was reached, takes away what this comparison has put there.
  ~ComparisonFolder();

  const std::filesystem::path& path() const { return path_; }
  bool finished() const { return finished_; }

  /// Where the weeks of an arm's replicate are spooled.
  std::filesystem::path spool(std::size_t arm, std::size_t replicate) const;

  /// The folder for an arm's run; what was there of an earlier comparison goes.
  std::filesystem::path arm(const std::string& name);

  /// Removes the spools, writes report.html and compare.json: the comparison is complete.
  void finish(const std::string& compare_json, const std::string& report_html);

 private:
  void take(const std::string& identity, bool force);
  void remove_results() noexcept;

  std::filesystem::path path_;
  std::vector<std::filesystem::path> arms_;
  bool finished_ = false, made_folder_ = false, taken_ = false, complete_ = false;
};

}  // namespace hibiki
