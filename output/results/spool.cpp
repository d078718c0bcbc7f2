#include "output/results/spool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "sim/core/digest.hpp"

namespace hibiki::inline results {

namespace {

static_assert(std::has_unique_object_representations_v<PackedChunk>);  // stored as it lies in memory

/// How a record begins.
struct Head {
  std::uint64_t length, digest;  ///< of the data of the record
};

std::uint64_t digest_of(std::span<const std::byte> content) {
  Digest digest;
  digest.add_column(content);
  return digest.value();
}

template <class T>
void put(std::vector<std::byte>& record, const std::vector<T>& column) {
  const std::uint64_t size = column.size();
  for (const auto bytes : {std::as_bytes(std::span(&size, 1)), std::as_bytes(std::span(column))})
    record.insert(record.end(), bytes.begin(), bytes.end());
}

/// Takes columns off a record; `ok` turns false when it ends too early.
struct RecordReader {
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
  return IoError(fmt::format("{} is incomplete or was changed; remove {} and run the same command again", path.string(),
                             path.parent_path().string()));
}

SpoolWriter::SpoolWriter(const SpoolWriter& past, const std::filesystem::path& path)
    : bytes_(past.bytes_), file_((duplicate_file(past.file_.path(), path), path), OutputFile::Start::end) {}

SpoolWriter::SpoolWriter(const std::filesystem::path& path, std::uint64_t bytes)
    : bytes_(bytes), file_((cut_file(path, bytes), path), OutputFile::Start::end) {}

void SpoolWriter::append(const PackedWeeks& weeks) {
  std::vector<std::byte> record(sizeof(Head));
  put(record, weeks.days);
  put(record, weeks.plays);
  put(record, weeks.chunks);
  put(record, weeks.bytes);
  const auto content = std::span(record).subspan(sizeof(Head));
  const Head head{content.size(), digest_of(content)};
  std::memcpy(record.data(), &head, sizeof head);
  file_.write(record);
  bytes_ += record.size();
}

bool SpoolReader::next(PackedWeeks& weeks) {
  Head head{};
  const std::size_t got = file_.read(std::as_writable_bytes(std::span(&head, 1)));
  if (got == 0) return false;
  // A changed length must not ask for memory that the record cannot need.
  if (got != sizeof head || head.length > file_.size()) throw torn_spool(file_.path());
  std::vector<std::byte> record(head.length);  // many readers are open at a time, so none keeps its data
  if (file_.read(record) != head.length || digest_of(record) != head.digest) throw torn_spool(file_.path());
  RecordReader columns{record};
  columns.take(weeks.days);
  columns.take(weeks.plays);
  columns.take(weeks.chunks);
  columns.take(weeks.bytes);
  if (!columns.ok || !columns.left.empty() || !is_whole(weeks)) throw torn_spool(file_.path());
  return true;
}

}  // namespace hibiki::results
