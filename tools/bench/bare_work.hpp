// The least that a week of listening asks of a machine, without the model: on the same network and threads and for
// the same attentive fans, look at one sharing bit a tie, draw as many Philox blocks, read and write the same columns.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/phases/listen_records.hpp"
#include "sim/phases/views.hpp"

namespace hibiki::inline bench {

/// Counts of the work done, for a comparison with the counts of listen().
struct BareTotals {
  std::uint64_t ties = 0, attentive = 0, blocks = 0;
  std::uint64_t sink = 0;  ///< depends on every bit read, so that no compiler leaves a read out
  void add(const BareTotals& other);
};

/// Does the work that listen() counted for `week`. Columns are rewritten with their own content.
BareTotals do_bare_work(const std::vector<CommunityWork>& work, int week, const ListenView& world);

}  // namespace hibiki::bench
