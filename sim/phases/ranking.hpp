// The rank phase in two steps: the common part of all markets, then each market, in any order and on any thread.
#pragma once

#include <cstddef>

#include "sim/phases/circulation.hpp"
#include "sim/phases/exposure.hpp"
#include "sim/phases/views.hpp"

namespace hibiki::inline phases {

/// The ranking of a week. It reads no data that fans write: one market can be ranked while the fans of another listen.
class Ranking {
 public:
  /// `draws` follows the world's releases. Both must outlive the ranking.
  Ranking(const RankView& world, int week, ReleaseDraws& draws);

  const ActExposure& acts() const { return acts_; }
  /// Writes the offer to the market's fans into `out`, reusing its memory.
  void market(std::size_t m, MarketExposure& out) const;

 private:
  RankView world_;
  int week_;
  const ReleaseDraws& draws_;
  Circulation circulation_;
  ActExposure acts_;
};

/// The whole phase: every market is ranked before any fan listens. `exposure` keeps its memory and its draws.
void rank(const RankView& world, int week, Exposure& exposure);

}  // namespace hibiki::phases
