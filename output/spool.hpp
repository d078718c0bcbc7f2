// The weeks of one replicate on disk while it runs, so that memory does not grow with weeks. Append-only: a week
// is one record that begins with its length, so a torn tail is seen and can be cut off.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <vector>

#include "output/files.hpp"
#include "sim/engine/observation.hpp"

namespace hibiki {

/// Appends weeks. Series are stored in the order of series_table(), raw and little-endian.
class SpoolWriter {
 public:
  explicit SpoolWriter(const std::filesystem::path& path) : file_(path) {}

  /// Goes on from a copy of the weeks that `past` has taken so far.
  SpoolWriter(const SpoolWriter& past, const std::filesystem::path& path);

  /// Throws IoError when the week cannot be stored whole.
  void append(const WeekObservation& week);
  void close() { file_.close(); }

 private:
  OutputFile file_;
  std::vector<std::byte> record_;
};

/// Reads the weeks in order.
class SpoolReader {
 public:
  explicit SpoolReader(std::filesystem::path path);

  /// The next week into `week`; false after the last. Throws IoError when a record is torn.
  bool next(WeekObservation& week);

 private:
  std::filesystem::path path_;
  std::ifstream file_;
  std::vector<std::byte> record_;
};

/// One series of the whole replicate, week by week.
std::vector<double> read_spooled_series(const std::filesystem::path& path, std::string_view name);

}  // namespace hibiki
