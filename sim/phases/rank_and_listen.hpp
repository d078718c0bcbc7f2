// The two phases that meet in one market after the other, as a run does them: what is ranked is still in the
// processor's caches when the market's fans meet it, and the tables of one market serve for the next.
#pragma once

#include <vector>

#include "sim/phases/exposure.hpp"
#include "sim/phases/listen_trace.hpp"
#include "sim/world/world.hpp"

namespace hibiki::inline phases {

/// What ranking keeps from week to week.
struct RankingState {
  ReleaseLuck luck;
  std::vector<MarketExposure> markets;  ///< as many as are worked on at a time: their memory serves again
};

/// rank(), then listen(), with the same bits. Takes down in `discoveries`, a row for every fan, how fans come to their
/// favourites, unless it is null.
void rank_and_listen(int week, std::size_t communities_per_chunk, World& world, RankingState& ranking_state,
                     Tallies& tallies, Discoveries* discoveries);

}  // namespace hibiki::phases
