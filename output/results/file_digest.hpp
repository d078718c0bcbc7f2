// Digests of whole files, which `sha256sum` computes as well: SHA-256 through OpenSSL, at the speed of disks (1.6 GB/s
// on processors that have instructions for it).
#pragma once

#include <filesystem>
#include <string_view>

#include "output/results/manifest.hpp"

namespace hibiki::inline results {

/// Size and digest of `bytes` as those of the file `name`.
WrittenFile written_text(std::string name, std::string_view bytes);

/// Size and digest of folder/name as it is on the disk now. Throws IoError.
WrittenFile written_file(const std::filesystem::path& folder, std::string name);

}  // namespace hibiki::results
