#include "tools/hibiki/table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/core/error.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki {

namespace {

/// Width of the columns from `first` on that have at most this rank.
std::size_t width_of(const std::vector<TableColumn>& columns, std::size_t first, int rank) {
  std::size_t width = 0;
  for (std::size_t i = first; i < columns.size(); ++i)
    if (columns[i].rank <= rank) width += columns[i].width;
  return width;
}

}  // namespace

Table::Table(std::vector<TableColumn> columns, std::size_t line_width)
    : columns_(std::move(columns)), line_width_(line_width) {
  stacked_ = width_of(columns_, 0, 0) > line_width;
  int most = 0;
  for (const TableColumn& column : columns_) most = std::max(most, column.rank);
  while (most > 0 && width_of(columns_, stacked_ ? 1 : 0, most) > line_width) --most;
  for (const TableColumn& column : columns_) shown_.push_back(column.rank <= most);
}

std::string Table::row(const std::vector<std::string>& cells) const {
  HIBIKI_ASSERT(cells.size() == columns_.size());
  const std::string name = cut_to(cells.front(), stacked_ ? line_width_ : columns_.front().width);
  std::string line = stacked_ ? "" : fmt::format("{:<{}}", name, columns_.front().width);
  for (std::size_t i = 1; i < cells.size(); ++i)
    if (shown_[i]) line += fmt::format("{:>{}}", cells[i], columns_[i].width);
  line.erase(line.find_last_not_of(' ') + 1);
  return !stacked_ ? line : line.empty() ? name : name + "\n" + line;
}

}  // namespace hibiki
