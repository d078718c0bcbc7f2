#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/phases/week.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

std::uint16_t engagement_with(const Fans& fans, std::size_t fan, ActId act) {
  for (std::size_t s = 0; s < kFavourites; ++s)
    if (fans.favourites[fan][s] == act) return fans.engagement[fan][s];
  return 0;
}

std::vector<std::size_t> holders(const Fans& fans, ActId act) {
  std::vector<std::size_t> found;
  for (std::size_t fan = 0; fan < fans.size(); ++fan)
    if (std::count(fans.favourites[fan].begin(), fans.favourites[fan].end(), act) > 0) found.push_back(fan);
  return found;
}

const ActId kSource(0), kHeir(1);

/// Every second fan holds the source, some of them three acts more.
World with_following() {
  World world = make_world(tiny_scenario({.fans = 4000}), 1);
  for (std::size_t fan = 0; fan < world.fans.size(); fan += 2) {
    world.fans.favourites[fan][2] = kSource;
    world.fans.engagement[fan][2] = 40'000;
    if (fan % 4 == 0)
      for (const std::size_t s : {std::size_t{0}, std::size_t{1}, std::size_t{3}}) {
        world.fans.favourites[fan][s] = ActId(5 + s);
        world.fans.engagement[fan][s] = static_cast<std::uint16_t>(10'000 + s);
      }
  }
  return world;
}

TEST(InheritFans, MovesAboutTheShareOfFans) {
  World world = with_following();
  inherit_fans(world, kHeir, kSource, 0.3, 10);
  const double moved = static_cast<double>(holders(world.fans, kHeir).size());
  EXPECT_NEAR(moved, 0.3 * 2000, 4.0 * std::sqrt(2000 * 0.3 * 0.7));
}

TEST(InheritFans, ThoseWhoFollowTakeTheirEngagementAlong) {
  const World before = with_following();
  World world = with_following();
  inherit_fans(world, kHeir, kSource, 0.3, 10);
  for (std::size_t fan = 0; fan < world.fans.size(); ++fan) {
    if (engagement_with(world.fans, fan, kHeir) == 0) {
      EXPECT_EQ(world.fans.favourites[fan], before.fans.favourites[fan]);
      EXPECT_EQ(world.fans.engagement[fan], before.fans.engagement[fan]);
      continue;
    }
    EXPECT_EQ(engagement_with(world.fans, fan, kHeir), 40'000);
    const std::uint16_t kept = engagement_with(world.fans, fan, kSource);
    EXPECT_GT(kept, 0) << "the act that was left is not forgotten at once";
    EXPECT_LT(kept, 40'000);
    if (fan % 4 == 0) {
      EXPECT_EQ(engagement_with(world.fans, fan, ActId(5)), 0) << "the weakest favourite makes room";
      EXPECT_GT(engagement_with(world.fans, fan, ActId(8)), 0);
    }
  }
}

TEST(InheritFans, NobodyOrEverybodyAtTheEnds) {
  World none = with_following(), all = with_following();
  inherit_fans(none, kHeir, kSource, 0.0, 10);
  inherit_fans(all, kHeir, kSource, 1.0, 10);
  EXPECT_TRUE(holders(none.fans, kHeir).empty());
  EXPECT_EQ(holders(all.fans, kHeir).size(), holders(all.fans, kSource).size());
}

// A larger share takes the same fans and more: two arms that differ in it share their luck.
TEST(InheritFans, SharesAreCoupled) {
  World some = with_following(), more = with_following();
  inherit_fans(some, kHeir, kSource, 0.3, 10);
  inherit_fans(more, kHeir, kSource, 0.5, 10);
  const auto few = holders(some.fans, kHeir), many = holders(more.fans, kHeir);
  EXPECT_TRUE(std::includes(many.begin(), many.end(), few.begin(), few.end()));
  EXPECT_GT(many.size(), few.size());
}

TEST(Inheritance, HappensAtTheDebutOfANamedAct) {
  Scenario s = tiny_scenario({.fans = 2000});
  s.assumptions.attention_mean = 0.5;
  s.assumptions.engagement_gain = 0.4;
  s.acts.push_back({.name = "Leavers",
                    .label = "A indie 1",
                    .debut = kTinyStart + std::chrono::days(7 * 40),
                    .inherits_from = "A major",
                    .inherit_share = 0.5});
  World world = make_world(s, 1);
  run_weeks(world, 0, 40);
  ActId source;
  for (std::size_t a = 0; a < world.industry.acts.size(); ++a)
    if (world.industry.acts[a].label == label_named(world, "A major") &&
        (!source || world.industry.acts[a].engaged > world.industry.act(source).engaged))
      source = ActId(a);
  const auto fans = static_cast<double>(holders(world.fans, source).size());
  ASSERT_GT(fans, 50.0);
  release(world, 40);
  const auto heir = std::find_if(world.industry.acts.begin(), world.industry.acts.end(),
                                 [](const ActState& a) { return a.key == key_of("Leavers"); });
  ASSERT_NE(heir, world.industry.acts.end());
  const ActId id(static_cast<std::size_t>(heir - world.industry.acts.begin()));
  EXPECT_NEAR(static_cast<double>(holders(world.fans, id).size()), 0.5 * fans, 4.0 * std::sqrt(0.25 * fans));
  const auto once = holders(world.fans, id);
  release(world, 41);
  EXPECT_EQ(holders(world.fans, id), once) << "and only then";
}

TEST(InheritFans, AFanOfTwoSourcesHoldsTheHeirOnce) {
  World world = with_following();
  const ActId other(5);  // held beside the source by every fourth fan, less
  inherit_fans(world, kHeir, other, 1.0, 10);
  inherit_fans(world, kHeir, kSource, 1.0, 10);
  for (const std::size_t fan : holders(world.fans, kHeir)) {
    EXPECT_EQ(std::count(world.fans.favourites[fan].begin(), world.fans.favourites[fan].end(), kHeir), 1);
    EXPECT_EQ(engagement_with(world.fans, fan, kHeir), 40'000) << "as with the act it was closest to";
  }
  EXPECT_EQ(holders(world.fans, kHeir).size(), 2000u);
}

/// Two acts at home in A and B, and a supergroup of both that debuts in week 10.
Scenario with_supergroup() {
  Scenario s = tiny_scenario({.markets = 2, .fans = 2000, .weeks = 20});
  for (const std::string home : {"A", "B"}) {
    Act act;
    act.name = "Star of " + home;
    act.label = home + " major";
    act.has_style = true;
    act.style.fill(home == "A" ? 0.4 : -0.2);
    act.talent = 3.0;
    s.acts.push_back(act);
  }
  Act super;
  super.name = "Super";
  super.label = "A agency";
  super.debut = s.calendar().day(10);
  super.members = {"Star of A", "Star of B"};
  super.inherit_share = 0.5;
  s.acts.push_back(super);
  return s;
}

const ActState& act_named(const World& world, const std::string& name) {
  return *std::ranges::find(world.industry.acts, key_of(name), &ActState::key);
}

World world_at_debut(const Scenario& s) {
  World world = make_world(s, 1);
  run_weeks(world, 0, 11);
  return world;
}

TEST(Supergroup, IsMadeOfItsMembersActs) {
  const World world = world_at_debut(with_supergroup());
  const ActState& super = act_named(world, "Super");
  for (int i = 0; i < kStyleAxes; ++i) EXPECT_NEAR(super.style[i], 0.1, 1e-12);
  EXPECT_THAT(super.heritage, testing::ElementsAre(0.5, 0.5));
  EXPECT_FALSE(act_named(world, "Star of A").retired) << "the acts go on";
  EXPECT_GT(super.fans_holding, 0u);
  Scenario nobody_follows = with_supergroup();
  nobody_follows.acts.back().inherit_share = 0.0;
  EXPECT_LT(act_named(world_at_debut(nobody_follows), "Super").fans_holding, super.fans_holding);
}

TEST(Supergroup, KeepsWhatTheFileSaysOfIt) {
  Scenario s = with_supergroup();
  s.acts.back().has_style = true;
  s.acts.back().style.fill(0.7);
  s.acts.back().heritage = {"A"};
  const World world = world_at_debut(s);
  EXPECT_NEAR(act_named(world, "Super").style[0], 0.7, 1e-12);
  EXPECT_THAT(act_named(world, "Super").heritage, testing::ElementsAre(1.0, 0.0));
}

}  // namespace
}  // namespace hibiki::test
