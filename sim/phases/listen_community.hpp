// One community in one week: engagement fades, then its attentive fans listen, one after the other.
#pragma once

#include <algorithm>
#include <array>
#include <span>

#include "sim/core/draw_batch.hpp"
#include "sim/phases/fade.hpp"
#include "sim/phases/listener.hpp"
#include "sim/phases/listener_response.hpp"

namespace hibiki::inline phases {

/// Which fans of a market listen this week: all, or, where `arrivals` is set, so many a week in the order of their ids.
struct Arrivals {
  Arrivals(const ListenView& world, std::size_t market, int week)
      : a_week(static_cast<std::uint64_t>(world.scenario.markets[market].arrivals)) {
    if (a_week == 0) return;
    const std::uint64_t number = world.fans.all_market_first()[market];
    first = number - world.fans.own_first();  // may wrap: only the distance from it counts
    size = world.fans.all_market_first()[market + 1] - number;
    passed = static_cast<std::uint64_t>(week) % size * (a_week % size) % size;
  }
  bool includes(std::uint32_t fan) const { return a_week == 0 || (fan - first + size - passed) % size < a_week; }
  std::uint64_t a_week, first = 0, size = 0, passed = 0;
};

inline constexpr std::uint32_t kFansAsked = 64;  ///< of a community, whether they are attentive, at a time

/// The attentive among the fans of a community from `first` on, by their place in it; returns how many.
inline std::uint32_t find_attentive(const ListeningRules& rules, const Arrivals& arrivals, const Community& c,
                                    const Fans& fans, std::uint32_t first,
                                    std::array<std::uint32_t, kFansAsked>& found) {
  constexpr std::uint32_t kWords = std::tuple_size_v<BatchStream::Batch>;
  static_assert(kFansAsked == kWords * BatchStream::kTogether);
  const std::uint32_t asked = std::min(kFansAsked, c.size - first);
  std::array<BatchStream::Batch, BatchStream::kTogether> words;
  rules.attending.words(c.key, rules.week, first / 4, kWords / 4, words);
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < asked; ++i) {
    const std::uint32_t fan = c.first + first + i;
    found[count] = first + i;
    const bool attentive = (words[i / kWords][i % kWords] >> 24) < fans.activity[fan];
    count += static_cast<std::uint32_t>(attentive & arrivals.includes(fan));  // && would be a branch
  }
  return count;
}

/// A fan's ties lie anywhere: fetched while another fan listens.
inline void prefetch(const TieRow& ties) {
  __builtin_prefetch(ties.near_bytes());
  __builtin_prefetch(ties.far().data());
}

template <class Probe>
void listen_community(const ListeningRules& rules, const ListeningPlace& place, const Community& c,
                      const ListenView& world, ListenScratch& scratch, Probe& probe) {
  fade(rules, place, c, world.fans, scratch.tallies);
  const CommunityTies ties = world.network.ties_of(c);
  Listener<Probe> listener(rules, place, ties, world, scratch, probe);
  const Arrivals arrivals(world, place.m, rules.week);
  probe.blocks((c.size + 3) / 4);
  std::array<std::uint32_t, kFansAsked> attentive;
  for (std::uint32_t first = 0; first < c.size; first += kFansAsked) {
    const std::uint32_t found = find_attentive(rules, arrivals, c, world.fans, first, attentive);
    for (std::uint32_t i = 0; i < found; ++i) {
      if (i + 1 < found) prefetch(ties.of(c.first + attentive[i + 1]));
      listener.listen(c.first + attentive[i], c.key + attentive[i]);
    }
  }
}

}  // namespace hibiki::phases
