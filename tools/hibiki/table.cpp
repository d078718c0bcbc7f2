#include "tools/hibiki/table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/core/error.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

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
  // From right to left: a cell that is too long takes the room it needs, a space included, from those before it.
  std::string line;
  std::size_t lacking = 0;
  for (std::size_t i = cells.size() - 1; i > 0; --i) {
    if (!shown_[i]) continue;
    const std::size_t room = columns_[i].width - std::min(lacking, columns_[i].width);
    const std::size_t width = std::max(room, cells[i].empty() ? 0 : display_columns(cells[i]) + 1);
    line = fmt::format("{:>{}}", cells[i], width) + line;
    lacking = lacking + width - columns_[i].width;
  }
  const std::size_t first = stacked_ ? line_width_ : columns_.front().width - std::min(lacking, columns_.front().width);
  const std::string name = cut_to(cells.front(), first);
  if (stacked_ && display_columns(line) > line_width_ && line.starts_with(' ')) line.erase(0, 1);
  if (!stacked_) line = fmt::format("{:<{}}", name, first) + line;
  line.erase(line.find_last_not_of(' ') + 1);
  return !stacked_ ? line : line.empty() ? name : name + "\n" + line;
}

}  // namespace hibiki::program
