// The directed network of fans that hear one another, a wrapper of Boost.Graph's compressed sparse rows.
// It never changes during a run (communities are reborn in place and keep their ties), so copies share it.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sim/core/draws.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/fans.hpp"

namespace hibiki::inline world {

/// How many ties of each sort the fans of one market have; the same for all of them, in this order in the row.
struct TieLayout {
  std::uint32_t community = 0;  ///< own community, offline
  std::uint32_t market = 0;     ///< elsewhere in the market, offline
  std::uint32_t market_online = 0;
  std::uint32_t abroad = 0;  ///< other markets, online
  std::uint32_t total() const { return community + market + market_online + abroad; }
  std::uint32_t offline() const { return community + market; }
};

class FanNetwork {
 public:
  FanNetwork() = default;
  std::size_t size() const { return size_; }
  std::uint64_t ties() const { return ties_; }
  /// Fans that `fan` hears. Contiguous, valid while the network lives.
  std::span<const std::uint32_t> heard_by(std::uint32_t fan) const {
    return {targets_ + row_start_[fan], targets_ + row_start_[fan + 1]};
  }
  const TieLayout& layout(MarketId market) const { return layouts_[market.value]; }

  /// Builds it in parallel from draws: the same ties for any number of threads. proximity(m, n) weighs ties from
  /// fans of market m to market n; rows that sum to zero have no ties abroad.
  /// Building needs no memory beyond the network itself: 4 bytes a tie and 8 a fan.
  static FanNetwork build(const Fans& fans, const Assumptions& assumptions, const Eigen::MatrixXd& proximity,
                          const Draws& draws);

  /// A network given tie by tie: fan i hears targets[row_start[i]] to targets[row_start[i + 1] - 1]. It has one rule
  /// for all ties and no markets, so no layout. row_start: one entry more than fans, ascending from 0 to
  /// targets.size(); every target below the number of fans.
  static FanNetwork from_rows(std::vector<std::uint64_t> row_start, std::vector<std::uint32_t> targets);

 private:
  struct Graph;
  explicit FanNetwork(std::shared_ptr<const Graph> graph);
  std::shared_ptr<const Graph> graph_;
  const std::uint64_t* row_start_ = nullptr;
  const std::uint32_t* targets_ = nullptr;
  std::size_t size_ = 0;
  std::uint64_t ties_ = 0;
  std::vector<TieLayout> layouts_;
};

/// Bytes the network takes for so many fans and ties.
inline double network_bytes(double fans, double ties) { return 8.0 * fans + 4.0 * ties; }

}  // namespace hibiki::world
