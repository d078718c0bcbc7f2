#include "tools/sweep/read_csv.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sim/core/error.hpp"
#include "sim/core/input_file.hpp"

namespace hibiki::inline sweep {

namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 30;

/// Takes fields off a text, and counts its lines.
class CsvReader {
 public:
  CsvReader(const std::filesystem::path& file, std::string text) : file_(file), text_(std::move(text)) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  bool at_end() const { return at_ >= text_.size(); }
  /// On which the row taken last begins.
  std::size_t line() const { return row_line_; }

  /// The next line that is not empty; empty at the end.
  std::vector<std::string> row() {
    while (!at_end() && (text_[at_] == '\n' || text_[at_] == '\r')) skip_line_break();
    std::vector<std::string> fields;
    if (at_end()) return fields;
    row_line_ = line_;
    for (bool more = true; more;) {
      fields.push_back(!at_end() && text_[at_] == '"' ? quoted() : plain());
      more = !at_end() && text_[at_] == ',';
      if (more) ++at_;
    }
    if (!at_end() && text_[at_] != '\n' && text_[at_] != '\r') complain("text after a closing quote");
    return fields;
  }

  [[noreturn]] void complain(const std::string& what) const {
    throw IoError(fmt::format("{}:{}: {}", file_.string(), row_line_, what));
  }

 private:
  void skip_line_break() {
    if (text_[at_] == '\n') ++line_;
    ++at_;
  }

  std::string plain() {
    const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    std::string field = text_.substr(at_, end - at_);
    at_ = end;
    const auto first = field.find_first_not_of(" \t"), last = field.find_last_not_of(" \t");
    return first == std::string::npos ? "" : field.substr(first, last + 1 - first);
  }

  std::string quoted() {
    std::string field;
    for (++at_; !at_end(); ++at_) {
      if (text_[at_] == '"') {
        ++at_;
        if (at_end() || text_[at_] != '"') return field;
      }
      if (text_[at_] == '\n') ++line_;
      field += text_[at_];
    }
    complain("a quote is not closed");
  }

  const std::filesystem::path& file_;
  std::string text_;
  std::size_t at_ = 0, line_ = 1, row_line_ = 1;
};

}  // namespace

std::size_t CsvTable::column(const std::vector<std::string>& names, const std::filesystem::path& file) const {
  for (const std::string& name : names)
    if (const auto found = std::ranges::find(header, name); found != header.end())
      return static_cast<std::size_t>(found - header.begin());
  throw IoError(
      fmt::format("{} has no column '{}'; its columns are {}", file.string(), names.front(), fmt::join(header, ", ")));
}

CsvTable read_csv(const std::filesystem::path& file) {
  CsvReader reader(file, read_whole_file(file, kMostBytes));
  CsvTable table;
  table.header = reader.row();
  if (table.header.empty()) reader.complain("the file is empty; its first line must name the factors");
  for (auto row = reader.row(); !row.empty(); row = reader.row()) {
    if (row.size() != table.header.size())
      reader.complain(fmt::format("{} fields, but the header has {}", row.size(), table.header.size()));
    table.rows.push_back(std::move(row));
    table.lines.push_back(reader.line());
  }
  return table;
}

}  // namespace hibiki::sweep
