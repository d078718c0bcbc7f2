#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/phases/week.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

Cents total(const std::vector<Cents>& amounts) { return std::accumulate(amounts.begin(), amounts.end(), Cents{0}); }

/// A world in which every source of revenue flows, with partners, joint releases and fees that do not divide evenly.
Scenario busy() {
  Scenario s = tiny_scenario({.markets = 3, .fans = 900});
  for (Platform& p : s.platforms) p.fee = 0.3137;
  s.assumptions.attention_mean = 0.5;
  s.assumptions.engagement_gain = 0.35;
  s.assumptions.livestream_rate = 0.05;
  set_lever(s, "labels", &Policy::local_partners, 0.5);
  set_lever(s, "labels", &Policy::collaboration_rate, 0.5);
  set_lever(s, "labels", &Policy::tours_home, 6.0);
  set_lever(s, "labels", &Policy::livestreams, 12.0);
  return s;
}

TEST(Settle, EveryCentPaidReachesSomebody) {
  World world = make_world(busy(), 1);
  Exposure exposure;
  Cents paid = 0;
  std::vector<Cents> by_source(kSources, 0);
  for (int week = 0; week < 40; ++week) {
    settle(listen_week(world, week, exposure), week, world);
    const Ledger& l = world.ledger;
    for (std::size_t m = 0; m < 3; ++m) {
      EXPECT_EQ(l.paid[m], l.to_labels[m] + l.to_platforms[m]) << "week " << week << " market " << m;
      EXPECT_GE(l.to_platforms[m], 0);
      Cents of_scenes = 0;
      for (std::size_t s = 0; s < 3; ++s) of_scenes += l.by_scene[m * 3 + s];
      EXPECT_EQ(of_scenes, l.paid[m]);
      Cents received = 0;
      for (std::size_t s = 0; s < 3; ++s) received += l.received[m * 3 + s];
      EXPECT_EQ(received, l.to_labels[m]);
    }
    for (std::size_t scene = 0; scene < 3; ++scene) {
      Cents abroad_and_at_home = 0, of_sources = 0, of_acts = 0;
      for (std::size_t m = 0; m < 3; ++m) abroad_and_at_home += l.by_scene[m * 3 + scene];
      for (std::size_t s = 0; s < kSources; ++s) {
        of_sources += l.by_source[s * 3 + scene];
        by_source[s] += l.by_source[s * 3 + scene];
      }
      for (std::size_t a = 0; a < l.by_act.size(); ++a)
        if (world.industry.acts[a].home.value == scene) of_acts += l.by_act[a];
      EXPECT_EQ(of_sources, abroad_and_at_home);
      EXPECT_EQ(of_acts, abroad_and_at_home);
    }
    EXPECT_EQ(total(l.label_revenue), total(l.to_labels));
    paid += total(l.paid);
  }
  EXPECT_GT(paid, 0);
  for (std::size_t s = 0; s < kSources; ++s) EXPECT_GT(by_source[s], 0) << kSourceNames[s];
}

/// A world settled up to `week`, and that week's counts not yet settled.
struct Pending {
  explicit Pending(const Scenario& s, int at = 25) : world(make_world(s, 1)), week(at) {
    run_weeks(world, 0, week);
    counts = listen_week(world, week, exposure);
  }
  World world;
  Exposure exposure;
  int week;
  Tallies counts;
};

TEST(Settle, LabelsKeepWhatTheyAreGiven) {
  Pending p(busy());
  std::vector<Cents> cash;
  for (const LabelState& label : p.world.industry.labels) cash.push_back(label.cash);
  settle(p.counts, p.week, p.world);
  for (std::size_t l = 0; l < cash.size(); ++l)
    EXPECT_EQ(p.world.industry.labels[l].cash, cash[l] + p.world.ledger.label_revenue[l]);
}

TEST(Settle, PlatformsTakeTheirFee) {
  Scenario s = busy();
  for (Platform& platform : s.platforms) platform.fee = 1.0;
  Pending all(s);
  settle(all.counts, all.week, all.world);
  EXPECT_EQ(total(all.world.ledger.to_labels), 0);
  EXPECT_GT(total(all.world.ledger.paid), 0);
  for (Platform& platform : s.platforms) platform.fee = 0.0;
  set_lever(s, "labels", &Policy::local_partners, 0.0);
  Pending none(s);
  settle(none.counts, none.week, none.world);
  EXPECT_EQ(total(none.world.ledger.to_platforms), 0);
}

TEST(Settle, LocalPartnersTakeTheirShareAbroad) {
  Scenario s = busy();
  for (Platform& platform : s.platforms) platform.fee = 0.0;
  s.assumptions.local_partner_share = 0.35;
  set_lever(s, "labels", &Policy::local_partners, 1.0);
  set_lever(s, "labels", &Policy::collaboration_rate, 0.0);
  Pending p(s);
  settle(p.counts, p.week, p.world);
  const Ledger& l = p.world.ledger;
  for (std::size_t m = 0; m < 3; ++m) {
    double abroad = 0.0;
    for (std::size_t scene = 0; scene < 3; ++scene)
      if (scene != m) abroad += static_cast<double>(l.by_scene[m * 3 + scene]);
    EXPECT_GT(abroad, 0.0);
    EXPECT_NEAR(static_cast<double>(l.to_platforms[m]), 0.35 * abroad, 200.0) << "each payment is rounded to a cent";
  }
}

TEST(Settle, FreeThingsBringNothing) {
  Scenario s = busy();
  for (Market& m : s.markets) m.price_stream = m.price_ticket = DatedValue(0.0);
  Pending p(s);
  settle(p.counts, p.week, p.world);
  for (const Source source : {Source::streaming, Source::tickets, Source::livestream})
    for (std::size_t scene = 0; scene < 3; ++scene)
      EXPECT_EQ(p.world.ledger.by_source[static_cast<std::size_t>(source) * 3 + scene], 0);
  EXPECT_GT(total(p.world.ledger.paid), 0);
}

TEST(Settle, APartnerIsPaidByTheAgreedShare) {
  Scenario s = busy();
  for (Platform& platform : s.platforms) platform.fee = 0.0;
  s.assumptions.ticket_rate = s.assumptions.livestream_rate = s.assumptions.merchandise_rate = 0.0;
  set_lever(s, "labels", &Policy::local_partners, 0.0);
  set_lever(s, "labels", &Policy::collaboration_revenue, 0.25);
  Pending p(s);
  std::erase_if(p.world.industry.releases, [](const ReleaseState& r) { return !r.partner; });
  ASSERT_FALSE(p.world.industry.releases.empty());
  p.world.industry.releases.resize(1, p.world.industry.releases[0]);
  ReleaseState& joint = p.world.industry.releases[0];
  joint.week = p.week;
  Tallies counts({3, p.world.platforms.size(), p.world.industry.acts.size(), 1});
  counts.engaged_act[joint.act.value] = 1'000'000;  // in A
  counts.spending[joint.act.value] = 1'000'000 * kSpendingScale;
  settle(counts, p.week, p.world);
  const Cents paid = total(p.world.ledger.paid);
  ASSERT_GT(paid, 1000);
  EXPECT_NEAR(static_cast<double>(p.world.ledger.label_revenue[joint.partner_label.value]),
              0.25 * static_cast<double>(paid), 1.0);
  EXPECT_NEAR(static_cast<double>(p.world.ledger.label_revenue[joint.label.value]), 0.75 * static_cast<double>(paid),
              1.0);
}

/// One act with a million fans in market A who spend by the rates, week after week.
struct Spenders {
  explicit Spenders(const Scenario& s) : p(s) {
    act.value = static_cast<std::uint16_t>(
        std::ranges::find_if(p.world.industry.acts,
                             [](const ActState& a) { return a.in_use && a.home == MarketId(0); }) -
        p.world.industry.acts.begin());
    p.world.industry.act(act).spent.assign(3, 0);
    p.world.industry.act(act).livestreams = 0.0;
    p.world.industry.releases.clear();
  }
  /// Settles a week with a livestream or without; returns what was paid for the act.
  Cents week(bool livestream) {
    Tallies counts({3, p.world.platforms.size(), p.world.industry.acts.size(), 0});
    counts.engaged_act[act.value] = 1'000'000;
    counts.spending[act.value] = 1'000'000 * kSpendingScale;
    counts.holding[act.value] = 1;
    if (livestream) p.world.industry.act(act).livestream_week = p.week;
    settle(counts, p.week++, p.world);
    return p.world.ledger.by_act[act.value];
  }
  Pending p;
  ActId act;
};

TEST(Settle, NobodySpendsMoreThanThePurse) {
  Scenario s = busy();
  s.assumptions.livestream_rate = 10.0;  // ten tickets a fan and livestream, every week
  s.assumptions.livestream_tiring = 0.0;
  s.assumptions.purse_share = 0.01;
  s.markets[0].income = DatedValue(20'000.0);
  const double purse = 200.0 * 100.0 * 1e6;  // cents a year, of all
  Spenders limited(s);
  double year = 0.0;
  for (int week = 0; week < 5 * 52; ++week) {
    const auto paid = static_cast<double>(limited.week(true));
    if (week >= 4 * 52) year += paid;
  }
  EXPECT_LT(year, purse);
  EXPECT_GT(year, 0.9 * purse) << "they would spend far more";
  s.assumptions.purse_share = 0.0;
  Spenders unlimited(s);
  EXPECT_GT(52.0 * static_cast<double>(unlimited.week(true)), 10.0 * purse);
}

TEST(Settle, AMarketSpendsNoMoreThanItsLimit) {
  Scenario s = busy();
  s.assumptions.livestream_rate = 10.0;
  s.assumptions.livestream_tiring = s.assumptions.purse_share = 0.0;
  s.assumptions.market_limit = 3.0;
  s.markets[0].recorded_music = DatedValue(40.0);
  s.markets[0].live_music = DatedValue(10.0);
  const double limit = 3.0 * 50e6 * kCentsInDollar;  // a year
  Spenders limited(s);
  double year = 0.0;
  for (int week = 0; week < 5 * 52; ++week) {
    limited.week(true);
    if (week >= 4 * 52) year += static_cast<double>(limited.p.world.ledger.paid[0]);
  }
  EXPECT_LT(year, limit);
  EXPECT_GT(year, 0.8 * limit) << "they would spend far more";
  s.assumptions.market_limit = 0.0;
  Spenders unlimited(s);
  EXPECT_GT(52.0 * static_cast<double>(unlimited.week(true)), 3.0 * limit);
  s.assumptions.market_limit = 3.0;
  s.markets[0].recorded_music = s.markets[0].live_music = DatedValue(0.0);
  Spenders unknown(s);
  EXPECT_GT(52.0 * static_cast<double>(unknown.week(true)), 3.0 * limit) << "a size that is not known limits nothing";
}

TEST(Settle, WhatActsOfAMarketSpendLeavesLessForOthers) {
  Scenario s = busy();
  s.assumptions.purse_share = 0.0;
  s.assumptions.market_limit = 1.0;
  s.markets[0].recorded_music = DatedValue(10.0);
  const auto paid = [&](double millions) {  // in a week after one in which fans paid so much, for whomever
    Spenders fans(s);
    fans.p.world.markets.spent[0] = to_cents(millions * 1e6 * kCentsInDollar);
    return static_cast<double>(fans.week(false));
  };
  ASSERT_GT(paid(0.0), 1000.0);
  EXPECT_NEAR(paid(5.0), 0.5 * paid(0.0), 5.0) << "half of the limit is left; payments are whole cents";
  EXPECT_EQ(paid(20.0), 0.0);
}

TEST(Settle, ViewersTireOfLivestreams) {
  Scenario s = busy();
  s.assumptions.purse_share = 0.0;
  s.assumptions.livestream_tiring = 12.0;
  s.assumptions.merchandise_rate = 0.0;
  Spenders fans(s);
  s.assumptions.livestream_tiring = 0.0;
  Spenders tireless(s);
  EXPECT_EQ(fans.week(true), tireless.week(true)) << "the first";
  for (int week = 1; week < 6 * 52; ++week) {
    fans.week(week % 4 == 0);
    tireless.week(week % 4 == 0);
  }
  // Thirteen a year.
  EXPECT_NEAR(static_cast<double>(fans.week(true)) / static_cast<double>(tireless.week(true)), 12.0 / 25.0, 0.02);
}

TEST(Settle, PopularityIsPlaysRememberedWithAFadingWeight) {
  Scenario s = busy();
  s.assumptions.popularity_memory = 0.5;
  Pending p(s);
  const auto before = p.world.industry.releases;
  settle(p.counts, p.week, p.world);
  bool any = false;
  for (std::size_t r = 0; r < before.size(); ++r)
    for (std::size_t m = 0; m < 3; ++m) {
      EXPECT_EQ(p.world.industry.releases[r].popularity[m],
                before[r].popularity[m] / 2 + p.counts.plays[m * before.size() + r]);
      any = any || before[r].popularity[m] > 1;
    }
  EXPECT_TRUE(any);
}

TEST(Settle, TheCentroidIsThePlayWeightedMeanStyle) {
  Pending p(busy());
  settle(p.counts, p.week, p.world);
  for (std::size_t m = 0; m < 3; ++m) {
    Style sum = Style::Zero();
    double plays = 0.0;
    for (const ReleaseState& r : p.world.industry.releases) {
      sum += unpack(r.packed) * static_cast<double>(r.popularity[m]);
      plays += static_cast<double>(r.popularity[m]);
    }
    EXPECT_NEAR(rms_distance(p.world.markets.centroid[m], sum / plays), 0.0, 1e-9);
  }
}

TEST(Settle, MarketsGrowFamiliarWithWhatTheyAreEngagedWith) {
  Scenario s = busy();
  s.assumptions.familiarity_rate = 0.1;
  s.assumptions.familiarity_gain = 5.0;
  Pending p(s);
  const Eigen::MatrixXd before = p.world.markets.familiarity;
  Tallies counts({3, p.world.platforms.size(), p.world.industry.acts.size(), p.world.industry.releases.size()});
  const auto& acts = p.world.industry.acts;
  const auto a_act = std::find_if(acts.begin(), acts.end(), [](const ActState& a) {
    return a.in_use && a.home == MarketId(0) && a.heritage[0] == 1.0;
  });
  counts.engaged_act[acts.size() + static_cast<std::size_t>(a_act - acts.begin())] =
      p.world.markets.people[1];  // all of B
  settle(counts, p.week, p.world);
  EXPECT_NEAR(p.world.markets.familiarity(1, 0), before(1, 0) + 0.1 * (5.0 - before(1, 0)), 1e-6);
  EXPECT_NEAR(p.world.markets.familiarity(2, 0), 0.9 * before(2, 0), 1e-9) << "C has forgotten a little";
  EXPECT_EQ(p.world.markets.familiarity(1, 1), 0.0) << "nobody needs to get used to home";
}

TEST(Settle, ActsKnowTheirFollowing) {
  Pending p(busy());
  settle(p.counts, p.week, p.world);
  const auto& acts = p.world.industry.acts;
  for (std::size_t a = 0; a < acts.size(); ++a) {
    if (!acts[a].in_use) continue;
    People engaged = 0;
    for (std::size_t m = 0; m < 3; ++m) engaged += p.counts.engaged_act[m * acts.size() + a];
    EXPECT_EQ(acts[a].engaged, engaged);
  }
}

TEST(Settle, AFreedSlotIsOneThatNobodyRefersTo) {
  Pending p(busy());
  ActState& loved = p.world.industry.acts[0];
  loved.retired = true;
  const Key key = loved.key;
  std::erase_if(p.world.industry.releases,
                [](const ReleaseState& r) { return r.act == ActId(0) || r.partner == ActId(0); });
  const auto quiet = [&](std::int64_t holding) {
    Tallies counts({3, p.world.platforms.size(), p.world.industry.acts.size(), p.world.industry.releases.size()});
    counts.holding[0] = holding;
    settle(counts, p.week++, p.world);
  };
  for (int i = 0; i < 10; ++i) quiet(1);
  EXPECT_TRUE(loved.in_use) << "one fan still has it among its favourites";
  EXPECT_EQ(loved.key, key);
  for (int i = 0; i < 10; ++i) quiet(0);
  EXPECT_FALSE(loved.in_use);
  EXPECT_EQ(take_act_slot(p.world.industry), ActId(0));
}

TEST(Settle, AReleaseInCirculationHoldsItsActsSlot) {
  Pending p(busy());
  const ActId act = p.world.industry.releases[0].act;
  p.world.industry.act(act).retired = true;
  for (int i = 0; i < 10; ++i) {
    Tallies counts({3, p.world.platforms.size(), p.world.industry.acts.size(), p.world.industry.releases.size()});
    settle(counts, p.week++, p.world);
  }
  EXPECT_TRUE(p.world.industry.act(act).in_use);
}

TEST(Settle, PlatformsCountTheirTrials) {
  Pending p(busy());
  const auto tries = p.world.trials.tries, exposures = p.world.trials.exposures;
  settle(p.counts, p.week, p.world);
  for (std::size_t i = 0; i < tries.size(); ++i) {
    EXPECT_EQ(p.world.trials.tries[i], tries[i] + p.counts.tries[i]);
    EXPECT_EQ(p.world.trials.exposures[i], exposures[i] + p.counts.exposures[i]);
  }
}

}  // namespace
}  // namespace hibiki::test
