#include "output/results/finished_files.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <system_error>

#include "output/results/file_digest.hpp"
#include "output/results/files.hpp"

namespace hibiki::inline results {

namespace {

namespace fs = std::filesystem;

/// The entry of a file in the manifest of its folder. Empty if no finished result lists the file.
std::optional<WrittenFile> recorded(const fs::path& file) {
  const auto manifest = manifest_in(file.parent_path());
  const WrittenFile* written = manifest ? manifest->file(file.filename().string()) : nullptr;
  return written != nullptr ? std::optional(*written) : std::nullopt;
}

std::string change_between(const fs::path& path, const WrittenFile& written, const WrittenFile& now) {
  if (now.bytes != written.bytes)
    return fmt::format("{} was changed: it has {} bytes, {} were written", path.string(), now.bytes, written.bytes);
  if (now.sha256 != written.sha256)
    return fmt::format("{} was changed: its SHA-256 is {}..., originally {}...", path.string(),
                       now.sha256.substr(0, 16), written.sha256.substr(0, 16));
  return {};
}

}  // namespace

std::optional<Manifest> manifest_in(const fs::path& folder) {
  const fs::path file = folder / kManifestName;
  return is_there(file) ? parse_manifest(read_whole_file(file), file) : std::nullopt;
}

std::string change_of(const fs::path& folder, const WrittenFile& file) {
  const fs::path path = folder / file.name;
  std::error_code unknown;
  if (!is_there(path)) return fmt::format("{} is missing", path.string());
  // A size that differs needs no reading.
  if (const auto bytes = fs::file_size(path, unknown); !unknown && bytes != file.bytes)
    return change_between(path, file, {file.name, bytes, ""});
  return change_between(path, file, written_file(folder, file.name));
}

std::vector<std::string> changes_in(const fs::path& folder, const Manifest& manifest) {
  std::vector<std::string> changes;
  if (!manifest.files) return changes;
  for (const WrittenFile& file : *manifest.files)
    if (std::string change = change_of(folder, file); !change.empty()) changes.push_back(std::move(change));
  return changes;
}

void require_as_written(const std::vector<std::string>& changes, std::string_view remedy) {
  if (!changes.empty()) throw IoError(fmt::format("{}; {}", fmt::join(changes, "\n  "), remedy));
}

std::string read_as_written(const fs::path& folder, const WrittenFile& written) {
  const fs::path file = folder / written.name;
  if (!is_there(file)) require_as_written({change_of(folder, written)}, kRestore);
  std::string text = read_whole_file(file);
  if (const std::string change = change_between(file, written, written_text(written.name, text)); !change.empty())
    require_as_written({change}, kRestore);
  return text;
}

std::string read_as_written(const fs::path& file) {
  const auto written = recorded(file);
  return written ? read_as_written(file.parent_path(), *written) : read_whole_file(file);
}

void require_as_written(const fs::path& file) {
  const auto written = recorded(file);
  if (!written) return;
  if (const std::string change = change_of(file.parent_path(), *written); !change.empty())
    require_as_written({change}, kRestore);
}

}  // namespace hibiki::results
