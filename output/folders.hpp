// Folders for results.
#pragma once

#include <filesystem>

namespace hibiki {

/// Makes a folder and those above it, where they are not there. Throws IoError, which names it and what to do.
void make_folder(const std::filesystem::path& folder);

}  // namespace hibiki
