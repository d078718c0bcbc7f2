#include "sim/reference/contagion.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "sim/reference/independent_cascade.hpp"
#include "tests/reference/twins.hpp"
#include "tests/support/threads.hpp"

namespace hibiki {
namespace {

using namespace test;

constexpr std::size_t kAgents = 5000;  // more than one task, and not a multiple of 64

CsrNetwork network_of(std::size_t agents, const std::vector<MutualTie>& ties) { return mutual_network(agents, ties); }

/// History of a course as numbers of agents.
std::vector<std::uint64_t> sizes(const std::vector<Agents>& history) {
  std::vector<std::uint64_t> all;
  for (const Agents& agents : history) all.push_back(agents.size());
  return all;
}

TEST(Contagion, CertainAndNeverNeedNoLuck) {
  FanBits on(70), next(70);
  on.set(3);
  const BatchStream stream(Draws(1), Purpose::contagion);
  turn_on(70, on, next, stream, 0, [](std::uint32_t agent) { return agent == 69 ? kCertain : 0; });
  EXPECT_EQ(agents_in(next, 70), (Agents{3, 69}));
  turn_on(70, next, on, stream, 1, [](std::uint32_t) { return kCertain; });
  EXPECT_EQ(count_on(on), 70u);  // and none beyond the last agent
}

TEST(Contagion, AChanceIsMetAsOftenAsItSays) {
  constexpr std::size_t kMany = 200'000;
  constexpr double kChance = 0.3;
  const FanBits off(kMany);
  FanBits next(kMany);
  turn_on(kMany, off, next, BatchStream(Draws(3), Purpose::contagion), 0,
          [](std::uint32_t) { return chance_words(kChance); });
  // Binomial: four standard deviations, exceeded once in 16,000 seeds.
  EXPECT_NEAR(static_cast<double>(count_on(next)) / kMany, kChance, 4 * std::sqrt(kChance * (1 - kChance) / kMany));
}

TEST(Contagion, SpreadsAsTheTwinDoes) {
  const Draws draws(11);
  const auto ties = random_ties(kAgents, 6, draws);
  const CsrNetwork network = network_of(kAgents, ties);
  const auto neighbours = neighbours_of(kAgents, ties);
  const std::vector<std::uint32_t> first = {17, 4242};
  const auto chance = [](std::uint32_t, std::size_t on, std::size_t) { return 1.0 - std::pow(0.8, on); };
  const auto twin = slow_spread(neighbours, {17, 4242}, 12, draws, chance);
  const Course course = susceptible_infected(network, 0.2, first, 12, draws);
  EXPECT_EQ(course.on, sizes(twin));
  EXPECT_EQ(agents_in(course.last, kAgents), twin.back());
  EXPECT_GT(course.reached(), 1000u);
  EXPECT_LT(course.reached(), kAgents);
}

TEST(Contagion, TheFreshAloneAreHeardInAnIndependentCascade) {
  const Draws draws(12);
  const auto ties = random_ties(kAgents, 6, draws);
  const auto chance = [](std::uint32_t, std::size_t, std::size_t fresh) { return 1.0 - std::pow(0.7, fresh); };
  const auto twin = slow_spread(neighbours_of(kAgents, ties), {5, 77, 1234, 4000}, 60, draws, chance);
  const std::vector<std::uint32_t> first = {5, 77, 1234, 4000};
  const Course course = independent_cascade(network_of(kAgents, ties), 0.3, first, draws);
  EXPECT_EQ(agents_in(course.last, kAgents), twin.back());
  EXPECT_GT(course.reached(), 100u);
}

/// A network of ties in one direction, of agents with very different numbers of hearers.
CsrNetwork one_way(std::size_t agents, const Draws& draws) {
  std::vector<std::uint64_t> row_start = {0};
  std::vector<std::uint32_t> targets;
  for (std::uint32_t agent = 0; agent < agents; ++agent) {
    for (std::uint32_t t = 0; t < agent % 12; ++t) {
      const double u = Draws::to_uniform(draws.words(kDrawContagionStart, agent, 1, t)[0]);
      targets.push_back(static_cast<std::uint32_t>(u * u * static_cast<double>(agents)));
    }
    row_start.push_back(targets.size());
  }
  return CsrNetwork(std::move(row_start), std::move(targets));
}

/// Whom a spread counts by push, and whom by looking, must not matter: every direction against the obvious sum.
TEST(Contagion, TellingTheHearersCountsWhatLookingFinds) {
  for (const Hears hears : {Hears::all, Hears::fresh})
    for_thread_counts([&] {
      const CsrNetwork network = one_way(kAgents, Draws(14));
      HeardCounts counts(network, hears);
      FanBits on(kAgents), fresh(kAgents);
      std::uint64_t reached = 0;
      int pushed = 0, looked = 0;
      for (std::uint32_t tick = 0; tick < 60; ++tick) {
        if (tick == 20) network.find_hearers();  // several threads do not by themselves
        // Most ticks turn on few agents, some turn on many.
        const std::uint32_t more = tick % 9 == 5 ? 2600 : 8;
        std::ranges::fill(fresh.words(), 0);
        std::uint64_t turned_on = 0;
        for (std::uint32_t i = 0; i < more; ++i) {
          const std::uint32_t agent = (tick * 2654435761u + i * 40503u) % kAgents;
          turned_on += on.test(agent) ? 0 : 1;
          if (!on.test(agent)) fresh.set(agent);
          on.set(agent);
        }
        reached += turned_on;
        const FanBits& sources = hears == Hears::all ? on : fresh;
        const bool known = counts.follow(fresh, turned_on, kAgents - reached);
        (known ? pushed : looked) += 1;
        for (std::uint32_t agent = 0; agent < kAgents; ++agent) {
          if (on.test(agent)) continue;
          const std::uint32_t count = known ? counts.of(agent) : counts.look(sources, agent);
          if (count != heard(network, sources, agent)) ADD_FAILURE() << "agent " << agent << ", tick " << tick;
        }
      }
      EXPECT_GT(pushed, 20);
      EXPECT_GT(looked, 1);
    });
}

TEST(Contagion, ThreadsChangeNothing) {
  const Draws draws(13);
  const CsrNetwork network = network_of(20'000, random_ties(20'000, 8, draws));
  const std::uint32_t first = 9;
  const auto on = same_on_any_threads([&] { return susceptible_infected(network, 0.1, {&first, 1}, 30, draws).on; });
  EXPECT_GT(on.back(), 1000u);
}

TEST(Contagion, EndsWhenNothingMoreCanCome) {
  const CsrNetwork network = network_of(7, triangle_with_tail());
  const std::uint32_t first = 0;
  const Course course = independent_cascade(network, 1.0, {&first, 1}, Draws(1));
  EXPECT_EQ(course.on, (std::vector<std::uint64_t>{1, 3, 4, 5, 6, 6}));
  EXPECT_EQ(agents_in(course.last, 7), (Agents{0, 1, 2, 3, 4, 5}));
}

}  // namespace
}  // namespace hibiki
