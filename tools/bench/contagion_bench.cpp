// The contagion of the books on one network, by the kernel of sim/reference and by a loop written for nothing else.
#include <array>

#include "sim/core/parallel.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/reference/bass.hpp"
#include "tools/bench/bench.hpp"

namespace hibiki::inline bench {

namespace {

constexpr std::uint32_t kTies = 16;
constexpr int kTicks = 50;
constexpr BassParameters kBass{0.003, 0.38, 1.0};

/// Every agent hears sixteen others, drawn at random.
CsrNetwork sixteen_random_ties(std::uint32_t agents) {
  const DrawStream stream(1, Purpose::reference_tie);
  std::vector<std::uint64_t> row_start(agents + 1u);
  std::vector<std::uint32_t> targets(std::uint64_t{kTies} * agents);
  for (std::uint32_t agent = 0; agent <= agents; ++agent) row_start[agent] = std::uint64_t{kTies} * agent;
  for_each_index(agents, 4096, [&](std::size_t agent) {
    for (std::uint32_t block = 0; block < kTies / 4; ++block) {
      const Words words = stream.words(agent, 0, block);
      for (std::uint32_t i = 0; i < 4; ++i)
        targets[kTies * agent + 4 * block + i] = static_cast<std::uint32_t>((std::uint64_t{words[i]} * agents) >> 32);
    }
  });
  return CsrNetwork(std::move(row_start), std::move(targets));
}

/// The plain version, as a comparison: a byte an agent, one thread, this model only. Counts the ties it reads.
std::uint64_t plain_loop(const CsrNetwork& network, const Draws& draws, std::uint64_t& ties_read) {
  const auto agents = static_cast<std::uint32_t>(network.size());
  const BatchStream stream(draws, Purpose::contagion);
  std::array<ChanceWords, kTies + 1> chance;
  for (std::uint32_t heard = 0; heard <= kTies; ++heard)
    chance[heard] = chance_words(1.0 - portable::exp(-(kBass.innovation + kBass.imitation * heard / kTies)));
  std::vector<std::uint8_t> on(agents), next(agents);
  std::uint64_t adopters = 0;
  for (int tick = 0; tick < kTicks && adopters < agents; ++tick) {
    TickWords words(stream, tick);
    for (std::uint32_t agent = 0; agent < agents; ++agent) {
      next[agent] = on[agent];
      if (on[agent] != 0) continue;
      std::uint32_t heard = 0;
      for (const std::uint32_t other : network.heard_by(agent)) heard += on[other];
      ties_read += kTies;
      if (words.of(agent) >= chance[heard]) continue;
      next[agent] = 1;
      ++adopters;
    }
    std::swap(on, next);
  }
  return adopters;
}

}  // namespace

ContagionBench measure_contagion(std::int64_t agents, const std::vector<int>& threads, int repetitions) {
  const CsrNetwork network = sixteen_random_ties(static_cast<std::uint32_t>(agents));
  ContagionBench bench;
  bench.agents = agents, bench.ticks = kTicks;
  const Draws draws(1);
  for (const int count : threads) bench.by_threads.push_back({count, {}});
  for (int i = 0; i < repetitions; ++i) {
    bench.ties_read = 0;
    bench.plain_seconds.add(seconds_of([&] { bench.plain_adopters = plain_loop(network, draws, bench.ties_read); }));
    for (ContagionSeconds& one : bench.by_threads) {
      // Turning its ties round is part of the time.
      const CsrNetwork anew = sixteen_random_ties(static_cast<std::uint32_t>(agents));
      const auto spread = [&] { bench.adopters = bass_on_network(anew, kTicks, kBass, draws).reached(); };
      with_threads(one.threads, [&] { one.seconds.add(seconds_of(spread)); });
    }
  }
  return bench;
}

}  // namespace hibiki::bench
