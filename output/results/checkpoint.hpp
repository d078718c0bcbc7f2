// A checkpoint on disk: two generations of a file, each whole and with a digest, so that a process that is killed while
// it writes, or a damaged file, costs one interval at most.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/archive.hpp"
#include "sim/core/error.hpp"

namespace hibiki::inline results {

/// A checkpoint that is whole, and of another program: it must not be lost because this one cannot read it.
class OtherCheckpoint : public IoError {
 public:
  using IoError::IoError;
};

class Checkpoint {
 public:
  using Write = std::function<void(ArchiveWriter&)>;
  using Read = std::function<void(ArchiveReader&)>;

  /// The files are `stem` with the extensions ".0" and ".1". Nothing is touched yet.
  explicit Checkpoint(std::filesystem::path stem) : stem_(std::move(stem)) {}

  /// Writes the next generation over the older of the two, whole or not at all. Throws IoError.
  void save(const Write& write);

  /// Removes the older generation, which may be much larger than that of finished work.
  void drop_older() noexcept;

  /// Reads the newest generation that is whole; false when there is none. `read` is called for one generation, or for
  /// both when it throws IoError for the newer, whose files may be damaged as well. Throws OtherCheckpoint when another
  /// program wrote it: a newer format, or another build whose state has other parts.
  bool load(const Read& read);

  /// What load() found damaged, for a warning.
  const std::vector<std::string>& damaged() const { return damaged_; }

  /// Both generations go, and what a killed process left of one.
  void remove() noexcept;

 private:
  std::filesystem::path file(std::uint64_t generation) const;

  std::filesystem::path stem_;
  std::uint64_t generation_ = 0;  ///< last written or read; 0: none
  std::vector<std::string> damaged_;
};

}  // namespace hibiki::results
