// The weeks of one replicate on disk while it runs, packed, so that memory does not grow with weeks. Append-only: weeks
// packed together are one record that begins with its length and a digest, so that no torn or changed record is used.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "output/results/files.hpp"
#include "output/results/week_packing.hpp"

namespace hibiki::inline results {

/// Error for an incomplete or changed spool.
IoError torn_spool(const std::filesystem::path& path);

class SpoolWriter {
 public:
  explicit SpoolWriter(const std::filesystem::path& path) : file_(path) {}

  /// Goes on from a copy of the weeks that `past` has taken so far.
  SpoolWriter(const SpoolWriter& past, const std::filesystem::path& path);

  /// Goes on with a file that had `bytes` bytes at a checkpoint: what was appended later is cut off. Throws IoError
  /// when it has fewer.
  SpoolWriter(const std::filesystem::path& path, std::uint64_t bytes);

  /// Throws IoError when the weeks cannot be stored whole.
  void append(const PackedWeeks& weeks);
  /// Returns when all that was appended is on the disk. Throws IoError.
  void sync() { file_.sync(); }
  void close() { file_.close(); }

  /// Length of the file.
  std::uint64_t bytes() const { return bytes_; }

 private:
  std::uint64_t bytes_ = 0;
  OutputFile file_;
};

/// Reads the appended records in order.
class SpoolReader {
 public:
  explicit SpoolReader(const std::filesystem::path& path) : file_(path) {}

  /// The next weeks into `weeks`; false after the last. Throws IoError when a record cannot be read or is incomplete.
  bool next(PackedWeeks& weeks);

 private:
  InputFile file_;
};

}  // namespace hibiki::results
