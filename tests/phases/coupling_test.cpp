// The coupling of choices from end to end: how many of the offers that the same fans meet change when a world has one
// release more. What changes beyond the release itself is noise in every comparison of two arms.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "tests/phases/week.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

constexpr int kWeek = 60;
constexpr Key kFans = 20'000;

/// Four markets with about as many releases in circulation as the calibrated world has.
Scenario prolific() {
  Scenario s = tiny_scenario({.markets = 4, .fans = 800});
  s.assumptions.release_weeks = 52;
  set_lever(s, "labels", &Policy::releases_per_year, 13.0);
  return s;
}

World world_in_week() {
  World world = make_world(prolific(), 1);
  run_weeks(world, 0, kWeek);
  update_access(world.scenario, world.calendar.day(kWeek), world.platforms);
  release(world, kWeek);
  return world;
}

Exposure exposure_of(const World& world) {
  Exposure exposure;
  rank(world, kWeek, exposure);
  return exposure;
}

/// Platform and release that a fan with all platforms meets, by draws of its own.
std::optional<std::pair<std::size_t, Key>> offer(const World& world, const MarketExposure& market, Key fan) {
  double sum = 0.0;
  for (std::size_t p = 0; p < world.platforms.size(); ++p) sum += market.media[p];
  double u = world.draws.uniform(Purpose::choice, fan) * sum;
  for (std::size_t p = 0; p < world.platforms.size(); ++p) {
    if (u >= market.media[p]) {
      u -= market.media[p];
      continue;
    }
    const auto release = market.trees[p].pick(
        [&](std::uint32_t d) { return world.draws.words(Purpose::choice, fan, 0, 1 + d / 4)[d % 4]; });
    return std::pair(p, world.industry.releases[release].key);
  }
  return std::nullopt;
}

double changed_offers(const World& before, const World& after) {
  const Exposure one = exposure_of(before), other = exposure_of(after);
  double changed = 0.0;
  for (std::size_t m = 0; m < before.market_count(); ++m)
    for (Key fan = 0; fan < kFans; ++fan)
      changed += offer(before, one.markets[m], fan) != offer(after, other.markets[m], fan);
  return changed / static_cast<double>(kFans * before.market_count());
}

/// Puts a copy of a release into circulation under a key of its own.
void add_release(World& world, ReleaseState release, Key key) {
  release.key = key;
  auto& releases = world.industry.releases;
  releases.insert(
      std::lower_bound(releases.begin(), releases.end(), key, [](const auto& r, Key k) { return r.key < k; }), release);
}

TEST(Coupling, OneReleaseMoreChangesAtMostOneOfferInFifty) {
  const World base = world_in_week();
  ASSERT_GT(base.industry.releases.size(), 250u);
  double sum = 0.0;
  constexpr Key kTrials = 8;
  for (Key trial = 0; trial < kTrials; ++trial) {
    World more = world_in_week();
    // As popular as releases are on average, and a few weeks old.
    ReleaseState extra = base.industry.releases[(trial * 37) % base.industry.releases.size()];
    for (std::size_t m = 0; m < base.market_count(); ++m) {
      std::int64_t plays = 0;
      for (const ReleaseState& r : base.industry.releases) plays += r.popularity[m];
      extra.popularity[m] = plays / static_cast<std::int64_t>(base.industry.releases.size());
    }
    extra.week = kWeek - 4;
    add_release(more, extra, child_key(7, Purpose::release_birth, trial));
    const double changed = changed_offers(base, more);
    EXPECT_GT(changed, 0.0);
    EXPECT_LE(changed, 0.03) << "trial " << trial;
    sum += changed;
  }
  EXPECT_LE(sum / kTrials, 0.02);
}

TEST(Coupling, TheSameWorldOffersTheSame) { EXPECT_EQ(changed_offers(world_in_week(), world_in_week()), 0.0); }

// One label's lever moves the offers of its own releases, and few others.
TEST(Coupling, WhatALabelDoesMovesFewOffersOfOthers) {
  const World base = world_in_week();
  World changed = world_in_week();
  LabelState& label = changed.industry.label(label_named(changed, "A agency"));
  label.policy.official_uploads_video = label.policy.official_uploads_video > 0.5 ? 0.0 : 1.0;
  const Exposure one = exposure_of(base), other = exposure_of(changed);
  double of_others = 0.0;
  const auto by_label = [&](const std::optional<std::pair<std::size_t, Key>>& met) {
    const auto& releases = base.industry.releases;
    const auto it = std::find_if(releases.begin(), releases.end(), [&](const auto& r) { return r.key == met->second; });
    return base.industry.label(it->label).identity.name;
  };
  for (std::size_t m = 0; m < base.market_count(); ++m)
    for (Key fan = 0; fan < kFans; ++fan) {
      const auto before = offer(base, one.markets[m], fan), after = offer(changed, other.markets[m], fan);
      if (before != after && by_label(before) != "A agency" && by_label(after) != "A agency") ++of_others;
    }
  EXPECT_LE(of_others / static_cast<double>(kFans * base.market_count()), 0.06);
}

}  // namespace
}  // namespace hibiki::test
