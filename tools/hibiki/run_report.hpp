// A finished run as the report takes it.
#pragma once

#include <filesystem>
#include <string>

namespace hibiki::inline program {

/// compare.json's fields for a run alone (kind "run"), from its folder. Throws IoError, VerificationError.
std::string run_document(const std::filesystem::path& folder);

}  // namespace hibiki::program
