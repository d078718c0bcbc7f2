// Yearly: all communities age by a year; the oldest are replaced whole by new ones of the youngest age.
#include "sim/core/parallel.hpp"
#include "sim/phases/phases.hpp"

namespace hibiki::inline phases {

void renew(const RenewView& world, int week) {
  const int year = world.calendar.year(week);
  Fans& fans = world.fans;
  for_each_index(fans.communities.size(), 16, [&](std::size_t index) {
    Community& c = fans.communities[index];
    if (year - c.birth_year < kOldest) return;
    c.birth_year = year - kYoungest;
    ++c.generation;
    c.key = child_key(c.key, Purpose::fan_birth, c.generation);
    // The taste of the young starts partly from the style that their market plays.
    draw_community(world.scenario.assumptions, world.draws, world.markets, c, world.markets.centroid[c.market.value],
                   world.scenario.assumptions.imprinting, fans);
    for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan) {
      fans.sharing.clear(fan);
      fans.sharing_online.clear(fan);
    }
  });
  weigh_fans(world.scenario, year, world.fans, world.markets);
}

}  // namespace hibiki::phases
