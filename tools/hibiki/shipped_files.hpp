// Files shipped with the program: scenarios/.
#pragma once

#include <filesystem>
#include <optional>

namespace hibiki::inline program {

/// A file or folder of scenarios/: of the working folder, of the source tree if the program lies in its build folder,
/// or of where it is installed. nullopt if it does not exist.
std::optional<std::filesystem::path> shipped(const std::filesystem::path& below_scenarios);

}  // namespace hibiki::program
