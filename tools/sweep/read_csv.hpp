// A table of comma-separated values (RFC 4180): a header, rows as long as it, quoted fields.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hibiki::inline sweep {

struct CsvTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::size_t> lines;  ///< of the file on which each row begins, from 1

  /// Position of the first of `names` that is a column. Throws IoError, which names the columns of `file`.
  std::size_t column(const std::vector<std::string>& names, const std::filesystem::path& file) const;
};

/// Throws IoError that names file and line: a row of another length, a quote that is not closed, no header.
CsvTable read_csv(const std::filesystem::path& file);

}  // namespace hibiki::sweep
