#include "output/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace hibiki {

std::string_view remedy(int error_number) {
  switch (error_number) {
    case ENOSPC:
      return "free some space or choose another folder with --out";
    case EDQUOT:
      return "your quota is used up: remove files or choose another folder with --out";
    case EFBIG:
      return "raise the limit on file sizes (ulimit -f) or choose another folder with --out";
    case EROFS:
      return "the file system is read-only: choose another folder with --out";
    case EACCES:
    case EPERM:
      return "make it writable or choose another folder with --out";
    case ENOENT:
      return "check the path";
    case ENOTDIR:
      return "a part of the path is a file: choose another folder with --out";
    case EISDIR:
      return "it is a folder, a file was expected";
    default:
      return "";
  }
}

void throw_io_error(std::string_view action, const std::filesystem::path& path, int error_number) {
  const std::string_view advice = remedy(error_number);
  throw IoError(fmt::format("cannot {} {}: {}{}{}", action, path.string(),
                            std::generic_category().message(error_number), advice.empty() ? "" : "; ", advice));
}

void sync_directory(const std::filesystem::path& directory) {
  const std::filesystem::path place = directory.empty() ? "." : directory;
  const int descriptor = ::open(place.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) throw_io_error("open", place, errno);
  const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  // Some file systems cannot sync a directory; the rename itself has been done.
  if (failed != 0 && failed != EINVAL && failed != ENOTSUP) throw_io_error("sync", place, failed);
}

OutputFile::OutputFile(std::filesystem::path path, Start start)
    : path_(std::move(path)),
      descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (start == Start::empty ? O_TRUNC : O_APPEND), 0666)) {
  if (descriptor_ < 0) throw_io_error("write", path_, errno);
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void OutputFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_io_error("write", path_, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void OutputFile::sync() {
  if (::fsync(descriptor_) != 0) throw_io_error("write", path_, errno);
}

void OutputFile::close() {
  if (::close(std::exchange(descriptor_, -1)) != 0) throw_io_error("write", path_, errno);
}

std::filesystem::path temporary_of(const std::filesystem::path& path) {
  std::filesystem::path temporary = path;
  return temporary += ".tmp";
}

void rename_whole_file(const std::filesystem::path& temporary, const std::filesystem::path& path) {
  const int descriptor = ::open(temporary.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw_io_error("open", temporary, errno);
  const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (failed != 0) throw_io_error("write", temporary, failed);
  if (::rename(temporary.c_str(), path.c_str()) != 0) throw_io_error("write", path, errno);
  sync_directory(path.parent_path());
}

void write_file_atomically(const std::filesystem::path& path, std::string_view bytes) {
  const std::filesystem::path temporary = temporary_of(path);
  try {
    OutputFile file(temporary);
    file.write(std::as_bytes(std::span(bytes)));
    file.close();
    rename_whole_file(temporary, path);
  } catch (const IoError&) {
    ::unlink(temporary.c_str());
    throw;
  }
}

void duplicate_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code failed;
  std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing, failed);
  if (failed) throw_io_error("write", to, failed.value());
}

std::string read_whole_file(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw_io_error("read", path, errno);
  std::string text;
  char buffer[1 << 16];
  ssize_t got = 0;
  do {
    got = ::read(descriptor, buffer, sizeof buffer);
    if (got > 0) text.append(buffer, static_cast<std::size_t>(got));
  } while (got > 0 || (got < 0 && errno == EINTR));
  const int failed = got < 0 ? errno : 0;
  ::close(descriptor);
  if (failed != 0) throw_io_error("read", path, failed);
  return text;
}

}  // namespace hibiki
