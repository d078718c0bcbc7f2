// Memory and messages of a world that is spread over ranks, before it is built.
#pragma once

#include <cstdint>

#include "sim/engine/run.hpp"

namespace hibiki::inline engine {

struct RankNeed {
  std::int64_t memory_bytes = 0, plain_bytes = 0;  ///< of the largest rank, as in Estimate
  std::int64_t heard = 0;                          ///< fans elsewhere who are heard, of the largest rank
  std::int64_t share_bytes = 0;                    ///< sent a week by all ranks together: who shares what
  std::int64_t tally_bytes = 0;                    ///< the same of counts, which are added up
  double seconds_low = 0, seconds_high = 0;        ///< as in Estimate, with the threads of a rank
};

/// `ranks` of at least 1; the scenario has as many communities at least.
RankNeed rank_need(const Scenario& scenario, int ranks);

}  // namespace hibiki::engine
