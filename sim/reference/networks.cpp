#include "sim/reference/networks.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "sim/core/draw_uses.hpp"
#include "sim/core/error.hpp"
#include "sim/core/portable_math.hpp"

namespace hibiki::inline reference {

namespace {

/// Uniform words under one key, one after the other.
class WordSequence {
 public:
  WordSequence(const Draws& draws, Key key) : stream_(draws.stream(kDrawReferenceTies.purpose)), key_(key) {}
  std::uint32_t next() {
    if (used_ == 4) {
      words_ = stream_.words(key_, 0, block_++);
      used_ = 0;
    }
    return words_[static_cast<std::size_t>(used_++)];
  }
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>((std::uint64_t{next()} * bound) >> 32); }

 private:
  DrawStream stream_;
  Key key_;
  Words words_{};
  int used_ = 4;
  std::uint32_t block_ = 0;
};

std::uint64_t pair_of(std::uint32_t a, std::uint32_t b) {
  return (std::uint64_t{std::min(a, b)} << 32) | std::max(a, b);
}

}  // namespace

CsrNetwork mutual_network(std::size_t agents, std::span<const MutualTie> ties) {
  std::vector<std::uint64_t> row_start(agents + 1);
  for (const MutualTie& tie : ties) {
    HIBIKI_ASSERT(tie.a < agents && tie.b < agents);
    ++row_start[tie.a + 1u];
    ++row_start[tie.b + 1u];
  }
  for (std::size_t i = 0; i < agents; ++i) row_start[i + 1] += row_start[i];
  std::vector<std::uint64_t> next(row_start.begin(), row_start.end() - 1);
  std::vector<std::uint32_t> targets(row_start.back());
  for (const MutualTie& tie : ties) {
    targets[next[tie.a]++] = tie.b;
    targets[next[tie.b]++] = tie.a;
  }
  return CsrNetwork(std::move(row_start), std::move(targets), Ties::mutual);
}

std::vector<MutualTie> random_ties(std::size_t agents, double mean_degree, const Draws& draws) {
  std::vector<MutualTie> ties;
  if (agents < 2 || mean_degree <= 0.0) return ties;
  const double chance = mean_degree / static_cast<double>(agents - 1);
  if (chance >= 1.0) return complete_ties(agents);
  const double log_missing = portable::log(1.0 - chance);
  ties.reserve(static_cast<std::size_t>(0.5 * mean_degree * static_cast<double>(agents) * 1.1) + 16);
  for (std::uint32_t agent = 1; agent < agents; ++agent) {
    WordSequence words(draws, agent);
    for (double other = -1.0;;) {
      // The middle of the draw's interval: never 0, where the logarithm is undefined.
      const double uniform = (words.next() + 0.5) * 0x1p-32;
      other += 1.0 + static_cast<double>(static_cast<std::int64_t>(portable::log(uniform) / log_missing));
      if (other >= agent) break;
      ties.push_back({agent, static_cast<std::uint32_t>(other)});
    }
  }
  return ties;
}

std::vector<MutualTie> ring_ties(std::size_t agents, std::size_t degree) {
  HIBIKI_ASSERT(degree % 2 == 0 && degree < agents);
  std::vector<MutualTie> ties;
  for (std::size_t agent = 0; agent < agents; ++agent)
    for (std::size_t step = 1; step <= degree / 2; ++step)
      ties.push_back({static_cast<std::uint32_t>(agent), static_cast<std::uint32_t>((agent + step) % agents)});
  return ties;
}

std::vector<MutualTie> rewired(std::vector<MutualTie> ties, double rounds, const Draws& draws) {
  std::unordered_set<std::uint64_t> present;
  for (const MutualTie& tie : ties) present.insert(pair_of(tie.a, tie.b));
  WordSequence words(draws, 0);
  const auto count = static_cast<std::uint32_t>(ties.size());
  const auto exchanges = static_cast<std::uint64_t>(rounds * static_cast<double>(count));
  for (std::uint64_t i = 0; i < exchanges; ++i) {
    MutualTie& one = ties[words.below(count)];
    MutualTie& other = ties[words.below(count)];
    const bool turned = words.next() >> 31;
    const std::uint32_t end = turned ? other.a : other.b, left = turned ? other.b : other.a;
    // one.a - one.b and left - end become one.a - end and left - one.b.
    if (one.a == end || left == one.b) continue;
    if (present.contains(pair_of(one.a, end)) || present.contains(pair_of(left, one.b))) continue;
    present.erase(pair_of(one.a, one.b));
    present.erase(pair_of(left, end));
    other = {left, one.b};
    one.b = end;
    present.insert(pair_of(one.a, one.b));
    present.insert(pair_of(other.a, other.b));
  }
  return ties;
}

std::vector<MutualTie> complete_ties(std::size_t agents) {
  std::vector<MutualTie> ties;
  for (std::uint32_t a = 1; a < agents; ++a)
    for (std::uint32_t b = 0; b < a; ++b) ties.push_back({a, b});
  return ties;
}

}  // namespace hibiki::reference
