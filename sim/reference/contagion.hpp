// The kernel of all models of contagion: inactive agents become active with a chance that depends on the agents they
// hear. All use the state of the tick before and write only their own bit, so results do not depend on the order.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/draw_batch.hpp"
#include "sim/core/draw_uses.hpp"
#include "sim/core/parallel.hpp"
#include "sim/world/csr_network.hpp"
#include "sim/world/fans.hpp"

namespace hibiki::inline reference {

/// A chance as words of 2^32 that fall below it, so that 0 is never and kCertain always, without a draw.
using ChanceWords = std::uint64_t;
inline constexpr ChanceWords kCertain = ChanceWords{1} << 32;
/// chance in [0, 1].
constexpr ChanceWords chance_words(double chance) { return static_cast<ChanceWords>(chance * 0x1p32); }

/// The words of one tick: one an agent, drawn sixteen agents at a time and only where somebody needs one.
class TickWords {
 public:
  TickWords(const BatchStream& stream, int tick) : stream_(stream), tick_(tick) {}
  std::uint32_t of(std::uint32_t agent) {
    constexpr std::uint32_t kBatch = 4 * BatchStream::kBlocks;
    if (const std::uint32_t group = agent / kBatch; group != group_) {
      stream_.words(kEverybody, tick_, group * BatchStream::kBlocks, batch_);
      group_ = group;
    }
    return batch_[agent % kBatch];
  }

 private:
  static constexpr Key kEverybody = key_of("contagion");
  const BatchStream& stream_;
  int tick_;
  std::uint32_t group_ = ~std::uint32_t{0};
  BatchStream::Batch batch_;
};

/// Sets in `next` all agents of `on`, and each other agent with chance(agent), of type ChanceWords. chance may read
/// anything that no agent writes in this tick. Both must be of `agents`.
template <class Chance>
void turn_on(std::size_t agents, const FanBits& on, FanBits& next, const BatchStream& stream, int tick,
             const Chance& chance) {
  constexpr std::size_t kWordsATask = 64;  // 4,096 agents: a word of the bits belongs to one task
  const auto before = on.words();
  const auto after = next.words();
  for_each_index((before.size() + kWordsATask - 1) / kWordsATask, 1, [&](std::size_t task) {
    TickWords words(stream, tick);
    const std::size_t last = std::min(before.size(), (task + 1) * kWordsATask);
    for (std::size_t w = task * kWordsATask; w < last; ++w) {
      const std::size_t here = std::min<std::size_t>(64, agents - 64 * w);
      const std::uint64_t everybody = here == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << here) - 1;
      std::uint64_t state = before[w];
      for (std::uint64_t off = ~state & everybody; off != 0; off &= off - 1) {
        const auto bit = static_cast<std::uint32_t>(std::countr_zero(off));
        const auto agent = static_cast<std::uint32_t>(64 * w) + bit;
        const ChanceWords wanted = chance(agent);
        if (wanted == kCertain || (wanted != 0 && words.of(agent) < wanted)) state |= std::uint64_t{1} << bit;
      }
      after[w] = state;
    }
  });
}

/// Number of agents in `bits` that `agent` hears.
inline std::uint32_t heard(const CsrNetwork& network, const FanBits& bits, std::uint32_t agent) {
  std::uint32_t count = 0;
  for (const std::uint32_t other : network.heard_by(agent)) count += bits.test(other);
  return count;
}

/// How many are in `bits`.
std::uint64_t count_on(const FanBits& bits);

/// Bits of `agents` with `first` set.
FanBits bits_of(std::size_t agents, std::span<const std::uint32_t> first);

/// A contagion from its first tick to its last.
struct Course {
  std::vector<std::uint64_t> on;  ///< agents that are on: at the start, then after each tick
  FanBits last;                   ///< agents that are on at the end

  std::uint64_t reached() const { return on.back(); }
};

/// The agents that an agent hears: all that are on, or only those that turned on in the previous tick (so that each has
/// one chance to pass it on).
enum class Hears { all, fresh };

/// End of the spread: after a tick in which no agent turned on, or when all agents are on.
enum class Ends { when_still, when_full };

/// How many of the active agents each agent hears, kept from tick to tick. An agent that turns on is either told to
/// those that hear it (push), or found by them when all look at whom they hear (pull): the numbers are the same. As in
/// direction-optimising searches (Beamer, Asanovic and Patterson 2012), what needs fewer memory accesses is chosen.
class HeardCounts {
 public:
  HeardCounts(const CsrNetwork& network, Hears hears);

  /// Before a tick, with those that turned on in the one before: whether the counts are up to date now. If not, each
  /// inactive agent calls look().
  bool follow(const FanBits& fresh, std::uint64_t turned_on, std::uint64_t inactive);
  std::uint32_t of(std::uint32_t agent) const { return counts_[agent]; }
  /// Counts and remembers what the agent hears of `sources`. Agents do so at the same time, each for itself.
  std::uint32_t look(const FanBits& sources, std::uint32_t agent) {
    const std::uint32_t count = heard(network_, sources, agent);
    counts_[agent] = static_cast<std::uint16_t>(count);
    return count;
  }

 private:
  void push(const FanBits& fresh);

  const CsrNetwork& network_;
  Hears hears_;
  bool fits_ = true;          ///< no agent hears more than a count holds
  std::uint64_t looked_ = 0;  ///< ties looked at so far
  std::vector<std::uint16_t> counts_;
};

/// Spreads from `start` over the network for at most `ticks`. chance(agent, how many of those it hears) is a
/// ChanceWords.
template <class Chance>
Course spread(const CsrNetwork& network, FanBits start, Hears hears, Ends ends, int ticks, const Draws& draws,
              const Chance& chance) {
  const BatchStream stream(draws, kDrawContagion.purpose);
  Course course{{count_on(start)}, std::move(start)};
  FanBits next(network.size()), fresh = course.last;
  HeardCounts counts(network, hears);
  std::uint64_t turned_on = course.on.back();
  for (int tick = 0; tick < ticks; ++tick) {
    const FanBits& sources = hears == Hears::all ? course.last : fresh;
    if (counts.follow(fresh, turned_on, network.size() - course.on.back()))
      turn_on(network.size(), course.last, next, stream, tick,
              [&](std::uint32_t agent) { return chance(agent, counts.of(agent)); });
    else
      turn_on(network.size(), course.last, next, stream, tick,
              [&](std::uint32_t agent) { return chance(agent, counts.look(sources, agent)); });
    for (std::size_t w = 0; w < next.words().size(); ++w) fresh.words()[w] = next.words()[w] & ~course.last.words()[w];
    std::swap(course.last, next);
    course.on.push_back(count_on(course.last));
    turned_on = course.on.back() - course.on[course.on.size() - 2];
    if (course.on.back() == network.size() || (ends == Ends::when_still && turned_on == 0)) break;
  }
  return course;
}

}  // namespace hibiki::reference
