#include "output/spool.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <type_traits>

namespace hibiki {

namespace {

template <class T>
void put(std::vector<std::byte>& record, const T& value) {
  const auto* bytes = reinterpret_cast<const std::byte*>(&value);
  record.insert(record.end(), bytes, bytes + sizeof(T));
}

template <class T>
void put(std::vector<std::byte>& record, const std::vector<T>& column) {
  put(record, static_cast<std::uint64_t>(column.size()));
  const auto bytes = std::as_bytes(std::span(column));
  record.insert(record.end(), bytes.begin(), bytes.end());
}

/// Takes values off a record; `ok` turns false when it ends too early.
struct Taker {
  std::span<const std::byte> left;
  bool ok = true;

  template <class T>
  void take(T& value) {
    ok = ok && left.size() >= sizeof(T);
    if (!ok) return;
    std::memcpy(&value, left.data(), sizeof(T));
    left = left.subspan(sizeof(T));
  }

  template <class T>
  void take(std::vector<T>& column) {
    std::uint64_t size = 0;
    take(size);
    ok = ok && left.size() / sizeof(T) >= size;
    if (!ok) return;
    column.resize(size);
    if (size == 0) return;
    std::memcpy(column.data(), left.data(), size * sizeof(T));
    left = left.subspan(size * sizeof(T));
  }
};

/// visit(column) for everything of a week that is stored, in the order of the record.
template <class Week, class Visit>
void for_each_column(Week& week, const Visit& visit) {
  visit(week.acts);
  visit(week.labels);
  for (const Series& series : series_table()) std::visit([&](auto member) { visit(week.*member); }, series.member);
}

}  // namespace

SpoolWriter::SpoolWriter(const SpoolWriter& past, const std::filesystem::path& path)
    : file_((duplicate_file(past.file_.path(), path), path), OutputFile::Start::end) {}

void SpoolWriter::append(const WeekObservation& week) {
  record_.clear();
  put(record_, std::uint64_t{0});
  put(record_, static_cast<std::int64_t>(week.week));
  put(record_, static_cast<std::int64_t>(week.day.time_since_epoch().count()));
  for_each_column(week, [&](const auto& column) { put(record_, column); });
  const std::uint64_t length = record_.size() - sizeof(std::uint64_t);
  std::memcpy(record_.data(), &length, sizeof length);
  file_.write(record_);
}

SpoolReader::SpoolReader(std::filesystem::path path) : path_(std::move(path)), file_(path_, std::ios::binary) {
  if (!file_) throw_io_error("read", path_, errno);
}

bool SpoolReader::next(WeekObservation& week) {
  std::uint64_t length = 0;
  file_.read(reinterpret_cast<char*>(&length), sizeof length);
  if (file_.gcount() == 0) return false;
  const auto torn = [&] { return IoError(fmt::format("{} is torn: run the same command again", path_.string())); };
  // A week of the largest run is some megabytes: a longer one is no record.
  if (file_.gcount() != sizeof length || length > (std::uint64_t{1} << 32)) throw torn();
  record_.resize(length);
  file_.read(reinterpret_cast<char*>(record_.data()), static_cast<std::streamsize>(length));
  if (static_cast<std::uint64_t>(file_.gcount()) != length) throw torn();
  Taker taker{record_};
  std::int64_t number = 0, day = 0;
  taker.take(number);
  taker.take(day);
  for_each_column(week, [&](auto& column) { taker.take(column); });
  if (!taker.ok || !taker.left.empty()) throw torn();
  week.week = static_cast<int>(number);
  week.day = Day(std::chrono::days(day));
  return true;
}

std::vector<double> read_spooled_series(const std::filesystem::path& path, std::string_view name) {
  std::vector<double> values;
  SpoolReader reader(path);
  WeekObservation week;
  while (reader.next(week)) {
    for (const Series& series : series_table()) {
      if (series.name != name) continue;
      std::visit([&](auto member) { values.insert(values.end(), (week.*member).begin(), (week.*member).end()); },
                 series.member);
    }
  }
  return values;
}

}  // namespace hibiki
