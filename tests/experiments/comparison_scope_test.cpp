#include "tools/experiments/comparison_scope.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/tiny_world.hpp"

namespace hibiki {
namespace {

using test::intervene;
using test::kTinyStart;
using test::set_lever;
using test::tiny_scenario;
using testing::HasSubstr;
using testing::IsEmpty;

/// Its contenders are A and B.
Scenario base() { return tiny_scenario({.markets = 4}); }

TEST(AskedScene, IsTheHomeOfAllLabelsThatChange) {
  const Scenario plain = base();
  Scenario one = plain, two = plain, policy = plain, everywhere = plain;
  intervene(one, "labels[home=C]", &Policy::promotion_abroad, 0.5, 10);
  intervene(two, "labels[home=A]", &Policy::promotion_abroad, 0.5, 10);
  set_lever(policy, "labels[home=A,kind=major]", &Policy::promotion_abroad, 0.5);
  intervene(everywhere, "labels", &Policy::promotion_abroad, 0.5, 10);
  EXPECT_EQ(asked_scene(plain, {&one}).market, "C");
  EXPECT_EQ(asked_scene(plain, {&one}).index, 2u);
  EXPECT_EQ(asked_scene(plain, {&policy}).market, "A");
  EXPECT_EQ(asked_scene(one, {&plain}).market, "C") << "an intervention taken away is a change too";
  EXPECT_EQ(asked_scene(plain, {&one, &two}).market, "B") << "the incumbent, where several scenes change";
  EXPECT_EQ(asked_scene(plain, {&everywhere}).market, "B");
  EXPECT_EQ(asked_scene(plain, {&plain}).market, "B");
  EXPECT_EQ(asked_scene(plain, {}).market, "B");
}

TEST(SceneOfMarket, HasItsPlaceOnARunsAxes) {
  const Scenario plain = base();
  EXPECT_EQ(scene_of_market(plain, "C").market, "C");
  EXPECT_EQ(scene_of_market(plain, "C").index, 2u);
  EXPECT_EQ(scene_of_market(plain, "none").index, 0u);
}

TEST(AskedScene, KnowsTheWest) {
  const Scenario plain = base();
  EXPECT_EQ(asked_scene(plain, {}).west, (std::vector<bool>{false, false, false, true}));
}

TEST(AskedWindow, BeginsWhereAnyVariantMayDiffer) {
  Scenario plain = base();
  Scenario late = plain, early = plain;
  intervene(late, "labels", &Policy::promotion_abroad, 0.5, 40);
  intervene(early, "labels", &Policy::promotion_abroad, 0.5, 20);
  EXPECT_EQ(asked_from_week(plain, {&late}), 40);
  EXPECT_EQ(asked_from_week(plain, {&late, &early}), 20);
  EXPECT_EQ(asked_from_week(plain, {&plain}), 0);
  for (Scenario* s : {&plain, &late, &early}) s->run.report_from = kTinyStart + std::chrono::days(7 * 30);
  EXPECT_EQ(asked_from_week(plain, {&late, &early}), 30) << "not before the first reported week";
}

TEST(Incomparable, SaysWhatIsAnotherAndWhatToDo) {
  const Scenario plain = base();
  EXPECT_THAT(why_incomparable(plain, plain), IsEmpty());
  Scenario fans = plain, start = plain, markets = tiny_scenario({.markets = 3}), scenes = plain;
  fans.run.fans = 7;
  start.run.start += std::chrono::days(7);
  scenes.markets[0].scene = "another";
  EXPECT_THAT(why_incomparable(plain, fans), HasSubstr("run.fans"));
  EXPECT_THAT(why_incomparable(plain, fans), HasSubstr("--set"));
  EXPECT_THAT(why_incomparable(plain, start), HasSubstr("run.start"));
  EXPECT_THAT(why_incomparable(plain, markets), HasSubstr("markets"));
  EXPECT_THAT(why_incomparable(plain, scenes), HasSubstr("scenes"));
  Scenario homes = plain, third = plain, region = plain;
  std::swap(homes.markets[0].scene, homes.markets[1].scene);
  third.markets[0].third_market = !third.markets[0].third_market;
  region.markets[1].region = "elsewhere";
  EXPECT_THAT(why_incomparable(plain, homes), HasSubstr("another scene of the market " + plain.markets[0].name));
  EXPECT_THAT(why_incomparable(plain, third), HasSubstr("market " + plain.markets[0].name));
  EXPECT_THAT(why_incomparable(plain, region), HasSubstr("market " + plain.markets[1].name));
  std::swap(region.markets[0], region.markets[1]);
  region.markets[0].region = plain.markets[1].region;
  EXPECT_THAT(why_incomparable(plain, region), IsEmpty()) << "the order in the file decides nothing";
}

TEST(Incomparable, AreMarketsThatMeasuresTakeForSomethingElse) {
  const Scenario plain = base();
  Scenario swapped = plain, third = plain, region = plain, reordered = plain;
  std::swap(swapped.markets[0].scene, swapped.markets[1].scene);
  third.markets[2].third_market = !third.markets[2].third_market;
  region.markets[3].region = "asia";
  std::swap(reordered.markets[0], reordered.markets[1]);
  EXPECT_THAT(why_incomparable(plain, swapped), HasSubstr("another scene of the market A"));
  EXPECT_THAT(why_incomparable(plain, third), HasSubstr("another third_market of the market C (false against true)"));
  EXPECT_THAT(why_incomparable(plain, region), HasSubstr("another region of the market D (asia against "));
  for (const Scenario* other : {&swapped, &third, &region})
    EXPECT_THAT(why_incomparable(plain, *other), HasSubstr("--set"));
  EXPECT_THAT(why_incomparable(plain, reordered), IsEmpty()) << "the order of the file does not matter";
}

TEST(Levers, CountTheLabelsTheyPick) {
  const Scenario plain = base();
  EXPECT_EQ(labels_picked(plain, "labels[home=B]"), 4u);  // major, agency, two indies
  EXPECT_EQ(labels_picked(plain, "labels[home=A]"), 5u);  // and the collective
  EXPECT_EQ(labels_picked(plain, "labels[home=B,kind=indie]"), 2u);
}

TEST(Differences, AreLineByLineWithoutNames) {
  const Scenario plain = base();
  Scenario other = plain;
  other.title = "Other";
  other.assumptions.try_quality = 0.123;
  intervene(other, "labels[home=B]", &Policy::promotion_abroad, 0.5, 10);
  const auto loaded = [](const Scenario& s) { return parse_scenario(to_toml(s), "resolved"); };
  const auto found = differences(loaded(plain), loaded(other));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].key, "assumptions.try.quality");
  EXPECT_EQ(found[0].variant, "0.123");
  for (const ScenarioDifference& d : found) EXPECT_NE(d.key, "title");
  EXPECT_TRUE(found.back().base.empty()) << "an intervention that the base lacks";
  EXPECT_THAT(differences(loaded(plain), loaded(plain)), IsEmpty());
}

}  // namespace
}  // namespace hibiki
