#include "sim/world/fans.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

namespace hibiki {
namespace {

using testing::Each;
using testing::ElementsAre;

constexpr int kYear = 2008;
const std::vector<double> kAgeing = {2.0, 4.0, 3.0, 2.0, 1.0, 0.5};  // millions aged 10-19, ..., 60-69

std::vector<std::uint32_t> allot(std::int64_t total, const std::vector<double>& people) {
  return allot_fans(total, people);
}

TEST(AllotFans, FollowsTheSquareRootOfPeople) { EXPECT_THAT(allot(600, {1.0, 4.0, 9.0}), ElementsAre(100, 200, 300)); }

TEST(AllotFans, GivesWhatIsLeftToTheLargestRemainders) {
  EXPECT_THAT(allot(100, {1.0, 4.0}), ElementsAre(33, 67));       // 33.3, 66.7
  EXPECT_THAT(allot(11, {1.0, 1.0, 4.0}), ElementsAre(3, 3, 5));  // 2.75, 2.75, 5.5
}

TEST(AllotFans, BreaksTiesForTheEarlierMarket) { EXPECT_THAT(allot(4, {5.0, 5.0, 5.0}), ElementsAre(2, 1, 1)); }

TEST(AllotFans, LeavesMarketsEmptyWhenFansAreFew) {
  EXPECT_THAT(allot(0, {1.0, 4.0}), ElementsAre(0, 0));
  EXPECT_THAT(allot(1, {1.0, 4.0}), ElementsAre(0, 1));
  EXPECT_THAT(allot(10, {0.0, 9.0}), ElementsAre(0, 10));
}

TEST(AllotFans, StaysWithinOneOfTheQuota) {
  const std::vector<double> people = {127.0, 51.2, 0.4, 1380.0, 23.3, 66.1};
  double roots = 0.0;
  for (const double p : people) roots += std::sqrt(p);
  for (const std::int64_t total : {7, 100, 12'345, 1'000'000}) {
    const auto counts = allot(total, people);
    EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}), total);
    for (std::size_t m = 0; m < people.size(); ++m)
      EXPECT_LT(std::abs(counts[m] - static_cast<double>(total) * std::sqrt(people[m]) / roots), 1.0);
  }
}

Fans columns(const std::vector<std::uint32_t>& counts, const std::vector<Key>& keys,
             const std::vector<double>& people = kAgeing) {
  const std::vector<std::vector<double>> rows(counts.size(), people);
  Fans fans = lay_out(counts, rows, keys, kYear);
  make_columns(fans);
  return fans;
}

TEST(MakeColumns, LaysCommunitiesOutOneAfterTheOther) {
  const std::vector<std::uint32_t> counts = {1000, 0, 7, 1, 20'000};
  const Fans fans = columns(counts, {1, 2, 3, 4, 5});
  ASSERT_EQ(fans.size(), 21'008u);
  std::uint32_t next = 0;
  std::vector<std::uint32_t> seen(counts.size(), 0);
  for (const Community& c : fans.communities) {
    EXPECT_EQ(c.first, next);
    EXPECT_GE(c.size, 1u);
    EXPECT_LT(c.size, 512u);
    EXPECT_GE(kYear - c.birth_year, kYoungest);
    EXPECT_LT(kYear - c.birth_year, kOldest);
    next += c.size;
    seen[c.market.value] += c.size;
  }
  EXPECT_EQ(next, fans.size());
  EXPECT_EQ(seen, counts);
  for (std::size_t m = 0; m < counts.size(); ++m) {
    EXPECT_EQ(fans.market_first[m + 1] - fans.market_first[m], counts[m]);
    for (std::uint32_t c = fans.community_first[m]; c < fans.community_first[m + 1]; ++c)
      EXPECT_EQ(fans.communities[c].market, MarketId(m));
  }
  EXPECT_EQ(fans.community_first.back(), fans.communities.size());
}

TEST(MakeColumns, SpreadsAgesAsThePopulationIs) {
  const Fans fans = columns({100'000}, {9});
  std::vector<double> share(6, 0.0);
  for (const Community& c : fans.communities)
    share[static_cast<std::size_t>(kYear - c.birth_year - 10) / 10] += c.size / 1e5;
  const double total = std::accumulate(kAgeing.begin(), kAgeing.end(), 0.0);
  for (std::size_t band = 0; band < 6; ++band) EXPECT_NEAR(share[band], kAgeing[band] / total, 0.006) << band;
}

TEST(MakeColumns, GivesEveryFanAKeyOfItsOwn) {
  const Fans fans = columns({5000, 3000}, {1, 2});
  std::set<Key> keys;
  for (const Community& c : fans.communities)
    for (std::uint32_t i = 0; i < c.size; ++i) keys.insert(fans.key(c, c.first + i));
  EXPECT_EQ(keys.size(), fans.size());
}

// Adding a market leaves the fans of the others who they are.
TEST(MakeColumns, KeysDependOnTheMarketAlone) {
  const Fans alone = columns({2000}, {77}), second = columns({500, 2000}, {5, 77});
  const std::uint32_t shift = second.community_first[1];
  ASSERT_EQ(alone.communities.size(), second.communities.size() - shift);
  for (std::size_t c = 0; c < alone.communities.size(); ++c) {
    EXPECT_EQ(alone.communities[c].key, second.communities[shift + c].key);
    EXPECT_EQ(alone.communities[c].birth_year, second.communities[shift + c].birth_year);
  }
}

TEST(MakeColumns, TakesAtMostFortyBytesAFan) {
  EXPECT_LE(bytes_per_fan(), 40.0);
  Fans fans = columns({50'000}, {1});
  double bytes = static_cast<double>(fans.communities.size() * sizeof(Community));
  for_each_column(fans, [&](const char* name, auto column) {
    EXPECT_EQ(column.size(), 50'000u) << name;
    bytes += static_cast<double>(column.size_bytes());
  });
  for (const FanBits* bits : {&fans.sharing, &fans.sharing_next, &fans.sharing_online, &fans.sharing_online_next})
    bytes += static_cast<double>(bits->words().size_bytes());
  EXPECT_NEAR(bytes / 50'000, bytes_per_fan(), 0.1);
}

double weighed(const Fans& fans) {
  double people = 0.0;
  for (const Community& c : fans.communities) people += static_cast<double>(c.people_per_fan) * c.size;
  return people;
}

TEST(WeighCommunities, AddsUpToThePopulation) {
  for (const std::uint32_t count : {1u, 12u, 600u, 30'000u}) {
    Fans fans = columns({count}, {1});
    weigh_communities(fans.communities, kAgeing, kYear);
    EXPECT_NEAR(weighed(fans), 12.5e6, 0.5 * count + 1) << count;  // people a fan are rounded to whole ones
  }
}

// Every age belongs to one community's share: a population of one age band alone is found whole, wherever it is.
TEST(WeighCommunities, CountsEveryAgeOnce) {
  Fans fans = columns({6000}, {1});
  for (std::size_t band = 0; band < 6; ++band) {
    std::vector<double> people(6, 0.0);
    people[band] = 10.0;
    weigh_communities(fans.communities, people, kYear);
    EXPECT_NEAR(weighed(fans), 10e6, 6000) << band;
    for (const Community& c : fans.communities) {
      const int age = kYear - c.birth_year;
      const int low = 10 + 10 * static_cast<int>(band);
      if (age < low - 10 || age > low + 20) {
        EXPECT_EQ(c.people_per_fan, 1) << age;  // far from the band: nobody to stand for
      }
    }
  }
}

TEST(WeighCommunities, HoldsAsTheCommunitiesAge) {
  Fans fans = columns({2000}, {1});
  for (int year = kYear + 1; year < kYear + 80; ++year) {
    for (Community& c : fans.communities)
      if (year - c.birth_year >= kOldest) c.birth_year = year - kYoungest;
    weigh_communities(fans.communities, kAgeing, year);
    EXPECT_NEAR(weighed(fans), 12.5e6, 1001) << year;
  }
}

TEST(FanBits, SetsAndClearsOneBit) {
  FanBits bits(130);
  bits.set(64);
  bits.set(129);
  EXPECT_TRUE(bits.test(64));
  EXPECT_TRUE(bits.test(129));
  EXPECT_FALSE(bits.test(63));
  EXPECT_FALSE(bits.test(65));
  bits.clear(64);
  EXPECT_FALSE(bits.test(64));
  EXPECT_TRUE(bits.test(129));
  bits.clear(129);
  EXPECT_THAT(bits.words(), Each(0u));
}

}  // namespace
}  // namespace hibiki
