#include "tools/hibiki/control_groups.hpp"

#include <fstream>

namespace hibiki::inline program {

using std::filesystem::path;

std::vector<path> group_folders(const path& root, const std::string& controller) {
  const path unified = root / "sys/fs/cgroup", own = unified / controller;
  std::vector<path> folders = {unified, own};
  std::ifstream in(root / "proc/self/cgroup");
  for (std::string line; std::getline(in, line);) {  // "0::/user.slice/a" or "4:cpu,cpuacct:/a"
    const auto first = line.find(':'), second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    if (!controllers.empty() && ("," + controllers + ",").find("," + controller + ",") == std::string::npos) continue;
    for (path group = path(line.substr(second + 1)).relative_path(); !group.empty(); group = group.parent_path())
      folders.push_back((controllers.empty() ? unified : own) / group);
  }
  return folders;
}

}  // namespace hibiki::program
