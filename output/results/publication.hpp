// Publishes a complete result by many renames as one transaction: the renames are written to a journal first, and a
// later command completes an interrupted publication.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "output/results/manifest.hpp"

namespace hibiki::inline results {

/// The files of a run folder besides its manifest.
inline constexpr const char* kRunFiles[] = {"scenario.toml", "resolved.toml", "results.h5", "summary.csv",
                                            "summary.txt",   "summary.json",  "report.html"};

/// Steps from the old result, if there is one, to the staged one. Names are relative to the folder.
struct Publication {
  std::vector<std::string> removed;  ///< of the old result; manifests first
  /// Files changed since they were written, and their new names.
  std::vector<std::pair<std::string, std::string>> set_aside;
  std::vector<std::string> published;  ///< in this order; each folder's manifest last
  bool operator==(const Publication&) const = default;
};

/// Files in the folder that manifests of hibiki list, those of run folders in it included; without digest where none
/// was recorded. Empty without a manifest of hibiki. If the folder's own manifest was changed since it was written, its
/// list is not trusted: each existing file of `names` then counts as changed.
std::vector<WrittenFile> files_of_hibiki(const std::filesystem::path& folder, const std::vector<std::string>& names);

/// Whether the staged files replace the content of the folder or are added to it.
enum class Staged { whole_result, addition };

/// The steps that put the files staged in `work` in place. Throws IoError where a file that is not hibiki's is in the
/// way.
Publication plan_publication(const std::filesystem::path& folder, const std::filesystem::path& work, Staged staged);

/// Throws IoError when one of the files is there and is not hibiki's, or when a parent is not a folder.
void require_free(const std::filesystem::path& folder, const std::vector<std::string>& names);

/// Throws IoError when a file of an old result that is to be replaced cannot be: it is a folder now, a link to nothing,
/// or cannot be read to see whether it was changed. `names` as of files_of_hibiki().
void require_replaceable(const std::filesystem::path& folder, const std::vector<std::string>& names);

/// Writes the steps to a journal in the work folder; from here on the new result is valid.
void commit(const std::filesystem::path& work, const Publication& publication);

/// Whether the journal of a work folder has steps that were not done.
bool is_committed(const std::filesystem::path& work);

/// Does the remaining steps of the journal and removes the work folder. Throws IoError, after which it may be called
/// again.
void carry_out(const std::filesystem::path& folder, const std::filesystem::path& work);

}  // namespace hibiki::results
