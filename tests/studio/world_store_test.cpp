// What the studio keeps, and what it drops.
#include "tools/studio/world_store.hpp"

#include <gtest/gtest.h>

#include "tests/studio/studio_base.hpp"
#include "tools/experiments/comparison_scope.hpp"

namespace hibiki {
namespace {

using test::tiny_scenario;

std::shared_ptr<const StudioWorld> past_at(int week, int window_from) {
  static const Scenario scenario = tiny_scenario({.markets = 2, .fans = 200, .weeks = 40});
  auto world = std::make_shared<StudioWorld>(scenario, 1, ArmScope{scene_of_market(scenario, "B"), window_from});
  while (world->week() < week) world->advance();
  return world;
}

TEST(WorldStore, DropsTheWorldThatWasNotUsedForLongest) {
  WorldStore store(2, 1);
  store.keep("a", std::make_shared<StoredWorld>());
  store.keep("b", std::make_shared<StoredWorld>());
  EXPECT_NE(store.find("a"), nullptr);
  store.keep("c", std::make_shared<StoredWorld>());
  EXPECT_EQ(store.find("b"), nullptr);
  EXPECT_NE(store.find("a"), nullptr);
  EXPECT_NE(store.find("c"), nullptr);
  EXPECT_EQ(store.finished(), 2U);
}

TEST(WorldStore, FindsTheLatestPastThatAWindowCanGoOnFrom) {
  WorldStore store(1, 8);
  store.keep_past("k", past_at(10, 20));
  store.keep_past("k", past_at(15, 20));
  store.keep_past("k", past_at(30, 20));  // with ten weeks of its window
  EXPECT_EQ(store.find_past("k", 40, 20)->week(), 30);
  EXPECT_EQ(store.find_past("k", 29, 20)->week(), 15);
  EXPECT_EQ(store.find_past("k", 40, 35)->week(), 15);  // not 30: its record holds weeks before the window
  EXPECT_EQ(store.find_past("k", 40, 12)->week(), 10);
  EXPECT_EQ(store.find_past("k", 9, 20), nullptr);
  EXPECT_EQ(store.find_past("other", 40, 20), nullptr);
}

TEST(WorldStore, KeepsSoManyPastsAndNoneTwice) {
  WorldStore store(1, 2);
  for (const int week : {3, 4, 4, 5}) store.keep_past("k", past_at(week, 20));
  EXPECT_EQ(store.pasts(), 2U);
  EXPECT_EQ(store.find_past("k", 3, 20), nullptr);
  EXPECT_EQ(store.find_past("k", 4, 20)->week(), 4);
}

}  // namespace
}  // namespace hibiki
