// Atomic writing of files, and errors with the path, the reason and a remedy.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sim/core/error.hpp"
#include "sim/core/input_file.hpp"

namespace hibiki::inline results {

/// Whether something has this name, a dangling link too. Throws IoError where that cannot be found out: a disk that
/// fails must not pass for a file that is not there.
bool is_there(const std::filesystem::path& path);

/// Runs `action`; errors of the standard library's file functions become IoErrors, with path, reason and remedy.
template <class Action>
auto with_io_errors(const Action& action) try {
  return action();
} catch (const std::filesystem::filesystem_error& error) {
  throw_io_error("use", error.path1(), error.code().value());
}

/// Puts the directory's entries on the disk, so that a rename survives a power cut.
void sync_directory(const std::filesystem::path& directory);

/// A file open for writing at its end. Every failure throws IoError.
class OutputFile {
 public:
  enum class Start { empty, end };

  /// Creates the file or empties it; with Start::end, appends.
  explicit OutputFile(std::filesystem::path path, Start start = Start::empty);
  /// Creates a new file; empty if the name exists, as a link too.
  static std::optional<OutputFile> create(std::filesystem::path path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  /// Closes without a check of errors: use close() for files with content that matters.
  ~OutputFile();

  const std::filesystem::path& path() const { return path_; }
  void write(std::span<const std::byte> bytes);
  /// Returns when the content is on the disk.
  void sync();
  void close();

 private:
  OutputFile(std::filesystem::path path, int descriptor);

  std::filesystem::path path_;
  int descriptor_ = -1;
};

/// A path beside `path` for content that is not whole yet. For folders that this process has to itself: a file of that
/// name may be there elsewhere.
std::filesystem::path temporary_of(const std::filesystem::path& path);

/// Puts a whole temporary file on the disk and gives it its name; the name never shows half a file.
void rename_whole_file(const std::filesystem::path& temporary, const std::filesystem::path& path);

/// Replaces `path` by `bytes`: written beside it under a name that no file had ("a.tmp", "a.tmp-2" ...), synced,
/// renamed. Leaves no file behind on failure.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

/// Cuts a file off behind its first `bytes` bytes. Throws IoError, also when it has fewer.
void cut_file(const std::filesystem::path& path, std::uint64_t bytes);

/// Copies a file's content as it is now. Throws IoError.
void duplicate_file(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace hibiki::results
