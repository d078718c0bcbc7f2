// Fans as flat columns, laid out by market and community so that a community's fans are neighbours in memory.
// At most 40 bytes a fan; the size does not grow with weeks.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/draws.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/large_array.hpp"
#include "sim/core/money.hpp"
#include "sim/core/ranks.hpp"
#include "sim/world/style.hpp"

namespace hibiki::inline world {

inline constexpr int kFavourites = 4;
/// Engagement 0..1 is stored in 1/65535.
inline constexpr double kEngagementScale = 65535.0;
/// Ages of the simulated population; a community that reaches kOldest leaves and is reborn at kYoungest.
inline constexpr int kYoungest = 10;
inline constexpr int kOldest = 70;
/// Fans of a community at most, but for what is left over when a market is divided.
inline constexpr int kLargestCommunity = 256;

/// Position of an age in the groups of ten years that measures tell apart.
constexpr std::size_t age_group(int age) { return static_cast<std::size_t>(age - kYoungest) / 10; }

/// A few hundred fans of one market and birth year, contiguous in the columns.
struct Community {
  std::uint32_t first = 0;
  std::uint32_t size = 0;
  MarketId market;
  std::int32_t birth_year = 0;
  std::uint32_t generation = 0;  ///< times it was reborn
  Key key = 0;                   ///< fan i of it has the key `key + i`; another one each generation
  People people_per_fan = 1;     ///< set every year from the population data
};

/// Cascade of shares that a fan takes part in. Measured, never read by a decision.
struct Cascade {
  std::uint8_t origin = 0;  ///< market of the fan that met the act without a tie
  std::uint8_t steps = 0;   ///< ties from there to here; 255 stands for more
  bool operator==(const Cascade&) const = default;
};
inline constexpr std::uint8_t kMostSteps = 255;

/// Sharing fans of a week as one bit each.
class FanBits {
 public:
  FanBits() = default;
  explicit FanBits(std::size_t fans) : words_((fans + 63) / 64, std::uint64_t{0}) {}
  bool test(std::uint32_t fan) const { return (words_[fan >> 6] >> (fan & 63)) & 1; }
  /// Safe from several threads: fans of two communities may share a word, and OR has no order.
  void set(std::uint32_t fan) {
    std::atomic_ref(words_[fan >> 6]).fetch_or(std::uint64_t{1} << (fan & 63), std::memory_order_relaxed);
  }
  void clear(std::uint32_t fan) {
    std::atomic_ref(words_[fan >> 6]).fetch_and(~(std::uint64_t{1} << (fan & 63)), std::memory_order_relaxed);
  }
  std::span<std::uint64_t> words() { return words_; }
  std::span<const std::uint64_t> words() const { return words_; }

 private:
  Column<std::uint64_t> words_;
};

/// Where fans are spread over ranks: what a rank knows of all of them (fan_part.hpp). Else empty.
struct FanPart {
  Ranks* ranks = nullptr;
  std::vector<Community> all;               ///< `first` is the number among all fans
  std::vector<std::uint32_t> market_first;  ///< as in Fans, of all
  std::vector<std::uint32_t> community_first;
  std::vector<std::uint32_t> rank_first;  ///< first fan of each rank, and one past the last
  std::size_t own_community = 0;          ///< in `all`: the first of this rank
  /// Fans of other ranks who are heard here, ascending, by number among all fans. Their shares have the rows behind
  /// those of the own fans.
  std::vector<std::uint32_t> heard;
  std::vector<std::vector<std::uint32_t>> heard_by;  ///< by rank: rows of the own fans whom its fans hear
};

struct Fans {
  std::vector<Community> communities;
  std::vector<std::uint32_t> market_first;     ///< first fan of each market, and one past the last (markets + 1)
  std::vector<std::uint32_t> community_first;  ///< first community of each market (markets + 1)

  Column<PackedStyle> taste;
  Column<std::array<ActId, kFavourites>> favourites;          ///< none where the slot is free
  Column<std::array<std::uint16_t, kFavourites>> engagement;  ///< of the same slots
  Column<ActId> shared;                                       ///< act shared last week, where `sharing` is set
  Column<ActId> shared_next;                                  ///< being written this week
  Column<Cascade> cascade, cascade_next;                      ///< of the shared act, where `sharing` is set
  Column<std::uint8_t> readiness;               ///< /256: the fan has a platform when below its access threshold
  Column<std::uint8_t> openness;                ///< /255
  Column<std::uint8_t> activity;                ///< /256: chance to be attentive in a week
  FanBits sharing, sharing_next;                ///< sharing fans, heard offline
  FanBits sharing_online, sharing_online_next;  ///< sharing fans that online ties hear
  FanPart part;

  std::size_t size() const { return taste.size(); }  ///< of this rank
  bool spread() const { return part.ranks != nullptr; }
  /// Of all fans, on every rank. `first` of a community is the number among all fans.
  std::span<Community> all_communities() { return spread() ? part.all : communities; }
  std::span<const Community> all_communities() const { return spread() ? part.all : communities; }
  std::span<const std::uint32_t> all_market_first() const { return spread() ? part.market_first : market_first; }
  std::span<const std::uint32_t> all_community_first() const {
    return spread() ? part.community_first : community_first;
  }
  std::size_t total() const { return all_market_first().back(); }
  /// Number of the first fan of this rank among all.
  std::uint32_t own_first() const {
    return spread() ? part.rank_first[static_cast<std::size_t>(part.ranks->rank())] : 0;
  }
  Key key(const Community& community, std::uint32_t fan) const { return community.key + (fan - community.first); }
};

/// visit(name, span) for every per-fan column of state: digest, memory estimate and tests go by this list. What is
/// shared has further rows, of fans elsewhere who are heard.
template <class FansType, class Visit>
void for_each_column(FansType& fans, const Visit& visit) {
  visit("taste", std::span(fans.taste));
  visit("favourites", std::span(fans.favourites));
  visit("engagement", std::span(fans.engagement));
  visit("shared", std::span(fans.shared));
  visit("shared_next", std::span(fans.shared_next));
  visit("cascade", std::span(fans.cascade));
  visit("cascade_next", std::span(fans.cascade_next));
  visit("readiness", std::span(fans.readiness));
  visit("openness", std::span(fans.openness));
  visit("activity", std::span(fans.activity));
}

/// Bytes of columns and bits a fan takes.
double bytes_per_fan();

/// Number of fans of each market: `total` split by the square root of `people` (largest remainder, ties to the
/// earlier market). Markets may get none.
std::vector<std::uint32_t> allot_fans(std::int64_t total, std::span<const double> people);

/// Lays out communities of `counts[m]` fans a market, without columns. Ages are spread over the population's at `year`:
/// people[m] are millions aged 10-19 ... 60-69.
Fans lay_out(std::span<const std::uint32_t> counts, std::span<const std::vector<double>> people,
             std::span<const Key> market_keys, int year);

/// Makes the columns of the communities that are laid out, all zero.
void make_columns(Fans& fans);
/// Gives what is shared so many rows, at tick 0: nobody shares.
void resize_shares(Fans& fans, std::size_t rows);

/// Sets people_per_fan of one market's communities: each stands for the ages nearest to its own.
void weigh_communities(std::span<Community> communities, const std::vector<double>& people, int year);

}  // namespace hibiki::world
