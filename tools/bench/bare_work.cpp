#include "tools/bench/bare_work.hpp"

#include <algorithm>

#include "sim/core/parallel.hpp"

namespace hibiki::inline bench {

namespace {

constexpr std::size_t kFansAChunk = 4096;

/// Zero, but no compiler knows.
std::uint8_t unknown_zero() {
  static volatile std::uint8_t zero = 0;
  return zero;
}

std::uint16_t social_access(const ListenView& world, const Community& c, int year) {
  const int age = std::clamp(year - c.birth_year, kYoungest, kOldest - 1);
  const std::uint16_t* access = world.platforms.access_row(c.market.value, static_cast<std::size_t>(age - kYoungest));
  std::uint16_t most = 0;
  for (std::size_t p = 0; p < world.platforms.size(); ++p)
    if (world.platforms.traits(p).online_ties) most = std::max(most, access[p]);
  return most;
}

void rewrite_favourites(const Community& c, std::uint8_t zero, Fans& fans) {
  for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan)
    for (std::size_t s = 0; s < kFavourites; ++s) {
      fans.favourites[fan][s].value ^= zero;
      fans.engagement[fan][s] ^= zero;
    }
}

void attend(std::uint32_t fan, const TieLayout& layout, std::uint16_t access, std::uint8_t zero, const TieRow& ties,
            Fans& fans, BareTotals& done) {
  const std::uint32_t offline = layout.offline();
  const bool social = fans.readiness[fan] < access;
  std::uint64_t heard = 0;
  ties.with_near([&](const auto& near) {
    for (std::uint32_t t = 0; t < layout.community; ++t) heard += fans.sharing.test(near(t));
  });
  for (const std::uint32_t tie : ties.far().first(layout.market)) heard += fans.sharing.test(tie);
  if (social)
    for (const std::uint32_t tie : ties.far().subspan(layout.market)) heard += fans.sharing_online.test(tie);
  fans.taste[fan].word ^= zero;
  done.sink += heard + fans.openness[fan];
  done.ties += social ? ties.size() : offline;
  ++done.attentive;
}

void do_community(const Community& c, const CommunityWork& work, int week, int year, std::uint8_t zero,
                  const ListenView& world, BareTotals& done) {
  const DrawStream attention = world.draws.stream(Purpose::attention), exposure = world.draws.stream(Purpose::exposure);
  const std::uint16_t access = social_access(world, c, year);
  const TieLayout& layout = world.network.layout(c.market);
  const CommunityTies ties = world.network.ties_of(c);
  Fans& fans = world.fans;
  rewrite_favourites(c, zero, fans);
  std::uint32_t drawn = 0;
  for (std::uint32_t local = 0; local < c.size; local += 4, ++drawn) {
    const Words words = attention.words(c.key, week, local / 4);
    for (std::uint32_t i = 0; i < 4 && local + i < c.size; ++i)
      if ((words[i] >> 24) < fans.activity[c.first + local + i])
        attend(c.first + local + i, layout, access, zero, ties.of(c.first + local + i), fans, done);
  }
  for (; drawn < work.blocks; ++drawn) {
    const Words words = exposure.words(c.key, week, drawn);
    done.sink += words[0] ^ words[1] ^ words[2] ^ words[3];
  }
  done.blocks += drawn;
}

}  // namespace

void BareTotals::add(const BareTotals& other) {
  ties += other.ties;
  attentive += other.attentive;
  blocks += other.blocks;
  sink += other.sink;
}

BareTotals do_bare_work(const std::vector<CommunityWork>& work, int week, const ListenView& world) {
  Fans& fans = world.fans;
  for (FanBits* bits : {&fans.sharing_next, &fans.sharing_online_next}) std::ranges::fill(bits->words(), 0);
  const std::size_t chunk = std::max<std::size_t>(1, kFansAChunk * work.size() / std::max<std::size_t>(1, fans.size()));
  const int year = world.calendar.year(week);
  const std::uint8_t zero = unknown_zero();
  PerThread<BareTotals> per_thread([] { return BareTotals{}; });
  for_each_index(work.size(), chunk, per_thread, [&](std::size_t i, BareTotals& mine) {
    do_community(fans.communities[i], work[i], week, year, zero, world, mine);
  });
  return per_thread.take();
}

}  // namespace hibiki::bench
