// The control groups that limit this process, of either version of Linux' interface.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hibiki::inline program {

/// Folders of the group of this process under `controller` ("memory", "cpu") and of the groups around it, which limit
/// it too. They need not exist. `root` stands for "/" (tests have their own).
std::vector<std::filesystem::path> group_folders(const std::filesystem::path& root, const std::string& controller);

}  // namespace hibiki::program
