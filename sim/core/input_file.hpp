// Reading files: read errors are never treated as the end of a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace hibiki::inline core {

/// Remedy for an error number, for the user; empty when none is known. `reading`: a file was only read.
std::string_view remedy(int error_number, bool reading = false);

/// Throws IoError: "cannot ACTION PATH: REASON; REMEDY", reason and remedy from the error number.
[[noreturn]] void throw_io_error(std::string_view action, const std::filesystem::path& path, int error_number);

/// open(2): a descriptor that children do not inherit, or -1 with errno. A signal that comes meanwhile is no failure.
int open_descriptor(const std::filesystem::path& path, int flags);

/// A file open for reading from its beginning. Every failure throws IoError.
class InputFile {
 public:
  explicit InputFile(std::filesystem::path path);
  InputFile(InputFile&& other) noexcept;
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile();

  const std::filesystem::path& path() const { return path_; }
  /// Fills `bytes`; less than its size only where the file ends. Returns how many were read.
  std::size_t read(std::span<std::byte> bytes);
  /// Bytes of the whole file as it is now; 0 of a pipe or a device.
  std::uint64_t size() const;
  /// A terminal, /dev/zero or the like: without an end, perhaps.
  bool is_device() const;

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

/// The path of standard input, which may be a terminal.
inline constexpr const char* kStandardInput = "/dev/stdin";

/// The whole file. Throws IoError when it cannot be read, has more than `most` bytes or is a device other than
/// kStandardInput.
std::string read_whole_file(const std::filesystem::path& path,
                            std::size_t most = std::numeric_limits<std::size_t>::max());

}  // namespace hibiki::core
