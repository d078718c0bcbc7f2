// A finished run as input of the report.
#pragma once

#include <filesystem>
#include <string>

namespace hibiki::inline program {

/// compare.json's fields for a single run (kind "run"), from its folder. Throws IoError, VerificationError.
std::string run_document(const std::filesystem::path& folder);

}  // namespace hibiki::program
