#include "sim/reference/contagion.hpp"

#include <algorithm>
#include <atomic>
#include <limits>

namespace hibiki::inline reference {

namespace {

// Costs in ties looked at, measured.
constexpr std::uint64_t kPushCost = 1, kSharedPushCost = 4;  ///< adding to a count elsewhere: alone, and beside others
constexpr std::uint64_t kTurnCost = 1;                       ///< turning a tie round

/// Calls tell(agent) for all agents in the bits, in parallel, and fetch(agent) some time before.
template <class Fetch, class Tell>
void for_each_on(const FanBits& bits, const Fetch& fetch, const Tell& tell) {
  const auto words = bits.words();
  constexpr std::size_t kWordsATask = 64;
  for_each_index((words.size() + kWordsATask - 1) / kWordsATask, 1, [&](std::size_t task) {
    const auto each = [&](std::size_t w, const auto& visit) {
      for (std::uint64_t on = words[w]; on != 0; on &= on - 1)
        visit(static_cast<std::uint32_t>(64 * w) + static_cast<std::uint32_t>(std::countr_zero(on)));
    };
    const std::size_t end = std::min(words.size(), (task + 1) * kWordsATask);
    for (std::size_t w = task * kWordsATask; w < end; ++w) {
      if (w + 1 < end) each(w + 1, fetch);
      each(w, tell);
    }
  });
}

}  // namespace

HeardCounts::HeardCounts(const CsrNetwork& network, Hears hears)
    : network_(network), hears_(hears), counts_(network.size()) {
  fits_ = network.may_turn();
  for (std::uint32_t agent = 0; fits_ && agent < network.size(); ++agent)
    fits_ = network.heard_by(agent).size() <= std::numeric_limits<std::uint16_t>::max();
}

bool HeardCounts::follow(const FanBits& fresh, std::uint64_t turned_on, std::uint64_t inactive) {
  const std::uint64_t degree = network_.ties() / std::max<std::uint64_t>(1, network_.size()) + 1;
  // Turning the ties round pays once as much was spent without, and where one thread looks at all of them: it does not
  // go faster with several.
  const bool alone = thread_count() == 1;
  const bool may_push = fits_ && (network_.has_hearers() || (alone && looked_ >= kTurnCost * network_.ties()));
  if (!may_push || (alone ? kPushCost : kSharedPushCost) * turned_on >= inactive) {
    looked_ += inactive * degree;
    return false;
  }
  network_.find_hearers();
  if (hears_ == Hears::fresh) std::ranges::fill(counts_, std::uint16_t{0});
  push(fresh);
  return true;
}

void HeardCounts::push(const FanBits& fresh) {
  const auto fetch = [&](std::uint32_t agent) {
    const auto hearers = network_.hearers_of(agent);
    __builtin_prefetch(hearers.data());
    __builtin_prefetch(hearers.data() + hearers.size());
  };
  if (thread_count() == 1)
    for_each_on(fresh, fetch, [&](std::uint32_t agent) {
      for (const std::uint32_t hearer : network_.hearers_of(agent)) ++counts_[hearer];
    });
  else
    for_each_on(fresh, fetch, [&](std::uint32_t agent) {
      for (const std::uint32_t hearer : network_.hearers_of(agent))
        std::atomic_ref(counts_[hearer]).fetch_add(1, std::memory_order_relaxed);
    });
}

std::uint64_t count_on(const FanBits& bits) {
  std::uint64_t count = 0;
  for (const std::uint64_t word : bits.words()) count += static_cast<std::uint64_t>(std::popcount(word));
  return count;
}

FanBits bits_of(std::size_t agents, std::span<const std::uint32_t> first) {
  FanBits bits(agents);
  for (const std::uint32_t agent : first) bits.set(agent);
  return bits;
}

}  // namespace hibiki::reference
