#include "output/results/folders.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "output/results/files.hpp"

namespace hibiki::inline results {

namespace {

namespace fs = std::filesystem;

/// Every folder on the way to `folder`, the outermost first.
std::vector<fs::path> way_to(const fs::path& folder) {
  std::vector<fs::path> way;
  for (fs::path at = folder.lexically_normal(); !at.empty() && at != at.root_path(); at = at.parent_path())
    if (at.has_filename()) way.push_back(at);
  std::ranges::reverse(way);
  return way;
}

template <class Iterator>
std::vector<std::string> listed(const fs::path& folder, bool files_alone) {
  std::vector<std::string> names;
  std::error_code failed;
  for (Iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    std::error_code unknown;
    if (files_alone && at->is_directory(unknown) && !at->is_symlink(unknown)) continue;
    names.push_back(at->path().lexically_relative(folder).string());
  }
  if (failed) throw_io_error("read", folder, failed.value());
  std::ranges::sort(names);
  return names;
}

}  // namespace

std::vector<fs::path> make_folder(const fs::path& folder) {
  constexpr int kTries = 100;  // another process may remove an empty folder between two of the steps
  std::vector<fs::path> made;
  for (int tries = 0;; ++tries) {
    int failed = 0;
    for (const fs::path& part : way_to(folder)) {
      if (::mkdir(part.c_str(), 0777) == 0) {
        if (std::ranges::find(made, part) == made.end()) made.push_back(part);
        continue;
      }
      std::error_code unknown;
      failed = errno;
      // For an existing folder the error may be EEXIST or a lack of permission.
      if (fs::is_directory(part, unknown)) failed = 0;
      if (failed != 0) break;
    }
    if (failed == 0) return made;
    if (failed == ENOENT && tries < kTries) continue;
    remove_empty_folders(made);
    throw_io_error("make the folder", folder, failed == EEXIST ? ENOTDIR : failed);
  }
}

void remove_empty_folders(const std::vector<fs::path>& made) noexcept {
  for (auto folder = made.rbegin(); folder != made.rend(); ++folder) ::rmdir(folder->c_str());
}

std::vector<std::string> names_in(const fs::path& folder) { return listed<fs::directory_iterator>(folder, false); }

std::vector<std::string> files_below(const fs::path& folder) {
  return listed<fs::recursive_directory_iterator>(folder, true);
}

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

bool stays_inside(std::string_view relative) {
  const fs::path path(relative);
  return !path.empty() && path.is_relative() &&
         std::ranges::none_of(path, [](const fs::path& part) { return part == ".."; });
}

}  // namespace hibiki::results
