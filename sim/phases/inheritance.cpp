// Members that leave for a new act take some of their fans along.
#include <algorithm>

#include "sim/core/draw_uses.hpp"
#include "sim/core/parallel.hpp"
#include "sim/phases/phases.hpp"

namespace hibiki::inline phases {

namespace {
constexpr double kLoyalty = 0.5;  ///< [M] part of the engagement with the former act that a following fan keeps
}

void inherit_fans(const ReleaseView& world, ActId heir, ActId source, double chance, int week) {
  Fans& fans = world.fans;
  const Key heir_key = world.industry.act(heir).key;
  for_each_index(fans.communities.size(), 64, [&](std::size_t index) {
    const Community& c = fans.communities[index];
    for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan) {
      auto& favourites = fans.favourites[fan];
      auto& engagement = fans.engagement[fan];
      const auto found = std::find(favourites.begin(), favourites.end(), source);
      if (found == favourites.end()) continue;
      const Key key = mix(fans.key(c, fan) ^ heir_key);
      if (world.draws.uniform(kDrawHeir, key, week) >= chance) continue;
      const auto from = static_cast<std::size_t>(found - favourites.begin());
      std::size_t to = from == 0 ? 1 : 0;
      for (std::size_t s = 0; s < kFavourites; ++s)
        if (s != from && engagement[s] < engagement[to]) to = s;
      // A fan of two acts that both give members has the heir already.
      const auto had = std::find(favourites.begin(), favourites.end(), heir);
      if (had != favourites.end()) to = static_cast<std::size_t>(had - favourites.begin());
      engagement[to] = favourites[to] == heir ? std::max(engagement[to], engagement[from]) : engagement[from];
      favourites[to] = heir;
      engagement[from] = static_cast<std::uint16_t>(engagement[from] * kLoyalty);
    }
  });
}

}  // namespace hibiki::phases
