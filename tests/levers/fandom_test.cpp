// What holds fans and what loses them: each alone, in small worlds of the same seeds.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/levers/steady_world.hpp"

namespace hibiki::test {
namespace {

using W = WeekObservation;
constexpr int kSeeds = 8;
const std::string kA = "labels[home=A]";

Scenario one_market(int weeks = 104) { return steady_world({.markets = 1, .fans = 500, .weeks = weeks}); }

/// Engaged pairs of the home scene in the last reported week over those `weeks_before`.
Measure kept(std::size_t weeks_before) {
  return [=](const FinishedRun& r) {
    const auto last = static_cast<double>(r.weeks.back().engaged_pairs[0]);
    return last / static_cast<double>(r.weeks.at(r.weeks.size() - 1 - weeks_before).engaged_pairs[0]);
  };
}

TEST(Fandom, PostsSlowItsDecayBetweenReleases) {
  Scenario base = one_market(120);
  // The last releases come out by week 70.
  intervene(base, "labels", &Policy::releases_per_year, 0.1, 52);
  expect_rises("posts_per_week 0 -> 5", "fandom kept over 50 weeks without releases",
               log_effect(run_pairs(base, with(base, kA, &Policy::posts_per_week, 5.0), kSeeds), kept(50)));
}

TEST(Fandom, PostsHoldMoreFans) {
  const Scenario base = steady_world();
  expect_rises("posts_per_week 0 -> 5 (A)", "engaged at home",
               log_effect(run_pairs(base, with(base, kA, &Policy::posts_per_week, 5.0), kSeeds),
                          within("A", &W::engaged_pairs, "A")));
}

/// Restless acts and loyal listeners who mind.
Scenario breaking(double like_break) {
  Scenario s = one_market();
  set_lever(s, "labels", &Policy::innovation_step, 0.5);
  set_lever(s, "labels", &Policy::consistency, 0.0);
  s.assumptions.like_break = like_break;
  return s;
}

TEST(Fandom, LoyalListenersMindABreak) {
  expect_falls("like.break 0 -> 8 (restless acts)", "engaged at home",
               log_effect(run_pairs(breaking(0.0), breaking(8.0), kSeeds), within("A", &W::engaged_pairs, "A")));
}

TEST(Fandom, AMarketThatHeedsMindsABreakMore) {
  Scenario base = breaking(4.0), heeding = base;
  base.markets[0].heed = 0.0;
  heeding.markets[0].heed = 3.0;
  expect_falls("heed 0 -> 3 (restless acts)", "engaged at home",
               log_effect(run_pairs(base, heeding, kSeeds), within("A", &W::engaged_pairs, "A")));
}

TEST(Fandom, ConsistencyKeepsLoyalListeners) {
  const Scenario base = breaking(8.0);
  expect_rises("consistency 0 -> 1 (restless acts, like.break 8)", "engaged at home",
               log_effect(run_pairs(base, with(base, kA, &Policy::consistency, 1.0), kSeeds),
                          within("A", &W::engaged_pairs, "A")));
}

/// People engaged with the act of this name in the last week.
Measure engaged_with(const std::string& name) {
  return [=](const FinishedRun& r) {
    const auto records = r.simulation.act_registry();
    const W& last = r.weeks.back();
    for (std::size_t i = 0; i < last.acts.size(); ++i)
      if (records[last.acts[i]].name == name) return static_cast<double>(last.act_engaged[i]);
    return 0.0;
  };
}

TEST(Fandom, MembersWhoLeaveTakeFansAlong) {
  Scenario base = one_market();
  Act heirs;
  heirs.name = "Heirs";
  heirs.label = "A indie 1";
  heirs.debut = base.calendar().day(80);
  heirs.inherits_from = "A major";
  base.acts.push_back(heirs);
  Scenario inherited = base;
  inherited.acts[0].inherit_share = 0.8;
  expect_rises("inherit_share 0 -> .8", "million engaged with the heirs after half a year",
               difference(run_pairs(base, inherited, 2 * kSeeds),
                          [](const FinishedRun& r) { return engaged_with("Heirs")(r) / 1e6; }));
}

/// Plays in market A in the weeks of the year's end (or in all others) of the scene's labels of one kind.
Measure plays_of_kind(LabelKind kind, bool at_year_end) {
  return [=](const FinishedRun& r) {
    double sum = 0.0;
    const auto records = r.simulation.label_registry();
    for (const W& w : r.weeks) {
      if (r.world().calendar.year_end(w.week) != at_year_end) continue;
      for (std::size_t i = 0; i < w.labels.size(); ++i) {
        const RegistryEntry& label = records[w.labels[i]];
        if (label.home == "A" && label.label == kLabelKindNames[static_cast<std::size_t>(kind)])
          sum += static_cast<double>(w.label_plays[i]);
      }
    }
    return sum;
  };
}

Scenario gala_world(int weeks) {
  Scenario s = steady_world({.markets = 2, .fans = 900, .weeks = weeks});
  set_lever(s, "labels", &Policy::promotion_abroad, 0.3);
  s.markets[0].gala_reach = 10.0;
  return s;
}

TEST(Fandom, AGalaBelongsToTheHomeScene) {
  Scenario base = gala_world(104), gala = base;
  base.markets[0].gala_reach = 0.0;
  const auto home_share_at_year_end = [](const FinishedRun& r) {
    double home = 0.0, all = 0.0;
    for (const W& w : r.weeks)
      if (r.world().calendar.year_end(w.week)) {
        home += static_cast<double>(w.plays[0]);
        all += static_cast<double>(w.plays[0] + w.plays[1]);
      }
    return home / all;
  };
  expect_rises("gala_reach 0 -> 10", "home share of plays in the gala week",
               log_effect(run_pairs(base, gala, kSeeds), home_share_at_year_end));
}

TEST(Fandom, WhatIsKeptForTheGalaIsHeardThere) {
  // From ten weeks before: kept back all year, promotion costs the fans of a year.
  const Scenario base = gala_world(60);
  Scenario kept = base;
  intervene(kept, "labels[home=A,kind=agency]", &Policy::gala_dependence, 0.8, 42);
  const Pairs pairs = run_pairs(base, kept, kSeeds);
  expect_rises("gala_dependence 0 -> .8 (A's agency)", "its plays in the gala week",
               log_effect(pairs, plays_of_kind(LabelKind::agency, true)));
  expect_falls("gala_dependence 0 -> .8 (A's agency)", "its plays in other weeks",
               log_effect(pairs, plays_of_kind(LabelKind::agency, false)));
}

TEST(Fandom, PromotionIsHeard) {
  const std::string agency = "labels[home=A,kind=agency]";
  const Scenario base = with(one_market(), agency, &Policy::promotion_share, 0.05);
  expect_rises("promotion.share .05 -> .5 (A's agency)", "its plays",
               log_effect(run_pairs(base, with(base, agency, &Policy::promotion_share, 0.5), kSeeds),
                          plays_of_kind(LabelKind::agency, false)));
}

TEST(Fandom, PlacementOnlineIsHeardOnline) {
  const std::string agency = "labels[home=A,kind=agency]";
  Scenario base = with(with(one_market(), "labels", &Policy::official_uploads_video, 1.0), "labels",
                       &Policy::promotion_online, 0.0);
  base.assumptions.media_broadcast = 0.0;
  expect_rises("promotion.online 0 -> .8 (A's agency, nothing on the air)", "its plays",
               log_effect(run_pairs(base, with(base, agency, &Policy::promotion_online, 0.8), 2 * kSeeds),
                          plays_of_kind(LabelKind::agency, false)));
}

TEST(Fandom, ToursAtHomeSellTickets) {
  const Scenario base = with(one_market(), kA, &Policy::tours_home, 0.5);
  const Measure tickets = [](const FinishedRun& r) {
    double sum = 0.0;
    for (const W& w : r.weeks)
      sum += static_cast<double>(w.revenue_by_source[static_cast<std::size_t>(Source::tickets)]);
    return sum;
  };
  expect_rises("tours.home .5 -> 4", "revenue from tickets",
               log_effect(run_pairs(base, with(base, kA, &Policy::tours_home, 4.0), kSeeds), tickets));
}

TEST(Fandom, GatekeepersKeepIndiesOut) {
  const Scenario base = with(one_market(), &Assumptions::gatekeeping, 0.0);
  const Measure indie_share = [](const FinishedRun& r) {
    const double indie = plays_of_kind(LabelKind::indie, false)(r);
    double all = indie;
    for (const LabelKind kind : {LabelKind::major, LabelKind::agency, LabelKind::collective})
      all += plays_of_kind(kind, false)(r);
    return indie / all;
  };
  expect_falls("ranking.gatekeeping 0 -> 2", "indies' share of plays",
               log_effect(run_pairs(base, with(base, &Assumptions::gatekeeping, 2.0), kSeeds), indie_share));
}

}  // namespace
}  // namespace hibiki::test
