// Ranks that are threads of one process, for tests without MPI.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <barrier>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "sim/core/ranks.hpp"
#include "sim/engine/follow.hpp"

namespace hibiki::test {

/// What the ranks of one group share.
struct RankHub {
  explicit RankHub(int count) : count(count), all(count), numbers(count), parcels(count) {}
  int count;
  std::barrier<> all;
  std::vector<std::span<std::int64_t>> numbers;
  std::span<std::byte> first_bytes;
  std::vector<const std::vector<std::vector<std::byte>>*> parcels;
  std::mutex mutex;
  std::condition_variable arrived;
  std::map<std::pair<int, int>, std::deque<std::vector<std::byte>>> mail;
};

class LocalRanks final : public Ranks {
 public:
  LocalRanks(RankHub& hub, int rank) : hub_(hub), rank_(rank) {}
  int rank() const override { return rank_; }
  int count() const override { return hub_.count; }

  void sum(std::span<std::int64_t> numbers) override {
    hub_.numbers[own()] = numbers;
    hub_.all.arrive_and_wait();
    std::vector<std::int64_t> total(numbers.size());
    for (const auto part : hub_.numbers) {
      EXPECT_EQ(part.size(), numbers.size());
      for (std::size_t i = 0; i < total.size(); ++i) total[i] += part[i];
    }
    hub_.all.arrive_and_wait();
    std::ranges::copy(total, numbers.begin());
    traffic_.bytes += numbers.size_bytes();
  }
  void broadcast(std::span<std::byte> bytes) override {
    if (first()) hub_.first_bytes = bytes;
    hub_.all.arrive_and_wait();
    EXPECT_EQ(bytes.size(), hub_.first_bytes.size());
    if (!first()) std::ranges::copy(hub_.first_bytes, bytes.begin());
    hub_.all.arrive_and_wait();
  }
  void send(int to, std::span<const std::byte> bytes) override {
    const std::lock_guard lock(hub_.mutex);
    hub_.mail[{rank_, to}].emplace_back(bytes.begin(), bytes.end());
    hub_.arrived.notify_all();
  }
  void receive(int from, std::span<std::byte> bytes) override {
    std::unique_lock lock(hub_.mutex);
    auto& box = hub_.mail[{from, rank_}];
    hub_.arrived.wait(lock, [&] { return !box.empty(); });
    EXPECT_EQ(bytes.size(), box.front().size());
    std::ranges::copy(box.front(), bytes.begin());
    box.pop_front();
  }
  std::vector<std::vector<std::byte>> exchange(const std::vector<std::vector<std::byte>>& out) override {
    hub_.parcels[own()] = &out;
    hub_.all.arrive_and_wait();
    std::vector<std::vector<std::byte>> in;
    for (const auto* parcels : hub_.parcels) in.push_back((*parcels)[own()]);
    hub_.all.arrive_and_wait();
    for (const auto& parcel : out) traffic_.bytes += parcel.size();
    return in;
  }
  RankTraffic traffic() const override { return traffic_; }

 private:
  std::size_t own() const { return static_cast<std::size_t>(rank_); }
  RankHub& hub_;
  int rank_;
  RankTraffic traffic_;
};

/// body(ranks) on rank 0 of `count`, while the others follow it in worlds of `scenario`.
template <class Body>
void with_ranks(int count, const Scenario& scenario, const Body& body) {
  RankHub hub(count);
  std::vector<std::jthread> others;
  for (int rank = 1; rank < count; ++rank)
    others.emplace_back([&hub, &scenario, rank] {
      LocalRanks ranks(hub, rank);
      EXPECT_EQ(follow(scenario, {.ranks = &ranks}), 42);
    });
  LocalRanks first(hub, 0);
  body(first);
  tell(first, {.code = 42});
}

}  // namespace hibiki::test
