// Yearly: all communities age by a year; the oldest are replaced whole by new ones of the youngest age.
#include "sim/core/parallel.hpp"
#include "sim/phases/phases.hpp"

namespace hibiki::inline phases {

namespace {

/// Whether the community reaches the oldest age in `year`; then it is reborn, without its fans yet.
bool leaves(Community& c, int year) {
  if (year - c.birth_year < kOldest) return false;
  c.birth_year = year - kYoungest;
  ++c.generation;
  c.key = child_key(c.key, Purpose::fan_birth, c.generation);
  return true;
}

}  // namespace

void renew(const RenewView& world, int week) {
  const int year = world.calendar.year(week);
  Fans& fans = world.fans;
  for_each_index(fans.communities.size(), 16, [&](std::size_t index) {
    Community& c = fans.communities[index];
    if (!leaves(c, year)) return;
    // The taste of the young starts partly from the style that their market plays.
    draw_community(world.scenario.assumptions, world.draws, world.markets, c, world.markets.centroid[c.market.value],
                   world.scenario.assumptions.imprinting, fans);
    for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan) {
      fans.sharing.clear(fan);
      fans.sharing_online.clear(fan);
    }
  });
  for (Community& c : fans.part.all) leaves(c, year);
  weigh_fans(world.scenario, year, world.fans, world.markets);
}

}  // namespace hibiki::phases
