// The working folder of an incomplete result: a hidden folder inside the claimed folder, marked as
// hibiki's and named after the claim. The rest of the folder does not change before the result is published.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/engine/run.hpp"

namespace hibiki::inline results {

/// Prefixes of the names of work folders, and of those that are being removed.
inline constexpr std::string_view kWorkPrefix = ".hibiki-work-", kGonePrefix = ".hibiki-gone-";

/// The command of a work folder.
struct WorkMark {
  std::string kind, identity;  ///< as in the manifest to come
  bool resumes = false;        ///< its content is continued later, so it outlives its process
  std::string model_version = kModelVersion;
  bool operator==(const WorkMark&) const = default;
};

/// The work folder of the claim with this token, in `folder`.
std::filesystem::path work_folder(const std::filesystem::path& folder, const std::string& token);

/// All work folders in a folder.
std::vector<std::filesystem::path> work_folders_in(const std::filesystem::path& folder);

/// Files of the result to come.
inline std::filesystem::path staged_folder(const std::filesystem::path& work) { return work / "results"; }
/// Files that are not published: spools.
inline std::filesystem::path scratch_folder(const std::filesystem::path& work) { return work / "scratch"; }

/// The mark of a work folder; nullopt for an empty folder, which has none. Throws IoError when it is not hibiki's.
std::optional<WorkMark> read_mark(const std::filesystem::path& work);

/// Makes a work folder, empty but for its mark. For the holder of the claim. Throws IoError.
void make_work_folder(const std::filesystem::path& work, const WorkMark& mark);

/// Replaces the mark of a work folder. For the holder of the claim. Throws IoError.
void mark_work_folder(const std::filesystem::path& work, const WorkMark& mark);

/// Continues a work folder left by another process, under a new name: its scratch files are kept. For the
/// holder of the claim. Throws IoError.
void reuse_work_folder(const std::filesystem::path& left, const std::filesystem::path& work);

/// Removes a work folder: renames it, then deletes its files, its mark last, so that the remains after a kill are still
/// recognised as hibiki's.
void remove_work_folder(const std::filesystem::path& work) noexcept;

/// Removes remains of work folders whose removal was killed. For the holder of the claim.
void finish_removals(const std::filesystem::path& folder);

}  // namespace hibiki::results
