#include "sim/world/tallies.hpp"

namespace hibiki::inline world {

Tallies::Tallies(const TallyShape& s)
    : shape(s),
      plays(s.markets * s.releases),
      plays_streaming(s.markets * s.releases),
      plays_video(s.markets * s.releases),
      exposures(s.markets * s.platforms),
      tries(s.markets * s.platforms),
      exposures_all(s.markets),
      by_channel(s.markets * kChannels),
      reach(s.markets * s.markets),
      engaged(s.markets * s.markets),
      engaged_act(s.markets * s.acts),
      spending(s.markets * s.acts),
      shares_home(s.markets * s.markets),
      shares_abroad(s.markets * s.markets),
      cascade_abroad(s.markets * s.markets),
      cascade_steps(s.markets),
      engaged_age(kAgeGroups * s.markets),
      age_years(s.markets),
      holding(s.acts) {}

void Tallies::add(const Tallies& other) {
  for_each_tally(*this, other, [](const char*, auto& mine, const auto& theirs) {
    for (std::size_t i = 0; i < mine.size(); ++i) mine[i] += theirs[i];
  });
}

}  // namespace hibiki::world
