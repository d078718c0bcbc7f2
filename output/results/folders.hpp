// Folders for results.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace hibiki::inline results {

/// Makes a folder and those above it, where they are not there; returns those that were made, the outermost first.
/// Throws IoError with the folder and a remedy.
std::vector<std::filesystem::path> make_folder(const std::filesystem::path& folder);

/// Removes folders of make_folder() again, as far as they are empty.
void remove_empty_folders(const std::vector<std::filesystem::path>& made) noexcept;

/// Names of a folder's entries, sorted. Throws IoError.
std::vector<std::string> names_in(const std::filesystem::path& folder);

/// Files of a folder and of the folders in it, as paths relative to it, sorted. Throws IoError.
std::vector<std::string> files_below(const std::filesystem::path& folder);

/// The folder that a file is in: "." of a bare name.
std::filesystem::path folder_of(const std::filesystem::path& file);

/// Whether a path from a file (a manifest, a journal) stays inside the folder it is relative to.
bool stays_inside(std::string_view relative);

}  // namespace hibiki::results
