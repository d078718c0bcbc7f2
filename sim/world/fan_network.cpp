#include "sim/world/fan_network.hpp"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>

#include "sim/core/draw_uses.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/portable_math.hpp"

namespace hibiki::inline world {

struct FanNetwork::Graph {
  boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property, boost::no_property,
                                     std::uint32_t, std::uint64_t>
      csr;
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

/// Everything a fan's ties are drawn from; frozen while rows are written.
struct Plan {
  const Fans& fans;
  double tail_power;  ///< u^tail_power of a community: density x^-tail, so the first fans are heard by many
  double similarity;
  std::vector<std::vector<double>> abroad;  ///< cumulative over markets, per market

  /// A fan of the community, the first ones much more often.
  std::uint32_t heard_in(const Community& c, TieWords& words) const {
    const double u = Draws::to_uniform(words.next());
    return c.first + static_cast<std::uint32_t>(portable::pow(u, tail_power) * c.size);
  }
  std::uint32_t heard_in(MarketId market, TieWords& words) const {
    const std::uint32_t first = fans.community_first[market.value];
    const std::uint32_t number = fans.community_first[market.value + 1u] - first;
    return heard_in(fans.communities[first + words.below(number)], words);
  }
};

void write_community_ties(const Community& c, std::uint32_t fan, std::span<std::uint32_t> row, TieWords& words) {
  for (std::size_t t = 0; t < row.size(); ++t) {
    do {
      row[t] = c.first + words.below(c.size);
    } while (row[t] == fan || std::find(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(t), row[t]) !=
                                  row.begin() + static_cast<std::ptrdiff_t>(t));
  }
}

std::uint32_t similar_fan(const Plan& plan, const Community& c, std::uint32_t fan, TieWords& words) {
  const bool by_taste = Draws::to_uniform(words.next()) < plan.similarity;
  std::uint32_t best = fan;
  std::int32_t best_distance = 0;
  for (int i = 0; i < kCandidates; ++i) {
    const std::uint32_t other = plan.heard_in(c.market, words);
    const std::int32_t distance = squared_distance(plan.fans.taste[fan], plan.fans.taste[other]);
    if (other != fan && (best == fan || (by_taste && distance < best_distance))) {
      best = other;
      best_distance = distance;
    }
  }
  if (best != fan) return best;
  // No fan hears itself, even among very few fans.
  const std::uint32_t first = plan.fans.market_first[c.market.value];
  return first == fan ? first + 1 : first;
}

std::uint32_t fan_abroad(const Plan& plan, const Community& c, TieWords& words) {
  const auto& cumulative = plan.abroad[c.market.value];
  const double u = Draws::to_uniform(words.next()) * cumulative.back();
  const auto market = std::upper_bound(cumulative.begin(), cumulative.end(), u) - cumulative.begin();
  return plan.heard_in(MarketId(static_cast<std::size_t>(market)), words);
}

TieLayout layout_of(const Fans& fans, const Assumptions& a, MarketId market, bool has_abroad) {
  const std::uint32_t fans_there = fans.market_first[market.value + 1u] - fans.market_first[market.value];
  if (fans_there == 0) return {};
  std::uint32_t smallest = fans_there;
  for (std::uint32_t c = fans.community_first[market.value]; c < fans.community_first[market.value + 1u]; ++c)
    smallest = std::min(smallest, fans.communities[c].size);
  TieLayout layout;
  layout.community = std::min(static_cast<std::uint32_t>(a.ties_community), smallest - 1);
  const auto in_market = fans_there > 1 ? static_cast<std::uint32_t>(a.ties_market) : 0;
  layout.market = (in_market + 1) / 2;
  layout.market_online = in_market / 2;
  layout.abroad = has_abroad ? static_cast<std::uint32_t>(a.ties_abroad) : 0;
  return layout;
}

}  // namespace

FanNetwork::FanNetwork(std::shared_ptr<const Graph> graph)
    : graph_(std::move(graph)),
      row_start_(graph_->csr.m_forward.m_rowstart.data()),
      targets_(graph_->csr.m_forward.m_column.data()),
      size_(graph_->csr.m_forward.m_rowstart.size() - 1),
      ties_(graph_->csr.m_forward.m_column.size()) {}

FanNetwork FanNetwork::from_rows(std::vector<std::uint64_t> row_start, std::vector<std::uint32_t> targets) {
  HIBIKI_ASSERT(!row_start.empty() && row_start.front() == 0 && row_start.back() == targets.size());
  HIBIKI_ASSERT(std::ranges::is_sorted(row_start));
  HIBIKI_ASSERT(std::ranges::all_of(targets, [&](std::uint32_t target) { return target + 1 < row_start.size(); }));
  const auto graph = std::make_shared<Graph>();
  graph->csr.m_forward.m_rowstart = std::move(row_start);
  graph->csr.m_forward.m_column = std::move(targets);
  return FanNetwork(graph);
}

FanNetwork FanNetwork::build(const Fans& fans, const Assumptions& assumptions, const Eigen::MatrixXd& proximity,
                             const Draws& draws) {
  const std::size_t markets = fans.market_first.size() - 1;
  Plan plan{fans, 1.0 / (1.0 - assumptions.tie_tail), assumptions.tie_similarity, {}};
  std::vector<TieLayout> layouts;
  for (std::size_t m = 0; m < markets; ++m) {
    std::vector<double> cumulative;
    double sum = 0.0;
    for (std::size_t n = 0; n < markets; ++n) {
      const bool anybody = fans.market_first[n + 1] > fans.market_first[n];
      sum += n != m && anybody ? proximity(static_cast<Eigen::Index>(m), static_cast<Eigen::Index>(n)) : 0.0;
      cumulative.push_back(sum);
    }
    layouts.push_back(layout_of(fans, assumptions, MarketId(m), sum > 0.0));
    plan.abroad.push_back(std::move(cumulative));
  }

  const auto graph = std::make_shared<Graph>();
  // Rows are written straight into Boost's columns: its own constructors read edges one after the other.
  auto& rows = graph->csr.m_forward.m_rowstart;
  auto& targets = graph->csr.m_forward.m_column;
  rows.resize(fans.size() + 1);
  std::uint64_t next = 0;
  for (const Community& c : fans.communities)
    for (std::uint32_t i = 0; i < c.size; ++i) {
      rows[c.first + i] = next;
      next += layouts[c.market.value].total();
    }
  rows.back() = next;
  targets.resize(next);

  for_each_index(fans.communities.size(), 16, [&](std::size_t index) {
    const Community& c = fans.communities[index];
    const TieLayout& layout = layouts[c.market.value];
    for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan) {
      TieWords words(draws, fans.key(c, fan));
      const std::span row(targets.data() + rows[fan], layout.total());
      write_community_ties(c, fan, row.first(layout.community), words);
      for (std::uint32_t& tie : row.subspan(layout.community, layout.market + layout.market_online))
        tie = similar_fan(plan, c, fan, words);
      for (std::uint32_t& tie : row.last(layout.abroad)) tie = fan_abroad(plan, c, words);
    }
  });
  FanNetwork network(graph);
  network.layouts_ = std::move(layouts);
  return network;
}

}  // namespace hibiki::world
