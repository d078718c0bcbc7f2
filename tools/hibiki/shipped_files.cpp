#include "tools/hibiki/shipped_files.hpp"

#include <system_error>

namespace hibiki::inline program {

namespace fs = std::filesystem;

std::optional<fs::path> shipped(const fs::path& below_scenarios) {
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none).parent_path();
  for (const fs::path& folder : {fs::path("."), program / "../..", program / "../share/hibiki"})
    if (fs::path file = folder / "scenarios" / below_scenarios; fs::exists(file, none)) return file;
  return std::nullopt;
}

}  // namespace hibiki::program
