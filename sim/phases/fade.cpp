#include "sim/phases/fade.hpp"

#include <algorithm>
#include <array>

namespace hibiki {

// Without branches: whether a fan is engaged with an act is guessed wrong half of the time.
void fade(const ListeningRules& rules, const ListeningPlace& place, const Community& c, Fans& fans, Tallies& tallies) {
  if (tallies.shape.acts == 0) return;
  static_assert(ActId::kNone == 0xffff);
  const auto last_act = static_cast<std::uint32_t>(tallies.shape.acts - 1);
  People* const engaged_act = tallies.engaged_act.data() + place.m * tallies.shape.acts;
  std::int64_t* const holding = tallies.holding.data();
  const std::uint32_t* const keep = place.acts.keep.data();
  const std::uint16_t* const scene_of = place.acts.scene.data();
  std::array<std::uint32_t, kMostMarkets> engaged_fans{};  // by scene
  for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan) {
    auto& favourites = fans.favourites[fan];
    auto& engagement = fans.engagement[fan];
    const std::size_t social = fans.readiness[fan] < place.social_access ? 1 : 0;
    std::uint64_t scenes_engaged = 0;
    for (std::size_t s = 0; s < kFavourites; ++s) {
      // A free slot has no engagement: counted is nothing of some act.
      const std::uint32_t act = favourites[s].value, at = std::min(act, last_act);
      const auto left = static_cast<std::uint32_t>((engagement[s] * std::uint64_t{keep[2 * at + social]}) >> 16);
      const std::uint32_t held = left >= kForgotten ? 1 : 0, engaged = held & (left > rules.engaged_above ? 1 : 0);
      favourites[s].value = static_cast<std::uint16_t>(act | (held - 1));  // forgotten: ActId's none, all bits set
      engagement[s] = static_cast<std::uint16_t>(left & -held);
      holding[at] += held;
      engaged_act[at] += place.weight & -People{engaged};
      const std::uint32_t scene = scene_of[at];
      engaged_fans[scene] += engaged & ~static_cast<std::uint32_t>(scenes_engaged >> scene);
      scenes_engaged |= std::uint64_t{engaged} << scene;
    }
  }
  for (std::size_t scene = 0; scene < place.scenes; ++scene) {
    const People people = place.weight * static_cast<People>(engaged_fans[scene]);
    tallies.engaged[place.m * place.scenes + scene] += people;
    tallies.engaged_age[age_group(place.age) * place.scenes + scene] += people;
    tallies.age_years[scene] += people * place.age;
  }
}

}  // namespace hibiki
