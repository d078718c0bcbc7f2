// The machine and the build, for the manifest; the only code that reads the wall clock or the host name.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace hibiki::inline results {

/// Version of the program, "0.1.0".
std::string project_version();

/// Compiler and libraries that results could depend on, by name.
std::vector<std::pair<std::string, std::string>> library_versions();

std::string host_name();

/// "2024-05-01T12:00:00Z".
std::string utc_now();

/// Largest resident memory this process has had, in bytes.
std::int64_t peak_memory_bytes();

}  // namespace hibiki::results
