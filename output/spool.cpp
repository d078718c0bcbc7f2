#include "output/spool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <type_traits>

namespace hibiki {

namespace {

static_assert(std::has_unique_object_representations_v<PackedChunk>);  // stored as it lies in memory

template <class T>
void put(std::vector<std::byte>& record, const std::vector<T>& column) {
  const std::uint64_t size = column.size();
  for (const auto bytes : {std::as_bytes(std::span(&size, 1)), std::as_bytes(std::span(column))})
    record.insert(record.end(), bytes.begin(), bytes.end());
}

/// Takes columns off a record; `ok` turns false when it ends too early.
struct Taker {
  std::span<const std::byte> left;
  bool ok = true;

  template <class T>
  void take(std::vector<T>& column) {
    std::uint64_t size = 0;
    ok = ok && left.size() >= sizeof size;
    if (!ok) return;
    std::memcpy(&size, left.data(), sizeof size);
    left = left.subspan(sizeof size);
    ok = left.size() / sizeof(T) >= size;
    if (!ok) return;
    column.resize(size);
    if (size == 0) return;
    std::memcpy(column.data(), left.data(), size * sizeof(T));
    left = left.subspan(size * sizeof(T));
  }
};

bool is_whole(const PackedWeeks& weeks) {
  return weeks.plays.size() == weeks.days.size() && std::ranges::all_of(weeks.chunks, [&](const PackedChunk& chunk) {
    return chunk.series < series_table().size() && chunk.begin <= chunk.end && chunk.end <= weeks.bytes.size();
  });
}

}  // namespace

IoError torn_spool(const std::filesystem::path& path) {
  return IoError(fmt::format("{} is torn: run the same command again", path.string()));
}

SpoolWriter::SpoolWriter(const SpoolWriter& past, const std::filesystem::path& path)
    : file_((duplicate_file(past.file_.path(), path), path), OutputFile::Start::end) {}

void SpoolWriter::append(const PackedWeeks& weeks) {
  std::vector<std::byte> record(sizeof(std::uint64_t));
  put(record, weeks.days);
  put(record, weeks.plays);
  put(record, weeks.chunks);
  put(record, weeks.bytes);
  const std::uint64_t length = record.size() - sizeof(std::uint64_t);
  std::memcpy(record.data(), &length, sizeof length);
  file_.write(record);
}

SpoolReader::SpoolReader(std::filesystem::path path) : path_(std::move(path)), file_(path_, std::ios::binary) {
  if (!file_) throw_io_error("read", path_, errno);
}

bool SpoolReader::next(PackedWeeks& weeks) {
  std::uint64_t length = 0;
  file_.read(reinterpret_cast<char*>(&length), sizeof length);
  if (file_.gcount() == 0) return false;
  // Weeks of the largest run are some hundred megabytes: what is longer is no record.
  if (file_.gcount() != sizeof length || length > (std::uint64_t{1} << 34)) throw torn_spool(path_);
  std::vector<std::byte> record(length);  // many readers are open at a time: none keeps what it has read
  file_.read(reinterpret_cast<char*>(record.data()), static_cast<std::streamsize>(length));
  if (static_cast<std::uint64_t>(file_.gcount()) != length) throw torn_spool(path_);
  Taker taker{record};
  taker.take(weeks.days);
  taker.take(weeks.plays);
  taker.take(weeks.chunks);
  taker.take(weeks.bytes);
  if (!taker.ok || !taker.left.empty() || !is_whole(weeks)) throw torn_spool(path_);
  return true;
}

}  // namespace hibiki
