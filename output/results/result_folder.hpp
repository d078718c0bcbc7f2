// The folder of a result (a run, a comparison, a calibration ...): controls which command may write into it, and keeps
// either the old or the new result complete, whenever the process is killed.
//
//   claim -> work folder: results, scratch -> digests, manifest -> commit -> renames, manifest.json last -> give up
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "output/results/claim.hpp"
#include "output/results/manifest.hpp"

namespace hibiki::inline results {

/// Which result a folder is to hold.
struct ResultKind {
  std::string kind;                ///< as in the manifest: "run", "comparison"
  std::string identity;            ///< digest of all that decides the result
  std::vector<std::string> files;  ///< of the result, relative to the folder; a finished one has them all
  std::vector<std::string> more;   ///< files that the result may have as well
  bool resumes = false;            ///< scratch files of a command that was stopped are gone on from
};

/// Treatment of an existing result.
enum class IfThere {
  refuse,  ///< another result is refused; this very one is finished()
  repeat,  ///< another result is refused; this very one is made again
  replace  ///< any is replaced, once the new one is whole
};

/// A folder while its result is made. Files are written into a work folder inside it and moved to their places by
/// finish(). Without finish(), the destructor leaves the folder unchanged; the work folder stays if the command can be
/// resumed from it.
class ResultFolder {
 public:
  /// Takes the folder. Throws IoError when another process is writing there, it cannot be written, it holds files that
  /// are refused, a finished file is not as it was written, or a file that is not hibiki's would be overwritten.
  ResultFolder(std::filesystem::path path, ResultKind kind, IfThere if_there);
  ResultFolder(const ResultFolder&) = delete;
  ResultFolder& operator=(const ResultFolder&) = delete;
  ~ResultFolder();

  const std::filesystem::path& path() const { return path_; }

  /// The manifest of this very result, when the folder holds it complete and every file is as it was written: there is
  /// nothing to do.
  const std::optional<Manifest>& finished() const { return finished_; }

  /// A file of the finished result, compared with its manifest. Throws IoError.
  std::string read_finished(const std::string& name) const;

  /// Where files of the result are written: staged() / "results.h5" is at path() / "results.h5" after finish(). With a
  /// name, the folder of that name in the result, which is made.
  std::filesystem::path staged(const std::string& inner = {}) const;
  /// A file that is not published.
  std::filesystem::path scratch(const std::string& name) const;
  /// Writes a file of the result whole.
  void write(const std::string& name, std::string_view bytes) const;

  /// From now on scratch files outlive this process, and the same command goes on from them, as with
  /// ResultKind::resumes. Throws IoError.
  void keep_scratch();
  /// Undoes keep_scratch(), unless there are scratch files of an earlier command.
  void drop_scratch() noexcept;
  /// Scratch files were left by an earlier command of this result.
  bool resumes_another() const { return resumed_; }

  /// Adds kind, identity and the digests of the files to the manifest, and publishes all. Returns files of an old
  /// result that had been changed since they were written: they are kept under these new names.
  std::vector<std::filesystem::path> finish(Manifest manifest);

 private:
  std::optional<Manifest> find_finished() const;
  bool has_leftovers() const;
  bool claim();
  void take(IfThere if_there);
  std::string recover(IfThere if_there);
  void judge();
  void discard() noexcept;
  [[noreturn]] void refuse(const std::string& holds) const;

  std::filesystem::path path_;
  ResultKind kind_;
  std::optional<Manifest> finished_;
  std::unique_ptr<Claim> claim_;
  std::filesystem::path work_;  ///< in path_; empty when there is nothing to do
  bool resumed_ = false;
};

/// Writes manifest.json of a folder that is staged, with the digest of every file in it. Manifests of folders in it are
/// not listed, their files are.
void seal(const std::filesystem::path& staged, Manifest manifest);

/// Completes a publication that another command began in a folder and did not finish; until then there is no manifest.
/// No effect otherwise. Throws IoError, also when another process is at work there.
void finish_publication(const std::filesystem::path& folder);

/// Puts a file into a folder that holds a finished result, and into its manifest. Where there is no manifest that lists
/// files, the file alone is written. Returns as ResultFolder::finish. Throws IoError.
std::vector<std::filesystem::path> add_to_finished(const std::filesystem::path& folder, const std::string& name,
                                                   std::string_view bytes);

}  // namespace hibiki::results
