#include "sim/world/fan_part.hpp"

#include <algorithm>
#include <cstring>

#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"

namespace hibiki::inline world {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 26;  ///< bytes sent at a time, so that rank 0 needs no more memory

std::size_t rank_of(const Fans& fans) { return static_cast<std::size_t>(fans.part.ranks->rank()); }

/// Bits of rows 0 to count - 1, from bit `shift` of the first word on.
std::vector<std::uint64_t> shifted(const FanBits& bits, std::size_t count, std::size_t shift) {
  std::vector<std::uint64_t> words((shift + count + 63) / 64);
  for (std::size_t row = 0; row < count; ++row)
    words[(row + shift) / 64] |= std::uint64_t{bits.test(static_cast<std::uint32_t>(row))} << ((row + shift) % 64);
  return words;
}

void set_shifted(std::span<const std::uint64_t> words, std::size_t count, std::size_t shift, FanBits& bits) {
  for (std::uint32_t row = 0; row < count; ++row)
    if ((words[(row + shift) / 64] >> ((row + shift) % 64)) & 1)
      bits.set(row);
    else
      bits.clear(row);
}

void send_pieces(Ranks& ranks, int to, std::span<const std::byte> bytes) {
  for (; !bytes.empty(); bytes = bytes.subspan(std::min(kPiece, bytes.size())))
    ranks.send(to, bytes.first(std::min(kPiece, bytes.size())));
}

void receive_pieces(Ranks& ranks, int from, std::span<std::byte> bytes) {
  for (; !bytes.empty(); bytes = bytes.subspan(std::min(kPiece, bytes.size())))
    ranks.receive(from, bytes.first(std::min(kPiece, bytes.size())));
}

/// visit(rank, room) for each piece of a column of `size` bytes a fan, of all ranks but 0.
template <class Visit>
void for_each_piece(const FanPart& part, std::size_t size, const Visit& visit) {
  std::vector<std::byte> room;
  for (std::size_t rank = 1; rank + 1 < part.rank_first.size(); ++rank)
    for (std::size_t left = (part.rank_first[rank + 1] - std::size_t{part.rank_first[rank]}) * size; left > 0;
         left -= room.size()) {
      room.resize(std::min(left, kPiece));
      visit(static_cast<int>(rank), std::span(room));
    }
}

/// First word of a rank's bits among those of all fans, and their number.
struct WordRange {
  WordRange(const FanPart& part, std::size_t rank)
      : first(part.rank_first[rank] / 64), count((part.rank_first[rank + 1] + 63) / 64 - first) {}
  std::size_t first, count;
};

void append(std::vector<std::byte>& bytes, const void* from, std::size_t count) {
  const auto* const begin = static_cast<const std::byte*>(from);
  bytes.insert(bytes.end(), begin, begin + count);
}

/// Share of a fan as it is sent.
struct SentShare {
  std::uint16_t act;
  Cascade cascade;
};
static_assert(sizeof(SentShare) == 4);

std::vector<std::byte> packed_shares(const Fans& fans, std::span<const std::uint32_t> rows) {
  const std::size_t mask = (rows.size() + 7) / 8;
  std::vector<std::byte> bytes(2 * mask);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!fans.sharing.test(rows[i])) continue;
    bytes[i / 8] |= std::byte{1} << (i % 8);
    if (fans.sharing_online.test(rows[i])) bytes[mask + i / 8] |= std::byte{1} << (i % 8);
    const SentShare share{fans.shared[rows[i]].value, fans.cascade[rows[i]]};
    append(bytes, &share, sizeof share);
  }
  return bytes;
}

/// The shares of `count` fans go to the rows from `row` on.
void unpack_shares(std::span<const std::byte> bytes, std::size_t count, std::uint32_t row, Fans& fans) {
  const std::size_t mask = (count + 7) / 8;
  const auto bit = [&](std::size_t at, std::size_t i) {
    return (bytes[at + i / 8] >> (i % 8) & std::byte{1}) != std::byte{0};
  };
  std::size_t next = 2 * mask;
  for (std::size_t i = 0; i < count; ++i, ++row) {
    const bool sharing = bit(0, i);
    sharing ? fans.sharing.set(row) : fans.sharing.clear(row);
    bit(mask, i) ? fans.sharing_online.set(row) : fans.sharing_online.clear(row);
    if (!sharing) continue;
    SentShare share;
    std::memcpy(&share, &bytes[next], sizeof share);
    next += sizeof share;
    fans.shared[row].value = share.act;
    fans.cascade[row] = share.cascade;
  }
  HIBIKI_ASSERT(next == bytes.size());
}

/// Where the rows of the fans who are heard from each rank begin, counted in `heard`, and their end.
std::vector<std::size_t> heard_from(const FanPart& part) {
  std::vector<std::size_t> first;
  for (const std::uint32_t fan : part.rank_first)
    first.push_back(static_cast<std::size_t>(std::ranges::lower_bound(part.heard, fan) - part.heard.begin()));
  return first;
}

}  // namespace

std::vector<std::uint32_t> rank_boundaries(std::span<const Community> communities, int ranks) {
  const auto count = static_cast<std::size_t>(ranks);
  HIBIKI_ASSERT(communities.size() >= count);
  const std::uint64_t fans = std::uint64_t{communities.back().first} + communities.back().size;
  std::vector<std::uint32_t> first = {0};
  std::size_t next = 0;
  for (std::size_t rank = 1; rank < count; ++rank) {
    const std::uint64_t wanted = fans * rank / count;
    const auto nearer = [&](std::size_t c) {  // the boundary after community c is nearer than the one before it
      return wanted > communities[c].first && 2 * (wanted - communities[c].first) > communities[c].size;
    };
    ++next;  // a rank has a community at least, and so have those that follow
    while (next < communities.size() - (count - rank) && nearer(next)) ++next;
    first.push_back(communities[next].first);
  }
  first.push_back(static_cast<std::uint32_t>(fans));
  return first;
}

Fans part_of(Fans all, Ranks& ranks) {
  Fans fans;
  FanPart& part = fans.part;
  part.ranks = &ranks;
  part.rank_first = rank_boundaries(all.communities, ranks.count());
  part.market_first = std::move(all.market_first);
  part.community_first = std::move(all.community_first);
  part.all = std::move(all.communities);
  part.heard_by.resize(static_cast<std::size_t>(ranks.count()));
  const std::uint32_t first = fans.own_first(), end = part.rank_first[rank_of(fans) + 1];
  const auto community = [&](std::uint32_t fan) {
    return static_cast<std::size_t>(std::ranges::lower_bound(part.all, fan, {}, &Community::first) - part.all.begin());
  };
  part.own_community = community(first);
  const std::size_t past_own = community(end);
  for (std::size_t c = part.own_community; c < past_own; ++c) {
    fans.communities.push_back(part.all[c]);
    fans.communities.back().first -= first;
  }
  for (const std::uint32_t market : part.market_first)
    fans.market_first.push_back(std::clamp(market, first, end) - first);
  for (const std::uint32_t c : part.community_first)
    fans.community_first.push_back(
        static_cast<std::uint32_t>(std::clamp<std::size_t>(c, part.own_community, past_own) - part.own_community));
  make_columns(fans);
  return fans;
}

void listen_to(Fans& fans, std::vector<std::uint32_t> heard) {
  FanPart& part = fans.part;
  part.heard = std::move(heard);
  resize_shares(fans, fans.size() + part.heard.size());
  const std::vector<std::size_t> first = heard_from(part);
  std::vector<std::vector<std::byte>> wanted(first.size() - 1);
  for (std::size_t rank = 0; rank < wanted.size(); ++rank)
    for (std::size_t i = first[rank]; i < first[rank + 1]; ++i) {
      const std::uint32_t there = part.heard[i] - part.rank_first[rank];
      append(wanted[rank], &there, sizeof there);
    }
  const auto got = part.ranks->exchange(wanted);
  for (std::size_t rank = 0; rank < got.size(); ++rank) {
    part.heard_by[rank].resize(got[rank].size() / sizeof(std::uint32_t));
    if (!got[rank].empty()) std::memcpy(part.heard_by[rank].data(), got[rank].data(), got[rank].size());
  }
}

std::uint32_t row_of(const Fans& fans, std::uint32_t number) {
  const std::uint32_t own = number - fans.own_first();  // wraps below the first
  if (own < fans.size()) return own;
  const auto& heard = fans.part.heard;
  return static_cast<std::uint32_t>(fans.size()) +
         static_cast<std::uint32_t>(std::ranges::lower_bound(heard, number) - heard.begin());
}

void exchange_shares(Fans& fans) {
  if (!fans.spread()) return;
  const FanPart& part = fans.part;
  std::vector<std::vector<std::byte>> out(part.heard_by.size());
  for_each_index(out.size(), 1, [&](std::size_t rank) {
    if (!part.heard_by[rank].empty()) out[rank] = packed_shares(fans, part.heard_by[rank]);
  });
  const auto in = part.ranks->exchange(out);
  const std::vector<std::size_t> first = heard_from(part);
  for_each_index(in.size(), 1, [&](std::size_t rank) {
    if (first[rank + 1] > first[rank])
      unpack_shares(in[rank], first[rank + 1] - first[rank], static_cast<std::uint32_t>(fans.size() + first[rank]),
                    fans);
  });
}

void refresh_communities(Fans& fans) {
  for (std::size_t i = 0; fans.spread() && i < fans.communities.size(); ++i) {
    Community& own = fans.communities[i];
    const std::uint32_t first = own.first;
    own = fans.part.all[fans.part.own_community + i];
    own.first = first;
  }
}

void gather_column(const Fans& fans, std::span<const std::byte> own, std::size_t size, const TakeBytes& take) {
  if (!fans.spread()) return take(own);
  Ranks& ranks = *fans.part.ranks;
  if (!ranks.first()) return send_pieces(ranks, 0, own);
  take(own);
  for_each_piece(fans.part, size, [&](int rank, std::span<std::byte> piece) {
    ranks.receive(rank, piece);
    take(piece);
  });
}

void gather_bits(const Fans& fans, const FanBits& own, const TakeBytes& take) {
  if (!fans.spread()) return take(std::as_bytes(own.words()));
  const FanPart& part = fans.part;
  std::vector<std::uint64_t> words = shifted(own, fans.size(), fans.own_first() % 64);
  if (!part.ranks->first()) return send_pieces(*part.ranks, 0, std::as_bytes(std::span(words)));
  std::vector<std::uint64_t> more;
  for (std::size_t rank = 1; rank + 1 < part.rank_first.size(); ++rank) {
    const WordRange before(part, rank - 1), here(part, rank);
    more.resize(here.count);
    receive_pieces(*part.ranks, static_cast<int>(rank), std::as_writable_bytes(std::span(more)));
    if (!words.empty() && before.first + before.count > here.first) {  // a word of both
      more.front() |= words.back();
      words.pop_back();
    }
    take(std::as_bytes(std::span(words)));
    std::swap(words, more);
  }
  take(std::as_bytes(std::span(words)));
}

void scatter_column(const Fans& fans, std::span<std::byte> own, std::size_t size, const GiveBytes& give) {
  if (!fans.spread()) return give(own);
  Ranks& ranks = *fans.part.ranks;
  if (!ranks.first()) return receive_pieces(ranks, 0, own);
  give(own);
  for_each_piece(fans.part, size, [&](int rank, std::span<std::byte> piece) {
    give(piece);
    ranks.send(rank, piece);
  });
}

void scatter_bits(const Fans& fans, FanBits& own, const GiveBytes& give) {
  if (!fans.spread()) return give(std::as_writable_bytes(own.words()));
  const FanPart& part = fans.part;
  const auto set_own = [&](std::span<const std::uint64_t> words) {
    set_shifted(words, fans.size(), fans.own_first() % 64, own);
  };
  std::vector<std::uint64_t> words(WordRange(part, rank_of(fans)).count);
  if (!part.ranks->first()) {
    receive_pieces(*part.ranks, 0, std::as_writable_bytes(std::span(words)));
    return set_own(words);
  }
  give(std::as_writable_bytes(std::span(words)));
  set_own(words);
  for (std::size_t rank = 1; rank + 1 < part.rank_first.size(); ++rank) {
    const WordRange before(part, rank - 1), here(part, rank);
    const bool common = here.count > 0 && !words.empty() && before.first + before.count > here.first;
    std::vector<std::uint64_t> next(here.count);
    if (common) next.front() = words.back();
    give(std::as_writable_bytes(std::span(next).subspan(common ? 1 : 0)));
    send_pieces(*part.ranks, static_cast<int>(rank), std::as_bytes(std::span(next)));
    words = std::move(next);
  }
}

}  // namespace hibiki::world
