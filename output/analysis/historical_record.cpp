#include "output/analysis/historical_record.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace hibiki::inline analysis {

namespace {

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find(',', at), line.size());
    fields.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return fields;
}

template <class Number>
Number number_in(std::string_view text) {
  Number number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// record(fields of a line) for every line of the series.
template <class Line>
void for_each_line(std::string_view csv, std::string_view name, const Line& line) {
  for (std::size_t at = 0; at < csv.size();) {
    const std::size_t end = std::min(csv.find('\n', at), csv.size());
    const auto fields = fields_of(csv.substr(at, end - at));
    at = end + 1;
    if (fields.size() >= 6 && fields[0] == name) line(fields);
  }
}

}  // namespace

RecordedSeries recorded_series(std::string_view csv, std::string_view name) {
  RecordedSeries series;
  for_each_line(csv, name, [&](const auto& fields) {
    const int year = number_in<int>(fields[1]);
    series.by_year[year] = number_in<double>(fields[2]);
    if (fields[4] != "S") series.unverified.insert(year);
  });
  return series;
}

RecordedSeries RecordedSeries::between(int first, int last) const {
  RecordedSeries part;
  for (const auto& [year, value] : by_year)
    if (year >= first && year <= last) part.by_year[year] = value;
  for (const int year : unverified)
    if (year >= first && year <= last) part.unverified.insert(year);
  return part;
}

}  // namespace hibiki::analysis
