#include "sim/reference/bass.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "sim/reference/closed_forms.hpp"
#include "sim/reference/networks.hpp"
#include "tests/reference/twins.hpp"
#include "tests/support/threads.hpp"

namespace hibiki {
namespace {

using namespace test;

constexpr BassParameters kUsual{0.03, 0.38, 0.1};

TEST(Bass, AdoptsAgentByAgentAsTheTwinDoes) {
  constexpr std::size_t kAgents = 333;
  const Draws draws(3);
  const Neighbours nobody(kAgents);
  std::vector<std::uint64_t> twin = {0};
  Agents on;
  for (int tick = 0; tick < 40; ++tick) {
    const double rate = kUsual.innovation + kUsual.imitation * static_cast<double>(on.size()) / kAgents;
    Agents next = on;
    for (std::uint32_t agent = 0; agent < kAgents; ++agent)
      if (word_of(draws, agent, tick) < (1 - std::exp(-rate * kUsual.step)) * 0x1p32) next.insert(agent);
    on = next;
    twin.push_back(on.size());
  }
  EXPECT_EQ(bass_everybody(kAgents, 40, kUsual, draws), twin);
}

TEST(Bass, FollowsTheClosedForm) {
  constexpr std::size_t kAgents = 400'000;
  const auto adopters = same_on_any_threads([] { return bass_everybody(kAgents, 200, kUsual, Draws(1)); });
  for (std::size_t tick = 0; tick < adopters.size(); tick += 10) {
    const double share = bass_share(kUsual, static_cast<double>(tick) * kUsual.step);
    // Adopters are a sum of dependent events whose variance early luck multiplies: at most some 4 / n here; and ticks
    // of a tenth lag behind the equation by half a tick at its steepest, .1106.
    EXPECT_NEAR(static_cast<double>(adopters[tick]) / kAgents, share, 5 * std::sqrt(4.0 / kAgents) + 0.05 * 0.1106)
        << tick;
  }
}

TEST(Bass, PeaksWhereTheClosedFormDoes) {
  const BassParameters fine{0.03, 0.38, 0.02};  // a tick lags by half of itself: less than half of the tolerance
  const BassPeak theory = bass_peak_in_theory(fine).value();
  const BassPeak peak = bass_peak(bass_everybody(400'000, 800, fine, Draws(2)), 400'000, fine.step).value();
  EXPECT_NEAR(peak.time / theory.time, 1, 0.02);
  EXPECT_NEAR(peak.share / theory.share, 1, 0.02);
  EXPECT_NEAR(peak.rate / theory.rate, 1, 0.02);
}

TEST(Bass, NoPeakWhereAdoptionOnlySlows) {
  const BassParameters alone{0.2, 0.0, 0.1};
  EXPECT_FALSE(bass_peak(bass_everybody(10'000, 200, alone, Draws(1)), 10'000, alone.step));
  EXPECT_FALSE(bass_peak({0, 1, 2}, 10, 0.1));
}

TEST(Bass, OnTheCompleteNetworkItIsTheSame) {
  // Everybody hears all others, not himself: shares differ by at most 1 / n, and so do few draws.
  constexpr std::size_t kAgents = 300;
  const CsrNetwork network = mutual_network(kAgents, complete_ties(kAgents));
  const Course course = bass_on_network(network, 60, kUsual, Draws(5));
  const auto mean_field = bass_everybody(kAgents, 60, kUsual, Draws(5));
  for (std::size_t tick = 0; tick < course.on.size(); ++tick)
    EXPECT_NEAR(static_cast<double>(course.on[tick]), static_cast<double>(mean_field[tick]), 3) << tick;
}

TEST(Bass, AlongTiesAsTheTwinDoes) {
  const Draws draws(6);
  const auto ties = random_ties(700, 5, draws);
  const auto neighbours = neighbours_of(700, ties);
  const auto twin = slow_spread(neighbours, {}, 50, draws, [&](std::uint32_t agent, std::size_t on, std::size_t) {
    const double share =
        neighbours[agent].empty() ? 0 : static_cast<double>(on) / static_cast<double>(neighbours[agent].size());
    return 1 - std::exp(-(kUsual.innovation + kUsual.imitation * share) * kUsual.step);
  });
  EXPECT_EQ(agents_in(bass_on_network(mutual_network(700, ties), 50, kUsual, draws).last, 700), twin.back());
}

}  // namespace
}  // namespace hibiki
