// Detects changes of the files of a finished folder; checked before each read.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "output/results/manifest.hpp"

namespace hibiki::inline results {

/// The manifest of the folder, if it holds a finished result. Throws IoError when it cannot be read, ChangedFile when
/// it was changed.
std::optional<Manifest> manifest_in(const std::filesystem::path& folder);

/// Why a listed file is not as it was written: "runs/a/results.h5 is not as it was written: 0 bytes, 52,312 were
/// written"; empty when it is.
std::string change_of(const std::filesystem::path& folder, const WrittenFile& file);

/// change_of() of every file that the manifest lists and that changed. Nothing is known of files that were not
/// recorded.
std::vector<std::string> changes_in(const std::filesystem::path& folder, const Manifest& manifest);

/// Throws IoError with the changes and `remedy`, when there are any.
void require_as_written(const std::vector<std::string>& changes, std::string_view remedy);

/// The whole file folder / written.name, if it is as it was written. Throws IoError.
std::string read_as_written(const std::filesystem::path& folder, const WrittenFile& written);

/// The whole file, if it is as the manifest of its folder lists it, or no manifest lists it. Throws IoError.
std::string read_as_written(const std::filesystem::path& file);

/// Throws IoError when the manifest of its folder lists the file and it is not as it was written.
void require_as_written(const std::filesystem::path& file);

}  // namespace hibiki::results
