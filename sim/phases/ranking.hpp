// The rank phase in two steps: what all markets share, then one market after the other, in any order and on any thread.
#pragma once

#include <cstddef>

#include "sim/phases/circulation.hpp"
#include "sim/phases/exposure.hpp"
#include "sim/phases/views.hpp"

namespace hibiki::inline phases {

/// The ranking of a week. Reads nothing that fans write: one market can be ranked while the fans of another listen.
class Ranking {
 public:
  /// `luck` follows the world's releases. Both must outlive the ranking.
  Ranking(const RankView& world, int week, ReleaseLuck& luck);

  const ActExposure& acts() const { return acts_; }
  /// Makes `out` what the market's fans meet, in the memory that it has already.
  void market(std::size_t m, MarketExposure& out) const;

 private:
  RankView world_;
  int week_;
  const ReleaseLuck& luck_;
  Circulation circulation_;
  ActExposure acts_;
};

/// The whole phase: every market is ranked before any fan listens. `exposure` keeps its memory and its luck.
void rank(const RankView& world, int week, Exposure& exposure);

}  // namespace hibiki::phases
