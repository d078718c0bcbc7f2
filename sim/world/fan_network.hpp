// The directed network of fans that hear one another: regular rows, most ties a byte. A model of Boost.Graph's concepts
// (fan_graph.hpp). It never changes during a run (communities are reborn in place and keep their ties), so copies
// share it.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "sim/core/draws.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/fans.hpp"
#include "sim/world/tie_row.hpp"

namespace hibiki::inline world {

/// The rows of one community.
struct CommunityTies {
  const std::uint8_t* near;  ///< of its first fan
  const std::uint32_t* far;  ///< the same
  std::uint32_t first;       ///< its first fan
  std::uint32_t near_count, far_count;
  bool wide;

  TieRow of(std::uint32_t fan) const {
    const std::size_t own = fan - first;
    return {near + own * near_count * (wide ? 2U : 1U), near_count, wide, first, static_cast<std::uint32_t>(own),
            std::span(far + own * far_count, far_count)};
  }
};

/// Taste of a fan that another rank holds, given by its community and its place there.
using TasteElsewhere = std::function<PackedStyle(const Community& community, std::uint32_t own)>;

class FanNetwork {
 public:
  FanNetwork() = default;
  std::size_t size() const { return size_; }
  std::uint64_t ties() const { return ties_; }
  double bytes() const;
  const TieLayout& layout(MarketId market) const { return layouts_[market.value]; }
  CommunityTies ties_of(const Community& community) const { return ties_of(community.market, community.first); }
  /// Fans that `fan` hears, for a single one: its community is searched for.
  TieRow heard_by(std::uint32_t fan) const;

  /// Builds it in parallel from draws: the same ties for any number of threads. proximity(m, n) weighs ties from
  /// fans of market m to market n; rows that sum to zero have no ties abroad.
  /// Building needs little memory beyond the network itself (network_bytes()). Where fans are spread over ranks, these
  /// are the ties of the rank's own fans, and `fans` gets the rows of those who are heard from elsewhere.
  static FanNetwork build(Fans& fans, const Assumptions& assumptions, const Eigen::MatrixXd& proximity,
                          const Draws& draws, const TasteElsewhere& taste_elsewhere = {});

 private:
  struct Rows;
  explicit FanNetwork(const std::shared_ptr<const Rows>& rows);
  CommunityTies ties_of(MarketId market, std::uint32_t first) const;

  std::shared_ptr<const Rows> rows_;
  std::size_t size_ = 0;
  std::uint64_t ties_ = 0;
  std::vector<TieLayout> layouts_;
};

/// Bytes the network takes for so many fans with so many ties each in their community, and elsewhere.
inline double network_bytes(double fans, double near, double far) { return fans * (near + 4.0 * far); }

}  // namespace hibiki::world
