#include "output/results/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

namespace hibiki::inline results {

namespace {

/// Returns when the content of an open file is on the disk: 0, or an error number.
int synced(int descriptor) {
  while (::fsync(descriptor) != 0)
    if (errno != EINTR) return errno;
  return 0;
}

/// A new file beside `path`. A file that has the temporary name already is of the user, of another process or of one
/// that was killed, and stays as it is.
OutputFile create_beside(const std::filesystem::path& path) {
  const std::filesystem::path first = temporary_of(path);
  std::filesystem::path name = first;
  for (int copy = 2;; ++copy) {
    if (auto file = OutputFile::create(name)) return std::move(*file);
    name = first.string() + "-" + std::to_string(copy);
  }
}

}  // namespace

bool is_there(const std::filesystem::path& path) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) == 0) return true;
  if (errno == ENOENT || errno == ENOTDIR) return false;
  throw_io_error("read", path, errno);
}

void sync_directory(const std::filesystem::path& directory) {
  const std::filesystem::path place = directory.empty() ? "." : directory;
  const int descriptor = open_descriptor(place, O_RDONLY | O_DIRECTORY);
  if (descriptor < 0) throw_io_error("open", place, errno);
  const int failed = synced(descriptor);
  ::close(descriptor);
  // Some file systems cannot sync a directory; the rename itself has been done.
  if (failed != 0 && failed != EINVAL && failed != ENOTSUP) throw_io_error("sync", place, failed);
}

OutputFile::OutputFile(std::filesystem::path path, Start start)
    : path_(std::move(path)),
      descriptor_(open_descriptor(path_, O_WRONLY | O_CREAT | (start == Start::empty ? O_TRUNC : O_APPEND))) {
  if (descriptor_ < 0) throw_io_error("write", path_, errno);
}

OutputFile::OutputFile(std::filesystem::path path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

std::optional<OutputFile> OutputFile::create(std::filesystem::path path) {
  const int descriptor = open_descriptor(path, O_WRONLY | O_CREAT | O_EXCL);
  if (descriptor < 0 && errno == EEXIST) return std::nullopt;
  if (descriptor < 0) throw_io_error("write", path, errno);
  return OutputFile(std::move(path), descriptor);
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void OutputFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) throw_io_error("write", path_, written < 0 ? errno : EIO);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void OutputFile::sync() {
  if (const int failed = synced(descriptor_); failed != 0) throw_io_error("write", path_, failed);
}

void OutputFile::close() {
  // Linux has closed the file when a signal ends the call.
  if (::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR) throw_io_error("write", path_, errno);
}

std::filesystem::path temporary_of(const std::filesystem::path& path) {
  std::filesystem::path temporary = path;
  return temporary += ".tmp";
}

void rename_whole_file(const std::filesystem::path& temporary, const std::filesystem::path& path) {
  const int descriptor = open_descriptor(temporary, O_RDONLY);
  if (descriptor < 0) throw_io_error("open", temporary, errno);
  const int failed = synced(descriptor);
  ::close(descriptor);
  if (failed != 0) throw_io_error("write", temporary, failed);
  if (::rename(temporary.c_str(), path.c_str()) != 0) throw_io_error("write", path, errno);
  sync_directory(path.parent_path());
}

void write_file_atomically(const std::filesystem::path& path, std::string_view bytes) {
  OutputFile file = create_beside(path);
  try {
    file.write(std::as_bytes(std::span(bytes)));
    file.close();
    rename_whole_file(file.path(), path);
  } catch (const IoError&) {
    ::unlink(file.path().c_str());
    throw;
  }
}

void cut_file(const std::filesystem::path& path, std::uint64_t bytes) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) throw_io_error("read", path, errno);
  if (static_cast<std::uint64_t>(status.st_size) < bytes)
    throw IoError(path.string() + " is shorter than when its checkpoint was written");
  if (::truncate(path.c_str(), static_cast<off_t>(bytes)) != 0) throw_io_error("write", path, errno);
}

void duplicate_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  InputFile in(from);
  OutputFile out(to);
  std::vector<std::byte> part(1 << 20);
  for (std::size_t got = part.size(); got == part.size();) {
    got = in.read(part);
    out.write(std::span(part).first(got));
  }
  out.close();
}

}  // namespace hibiki::results
