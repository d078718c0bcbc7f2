#include "sim/world/fan_network.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <span>
#include <utility>

#include "sim/core/draw_uses.hpp"
#include "sim/core/large_array.hpp"
#include "sim/core/math_columns.hpp"
#include "sim/core/parallel.hpp"
#include "sim/world/fan_part.hpp"

namespace hibiki::inline world {

/// Columns of all markets, one after the other; the rows of a market are equally long.
struct FanNetwork::Rows {
  struct OfMarket {
    std::uint32_t first = 0;        ///< fan
    std::size_t near = 0, far = 0;  ///< where its first row begins
    bool wide = false;              ///< a place in some community does not fit a byte
  };
  std::vector<std::uint32_t> community_first;  ///< first fan of each community
  std::vector<OfMarket> markets;
  std::size_t near_bytes = 0, far_ties = 0;
  LargeArray<std::uint8_t> near;
  LargeArray<std::uint32_t> far;
};

namespace {

constexpr int kCandidates = 4;  ///< candidates of a taste-similar tie

/// Uniform words of one fan's ties, as many as are asked for.
class TieWords {
 public:
  TieWords(const Draws& draws, Key fan) : draws_(draws), fan_(fan) {}
  std::uint32_t next() {
    if (used_ == 4) {
      words_ = draws_.words(kDrawTies, fan_, 0, block_++);
      used_ = 0;
    }
    return words_[static_cast<std::size_t>(used_++)];
  }
  /// Uniform in [0, bound).
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>((std::uint64_t{next()} * bound) >> 32); }

 private:
  const Draws& draws_;
  Key fan_;
  Words words_{};
  int used_ = 4;
  std::uint32_t block_ = 0;
};

/// Everything a fan's ties are drawn from; frozen while rows are written. Fans have their numbers among all.
struct Plan {
  const Fans& fans;
  std::span<const Community> communities;
  std::span<const std::uint32_t> market_first, community_first;
  std::uint32_t own_first;
  const TasteElsewhere& taste_elsewhere;
  double tail_power;  ///< u^tail_power of a community: density x^-tail, so the first fans are heard by many
  double similarity;
  std::vector<std::vector<double>> abroad;  ///< cumulative over markets, per market

  PackedStyle taste(std::uint32_t fan) const {
    const std::uint32_t row = fan - own_first;  // wraps below the first
    if (row < fans.size()) return fans.taste[row];
    const Community& c = *(std::ranges::upper_bound(communities, fan, {}, &Community::first) - 1);
    return taste_elsewhere(c, fan - c.first);
  }
};

/// What the ties of a community's fans outside of it are drawn from: first all draws, then all powers, then all tastes,
/// so that none of them waits for memory.
struct FarDraws {
  std::vector<double> place;             ///< uniform, then its power: the place in the community
  std::vector<std::uint32_t> community;  ///< in which the tie, or the candidate for it, is
  std::vector<std::uint8_t> by_taste;    ///< of each tie in the market: the most similar candidate, not the first

  void clear() { place.clear(), community.clear(), by_taste.clear(); }
  /// A fan of the market, the first ones of a community much more often.
  void draw(const Plan& plan, MarketId market, TieWords& words) {
    const std::uint32_t first = plan.community_first[market.value];
    const std::uint32_t number = plan.community_first[market.value + 1u] - first;
    community.push_back(first + words.below(number));
    __builtin_prefetch(&plan.communities[community.back()]);
    place.push_back(Draws::to_uniform(words.next()));
  }
};

/// Distinct fans of the community, by their places in it.
template <class Place>
void write_near(std::uint32_t size, std::uint32_t own, std::uint32_t count, std::uint8_t* row, TieWords& words) {
  const auto has = [&](std::uint32_t end, std::uint32_t place) {
    for (std::uint32_t t = 0; t < end; ++t)
      if (read_place<Place>(row, t, own) == place) return true;
    return false;
  };
  for (std::uint32_t t = 0; t < count; ++t) {
    std::uint32_t place = own;
    while (place == own || has(t, place)) place = words.below(size);
    write_place<Place>(row, t, place, own);
  }
}

MarketId market_abroad(const Plan& plan, MarketId home, TieWords& words) {
  const auto& cumulative = plan.abroad[home.value];
  const double u = Draws::to_uniform(words.next()) * cumulative.back();
  return MarketId(
      static_cast<std::size_t>(std::upper_bound(cumulative.begin(), cumulative.end(), u) - cumulative.begin()));
}

/// Of the candidates for a tie in the market the most similar to the fan, or the first.
std::uint32_t chosen(const Plan& plan, MarketId market, std::uint32_t fan,
                     std::span<const std::uint32_t, kCandidates> candidates, bool by_taste) {
  std::uint32_t best = fan;
  std::int32_t best_distance = 0;
  for (const std::uint32_t other : candidates) {
    const std::int32_t distance = by_taste ? squared_distance(plan.taste(fan), plan.taste(other)) : 0;
    if (other != fan && (best == fan || (by_taste && distance < best_distance))) {
      best = other;
      best_distance = distance;
    }
  }
  if (best != fan) return best;
  // No fan hears itself, even among very few fans.
  const std::uint32_t first = plan.market_first[market.value];
  return first == fan ? first + 1 : first;
}

/// Writes the ties of the community's fans outside of it, from what was drawn for them.
void write_far(const Plan& plan, const Community& c, const TieLayout& layout, FarDraws& draws, std::uint32_t* far) {
  portable::pow_column(draws.place, plan.tail_power);
  std::vector<std::uint32_t>& drawn = draws.community;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const Community& there = plan.communities[drawn[i]];
    drawn[i] = there.first + static_cast<std::uint32_t>(draws.place[i] * there.size);
    if (const std::uint32_t row = drawn[i] - plan.own_first; row < plan.fans.size())
      __builtin_prefetch(&plan.fans.taste[row]);
  }
  const std::uint32_t in_market = layout.market + layout.market_online;
  std::size_t next = 0, tie = 0;
  const std::uint32_t first = plan.own_first + c.first;
  for (std::uint32_t fan = first; fan < first + c.size; ++fan) {
    for (std::uint32_t t = 0; t < in_market; ++t, next += kCandidates)
      *far++ = chosen(plan, c.market, fan, std::span(&drawn[next], kCandidates).first<kCandidates>(),
                      draws.by_taste[tie++] != 0);
    for (std::uint32_t t = 0; t < layout.abroad; ++t) *far++ = drawn[next++];
  }
}

TieLayout layout_of(const Fans& fans, const Assumptions& a, MarketId market, bool has_abroad) {
  const auto market_first = fans.all_market_first().subspan(market.value);
  const auto community_first = fans.all_community_first().subspan(market.value);
  const std::uint32_t fans_there = market_first[1] - market_first[0];
  if (fans_there == 0) return {};
  std::uint32_t smallest = fans_there;
  for (const Community& c : fans.all_communities().subspan(community_first[0], community_first[1] - community_first[0]))
    smallest = std::min(smallest, c.size);
  TieLayout layout;
  layout.community = std::min(static_cast<std::uint32_t>(a.ties_community), smallest - 1);
  const auto in_market = fans_there > 1 ? static_cast<std::uint32_t>(a.ties_market) : 0;
  layout.market = (in_market + 1) / 2;
  layout.market_online = in_market / 2;
  layout.abroad = has_abroad ? static_cast<std::uint32_t>(a.ties_abroad) : 0;
  return layout;
}

/// Ties of a rank to fans by their numbers among all become ties to rows, and `fans` gets rows for those elsewhere.
void find_rows(Fans& fans, std::span<std::uint32_t> far) {
  const std::uint32_t first = fans.own_first();
  FanBits elsewhere(fans.total());
  for_each_index(far.size(), 4096, [&](std::size_t tie) {
    if (far[tie] - first >= fans.size()) elsewhere.set(far[tie]);
  });
  std::vector<std::uint32_t> heard;
  for (std::size_t w = 0; w < elsewhere.words().size(); ++w)
    for (std::uint64_t word = elsewhere.words()[w]; word != 0; word &= word - 1)
      heard.push_back(static_cast<std::uint32_t>(64 * w) + static_cast<std::uint32_t>(std::countr_zero(word)));
  heard.shrink_to_fit();
  listen_to(fans, std::move(heard));
  for_each_index(far.size(), 4096, [&](std::size_t tie) { far[tie] = row_of(fans, far[tie]); });
}

}  // namespace

FanNetwork::FanNetwork(const std::shared_ptr<const Rows>& rows) : rows_(rows) {}

double FanNetwork::bytes() const {
  if (!rows_) return 0.0;
  return static_cast<double>(rows_->near_bytes +
                             (rows_->far_ties + rows_->community_first.size()) * sizeof(std::uint32_t));
}

CommunityTies FanNetwork::ties_of(MarketId market, std::uint32_t first) const {
  const Rows::OfMarket& rows = rows_->markets[market.value];
  const TieLayout& layout = layouts_[market.value];
  const std::size_t before = first - rows.first;
  return {rows_->near.get() + rows.near + before * layout.community * (rows.wide ? 2U : 1U),
          rows_->far.get() + rows.far + before * layout.far(),
          first,
          layout.community,
          layout.far(),
          rows.wide};
}

TieRow FanNetwork::heard_by(std::uint32_t fan) const {
  // Of markets that begin with the same fan all but the last are empty.
  const auto community = std::ranges::upper_bound(rows_->community_first, fan) - 1;
  const auto market = std::ranges::upper_bound(rows_->markets, fan, {}, &Rows::OfMarket::first) - 1;
  return ties_of(MarketId(static_cast<std::size_t>(market - rows_->markets.begin())), *community).of(fan);
}

FanNetwork FanNetwork::build(Fans& fans, const Assumptions& assumptions, const Eigen::MatrixXd& proximity,
                             const Draws& draws, const TasteElsewhere& taste_elsewhere) {
  const std::size_t markets = fans.market_first.size() - 1;
  Plan plan{.fans = fans,
            .communities = std::as_const(fans).all_communities(),
            .market_first = fans.all_market_first(),
            .community_first = fans.all_community_first(),
            .own_first = fans.own_first(),
            .taste_elsewhere = taste_elsewhere,
            .tail_power = 1.0 / (1.0 - assumptions.tie_tail),
            .similarity = assumptions.tie_similarity};
  std::vector<TieLayout> layouts;
  for (std::size_t m = 0; m < markets; ++m) {
    std::vector<double> cumulative;
    double sum = 0.0;
    for (std::size_t n = 0; n < markets; ++n) {
      const bool anybody = plan.market_first[n + 1] > plan.market_first[n];
      sum += n != m && anybody ? proximity(static_cast<Eigen::Index>(m), static_cast<Eigen::Index>(n)) : 0.0;
      cumulative.push_back(sum);
    }
    layouts.push_back(layout_of(fans, assumptions, MarketId(m), sum > 0.0));
    plan.abroad.push_back(std::move(cumulative));
  }

  const auto rows = std::make_shared<Rows>();
  constexpr std::uint32_t kMostInAByte = std::numeric_limits<std::uint8_t>::max() + 2;  // places, and the fan's own
  std::uint64_t ties = 0;
  for (std::size_t m = 0; m < markets; ++m) {
    Rows::OfMarket& market = rows->markets.emplace_back();
    market.first = fans.market_first[m];
    market.near = rows->near_bytes;
    market.far = rows->far_ties;
    for (std::uint32_t c = fans.community_first[m]; c < fans.community_first[m + 1]; ++c)
      market.wide = market.wide || fans.communities[c].size > kMostInAByte;
    const std::size_t here = fans.market_first[m + 1] - fans.market_first[m];
    rows->near_bytes += here * layouts[m].community * (market.wide ? 2U : 1U);
    rows->far_ties += here * layouts[m].far();
    ties += here * layouts[m].total();
  }
  for (const Community& c : fans.communities) rows->community_first.push_back(c.first);
  rows->near = make_large<std::uint8_t>(rows->near_bytes);
  rows->far = make_large<std::uint32_t>(rows->far_ties);
  FanNetwork network(rows);
  network.size_ = fans.size();
  network.ties_ = ties;
  network.layouts_ = std::move(layouts);

  constexpr std::size_t kTogether = 16;  // communities
  for_each_index((fans.communities.size() + kTogether - 1) / kTogether, 1, [&](std::size_t chunk) {
    FarDraws far;
    const std::size_t end = std::min(fans.communities.size(), (chunk + 1) * kTogether);
    for (std::size_t index = chunk * kTogether; index < end; ++index) {
      const Community& c = fans.communities[index];
      const TieLayout& layout = network.layouts_[c.market.value];
      const CommunityTies place = network.ties_of(c);
      std::uint8_t* near = rows->near.get() + (place.near - rows->near.get());
      far.clear();
      for (std::uint32_t own = 0; own < c.size; ++own) {
        TieWords words(draws, fans.key(c, c.first + own));
        const auto write = place.wide ? write_near<std::uint16_t> : write_near<std::uint8_t>;
        write(c.size, own, layout.community, near, words);
        near += layout.community * (place.wide ? 2U : 1U);
        for (std::uint32_t t = 0; t < layout.market + layout.market_online; ++t) {
          far.by_taste.push_back(Draws::to_uniform(words.next()) < plan.similarity);
          for (int i = 0; i < kCandidates; ++i) far.draw(plan, c.market, words);
        }
        for (std::uint32_t t = 0; t < layout.abroad; ++t) {
          const MarketId there = market_abroad(plan, c.market, words);
          far.draw(plan, there, words);
        }
      }
      write_far(plan, c, layout, far, rows->far.get() + (place.far - rows->far.get()));
    }
  });
  if (fans.spread()) find_rows(fans, std::span(rows->far.get(), rows->far_ties));
  return network;
}

}  // namespace hibiki::world
