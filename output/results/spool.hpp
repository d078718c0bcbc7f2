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

  /// Throws IoError when the weeks cannot be stored whole.
  void append(const PackedWeeks& weeks);
  void close() { file_.close(); }

 private:
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
