#include "sim/phases/release_draws.hpp"

#include "sim/core/draw_uses.hpp"
#include "sim/core/parallel.hpp"
#include "sim/phases/views.hpp"

namespace hibiki::inline phases {

namespace {

constexpr std::size_t kNew = static_cast<std::size_t>(-1);

/// Moves known rows to their new places; new rows are make(i).
template <class Row, class Make>
void reorder(const std::vector<std::size_t>& from, std::vector<Row>& rows, const Make& make) {
  std::vector<Row> now(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) now[i] = from[i] != kNew ? rows[from[i]] : make(i);
  rows = std::move(now);
}

}  // namespace

void ReleaseDraws::follow(const RankView& world) {
  if (seed_ != world.draws.seed() || markets_ != world.markets.keys) {
    *this = {};
    seed_ = world.draws.seed();
    markets_ = world.markets.keys;
    market_words_.resize(markets_.size());
  }
  std::vector<Key> now;
  std::vector<std::size_t> from;  // position among those known
  std::size_t known = 0;
  for (const ReleaseState& r : world.industry.releases) {
    while (known < releases_.size() && releases_[known] < r.key) ++known;
    from.push_back(known < releases_.size() && releases_[known] == r.key ? known : kNew);
    now.push_back(r.key);
  }
  if (now == releases_) return;
  releases_ = std::move(now);
  const auto word = [&](const DrawUse& use, Key entity) { return world.draws.words(use, entity)[0]; };
  reorder(from, release_words_, [&](std::size_t r) {
    return ReleaseWords{word(kDrawOfficial, releases_[r]), word(kDrawUnofficial, releases_[r])};
  });
  for_each_index(markets_.size(), 1, [&](std::size_t m) {
    reorder(from, market_words_[m], [&](std::size_t r) {
      const Key entity = availability_key(releases_[r], markets_[m]);
      return MarketWords{word(kDrawUnblocked, entity), word(kDrawStreamed, entity)};
    });
  });
}

}  // namespace hibiki::phases
