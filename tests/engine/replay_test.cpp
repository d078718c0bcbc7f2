// Arms in lockstep: what an arm that is given the base's market, or its shares, can still differ in.
#include "sim/engine/replay.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

constexpr std::uint64_t kSeed = 7;
constexpr int kWeeks = 130;  // learning, signing, renewal: quarters and years are crossed
constexpr int kFrom = 20;

Scenario base_scenario() { return tiny_scenario({.fans = 900, .weeks = kWeeks}); }

/// Three runs of the variant beside the base: everything given, the market given, free.
struct Lockstep {
  explicit Lockstep(const Scenario& variant)
      : base(base_scenario(), kSeed), direct(variant, kSeed), contagion(variant, kSeed), whole(variant, kSeed) {}
  void step() {
    direct.meet_the_market_of(base);
    direct.hear_what_is_shared_in(base);
    contagion.meet_the_market_of(base);
    for (Simulation* s : {&base, &direct, &contagion, &whole}) s->step();
  }
  Simulation base, direct, contagion, whole;
};

TEST(Replay, OfTheSameScenarioIsTheBase) {
  Lockstep arms(base_scenario());
  while (!arms.base.finished()) {
    arms.step();
    ASSERT_EQ(arms.direct.state_digest(), arms.base.state_digest()) << arms.base.week();
    ASSERT_EQ(arms.contagion.state_digest(), arms.base.state_digest()) << arms.base.week();
  }
}

Scenario variant(double Policy::*lever, double value) {
  Scenario s = base_scenario();
  intervene(s, "labels[home=A]", lever, value, kFrom);
  return s;
}

std::set<Key> live_acts(const World& world) {
  std::set<Key> keys;
  for (const ActState& act : world.industry.acts)
    if (act.in_use && !act.retired) keys.insert(act.key);
  return keys;
}

TEST(Replay, OfTheMarketKeepsIncomesAndRosters) {
  Lockstep arms(variant(&Policy::promotion_abroad, 0.9));
  bool free_one_differs = false;
  while (!arms.base.finished()) {
    arms.step();
    ASSERT_EQ(live_acts(arms.direct.world()), live_acts(arms.base.world())) << arms.base.week();
    for (std::size_t l = 0; l < arms.base.world().industry.labels.size(); ++l)
      ASSERT_EQ(arms.contagion.world().industry.labels[l].budget, arms.base.world().industry.labels[l].budget);
    for (std::size_t l = 0;
         l < arms.base.world().industry.labels.size() && l < arms.whole.world().industry.labels.size(); ++l)
      free_one_differs |= arms.whole.world().industry.labels[l].budget != arms.base.world().industry.labels[l].budget;
  }
  EXPECT_TRUE(free_one_differs);
  EXPECT_NE(arms.direct.world().fans.engagement, arms.base.world().fans.engagement)
      << "promotion reaches fans directly";
}

TEST(Replay, OfALeverThatActsThroughTheMarketAloneLeavesFansAsTheyWere) {
  // What labels learn reaches nobody but through what they do next, which is replayed.
  Lockstep arms(variant(&Policy::adaptivity, 1.0));
  while (!arms.base.finished()) arms.step();
  EXPECT_EQ(arms.direct.world().fans.engagement, arms.base.world().fans.engagement);
  EXPECT_EQ(arms.contagion.world().fans.engagement, arms.base.world().fans.engagement);
  EXPECT_NE(arms.whole.world().fans.engagement, arms.base.world().fans.engagement);
}

TEST(Replay, OfTiesIsWhatTheBaseShared) {
  Lockstep arms(variant(&Policy::official_uploads_video, 1.0));
  while (arms.base.week() < 60) arms.step();
  ASSERT_NE(arms.direct.world().fans.engagement, arms.base.world().fans.engagement);
  arms.direct.hear_what_is_shared_in(arms.base);
  const World &arm = arms.direct.world(), &base = arms.base.world();
  std::size_t sharing = 0;
  for (std::uint32_t fan = 0; fan < base.fans.size(); ++fan) {
    ASSERT_EQ(arm.fans.sharing.test(fan), base.fans.sharing.test(fan));
    ASSERT_EQ(arm.fans.sharing_online.test(fan), base.fans.sharing_online.test(fan));
    if (!base.fans.sharing.test(fan)) continue;
    ++sharing;
    ASSERT_EQ(arm.industry.act(arm.fans.shared[fan]).key, base.industry.act(base.fans.shared[fan]).key);
  }
  EXPECT_GT(sharing, 10u);
}

TEST(Trace, ChangesNothingAndSaysHowFavouritesWereMet) {
  Simulation plain(base_scenario(), kSeed), traced(base_scenario(), kSeed);
  DiscoveryRecorder recorder(traced.world());
  traced.probe(&recorder);
  const Discoveries& discoveries = recorder.rows;
  while (plain.week() < 80) {
    plain.step();
    traced.step();
  }
  EXPECT_EQ(plain.state_digest(), traced.state_digest());
  const World& world = traced.world();
  std::set<Channel> channels;
  std::size_t held = 0, known = 0, through_ties = 0;
  for (std::uint32_t fan = 0; fan < world.fans.size(); ++fan)
    for (std::size_t s = 0; s < kFavourites; ++s) {
      if (!world.fans.favourites[fan][s]) continue;
      ++held;
      const Discovery& d = discoveries[fan][s];
      if (d.act != world.industry.act(world.fans.favourites[fan][s]).key) continue;
      ++known;
      channels.insert(d.channel);
      EXPECT_LT(d.week, 80);
      EXPECT_EQ(d.tie != kNoTie, d.channel == Channel::friends);
      if (d.tie == kNoTie) continue;
      ++through_ties;
      const auto heard = world.network.heard_by(fan);
      EXPECT_NE(std::find(heard.begin(), heard.end(), d.tie), heard.end());
    }
  EXPECT_EQ(known, held) << "nobody inherits in this world";
  EXPECT_GT(through_ties, 0u);
  EXPECT_GT(channels.size(), 4u);
}

}  // namespace
}  // namespace hibiki::test
