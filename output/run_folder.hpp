// The folder of a run: who may write into it, what is there when, and that nothing half-written stays.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "output/manifest.hpp"
#include "sim/scenario/scenario.hpp"

namespace hibiki {

/// runs/NAME.
std::filesystem::path default_run_folder(const Scenario& scenario);

/// A run's folder while the run is made. Files appear in it one by one, each whole; manifest.json is the last.
/// Unless finish() was reached, the destructor takes away what this run has put there.
class RunFolder {
 public:
  /// Takes the folder for the run of `resolved` (to_toml of the scenario, seed and replicates included) and writes
  /// scenario.toml and resolved.toml. A folder that holds this very run complete is left as it is: see finished().
  /// Throws IoError when it cannot be written, or holds something else and `force` is not given.
  RunFolder(std::filesystem::path path, const std::string& scenario_text, const std::string& resolved, bool force);
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;
  ~RunFolder();

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path file(const std::string& name) const { return path_ / name; }

  /// The manifest of this very run, when the folder already holds it complete: there is nothing to do.
  const std::optional<Manifest>& finished() const { return finished_; }

  /// Where the weeks of a replicate are spooled (for ResultsRecorder).
  std::filesystem::path spool(std::size_t replicate) const;

  /// Writes a file of the run whole.
  void write(const std::string& name, const std::string& bytes);

  /// Removes the spools and writes manifest.json: the run is complete.
  void finish(const Manifest& manifest);

 private:
  void take(const std::string& resolved, bool force);
  void clean_up() noexcept;

  std::filesystem::path path_;
  std::optional<Manifest> finished_;
  bool made_folder_ = false, made_files_ = false, complete_ = false;
};

}  // namespace hibiki
