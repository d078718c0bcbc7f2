#include "output/results/checkpoint.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <istream>
#include <ostream>
#include <streambuf>
#include <system_error>

#include "output/results/files.hpp"
#include "sim/core/digest.hpp"
#include "sim/core/members.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/summary.hpp"
#include "sim/scenario/schema.hpp"

namespace hibiki::inline results {

namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kFormat = 1;
constexpr std::array<char, 12> kMagic = {'h', 'i', 'b', 'i', 'k', 'i', ' ', 's', 't', 'a', 't', 'e'};
constexpr std::size_t kBlock = 1 << 20;  ///< the digest goes over blocks of this size

/// How a file begins.
struct Head {
  std::array<char, 12> magic = kMagic;
  std::uint32_t format = kFormat;
  std::uint64_t generation = 0;
  std::uint64_t layout = 0;  ///< layout_digest() of the program that wrote it
};
/// How it ends.
struct Tail {
  std::uint64_t bytes = 0, digest = 0;  ///< of what stands between, and of head and that
};
static_assert(std::has_unique_object_representations_v<Head> && std::has_unique_object_representations_v<Tail>);

/// Tells programs apart whose state has other parts: the lists that archives go by.
std::uint64_t layout_digest() {
  std::string all = kModelVersion;
  for (const Series& series : series_table()) all += "\n" + std::string(series.name);
  for (const auto& lever : lever_fields()) all += "\n" + std::string(lever.key);
  for (const std::size_t members :
       {kMembers<World>, kMembers<MetricsMemory>, kMembers<RunSummary>, kMembers<YearSummary>, kMembers<LabelState>,
        kMembers<ActState>, kMembers<ReleaseState>, kMembers<Tallies>})
    all += fmt::format("\n{}", members);
  Digest digest;
  digest.add_column(std::span<const char>(all));
  return digest.value();
}

/// A stream's characters go into a file block by block, and into the digest.
class BlockWriter final : public std::streambuf {
 public:
  BlockWriter(OutputFile& file, Digest& digest) : file_(file), digest_(digest), block_(kBlock) { empty(); }

  /// Bytes of the stream, all of which are written now.
  std::uint64_t finish() {
    write();
    return bytes_;
  }

 protected:
  int_type overflow(int_type next) override {
    write();
    if (traits_type::eq_int_type(next, traits_type::eof())) return traits_type::not_eof(next);
    return sputc(traits_type::to_char_type(next));
  }

 private:
  void empty() { setp(block_.data(), block_.data() + block_.size()); }
  void write() {
    const std::span<const char> content(pbase(), pptr());
    if (content.empty()) return;
    digest_.add_column(content);
    file_.write(std::as_bytes(content));
    bytes_ += content.size();
    empty();
  }

  OutputFile& file_;
  Digest& digest_;
  std::vector<char> block_;
  std::uint64_t bytes_ = 0;
};

/// So many bytes of a file as a stream's characters.
class BlockReader final : public std::streambuf {
 public:
  BlockReader(InputFile& file, std::uint64_t bytes) : file_(file), left_(bytes), block_(kBlock) {}

 protected:
  int_type underflow() override {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left_, block_.size()));
    const std::size_t got = file_.read(std::as_writable_bytes(std::span(block_).first(wanted)));
    left_ -= got;
    setg(block_.data(), block_.data(), block_.data() + got);
    return got == 0 ? traits_type::eof() : traits_type::to_int_type(block_.front());
  }

 private:
  InputFile& file_;
  std::uint64_t left_;
  std::vector<char> block_;
};

template <class T>
bool take(InputFile& file, T& value) {
  return file.read(std::as_writable_bytes(std::span(&value, 1))) == sizeof value;
}

/// Length of the content of a file that is whole; nullopt for another. Throws OtherCheckpoint: head and tail stay as
/// they are in every format, so that it can be told from damage.
std::optional<std::uint64_t> whole_content(const fs::path& path, Head& head) {
  InputFile file(path);
  const std::uint64_t size = file.size();
  if (size < sizeof(Head) + sizeof(Tail) || !take(file, head) || head.magic != kMagic) return std::nullopt;
  Digest digest;
  digest.add_column(std::span<const Head>(&head, 1));
  const std::uint64_t bytes = size - sizeof(Head) - sizeof(Tail);
  std::vector<std::byte> block(kBlock);
  for (std::uint64_t left = bytes; left > 0;) {
    const auto part = std::span(block).first(static_cast<std::size_t>(std::min<std::uint64_t>(left, block.size())));
    if (file.read(part) != part.size()) return std::nullopt;
    digest.add_column(std::span<const std::byte>(part));
    left -= part.size();
  }
  Tail tail;
  if (!take(file, tail) || tail.bytes != bytes || tail.digest != digest.value()) return std::nullopt;
  const std::string remedy =
      fmt::format("continue with that program, or remove {} to start from the beginning", path.parent_path().string());
  if (head.format > kFormat)
    throw OtherCheckpoint(fmt::format("{} was written by a newer hibiki (format {}; this program reads {}); {}",
                                      path.string(), head.format, kFormat, remedy));
  if (head.format < kFormat || head.layout != layout_digest())
    throw OtherCheckpoint(fmt::format("{} was written by another build of hibiki; {}", path.string(), remedy));
  return bytes;
}

}  // namespace

fs::path Checkpoint::file(std::uint64_t generation) const {
  fs::path path = stem_;
  return path += generation % 2 == 0 ? ".0" : ".1";
}

void Checkpoint::save(const Write& write) {
  const fs::path path = file(generation_ + 1), temporary = temporary_of(path);
  try {
    OutputFile out(temporary);
    const Head head{.generation = generation_ + 1, .layout = layout_digest()};
    Digest digest;
    digest.add_column(std::span<const Head>(&head, 1));
    out.write(std::as_bytes(std::span(&head, 1)));
    BlockWriter blocks(out, digest);
    std::ostream stream(&blocks);
    stream.exceptions(std::ios::badbit);  // so that an IoError comes through
    ArchiveWriter archive(stream);
    write(archive);
    const std::uint64_t bytes = blocks.finish();
    const Tail tail{bytes, digest.value()};
    out.write(std::as_bytes(std::span(&tail, 1)));
    out.close();
    rename_whole_file(temporary, path);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  ++generation_;
}

void Checkpoint::drop_older() noexcept { ::unlink(file(generation_ + 1).c_str()); }

bool Checkpoint::load(const Read& read) {
  damaged_.clear();
  struct Found {
    std::uint64_t generation, bytes;
    fs::path path;
  };
  std::vector<Found> found;
  for (const std::uint64_t slot : {0, 1}) {
    const fs::path path = file(slot);
    try {
      if (!is_there(path)) continue;
      Head head;
      const auto bytes = whole_content(path, head);
      if (bytes && head.generation > 0 && head.generation % 2 == slot)
        found.push_back({head.generation, *bytes, path});
      else
        damaged_.push_back(fmt::format("{} is damaged", path.string()));
    } catch (const OtherCheckpoint&) {
      throw;
    } catch (const IoError& error) {  // the other generation may be readable
      damaged_.emplace_back(error.what());
    }
  }
  std::ranges::sort(found, std::ranges::greater{}, &Found::generation);
  for (const Found& newest : found) try {
      InputFile in(newest.path);
      Head head;
      take(in, head);
      BlockReader blocks(in, newest.bytes);
      std::istream stream(&blocks);
      stream.exceptions(std::ios::badbit);
      ArchiveReader archive(stream);
      read(archive);
      generation_ = newest.generation;
      return true;
    } catch (const IoError& error) {
      damaged_.emplace_back(error.what());
    } catch (const cereal::Exception& error) {
      damaged_.push_back(fmt::format("{}: {}", newest.path.string(), error.what()));
    }
  return false;
}

void Checkpoint::remove() noexcept {
  for (const std::uint64_t slot : {0, 1})
    for (const fs::path& path : {file(slot), temporary_of(file(slot))}) ::unlink(path.c_str());
}

}  // namespace hibiki::results
