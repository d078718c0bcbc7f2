#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/phases/listen_twin.hpp"
#include "tests/phases/week.hpp"
#include "tests/support/threads.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

/// A world in which much happens: attentive fans, many joint releases, tours, livestreams, all platforms.
Scenario lively(int markets = 3, std::int64_t fans = 500) {
  Scenario s = tiny_scenario({.markets = markets, .fans = fans});
  s.assumptions.attention_mean = 0.5;
  s.assumptions.exposures = 4;
  s.assumptions.engagement_gain = 0.3;
  s.assumptions.personalisation = 0.6;
  s.assumptions.media_related = 1.0;
  s.assumptions.plasticity = 0.1;
  s.assumptions.plasticity_width = 15.0;
  set_lever(s, "labels", &Policy::releases_per_year, 8.0);
  set_lever(s, "labels", &Policy::collaboration_rate, 0.4);
  set_lever(s, "labels", &Policy::tours_abroad, 6.0);
  set_lever(s, "labels", &Policy::livestreams, 6.0);
  return s;
}

void expect_equal(const Tallies& phase, const Tallies& twin) {
  EXPECT_EQ(phase.shape, twin.shape);
  for_each_tally(phase, twin,
                 [](const char* name, const auto& mine, const auto& theirs) { EXPECT_EQ(mine, theirs) << name; });
}

/// Fans whose week the phase and the twin tell differently.
std::vector<std::size_t> differing(const std::vector<FanWeek>& phase, const std::vector<FanWeek>& twin) {
  std::vector<std::size_t> fans;
  for (std::size_t fan = 0; fan < phase.size(); ++fan)
    if (!(phase[fan] == twin[fan])) fans.push_back(fan);
  return fans;
}

/// A week up to its listening, by the phase and by its twin.
void listen_beside_twin(int week, World& world, Tallies& tallies) {
  Exposure exposure;
  prepare_week(world, week, exposure);
  const ListenOutcome twin = listen_plainly(world, exposure, week);
  tallies = listen(world, week, exposure);
  ASSERT_THAT(differing(fans_of(world), twin.fans), testing::IsEmpty()) << "week " << week;
  expect_equal(tallies, twin.tallies);
}

TEST(Listen, IsToldTheSameByItsPlainTwin) {
  World world = make_world(lively(), 3);
  People shares = 0, joint_favourites = 0;
  for (int week = 0; week < 40; ++week) {
    Tallies tallies;
    ASSERT_NO_FATAL_FAILURE(listen_beside_twin(week, world, tallies));
    shares += std::accumulate(tallies.shares_abroad.begin(), tallies.shares_abroad.end(), People{0});
    for (std::size_t channel = 0; week == 39 && channel < kChannels; ++channel)
      EXPECT_GT(tallies.by_channel[channel], 0)
          << kChannelNames[channel] << " was never taken: the twin has not seen it";
    settle(std::move(tallies), week, world);
    for (const ReleaseState& r : world.industry.releases) joint_favourites += r.partner ? 1 : 0;
  }
  EXPECT_GT(shares, 0);
  EXPECT_GT(joint_favourites, 0);
}

TEST(Listen, IsToldTheSameWhereHardlyAnybodyIs) {
  World world = make_world(lively(2, 5), 8);
  for (int week = 0; week < 30; ++week) {
    Tallies tallies;
    ASSERT_NO_FATAL_FAILURE(listen_beside_twin(week, world, tallies));
    settle(std::move(tallies), week, world);
  }
}

TEST(Listen, IsToldTheSameWhereFansTakeTurnsAndListenUnequally) {
  Scenario s = lively(2, 200);
  s.assumptions.attention_mean = 0.5;
  s.assumptions.exposures = 20;
  s.assumptions.exposures_spread = 1.2;
  s.assumptions.repeats = 0.3;
  s.markets[0].arrivals = 9;
  s.markets[1].arrivals = 1000;  // more than there are: everybody
  World world = make_world(s, 4);
  for (int week = 0; week < 30; ++week) {
    Tallies tallies;
    ASSERT_NO_FATAL_FAILURE(listen_beside_twin(week, world, tallies));
    settle(std::move(tallies), week, world);
  }
}

/// A week in which all who listen try whatever they meet.
Tallies eager_week(Scenario s, int week) {
  s.assumptions.attention_mean = 0.5;
  s.assumptions.try_constant = 10.0;
  World world = make_world(s, 5);
  run_weeks(world, 0, week);
  Exposure exposure;
  return listen_week(world, week, exposure);
}

TEST(Listen, NobodyTriesAReleaseTwiceAWeekWhereNobodyRepeats) {
  Scenario s = lively(1, 100);
  s.assumptions.exposures = 400;
  const auto most = [](const Tallies& t) { return *std::max_element(t.plays.begin(), t.plays.end()); };
  const auto reached = [](const Tallies& t) { return std::accumulate(t.reach.begin(), t.reach.end(), People{0}); };
  const Tallies again = eager_week(s, 10);
  EXPECT_GT(most(again), 2 * reached(again));
  s.assumptions.repeats = 0.0;
  const Tallies once = eager_week(s, 10);
  EXPECT_LE(most(once), reached(once));
  EXPECT_GT(most(once), reached(once) / 2) << "and with so many exposures nearly everybody tries nearly everything";
}

TEST(Listen, HowMuchFansListenHasTheMeanAndTheSpreadAskedFor) {
  Scenario s = lively(1, 4000);
  s.assumptions.attention_mean = 0.5;
  s.assumptions.exposures = 50;
  World world = make_world(s, 6);
  run_weeks(world, 0, 20);
  Exposure exposure;
  prepare_week(world, 20, exposure);
  const auto met = [&](double spread) {
    world.scenario.assumptions.exposures_spread = spread;
    const Tallies tallies = listen(world, 20, exposure);
    return static_cast<double>(tallies.exposures_all[0]);
  };
  const double alike = met(0.0), different = met(0.8);
  EXPECT_NE(alike, different);
  // About 2,000 listeners; a lognormal of spread .8 varies by sqrt(e^.64 - 1) = .95 of its mean.
  EXPECT_NEAR(different / alike, 1.0, 5.0 * 0.95 / std::sqrt(2000.0));
}

TEST(Listen, EverybodyHasOneTurnInARound) {
  Scenario s = lively(2, 240);
  s.markets[0].arrivals = 6;
  World world = make_world(s, 7);
  std::ranges::fill(world.fans.activity, std::uint8_t{255});  // attentive in all weeks but one of 256
  const std::uint32_t fans = world.fans.market_first[1], communities = world.fans.community_first[1];
  ASSERT_EQ(fans, 120u);
  std::vector<std::uint64_t> turns(communities, 0);
  Exposure exposure;
  for (int week = 0; week < 20; ++week) {
    prepare_week(world, week, exposure);
    std::vector<CommunityWork> work;
    listen(world, week, exposure, 0, {.work = &work});
    std::uint64_t today = 0;
    for (std::uint32_t c = 0; c < communities; ++c) {
      turns[c] += work[c].attentive;
      today += work[c].attentive;
    }
    EXPECT_LE(today, 6u);
  }
  for (std::uint32_t c = 0; c < communities; ++c) {
    EXPECT_LE(turns[c], world.fans.communities[c].size) << c;
    EXPECT_GE(turns[c] + 2, world.fans.communities[c].size) << c;
  }
}

/// A world after some weeks, and what its next week is to listen to.
struct Ready {
  explicit Ready(const Scenario& s, int weeks = 12) : world(make_world(s, 3)), week(weeks) {
    run_weeks(world, 0, weeks);
    prepare_week(world, weeks, exposure);
  }
  World world;
  Exposure exposure;
  int week;
};

TEST(Listen, ThreadsAndChunksChangeNothing) {
  const Scenario s = lively(3, 3000);
  Ready reference(s);
  const Tallies expected =
      with_threads(1, [&] { return listen(reference.world, reference.week, reference.exposure, 1); });
  const auto fans = fans_of(reference.world);
  for_thread_counts([&] {
    for (const std::size_t chunk : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{1000}}) {
      Ready other(s);
      const Tallies tallies = listen(other.world, other.week, other.exposure, chunk);
      EXPECT_THAT(differing(fans_of(other.world), fans), testing::IsEmpty()) << "chunk " << chunk;
      expect_equal(tallies, expected);
    }
  });
}

TEST(Listen, RecordingDiscoveriesChangesNothing) {
  const Scenario s = lively(3, 3000);
  Ready plain(s), recorded(s);
  Discoveries discoveries(recorded.world.fans.size());
  const Tallies expected = listen(plain.world, plain.week, plain.exposure, 2);
  const Tallies tallies = listen(recorded.world, recorded.week, recorded.exposure, 2, {.discoveries = &discoveries});
  expect_equal(tallies, expected);
  EXPECT_THAT(differing(fans_of(recorded.world), fans_of(plain.world)), testing::IsEmpty());
  EXPECT_TRUE(std::ranges::any_of(discoveries, [](const auto& slots) {
    return std::ranges::any_of(slots, [](const Discovery& d) { return d.week >= 0; });
  }));
}

TEST(Listen, NobodyAttentiveOnlyFades) {
  Ready ready(lively());
  std::fill(ready.world.fans.activity.begin(), ready.world.fans.activity.end(), std::uint8_t{0});
  const auto before = fans_of(ready.world);
  const Tallies tallies = listen(ready.world, ready.week, ready.exposure);
  const auto after = fans_of(ready.world);
  for (const auto* counts :
       {&tallies.plays, &tallies.exposures_all, &tallies.by_channel, &tallies.reach, &tallies.shares_home})
    EXPECT_THAT(*counts, testing::Each(0));
  bool any = false;
  for (std::size_t fan = 0; fan < after.size(); ++fan) {
    EXPECT_EQ(after[fan].taste, before[fan].taste);
    EXPECT_FALSE(after[fan].shared);
    for (std::size_t s = 0; s < kFavourites; ++s) {
      EXPECT_LE(after[fan].engagement[s], before[fan].engagement[s]);
      any = any || after[fan].engagement[s] > 0;
    }
  }
  EXPECT_TRUE(any);
}

TEST(Listen, ASharedActIsHeardForOneWeek) {
  Ready ready(lively());
  const Tallies tallies = listen(ready.world, ready.week, ready.exposure);
  ASSERT_GT(std::accumulate(tallies.shares_home.begin(), tallies.shares_home.end(), People{0}), 0);
  std::fill(ready.world.fans.activity.begin(), ready.world.fans.activity.end(), std::uint8_t{0});
  settle(std::move(tallies), ready.week, ready.world);
  Tallies next = listen_week(ready.world, ready.week + 1, ready.exposure);
  for (const FanWeek& fan : fans_of(ready.world)) EXPECT_FALSE(fan.shared);
}

TEST(Listen, FriendsBringNothingWithoutTies) {
  Scenario s = lively();
  s.assumptions.ties_community = s.assumptions.ties_market = s.assumptions.ties_abroad = 0;
  Ready ready(s);
  const Tallies tallies = listen(ready.world, ready.week, ready.exposure);
  for (std::size_t m = 0; m < 3; ++m)
    EXPECT_EQ(tallies.by_channel[m * kChannels + static_cast<std::size_t>(Channel::friends)], 0);
  EXPECT_GT(tallies.by_channel[static_cast<std::size_t>(Channel::following)], 0);
}

TEST(Listen, CountsAddUp) {
  Ready ready(lively(3, 2000));
  const Tallies t = listen(ready.world, ready.week, ready.exposure);
  const World& world = ready.world;
  for (std::size_t m = 0; m < 3; ++m) {
    const auto sum = [&](const std::vector<People>& cells, std::size_t columns) {
      return std::accumulate(cells.begin() + static_cast<std::ptrdiff_t>(m * columns),
                             cells.begin() + static_cast<std::ptrdiff_t>((m + 1) * columns), People{0});
    };
    const People plays = sum(t.plays, t.shape.releases);
    EXPECT_GT(plays, 0);
    EXPECT_EQ(sum(t.by_channel, kChannels), plays);
    EXPECT_LE(plays, t.exposures_all[m]);
    EXPECT_LE(sum(t.exposures, t.shape.platforms), t.exposures_all[m]);
    EXPECT_LE(sum(t.tries, t.shape.platforms), plays);
    EXPECT_EQ(sum(t.plays_streaming, t.shape.releases),
              t.by_channel[m * kChannels + static_cast<std::size_t>(Channel::streaming)]);
    EXPECT_LE(sum(t.reach, 3), plays);
    for (std::size_t scene = 0; scene < 3; ++scene) EXPECT_LE(t.engaged[m * 3 + scene], world.markets.people[m]);
    EXPECT_LE(t.exposures_all[m], world.markets.people[m] * world.scenario.assumptions.exposures);
  }
  const std::int64_t held = std::accumulate(t.holding.begin(), t.holding.end(), std::int64_t{0});
  EXPECT_LE(held, static_cast<std::int64_t>(world.fans.size()) * kFavourites);
  EXPECT_GT(held, 0);
}

TEST(Listen, TheOldAreSetInTheirTaste) {
  Scenario s = lively();
  s.assumptions.plasticity_peak_age = 15.0;
  s.assumptions.plasticity_width = 6.0;
  Ready ready(s);
  const auto before = fans_of(ready.world);
  const Tallies tallies = listen(ready.world, ready.week, ready.exposure);
  const auto after = fans_of(ready.world);
  std::size_t young_moved = 0;
  for (const Community& c : ready.world.fans.communities) {
    const int age = ready.world.calendar.year(ready.week) - c.birth_year;
    for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan) {
      const bool moved = !(after[fan].taste == before[fan].taste);
      if (age >= 40) {
        EXPECT_FALSE(moved) << "aged " << age;
      }
      young_moved += moved && age < 22;
    }
  }
  EXPECT_GT(young_moved, 0u);
}

}  // namespace
}  // namespace hibiki::test
