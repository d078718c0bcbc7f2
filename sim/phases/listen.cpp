// The market loop of the listen phase. The community is in listen_community.hpp, the one fan in listener.hpp and
// listener_response.hpp. tests/phases/listen_twin.hpp holds a slow, obvious twin.
#include "sim/phases/listen.hpp"

#include <algorithm>

#include "sim/phases/listen_community.hpp"

namespace hibiki::inline phases {

namespace {

constexpr std::size_t kFansAChunk = 4096;

// Probes: the listening of a run is compiled without the cost of the others. Here they are unknown to other files, so
// that the compiler puts a listener into its community's loop.

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

std::size_t chunk_of(const Fans& fans, std::size_t communities_per_chunk) {
  if (communities_per_chunk > 0) return communities_per_chunk;
  return std::max<std::size_t>(1, kFansAChunk * fans.communities.size() / std::max<std::size_t>(1, fans.size()));
}

TallyShape shape_of(const ListenView& world) {
  return {world.markets.size(), world.platforms.size(), world.industry.acts.size(), world.industry.releases.size()};
}

}  // namespace

Listening::Listening(const ListenView& world, int week, const ActExposure& acts, std::size_t communities_per_chunk,
                     const ListenRecords& records)
    : world_(world),
      year_(world.calendar.year(week)),
      rules_(world, week),
      acts_(acts),
      chunk_(chunk_of(world.fans, communities_per_chunk)),
      records_(records),
      scratch_([shape = shape_of(world)] { return ListenScratch(shape); }) {
  if (records_.work) records_.work->assign(world.fans.communities.size(), {});
  for (FanBits* bits : {&world.fans.sharing_next, &world.fans.sharing_online_next}) std::ranges::fill(bits->words(), 0);
}

void Listening::market(std::size_t m, const MarketExposure& exposure) {
  const Fans& fans = world_.fans;
  const std::size_t first = fans.community_first[m];
  for_each_index(fans.community_first[m + 1] - first, chunk_, scratch_, [&](std::size_t i, ListenScratch& scratch) {
    const Community& c = fans.communities[first + i];
    const ListeningPlace place = make_listening_place(exposure, acts_, world_, c, year_);
    if (records_.work) {
      WorkProbe probe;
      listen_community(rules_, place, c, world_, scratch, probe);
      (*records_.work)[first + i] = probe.work;
    } else if (records_.discoveries) {
      DiscoveryProbe probe(world_.industry, rules_.week, *records_.discoveries);
      listen_community(rules_, place, c, world_, scratch, probe);
    } else {
      NoProbe probe;
      listen_community(rules_, place, c, world_, scratch, probe);
    }
  });
}

Tallies Listening::end() {
  Fans& fans = world_.fans;
  std::swap(fans.shared, fans.shared_next);
  std::swap(fans.cascade, fans.cascade_next);
  std::swap(fans.sharing, fans.sharing_next);
  std::swap(fans.sharing_online, fans.sharing_online_next);
  return scratch_.take().tallies;
}

Tallies listen(const ListenView& world, int week, const Exposure& exposure, std::size_t communities_per_chunk,
               const ListenRecords& records) {
  Listening listening(world, week, exposure.acts, communities_per_chunk, records);
  for_each_in_lanes(world.markets.size(), static_cast<std::size_t>(thread_count()),
                    [&](std::size_t m, std::size_t) { listening.market(m, exposure.markets[m]); });
  return listening.end();
}

}  // namespace hibiki::phases
