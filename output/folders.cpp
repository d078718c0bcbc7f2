#include "output/folders.hpp"

#include <system_error>

#include "output/files.hpp"

namespace hibiki {

void make_folder(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) throw_io_error("make the folder", folder, failed.value());
}

}  // namespace hibiki
