#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "tests/phases/week.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

constexpr int kWeek = 20;

/// A world of labels that all answer to the test: releases are out, nobody learns.
Scenario plain(int markets = 3) {
  Scenario s = tiny_scenario({.markets = markets, .fans = 600});
  std::erase_if(s.labels, [](const Label& l) { return l.kind == LabelKind::collective; });
  s.assumptions.contract_years = 20.0;  // careers of the start reach far back
  set_lever(s, "labels", &Policy::collaboration_rate, 0.0);
  return s;
}

/// The world when `week` is about to be ranked: the test may still change policies.
World ready(const Scenario& s, int week = kWeek) {
  World world = make_world(s, 2);
  run_weeks(world, 0, week);
  update_access(world.scenario, world.calendar.day(week), world.platforms);
  release(world, week);
  return world;
}

Exposure ranked(const World& world, int week = kWeek) {
  Exposure exposure;
  rank(world, week, exposure);
  return exposure;
}

const PickTree& tree(const World& world, const Exposure& exposure, const std::string& market,
                     const std::string& platform) {
  return exposure.markets[market_index(world, market)].trees[platform_index(world, platform)];
}

float media(const World& world, const Exposure& exposure, const std::string& market, const std::string& platform) {
  return exposure.markets[market_index(world, market)].media[platform_index(world, platform)];
}

/// Releases picked in many draws; empty when nothing is on offer.
std::vector<std::size_t> picks(const World& world, const PickTree& tree, Key count = 20'000) {
  std::vector<std::size_t> found;
  if (tree.empty()) return found;
  for (Key i = 0; i < count; ++i)
    found.push_back(tree.pick([&](std::uint32_t d) { return world.draws.words(Purpose::choice, i, 0, d / 4)[d % 4]; }));
  return found;
}

const std::string& home_of(const World& world, std::size_t release) {
  return world.industry.label(world.industry.releases[release].label).identity.home;
}

/// Share of a tree's picks that come from a home market.
double share_from(const World& world, const PickTree& tree, const std::string& home) {
  const auto found = picks(world, tree);
  const auto of_home =
      std::count_if(found.begin(), found.end(), [&](std::size_t r) { return home_of(world, r) == home; });
  return found.empty() ? 0.0 : static_cast<double>(of_home) / static_cast<double>(found.size());
}

void set_all(World& world, double Policy::*lever, double value, const std::string& home = "") {
  for (LabelState& label : world.industry.labels)
    if (home.empty() || label.identity.home == home) label.policy.*lever = value;
}

TEST(Rank, HasARowForEachReleaseInEachMarket) {
  const World world = ready(plain());
  const Exposure exposure = ranked(world);
  ASSERT_EQ(exposure.markets.size(), 3u);
  ASSERT_GT(world.industry.releases.size(), 10u);
  for (const MarketExposure& market : exposure.markets) {
    ASSERT_EQ(market.rows.size(), world.industry.releases.size());
    for (std::size_t r = 0; r < market.rows.size(); ++r) {
      EXPECT_EQ(market.rows[r].act, world.industry.releases[r].act);
      EXPECT_EQ(market.rows[r].style, world.industry.releases[r].packed);
    }
  }
}

TEST(Rank, BlockedReleasesAreNotOfferedAbroad) {
  World world = ready(plain());
  set_all(world, &Policy::official_uploads_video, 1.0);
  set_all(world, &Policy::takedown, 1.0);
  set_all(world, &Policy::geo_blocking, 0.0);
  EXPECT_GT(share_from(world, tree(world, ranked(world), "B", "clips"), "A"), 0.0);
  set_all(world, &Policy::geo_blocking, 1.0, "A");
  const Exposure blocked = ranked(world);
  EXPECT_EQ(share_from(world, tree(world, blocked, "B", "clips"), "A"), 0.0);
  EXPECT_EQ(share_from(world, tree(world, blocked, "C", "clips"), "A"), 0.0);
  EXPECT_GT(share_from(world, tree(world, blocked, "A", "clips"), "A"), 0.0) << "at home they are";
}

TEST(Rank, UnlicensedReleasesAreNotStreamed) {
  World world = ready(plain());
  set_all(world, &Policy::official_uploads_streaming, 1.0);
  set_all(world, &Policy::official_uploads_streaming_abroad, 1.0);
  set_all(world, &Policy::official_uploads_streaming_abroad, 0.0, "A");
  Exposure exposure = ranked(world);
  EXPECT_EQ(share_from(world, tree(world, exposure, "B", "streams"), "A"), 0.0);
  EXPECT_GT(share_from(world, tree(world, exposure, "C", "streams"), "B"), 0.0);
  EXPECT_GT(share_from(world, tree(world, exposure, "A", "streams"), "A"), 0.0);
  set_all(world, &Policy::official_uploads_streaming, 0.0, "A");
  exposure = ranked(world);
  EXPECT_EQ(share_from(world, tree(world, exposure, "A", "streams"), "A"), 0.0);
}

TEST(Rank, SupplyIsWhatIsNotKeptOff) {
  World world = ready(plain());
  world.scenario.assumptions.media_video = 2.0;
  set_all(world, &Policy::official_uploads_video, 1.0);
  set_all(world, &Policy::geo_blocking, 0.0);
  set_all(world, &Policy::takedown, 1.0);
  EXPECT_FLOAT_EQ(media(world, ranked(world), "B", "clips"), 2.0f) << "all of it is there";
  set_all(world, &Policy::official_uploads_video, 0.0, "B");
  const float without_home = media(world, ranked(world), "B", "clips");
  EXPECT_GT(without_home, 0.0f);
  EXPECT_LT(without_home, 1.9f);
  set_all(world, &Policy::official_uploads_video, 0.0);
  const Exposure none = ranked(world);
  EXPECT_EQ(media(world, none, "B", "clips"), 0.0f);
  EXPECT_TRUE(tree(world, none, "B", "clips").empty());
}

TEST(Rank, FansUploadWhatIsNotTakenDown) {
  World world = ready(plain());
  world.scenario.assumptions.unofficial_fandom = 1e-6;  // any fandom will do
  world.scenario.assumptions.unofficial_reach = 0.4;
  set_all(world, &Policy::official_uploads_video, 0.0);
  set_all(world, &Policy::takedown, 0.0);
  const Exposure tolerated = ranked(world);
  EXPECT_FALSE(tree(world, tolerated, "B", "clips").empty());
  const double all_unofficial = tree(world, tolerated, "B", "clips").total();
  world.scenario.assumptions.unofficial_reach = 0.2;
  EXPECT_NEAR(tree(world, ranked(world), "B", "clips").total(), 0.5 * all_unofficial, 1e-6 * all_unofficial);
  set_all(world, &Policy::takedown, 1.0);
  EXPECT_TRUE(tree(world, ranked(world), "B", "clips").empty());
  EXPECT_TRUE(tree(world, ranked(world), "B", "uploads").empty());
}

TEST(Rank, LinkableIsWhatCanBeWatched) {
  World world = ready(plain());
  set_all(world, &Policy::takedown, 1.0);
  set_all(world, &Policy::official_uploads_video, 1.0);
  set_all(world, &Policy::geo_blocking, 0.0);
  set_all(world, &Policy::official_uploads_video, 0.0, "A");
  const Exposure exposure = ranked(world);
  for (std::size_t r = 0; r < world.industry.releases.size(); ++r)
    EXPECT_EQ(exposure.markets[1].rows[r].linkable, home_of(world, r) == "A" ? 0 : 1);
}

TEST(Rank, TheBarrierWithholdsItsShareOfForeignBroadcast) {
  World world = ready(plain());
  const auto weight = [&](double barrier) {
    world.scenario.markets[market_index(world, "A")].foreign_barrier = DatedValue(barrier);
    return tree(world, ranked(world), "A", "radio").total();
  };
  const double open = weight(0.0), closed = weight(1.0);
  ASSERT_GT(open, closed);
  ASSERT_GT(closed, 0.0);
  EXPECT_NEAR(weight(0.75), closed + 0.25 * (open - closed), 1e-6 * open);
  EXPECT_EQ(share_from(world, tree(world, (weight(1.0), ranked(world)), "A", "radio"), "A"), 1.0);
}

TEST(Rank, ABanOnAllKeepsASceneFromShopsToo) {
  Scenario s = plain();
  const World open = ready(s);
  EXPECT_GT(share_from(open, tree(open, ranked(open), "A", "shops"), "B"), 0.0);
  World banned = ready(s);
  banned.scenario.markets[market_index(banned, "A")].foreign_barrier = DatedValue(0.0);
  banned.scenario.barriers = {{"ban", "A", "B", DatedValue(1.0), "all"}};
  const Exposure exposure = ranked(banned);
  EXPECT_EQ(share_from(banned, tree(banned, exposure, "A", "shops"), "B"), 0.0);
  EXPECT_EQ(share_from(banned, tree(banned, exposure, "A", "radio"), "B"), 0.0);
  EXPECT_GT(share_from(banned, tree(banned, exposure, "A", "shops"), "C"), 0.0);
  EXPECT_GT(share_from(banned, tree(banned, exposure, "B", "shops"), "B"), 0.0);
}

TEST(Rank, TheGalaInvitesEstablishedActsFromHome) {
  Scenario s = plain();
  s.markets[0].gala_reach = 12.0;
  s.assumptions.media_broadcast = 1.0;
  constexpr int kLastOfTheYear = 51;  // 29 December 2008
  World world = ready(s, kLastOfTheYear);
  ASSERT_TRUE(world.calendar.year_end(kLastOfTheYear));
  const Exposure exposure = ranked(world, kLastOfTheYear);
  const auto shown = picks(world, tree(world, exposure, "A", "radio"));
  ASSERT_FALSE(shown.empty());
  for (const std::size_t r : std::set<std::size_t>(shown.begin(), shown.end())) {
    EXPECT_EQ(home_of(world, r), "A");
    EXPECT_LE(world.industry.act(world.industry.releases[r].act).debut_week, kLastOfTheYear - 104);
  }
  EXPECT_GT(media(world, exposure, "A", "radio"), 1.0f);
  EXPECT_LE(media(world, exposure, "A", "radio"), 12.0f);
  EXPECT_LE(media(world, exposure, "B", "radio"), 1.0f) << "the gala is A's";
  const World before = ready(s, kLastOfTheYear - 1);
  EXPECT_GT(share_from(before, tree(before, ranked(before, kLastOfTheYear - 1), "A", "radio"), "B"), 0.0);
}

TEST(Rank, GatekeepersFavourMajors) {
  World world = ready(plain());
  const auto of_majors = [&](double gatekeeping) {
    world.scenario.assumptions.gatekeeping = gatekeeping;
    const auto found = picks(world, tree(world, ranked(world), "A", "radio"));
    return std::count_if(found.begin(), found.end(), [&](std::size_t r) {
      return world.industry.label(world.industry.releases[r].label).identity.kind == LabelKind::major;
    });
  };
  EXPECT_GT(static_cast<double>(of_majors(2.0)), 1.2 * static_cast<double>(of_majors(0.0)));
}

TEST(Rank, NoGatekeeperLetsTheCollectiveOnAir) {
  Scenario s = plain();
  s.labels.push_back({.name = "A collective", .kind = LabelKind::collective, .home = "A", .acts = 3});
  const World world = ready(s);
  const LabelId collective = label_named(world, "A collective");
  const Exposure exposure = ranked(world);
  const auto shown = [&](const std::string& platform) {
    for (const std::size_t r : picks(world, tree(world, exposure, "A", platform)))
      if (world.industry.releases[r].label == collective) return true;
    return false;
  };
  EXPECT_FALSE(shown("radio"));
  EXPECT_FALSE(shown("shops"));
  EXPECT_TRUE(shown("uploads"));
}

TEST(Rank, PlatformsFavourHomeByThePreferenceOfTheDay) {
  World world = ready(plain());
  set_all(world, &Policy::official_uploads_streaming, 1.0);
  set_all(world, &Policy::official_uploads_streaming_abroad, 1.0);
  const std::size_t a = market_index(world, "A");
  const Exposure even = ranked(world);
  world.scenario.markets[a].home_preference = DatedValue(1.0);
  const Exposure biased = ranked(world);
  const auto odds = [&](const Exposure& exposure, const std::string& market) {
    const double share = share_from(world, tree(world, exposure, market, "streams"), "A");
    return share / (1.0 - share);
  };
  ASSERT_GT(odds(even, "A"), 0.0);
  EXPECT_NEAR(odds(biased, "A") / odds(even, "A"), 2.718, 0.2);
  EXPECT_EQ(odds(biased, "B"), odds(even, "B")) << "B has none";
  world.scenario.assumptions.home_preference = 0.0;
  EXPECT_EQ(odds(ranked(world), "A"), odds(even, "A")) << "switched off";
  for (std::size_t r = 0; r < world.industry.releases.size(); ++r) {
    const double gain = biased.markets[a].rows[r].try_base - even.markets[a].rows[r].try_base;
    if (home_of(world, r) == "A")
      EXPECT_GT(gain, 0.5) << "its words are understood";
    else
      EXPECT_LT(gain, 0.5);
    EXPECT_GE(gain, 0.0);
  }
}

TEST(Rank, VideoIsPartedBySceneWhereRelatedActsAreOffered) {
  World world = ready(plain());
  set_all(world, &Policy::official_uploads_video, 1.0);
  for (const MarketExposure& market : ranked(world).markets) EXPECT_TRUE(market.scenes.empty()) << "nobody asks for it";
  world.scenario.assumptions.media_related = 1.0;
  const Exposure exposure = ranked(world);
  for (std::size_t m = 0; m < exposure.markets.size(); ++m) {
    const MarketExposure& market = exposure.markets[m];
    ASSERT_EQ(market.scenes.size(), world.market_count());
    double parts = 0.0;
    std::size_t rows = 0;
    for (std::size_t s = 0; s < market.scenes.size(); ++s) {
      for (const std::uint16_t row : market.scenes[s].rows) EXPECT_EQ(market.rows[row].scene, s);
      parts += market.scenes[s].tree.total();
      rows += market.scenes[s].rows.size();
    }
    EXPECT_EQ(rows, market.rows.size());
    const PickTree& video = tree(world, exposure, world.scenario.markets[m].name, "clips");
    ASSERT_GT(video.total(), 0.0);
    EXPECT_NEAR(parts, video.total(), 1e-9 * video.total());
  }
}

TEST(Rank, PopularityBreedsExposureByTheExponent) {
  World world = ready(plain());
  set_all(world, &Policy::official_uploads_streaming, 1.0);
  set_all(world, &Policy::official_uploads_streaming_abroad, 1.0);
  const std::size_t a = market_index(world, "A");
  auto& releases = world.industry.releases;
  for (ReleaseState& r : releases) r.popularity.assign(3, 256);
  releases[0].popularity[a] = 256 * 16;
  const auto p = static_cast<Eigen::Index>(platform_index(world, "streams"));
  world.scenario.assumptions.new_release_seed = 0.0;
  set_all(world, &Policy::promotion_online, 0.0);
  world.platforms.cross_border(static_cast<Eigen::Index>(a), p) = 0.0;
  for (const double exponent : {0.5, 1.0}) {
    world.platforms.exponent(static_cast<Eigen::Index>(a), p) = exponent;
    const double shown = static_cast<double>(releases.size()) - 1.0 + std::pow(16.0, exponent);
    const auto found = picks(world, tree(world, ranked(world), "A", "streams"));
    const double share =
        static_cast<double>(std::count(found.begin(), found.end(), 0u)) / static_cast<double>(found.size());
    EXPECT_NEAR(share, std::pow(16.0, exponent) / shown, 0.02) << exponent;
  }
}

/// Shares of the picks on the streaming platform of market A, where weights follow its ranking rule alone; release r
/// has `plays(r)` behind it.
template <class Plays>
std::vector<double> streamed(const std::function<void(Platform&)>& rule, double exponent, World& world,
                             const Plays& plays) {
  set_all(world, &Policy::official_uploads_streaming, 1.0);
  set_all(world, &Policy::official_uploads_streaming_abroad, 1.0);
  set_all(world, &Policy::promotion_online, 0.0);
  world.scenario.assumptions.new_release_seed = 0.0;
  const std::size_t p = platform_index(world, "streams");
  rule(world.scenario.platforms[p]);
  world.platforms.exponent(0, static_cast<Eigen::Index>(p)) = exponent;
  world.platforms.cross_border(0, static_cast<Eigen::Index>(p)) = 0.0;
  auto& releases = world.industry.releases;
  for (std::size_t r = 0; r < releases.size(); ++r) releases[r].popularity.assign(3, plays(r));
  const auto found = picks(world, tree(world, ranked(world), "A", "streams"), 100'000);
  std::vector<double> shares(releases.size());
  for (const std::size_t r : found) shares[r] += 1.0 / static_cast<double>(found.size());
  return shares;
}

/// Shares of 100,000 picks are off by less than this in all but one case of a million or so.
constexpr double kPickError = 5.0 * 0.5 / 316.0;

TEST(Rank, APriorCountsLikePlays) {
  World world = ready(plain());
  const auto plays = [](std::size_t r) { return static_cast<std::int64_t>(r < 3 ? 100 * r : 0); };
  const auto shares = streamed([](Platform& p) { p.prior = 50.0; }, 1.0, world, plays);
  const double all = 300.0 + 50.0 * static_cast<double>(shares.size());
  EXPECT_NEAR(shares[0], 50.0 / all, kPickError);
  EXPECT_NEAR(shares[1], 150.0 / all, kPickError);
  EXPECT_NEAR(shares[2], 250.0 / all, kPickError);
}

TEST(Rank, AListShowsWhatStandsOnTop) {
  World world = ready(plain());
  const auto shares = streamed([](Platform& p) { p.position_exponent = 1.0; }, 0.0, world,
                               [](std::size_t r) { return static_cast<std::int64_t>(1000 + r); });
  double harmonic = 0.0;
  for (std::size_t i = 1; i <= shares.size(); ++i) harmonic += 1.0 / static_cast<double>(i);
  for (std::size_t r = 0; r < shares.size(); ++r)
    EXPECT_NEAR(shares[r], 1.0 / static_cast<double>(shares.size() - r) / harmonic, kPickError) << r;
}

TEST(Rank, AListByQualityHeedsNoPlays) {
  World world = ready(plain());
  const auto by_quality = [](Platform& p) {
    p.position_exponent = 2.0;
    p.position_by = "quality";
  };
  const auto shares =
      streamed(by_quality, 0.0, world, [](std::size_t r) { return static_cast<std::int64_t>(1000 + r); });
  const auto& releases = world.industry.releases;
  const auto best =
      std::max_element(releases.begin(), releases.end(),
                       [](const ReleaseState& a, const ReleaseState& b) { return a.quality < b.quality; });
  EXPECT_EQ(std::max_element(shares.begin(), shares.end()) - shares.begin(), best - releases.begin());
}

TEST(Rank, PopularityElsewhereCountsByKappa) {
  World world = ready(plain());
  set_all(world, &Policy::official_uploads_streaming, 1.0);
  set_all(world, &Policy::official_uploads_streaming_abroad, 1.0);
  const auto a = static_cast<Eigen::Index>(market_index(world, "A"));
  auto& releases = world.industry.releases;
  for (ReleaseState& r : releases) r.popularity.assign(3, 256);
  releases[0].popularity = {256, 256 * 100, 256 * 100};
  const auto p = static_cast<Eigen::Index>(platform_index(world, "streams"));
  const auto picked = [&](double kappa) {
    world.platforms.cross_border(a, p) = kappa;
    const auto found = picks(world, tree(world, ranked(world), "A", "streams"));
    return std::count(found.begin(), found.end(), 0u);
  };
  EXPECT_GT(static_cast<double>(picked(1.0)), 2.0 * static_cast<double>(picked(0.0)));
}

TEST(Rank, PopularityNearbyCountsForMoreTheCloserRankingsLook) {
  World world = ready(plain());
  set_all(world, &Policy::official_uploads_streaming, 1.0);
  set_all(world, &Policy::official_uploads_streaming_abroad, 1.0);
  set_all(world, &Policy::promotion_online, 0.0);
  world.scenario.assumptions.new_release_seed = 0.0;
  world.markets.distance.setConstant(0.9);
  world.markets.distance(0, 2) = 0.4;
  const auto p = static_cast<Eigen::Index>(platform_index(world, "streams"));
  world.platforms.cross_border(0, p) = world.platforms.exponent(0, p) = 1.0;
  auto& releases = world.industry.releases;
  for (ReleaseState& r : releases) r.popularity.assign(3, 0);
  releases[0].popularity = {0, 256 * 100, 0};
  releases[1].popularity = {0, 0, 256 * 100};
  const double users =
      std::trunc(256.0 * world.platforms.access_mean[platform_index(world, "streams") + world.platforms.size()]) /
      std::trunc(256.0 * world.platforms.access_mean[platform_index(world, "streams") + 2 * world.platforms.size()]);
  for (const double closeness : {0.0, 2.0, 6.0}) {
    world.scenario.assumptions.ranking_closeness = closeness;
    const auto found = picks(world, tree(world, ranked(world), "A", "streams"), 100'000);
    const auto far = static_cast<double>(std::count(found.begin(), found.end(), 0u)),
               near = static_cast<double>(std::count(found.begin(), found.end(), 1u));
    EXPECT_NEAR(near / (near + far), 1.0 / (1.0 + users * std::exp(-0.5 * closeness)), kPickError) << closeness;
  }
}

TEST(Rank, SaysWhatAReleaseMeansToAListener) {
  World world = ready(plain(4));
  const Assumptions& a = world.scenario.assumptions;
  const std::size_t m = market_index(world, "B");
  const Exposure exposure = ranked(world);
  for (std::size_t i = 0; i < world.industry.releases.size(); ++i) {
    const ReleaseState& r = world.industry.releases[i];
    const ActState& act = world.industry.act(r.act);
    double distance = 0.0, native = 0.0;
    for (std::size_t s = 0; s < 4; ++s) {
      distance += r.heritage[s] * world.markets.felt_distance(m, s);
      native += r.heritage[s] * world.scenario.markets[m].comprehension.at(world.scenario.markets[s].language);
    }
    const double understood = (1.0 - r.english) * native + r.english * world.scenario.markets[m].comprehension.at("en");
    const ExposureRow& row = exposure.markets[m].rows[i];
    EXPECT_NEAR(
        row.try_base,
        a.try_constant + a.try_quality * r.quality + a.try_comprehension * understood - a.try_distance * distance,
        1e-5);
    EXPECT_NEAR(row.try_open, a.try_distance * distance, 1e-5);
    EXPECT_NEAR(row.like_base,
                a.like_constant + a.like_quality * r.quality + a.like_performance * act.performance +
                    a.like_comprehension * understood - a.like_distance * distance,
                1e-5);
    EXPECT_NEAR(row.tiring, a.like_tiring * (kWeek - r.week), 1e-5);
    EXPECT_NEAR(row.gap, rms_distance(r.style, world.markets.centroid[m]), 1e-5);
    EXPECT_EQ(row.scene, act.home.value);
  }
}

TEST(Rank, KnowsEachActsNewestAndMostPopularRelease) {
  World world = ready(plain());
  const Exposure exposure = ranked(world);
  const auto& releases = world.industry.releases;
  for (std::size_t a = 0; a < world.industry.acts.size(); ++a) {
    int newest = -1;
    for (const ReleaseState& r : releases)
      if (r.act == ActId(a)) newest = std::max(newest, r.week);
    if (newest < 0) {
      EXPECT_EQ(exposure.acts.newest[a], kNoRow);
      EXPECT_EQ(exposure.markets[0].hit[a], kNoRow);
      continue;
    }
    EXPECT_EQ(releases[exposure.acts.newest[a]].week, newest);
    for (std::size_t m = 0; m < 3; ++m) {
      std::int64_t most = 0;
      for (const ReleaseState& r : releases)
        if (r.act == ActId(a)) most = std::max(most, r.popularity[m]);
      EXPECT_EQ(releases[exposure.markets[m].hit[a]].popularity[m], most);
    }
    if (newest == kWeek) {
      EXPECT_FLOAT_EQ(exposure.acts.follow_chance[2 * a], 1.0f);
    }
  }
}

TEST(Rank, PostsSpareEngagementOfThoseOnSocialPlatforms) {
  World world = ready(plain());
  world.scenario.assumptions.engagement_decay = 0.1;
  world.scenario.assumptions.engagement_posts_spare = 0.5;
  world.scenario.assumptions.engagement_posts_half = 2.0;
  set_all(world, &Policy::posts_per_week, 2.0);
  world.industry.acts[1].retired = true;
  const Exposure exposure = ranked(world);
  const auto kept = [&](std::size_t act, std::size_t social) { return exposure.acts.keep[2 * act + social] / 65536.0; };
  EXPECT_NEAR(kept(0, 0), 0.9, 1e-4);
  EXPECT_NEAR(kept(0, 1), 1.0 - 0.1 * (1.0 - 0.5 * 0.5), 1e-4);
  EXPECT_NEAR(kept(1, 0), 0.8, 1e-4) << "a retired act is forgotten twice as fast";
  EXPECT_NEAR(kept(1, 1), 0.8, 1e-4) << "and posts nothing";
}

TEST(Rank, ToursAreOnOfferWhereTheyPlay) {
  World world = ready(plain());
  for (ActState& act : world.industry.acts) {
    act.tour_week = act.livestream_week = -1;
    act.tour_markets = 0;
  }
  EXPECT_EQ(media(world, ranked(world), "A", "stage"), 0.0f);
  ActState& touring = world.industry.act(world.industry.releases[0].act);
  touring.tour_week = kWeek;
  touring.tour_markets = 1ULL << market_index(world, "B");
  const Exposure exposure = ranked(world);
  EXPECT_GT(media(world, exposure, "B", "stage"), 0.0f);
  EXPECT_EQ(media(world, exposure, "A", "stage"), 0.0f);
  for (const std::size_t r : picks(world, tree(world, exposure, "B", "stage"), 1000))
    EXPECT_EQ(world.industry.releases[r].act, world.industry.releases[0].act);
  touring.tour_week = -1;
  touring.livestream_week = kWeek;
  EXPECT_GT(media(world, ranked(world), "A", "stage"), 0.0f) << "a livestream plays everywhere";
}

}  // namespace
}  // namespace hibiki::test
