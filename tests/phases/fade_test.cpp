#include "sim/phases/fade.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/phases/week.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

/// A week in which fans of one market are about to fade, with favourites and engagement of all sorts.
struct Faders {
  Faders() : world(make_world(scenario(), 1)) {
    prepare_week(world, 0, exposure);
    for (std::uint32_t fan = 0; fan < world.fans.size(); ++fan) {
      world.fans.readiness[fan] = static_cast<std::uint8_t>(draw(256));
      for (std::size_t s = 0; s < kFavourites; ++s) {
        const bool free = draw(4) == 0;
        world.fans.favourites[fan][s] = free ? ActId{} : ActId(draw(world.industry.acts.size()));
        // Some about to be forgotten, some about the threshold, some at the top of the range.
        const std::size_t scales[] = {700, 14'000, 65'536};
        world.fans.engagement[fan][s] = static_cast<std::uint16_t>(free ? 0 : draw(scales[draw(3)]));
      }
    }
  }
  static Scenario scenario() {
    Scenario s = tiny_scenario({.markets = 4, .fans = 8'000});
    s.platforms.front().kind = PlatformKind::social;
    return s;
  }
  std::size_t draw(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(luck); }

  std::mt19937 luck{7};
  World world;
  Exposure exposure;
};

TEST(Fade, IsAsPlainlyWhateverTheNumberOfFans) {
  Faders f;
  World& w = f.world;
  const ListeningRules rules(w, 0);
  const std::uint32_t market_end = w.fans.market_first[2];
  ASSERT_GT(market_end - w.fans.market_first[1], 400u);
  for (const std::uint32_t size : {1u, 3u, 4u, 7u, 127u, 128u, 131u, 256u, 301u}) {
    for (const std::uint32_t offset : {0u, 1u, 90u}) {
      Community c = w.fans.communities[w.fans.community_first[1]];
      c.first = w.fans.market_first[1] + offset;
      c.size = size;
      c.people_per_fan = 12'345;
      const ListeningPlace place =
          make_listening_place(f.exposure.markets[1], f.exposure.acts, w, c, w.calendar.year(0));
      const TallyShape shape{w.market_count(), w.platforms.size(), w.industry.acts.size(), w.industry.releases.size()};
      Fans fans = w.fans, plain_fans = w.fans;
      Tallies counts(shape), plain_counts(shape);
      fade(rules, place, c, fans, counts);
      fade_plainly(rules, place, c, plain_fans, plain_counts);
      EXPECT_EQ(fans.favourites, plain_fans.favourites) << size << " from " << offset;
      EXPECT_EQ(fans.engagement, plain_fans.engagement) << size << " from " << offset;
      for_each_tally(counts, plain_counts, [&](const char* name, const auto& one, const auto& other) {
        EXPECT_EQ(one, other) << name << ", " << size << " from " << offset;
      });
    }
  }
}

TEST(Fade, ForgetsAndCounts) {
  Faders f;
  World& w = f.world;
  const Community& c = w.fans.communities[w.fans.community_first[1]];
  const ListeningRules rules(w, 0);
  const ListeningPlace place = make_listening_place(f.exposure.markets[1], f.exposure.acts, w, c, w.calendar.year(0));
  Tallies counts({w.market_count(), w.platforms.size(), w.industry.acts.size(), w.industry.releases.size()});
  fade(rules, place, c, w.fans, counts);
  std::int64_t held = 0, holding = 0;
  for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan)
    for (std::size_t s = 0; s < kFavourites; ++s) {
      EXPECT_EQ(w.fans.favourites[fan][s] != ActId{}, w.fans.engagement[fan][s] >= kForgotten);
      held += w.fans.favourites[fan][s] ? 1 : 0;
    }
  for (const std::int64_t fans : counts.holding) holding += fans;
  EXPECT_EQ(holding, held);
  EXPECT_GT(held, 0);
  EXPECT_LT(held, 3 * static_cast<std::int64_t>(c.size));
}

}  // namespace
}  // namespace hibiki::test
