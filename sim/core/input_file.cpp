#include "sim/core/input_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "sim/core/error.hpp"

namespace hibiki::inline core {

std::string_view remedy(int error_number, bool reading) {
  switch (error_number) {
    case ENOSPC:
      return "free some space or choose another folder";
    case EDQUOT:
      return "your quota is used up: remove files or choose another folder";
    case EFBIG:
      return "raise the limit on file sizes (ulimit -f) or choose another folder";
    case EROFS:
      return "the file system is read-only: choose another folder";
    case EACCES:
    case EPERM:
      return reading ? "make it readable" : "make it writable or choose another folder";
    case ENOENT:
      return "check the path";
    case ENOTDIR:
      return reading ? "a part of the path is a file" : "a part of the path is a file: choose another folder";
    case EISDIR:
      return "the path is a folder, not a file";
    case EMFILE:
    case ENFILE:
      return "too many files are open: raise the limit (ulimit -n)";
    case ENOLCK:
      return "the file system has no locks";
    case EIO:
    case ESTALE:
      return "the disk or its connection failed: try again, and see the system's log";
    default:
      return "";
  }
}

void throw_io_error(std::string_view action, const std::filesystem::path& path, int error_number) {
  const std::string_view advice = remedy(error_number, action == "read");
  throw IoError(fmt::format("cannot {} {}: {}{}{}", action, path.string(),
                            std::generic_category().message(error_number), advice.empty() ? "" : "; ", advice));
}

int open_descriptor(const std::filesystem::path& path, int flags) {
  constexpr mode_t kMode = 0666;  // reduced by the caller's umask
  int descriptor = -1;
  do descriptor = ::open(path.c_str(), flags | O_CLOEXEC, kMode);
  while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

namespace {

struct stat status_of(int descriptor, const std::filesystem::path& path) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) throw_io_error("read", path, errno);
  return status;
}

}  // namespace

InputFile::InputFile(std::filesystem::path path)
    : path_(std::move(path)), descriptor_(open_descriptor(path_, O_RDONLY)) {
  if (descriptor_ < 0) throw_io_error("read", path_, errno);
}

InputFile::InputFile(InputFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

InputFile::~InputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::size_t InputFile::read(std::span<std::byte> bytes) {
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t more = ::read(descriptor_, bytes.data() + got, bytes.size() - got);
    if (more < 0 && errno == EINTR) continue;
    if (more < 0) throw_io_error("read", path_, errno);
    if (more == 0) break;
    got += static_cast<std::size_t>(more);
  }
  return got;
}

std::uint64_t InputFile::size() const { return static_cast<std::uint64_t>(status_of(descriptor_, path_).st_size); }

bool InputFile::is_device() const {
  const mode_t mode = status_of(descriptor_, path_).st_mode;
  return S_ISCHR(mode) || S_ISBLK(mode);
}

std::string read_whole_file(const std::filesystem::path& path, std::size_t most) {
  constexpr std::size_t kPart = 1 << 16;
  InputFile file(path);
  if (file.is_device() && path != kStandardInput)
    throw IoError(fmt::format("cannot read {}: this is a device, not a file", path.string()));
  std::string text;
  for (std::size_t size = 0;;) {
    text.resize(size + kPart);
    size += file.read(std::as_writable_bytes(std::span(text).subspan(size)));
    if (size > most) throw IoError(fmt::format("{} is too large: more than {} MiB", path.string(), most >> 20U));
    if (size == text.size()) continue;
    text.resize(size);
    return text;
  }
}

}  // namespace hibiki::core
