// Compile-time probes of the listen phase: the same code runs with each, and a run's build of it has none of their
// cost.
#pragma once

#include "sim/phases/exposure.hpp"
#include "sim/phases/listen_records.hpp"
#include "sim/world/industry.hpp"

namespace hibiki::inline phases {

/// What a fan is offered: a row of its market's table, and how.
struct Offer {
  std::uint32_t row = PickTree::kNone;
  Channel channel = Channel::broadcast;
  std::size_t platform = kMostPlatforms;  ///< none for friends and following
  std::uint32_t tie = kNoTie;             ///< the fan it was heard from, on the channel friends alone
};

/// Observes nothing, at no cost: the probe of a run.
struct NoProbe {
  static constexpr bool kBlocks = false;  ///< whether picks are made again to count the blocks they ask for
  void attentive(std::size_t /*ties*/) {}
  void blocks(std::uint32_t /*drawn*/) {}
  void discovered(std::uint32_t /*fan*/, std::size_t /*slot*/, ActId, const Offer&, const ExposureRow&) {}
};

/// Counts the work of a community.
struct WorkProbe : NoProbe {
  static constexpr bool kBlocks = true;
  CommunityWork work;
  void attentive(std::size_t ties) {
    ++work.attentive;
    work.ties += ties;
  }
  void blocks(std::uint32_t drawn) { work.blocks += drawn; }
};

/// Records how acts come to be favourites. A fan's row is its own thread's alone.
struct DiscoveryProbe : NoProbe {
  DiscoveryProbe(const Industry& industry, int week, Discoveries& rows) : industry(industry), week(week), rows(rows) {}
  const Industry& industry;
  int week;
  Discoveries& rows;
  void discovered(std::uint32_t fan, std::size_t slot, ActId act, const Offer& offer, const ExposureRow& row) {
    const bool official = offer.channel == Channel::video && row.official_video != 0;
    rows[fan][slot] = {industry.act(act).key, week, offer.tie, offer.channel, official};
  }
};

}  // namespace hibiki::phases
