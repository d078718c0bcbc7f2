// What a scene can do to be heard abroad, and what keeps it out: each alone, in small worlds of the same seeds.
#include <gtest/gtest.h>

#include "tests/levers/steady_world.hpp"

namespace hibiki::test {
namespace {

using W = WeekObservation;
constexpr int kSeeds = 8;
const std::string kA = "labels[home=A]";

Effect on_reach_abroad(const Scenario& base, const Scenario& variant, int seeds = kSeeds) {
  return log_effect(run_pairs(base, variant, seeds), abroad(&W::reach, "A"));
}

TEST(Abroad, OfficialUploadsReachFurther) {
  const Scenario base = steady_world();
  expect_rises("official_uploads.video 0 -> 1 (A)", "reach abroad",
               on_reach_abroad(base, with(base, kA, &Policy::official_uploads_video, 1.0)));
}

TEST(Abroad, GeoBlockingReachesLess) {
  const Scenario base = with(steady_world(), kA, &Policy::official_uploads_video, 1.0);
  expect_falls("geo_blocking 0 -> 1 (A, uploads 1)", "reach abroad",
               on_reach_abroad(base, with(base, kA, &Policy::geo_blocking, 1.0)));
}

TEST(Abroad, ToleratingUnofficialUploadsHelpsOnlyWhereThereAreNoOfficialOnes) {
  const Scenario absent = steady_world(), present = with(absent, kA, &Policy::official_uploads_video, 1.0);
  const Effect without = on_reach_abroad(absent, with(absent, kA, &Policy::takedown, 0.0));
  const Effect beside = on_reach_abroad(present, with(present, kA, &Policy::takedown, 0.0));
  expect_rises("takedown 1 -> 0 (A, uploads 0)", "reach abroad", without);
  expect_little("takedown 1 -> 0 (A, uploads 1)", "reach abroad", beside, without.mean / 3.0);
}

TEST(Abroad, StreamingLicencesReachFurther) {
  const Scenario base = steady_world();
  expect_rises("official_uploads.streaming_abroad 0 -> 1 (A)", "reach abroad",
               on_reach_abroad(base, with(base, kA, &Policy::official_uploads_streaming_abroad, 1.0)));
}

TEST(Abroad, PromotionThereReachesFurther) {
  const Scenario base = with(steady_world(), kA, &Policy::promotion_abroad, 0.1);
  expect_rises("promotion.abroad .1 -> .3 (A)", "reach abroad",
               on_reach_abroad(base, with(base, kA, &Policy::promotion_abroad, 0.3)));
}

TEST(Abroad, JointSinglesReachThePartnersMarket) {
  const Scenario base = steady_world({.markets = 2, .fans = 800, .weeks = 80});
  expect_rises("collaboration.rate 0 -> .8 (A, scope 1)", "reach in the partner's market",
               log_effect(run_pairs(base, with(base, kA, &Policy::collaboration_rate, 0.8), kSeeds),
                          within("B", &W::reach, "A")));
}

TEST(Abroad, PartnersFromAbroadReachFurtherThanPartnersAtHome) {
  Scenario base = with(steady_world({.markets = 2, .fans = 800, .weeks = 80}), kA, &Policy::collaboration_rate, 0.5);
  set_lever(base, kA, &Policy::collaboration_scope, 0.0);
  expect_rises("collaboration.scope 0 -> 1 (A, rate .5)", "reach in the partner's market",
               log_effect(run_pairs(base, with(base, kA, &Policy::collaboration_scope, 1.0), kSeeds),
                          within("B", &W::reach, "A")));
}

TEST(Abroad, AimsAtAMarketAreFeltThere) {
  Scenario base = with(steady_world(), kA, &Policy::official_uploads_video, 1.0);
  set_lever(base, kA, &Policy::promotion_abroad, 0.1);
  const auto in_b = [&](double Policy::*lever, double value) {
    Scenario variant = base;
    intervene(variant, kA, lever, value, 0).markets = {"B"};
    return log_effect(run_pairs(base, variant, kSeeds), within("B", &W::reach, "A"));
  };
  expect_rises("promotion.abroad .1 -> .5 in B alone (A)", "reach in B", in_b(&Policy::promotion_abroad, 0.5));
  expect_falls("geo_blocking 0 -> 1 in B alone (A, uploads 1)", "reach in B", in_b(&Policy::geo_blocking, 1.0));
  expect_rises("official_uploads.streaming_abroad 0 -> 1 in B alone (A)", "reach in B",
               in_b(&Policy::official_uploads_streaming_abroad, 1.0));
}

TEST(Abroad, ThePartnerOfAJointSingleTakesItsShare) {
  Scenario base = with(steady_world({.markets = 2, .fans = 800, .weeks = 80}), kA, &Policy::collaboration_rate, 0.8);
  set_lever(base, kA, &Policy::collaboration_revenue, 0.1);
  const Measure partners_part = [](const FinishedRun& r) {
    double partner = 0.0, all = 0.0;
    const auto records = r.simulation.label_registry();
    for (const W& w : r.weeks)
      for (std::size_t i = 0; i < w.labels.size(); ++i) {
        all += static_cast<double>(w.label_revenue[i]);
        if (records[w.labels[i]].home == "B") partner += static_cast<double>(w.label_revenue[i]);
      }
    return partner / all;
  };
  expect_rises("collaboration.revenue .1 -> .9 (A, rate .8)", "B's labels' part of all revenue",
               log_effect(run_pairs(base, with(base, kA, &Policy::collaboration_revenue, 0.9), kSeeds), partners_part));
}

TEST(Abroad, LocalPartnersEarnMore) {
  const Scenario base = with(steady_world(), kA, &Policy::promotion_abroad, 0.2);
  expect_rises(
      "local_partners 0 -> 1 (A)", "revenue abroad",
      log_effect(run_pairs(base, with(base, kA, &Policy::local_partners, 1.0), kSeeds), abroad(&W::revenue, "A")));
}

TEST(Abroad, LocalVersionsReachWhereAPartnerSellsThem) {
  Scenario base = with(steady_world(), kA, &Policy::promotion_abroad, 0.3);
  set_lever(base, kA, &Policy::local_partners, 1.0);
  for (Market& m : base.markets)
    for (auto& [language, understood] : m.comprehension)
      if (language != m.language) understood = 0.0;
  expect_rises(
      "local_versions 0 -> .8 (A, partners everywhere)", "reach abroad",
      log_effect(run_pairs(base, with(base, kA, &Policy::local_versions, 0.8), kSeeds), abroad(&W::reach, "A")));
}

TEST(Abroad, LocalVersionsAreForPartnersAlone) {
  const Scenario base = with(steady_world(), kA, &Policy::promotion_abroad, 0.3);  // no local partners
  // They cost their part of the budget and nobody hears them.
  const Pairs pairs = run_pairs(base, with(base, kA, &Policy::local_versions, 0.8), kSeeds);
  expect_falls("local_versions 0 -> .8 (A, no partners)", "reach abroad", log_effect(pairs, abroad(&W::reach, "A")));
}

TEST(Abroad, FocusTakesPromotionToTheLargeAndNear) {
  // C is as near to A as B is and nine times as large.
  Scenario base = with(steady_world(), kA, &Policy::promotion_abroad, 0.5);
  for (Market& m : base.markets) {
    m.distance.clear();
    for (auto& [day, row] : m.people.points)
      for (double& people : row) people = m.name == "C" ? 90.0 : 10.0;
  }
  set_lever(base, kA, &Policy::promotion_focus, 0.0);
  const Pairs pairs = run_pairs(base, with(base, kA, &Policy::promotion_focus, 3.0), kSeeds);
  expect_rises("promotion.focus 0 -> 3 (A)", "reach in the large market",
               log_effect(pairs, within("C", &W::reach, "A")));
  expect_falls("promotion.focus 0 -> 3 (A)", "reach in the small market",
               log_effect(pairs, within("B", &W::reach, "A")));
}

TEST(Abroad, ToursEarnMoreAndReachFurther) {
  Scenario base = with(steady_world(), kA, &Policy::promotion_abroad, 0.4);
  base.assumptions.engagement_threshold = 0.2;  // tickets are bought by the engaged: let there be many
  const Pairs pairs = run_pairs(base, with(base, kA, &Policy::tours_abroad, 4.0), 2 * kSeeds);
  expect_rises("tours.abroad 0 -> 4 (A)", "revenue abroad", log_effect(pairs, abroad(&W::revenue, "A")));
  expect_rises("tours.abroad 0 -> 4 (A)", "reach abroad", log_effect(pairs, abroad(&W::reach, "A")));
}

TEST(Abroad, LivestreamsEarnMoreAndReachFurther) {
  const Scenario base = with(steady_world(), kA, &Policy::promotion_abroad, 0.2);
  const Pairs pairs = run_pairs(base, with(base, kA, &Policy::livestreams, 12.0), kSeeds);
  expect_rises("livestreams 0 -> 12 (A)", "million viewers abroad",
               difference(pairs, [](const FinishedRun& r) { return abroad(&W::livestream_viewers, "A")(r) / 1e6; }));
  expect_rises("livestreams 0 -> 12 (A)", "revenue abroad", log_effect(pairs, abroad(&W::revenue, "A")));
  expect_rises("livestreams 0 -> 12 (A)", "reach abroad", log_effect(pairs, abroad(&W::reach, "A")));
}

Scenario with_the_west() {
  Scenario s = steady_world({.markets = 4, .fans = 1000, .weeks = 80});
  s.assumptions.western_gate = 1.0;
  for (auto& m : s.markets) m.foreign_barrier = DatedValue(m.region == "west" ? 0.9 : 0.3);
  set_lever(s, "labels[home=A]", &Policy::promotion_abroad, 0.4);
  set_lever(s, "labels[home=A]", &Policy::promotion_west, 0.7);
  return s;
}

TEST(Abroad, EnglishReachesTheWest) {
  const Scenario base = with_the_west();
  expect_rises(
      "english_share 0 -> .8 (A)", "reach in the West",
      log_effect(run_pairs(base, with(base, kA, &Policy::english_share, 0.8), kSeeds), within("D", &W::reach, "A")));
}

TEST(Abroad, WesternProducersReachTheWest) {
  const Scenario base = with_the_west();
  expect_rises("western_producers 0 -> .8 (A)", "reach in the West",
               log_effect(run_pairs(base, with(base, kA, &Policy::western_producers, 0.8), kSeeds),
                          within("D", &W::reach, "A")));
}

TEST(Abroad, PromotionOfTheWestReachesTheWest) {
  const Scenario base = with(with_the_west(), kA, &Policy::promotion_west, 0.1);
  expect_rises(
      "promotion.west .1 -> .7 (A)", "reach in the West",
      log_effect(run_pairs(base, with(base, kA, &Policy::promotion_west, 0.7), kSeeds), within("D", &W::reach, "A")));
}

TEST(Abroad, MixedLineUpsReachTheOthersMarket) {
  Scenario base = with(steady_world({.markets = 2, .fans = 800, .weeks = 80}), kA, &Policy::promotion_abroad, 0.3);
  base.markets[0].distance["B"] = 1.0;
  expect_rises(
      "multinational 0 -> 1 (A)", "reach in the members' market",
      log_effect(run_pairs(base, with(base, kA, &Policy::multinational, 1.0), kSeeds), within("B", &W::reach, "A")));
}

TEST(Abroad, DistanceKeepsOut) {
  Scenario near = with(steady_world({.markets = 2, .fans = 800, .weeks = 80}), kA, &Policy::promotion_abroad, 0.3);
  Scenario far = near;
  near.markets[0].distance["B"] = 0.2;
  far.markets[0].distance["B"] = 1.2;
  expect_falls("distance .2 -> 1.2", "exports (plays of A in B)",
               log_effect(run_pairs(near, far, kSeeds), within("B", &W::plays, "A")));
}

TEST(Abroad, BarriersKeepOut) {
  Scenario low = with(steady_world(), "labels", &Policy::promotion_abroad, 0.3), high = low;
  for (Market& m : low.markets) m.foreign_barrier = DatedValue(0.4);
  for (Market& m : high.markets) m.foreign_barrier = DatedValue(0.8);
  expect_falls("foreign_barrier .4 -> .8", "cross-border share of plays",
               log_effect(run_pairs(low, high, kSeeds), foreign_share()));
}

TEST(Abroad, ABanKeepsOutOfShopsAndHallsToo) {
  Scenario base = with(steady_world({.markets = 2, .fans = 800, .weeks = 80}), kA, &Policy::promotion_abroad, 0.4);
  base.assumptions.engagement_threshold = 0.2;
  Barrier air{.id = "air", .market = "B", .scene = "A", .value = DatedValue(0.9), .kind = "broadcast"}, ban = air;
  ban.kind = "all";
  Scenario barred = base;
  base.barriers = {air};
  barred.barriers = {ban};
  expect_falls("barrier .9 on the air -> on all", "revenue of A in B",
               log_effect(run_pairs(base, barred, 2 * kSeeds), within("B", &W::revenue, "A")));
}

TEST(Abroad, OnlineAccessCrossesBorders) {
  Scenario few = with(steady_world(), "labels", &Policy::official_uploads_video, 1.0), many = few;
  for (Market& m : few.markets) m.internet = DatedValue(0.1);
  for (Market& m : many.markets) m.internet = DatedValue(0.9);
  expect_rises("internet .1 -> .9", "cross-border share of plays",
               log_effect(run_pairs(few, many, kSeeds), foreign_share()));
}

TEST(Abroad, TiesCarryMusicAcrossBorders) {
  Scenario base = with(steady_world(), "labels", &Policy::official_uploads_video, 1.0);
  base.assumptions.ties_market = base.assumptions.ties_community = 1;
  Scenario tied = base;
  base.assumptions.ties_abroad = 0;
  tied.assumptions.ties_abroad = 8;
  expect_rises("network.ties_abroad 0 -> 8", "cross-border share of plays",
               log_effect(run_pairs(base, tied, kSeeds), foreign_share()));
}

}  // namespace
}  // namespace hibiki::test
