#include "sim/world/fan_part.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/support/local_ranks.hpp"

namespace hibiki::test {
namespace {

std::vector<Community> communities(const std::vector<std::uint32_t>& sizes) {
  std::vector<Community> all;
  std::uint32_t first = 0;
  for (const std::uint32_t size : sizes) {
    all.push_back({.first = first, .size = size});
    first += size;
  }
  return all;
}

TEST(RankBoundaries, AreOfWholeCommunitiesAndNearlyEqual) {
  EXPECT_EQ(rank_boundaries(communities({10, 10, 10, 10}), 1), (std::vector<std::uint32_t>{0, 40}));
  EXPECT_EQ(rank_boundaries(communities({10, 10, 10, 10}), 2), (std::vector<std::uint32_t>{0, 20, 40}));
  EXPECT_EQ(rank_boundaries(communities({10, 10, 10, 10}), 3), (std::vector<std::uint32_t>{0, 10, 30, 40}));
  EXPECT_EQ(rank_boundaries(communities({1, 1, 100, 1}), 2), (std::vector<std::uint32_t>{0, 2, 103}));
}

TEST(RankBoundaries, GiveEveryRankACommunity) {
  EXPECT_EQ(rank_boundaries(communities({100, 1, 1, 1}), 4), (std::vector<std::uint32_t>{0, 100, 101, 102, 103}));
  EXPECT_EQ(rank_boundaries(communities({1, 1, 1, 100}), 4), (std::vector<std::uint32_t>{0, 1, 2, 3, 103}));
  EXPECT_EQ(rank_boundaries(communities({1, 1, 1, 100}), 3), (std::vector<std::uint32_t>{0, 2, 3, 103}));
}

/// Fans of two markets, 130 and 70, in communities of 10; their activity is their number.
Fans layout() {
  Fans fans;
  fans.communities = communities(std::vector<std::uint32_t>(20, 10));
  for (std::size_t c = 13; c < 20; ++c) fans.communities[c].market = MarketId(1);
  fans.market_first = {0, 130, 200};
  fans.community_first = {0, 13, 20};
  return fans;
}

/// Calls body(fans) on every rank at the same time.
template <class Body>
void on_ranks(int count, const Body& body) {
  RankHub hub(count);
  std::vector<std::jthread> threads;
  for (int rank = 0; rank < count; ++rank)
    threads.emplace_back([&hub, &body, rank] {
      LocalRanks ranks(hub, rank);
      Fans fans = part_of(layout(), ranks);
      for (std::uint32_t row = 0; row < fans.size(); ++row)
        fans.activity[row] = static_cast<std::uint8_t>(fans.own_first() + row);
      body(fans);
    });
}

TEST(PartOf, HoldsItsRangeInItsOwnNumbers) {
  on_ranks(3, [](Fans& fans) {
    EXPECT_EQ(fans.total(), 200u);
    EXPECT_EQ(fans.part.rank_first, (std::vector<std::uint32_t>{0, 70, 130, 200}));
    ASSERT_EQ(fans.market_first.size(), 3u);
    const bool second = fans.part.ranks->rank() == 2;
    EXPECT_EQ(fans.market_first[1], second ? 0 : fans.size()) << "market 1 is all on the last rank";
    EXPECT_EQ(fans.community_first[1], second ? 0 : fans.communities.size());
    std::uint32_t next = 0;
    for (const Community& c : fans.communities) {
      EXPECT_EQ(c.first, next);
      next += c.size;
    }
    EXPECT_EQ(next, fans.size());
  });
}

TEST(GatherColumn, GivesTheWholeColumnInItsOrder) {
  for (const int count : {1, 2, 3, 7, 20})
    on_ranks(count, [](Fans& fans) {
      std::vector<std::uint8_t> got;
      gather_column(fans, std::as_bytes(std::span(fans.activity)), 1, [&](std::span<const std::byte> part) {
        for (const std::byte byte : part) got.push_back(static_cast<std::uint8_t>(byte));
      });
      std::vector<std::uint8_t> all(200);
      std::iota(all.begin(), all.end(), std::uint8_t{0});
      if (fans.part.ranks->first()) {
        EXPECT_EQ(got, all);
      }
      std::size_t given = 0;
      scatter_column(fans, std::as_writable_bytes(std::span(fans.activity)), 1, [&](std::span<std::byte> part) {
        for (std::byte& byte : part) byte = static_cast<std::byte>(255 - given++);
      });
      for (std::uint32_t row = 0; row < fans.size(); ++row) EXPECT_EQ(fans.activity[row], 255 - fans.own_first() - row);
    });
}

TEST(GatherBits, JoinsWordsThatRanksShare) {
  for (const int count : {1, 2, 3, 7, 20})
    on_ranks(count, [](Fans& fans) {
      FanBits expected(200);
      for (std::uint32_t fan = 0; fan < 200; ++fan)
        if (fan % 3 == 0 || fan % 7 == 2) expected.set(fan);
      for (std::uint32_t row = 0; row < fans.size(); ++row)
        if (expected.test(fans.own_first() + row)) fans.sharing.set(row);
      std::vector<std::byte> got;
      gather_bits(fans, fans.sharing,
                  [&](std::span<const std::byte> part) { got.insert(got.end(), part.begin(), part.end()); });
      const auto whole = std::as_bytes(std::span<const std::uint64_t>(expected.words()));
      if (fans.part.ranks->first()) {
        EXPECT_TRUE(std::ranges::equal(got, whole));
      }

      FanBits back(fans.size());
      std::size_t next = 0;
      scatter_bits(fans, back, [&](std::span<std::byte> part) {
        std::ranges::copy(whole.subspan(next, part.size()), part.begin());
        next += part.size();
      });
      if (fans.part.ranks->first()) {
        EXPECT_EQ(next, whole.size());
      }
      for (std::uint32_t row = 0; row < fans.size(); ++row)
        EXPECT_EQ(back.test(row), expected.test(fans.own_first() + row)) << row;
    });
}

TEST(ExchangeShares, BringsTheSharesOfThoseWhoAreHeard) {
  on_ranks(3, [](Fans& fans) {
    const std::uint32_t next = fans.own_first() + static_cast<std::uint32_t>(fans.size());
    std::vector<std::uint32_t> heard;  // every fan elsewhere but each third
    for (std::uint32_t fan = 0; fan < 200; ++fan)
      if ((fan < fans.own_first() || fan >= next) && fan % 3 != 0) heard.push_back(fan);
    listen_to(fans, heard);
    for (const int week : {0, 1}) {
      const auto shares = [&](std::uint32_t fan) { return (fan + static_cast<std::uint32_t>(week)) % 2 == 0; };
      for (std::uint32_t row = 0; row < fans.size(); ++row) {
        const std::uint32_t fan = fans.own_first() + row;
        shares(fan) ? fans.sharing.set(row) : fans.sharing.clear(row);
        shares(fan) && fan % 5 == 0 ? fans.sharing_online.set(row) : fans.sharing_online.clear(row);
        fans.shared[row] = ActId(fan + 1000);
        fans.cascade[row] = {static_cast<std::uint8_t>(fan % 4), static_cast<std::uint8_t>(fan)};
      }
      exchange_shares(fans);
      for (const std::uint32_t fan : heard) {
        const std::uint32_t row = row_of(fans, fan);
        ASSERT_GE(row, fans.size());
        EXPECT_EQ(fans.sharing.test(row), shares(fan)) << fan;
        EXPECT_EQ(fans.sharing_online.test(row), shares(fan) && fan % 5 == 0) << fan;
        if (!shares(fan)) continue;
        EXPECT_EQ(fans.shared[row], ActId(fan + 1000));
        EXPECT_EQ(fans.cascade[row], (Cascade{static_cast<std::uint8_t>(fan % 4), static_cast<std::uint8_t>(fan)}));
      }
    }
  });
}

}  // namespace
}  // namespace hibiki::test
