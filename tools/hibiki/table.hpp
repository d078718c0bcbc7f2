// Tables of fixed columns, fitted to the width of the terminal.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hibiki::inline program {

struct TableColumn {
  std::size_t width = 0;  ///< with the space before it
  int rank = 0;           ///< columns of the highest rank are omitted first in narrow terminals; rank 0 stays
};

/// The first column is flush left, all others flush right. Where not even the columns of rank 0 fit into a line, the
/// first one has a separate line above the rest.
class Table {
 public:
  Table(std::vector<TableColumn> columns, std::size_t line_width);

  /// One row without the newline at its end: a cell a column; the first is cut to its width.
  std::string row(const std::vector<std::string>& cells) const;

  /// Columns of the terminal that the first column has, the space after it included.
  std::size_t first_width() const { return stacked_ ? line_width_ : columns_.front().width; }

 private:
  std::vector<TableColumn> columns_;
  std::vector<bool> shown_;
  bool stacked_ = false;
  std::size_t line_width_;
};

}  // namespace hibiki::program
