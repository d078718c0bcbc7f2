// The listen phase: fans meet, try, like, follow, tire and share. Parallel over communities.
#pragma once

#include <cstddef>

#include "sim/core/parallel.hpp"
#include "sim/phases/exposure.hpp"
#include "sim/phases/listen_records.hpp"
#include "sim/phases/listener.hpp"
#include "sim/phases/listening.hpp"
#include "sim/phases/views.hpp"

namespace hibiki::inline phases {

/// The phase in progress: market after market in any order, then end().
class Listening {
 public:
  /// `acts` as this week's Ranking has them. `communities_per_chunk` 0 chooses one; it affects speed only.
  /// Arguments passed by reference or pointer must outlive the phase.
  Listening(const ListenView& world, int week, const ActExposure& acts, std::size_t communities_per_chunk,
            const ListenRecords& records);

  /// Listening of the fans of a market, by its exposure: writes their rows and `fans.*_next`. Calls for different
  /// markets may run at the same time.
  void market(std::size_t m, const MarketExposure& exposure);

  /// After the last market: this week's shares become last week's. Returns the week's counts.
  Tallies end();

 private:
  ListenView world_;
  int year_;
  ListeningRules rules_;
  const ActExposure& acts_;
  std::size_t chunk_;
  ListenRecords records_;
  PerThread<ListenScratch> scratch_;
};

/// The whole phase, where all markets have been ranked before.
Tallies listen(const ListenView& world, int week, const Exposure& exposure, std::size_t communities_per_chunk = 0,
               const ListenRecords& records = {});

}  // namespace hibiki::phases
