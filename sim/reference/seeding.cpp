#include "sim/reference/seeding.hpp"

#include <algorithm>
#include <numeric>

#include "sim/core/draw_uses.hpp"
#include "sim/core/error.hpp"
#include "sim/reference/contagion.hpp"

namespace hibiki::inline reference {

namespace {

std::uint32_t root_of(std::vector<std::uint32_t>& parent, std::uint32_t agent) {
  while (parent[agent] != agent) agent = parent[agent] = parent[parent[agent]];
  return agent;
}

}  // namespace

ReachWorlds::ReachWorlds(std::size_t agents, const std::vector<MutualTie>& ties, double chance, std::uint32_t worlds,
                         const Draws& draws)
    : agents_(agents) {
  const DrawStream stream = draws.stream(kDrawContagion.purpose);
  const ChanceWords passes = chance_words(chance);
  for (std::uint32_t world = 0; world < worlds; ++world) {
    std::vector<std::uint32_t> parent(agents), size(agents);
    std::iota(parent.begin(), parent.end(), 0u);
    for (std::uint32_t tie = 0; tie < ties.size(); ++tie)
      if (stream.words(tie, 0, world)[0] < passes) parent[root_of(parent, ties[tie].a)] = root_of(parent, ties[tie].b);
    for (std::uint32_t agent = 0; agent < agents; ++agent) ++size[parent[agent] = root_of(parent, agent)];
    component_.push_back(std::move(parent));
    size_.push_back(std::move(size));
  }
}

double ReachWorlds::reach(const std::vector<std::uint32_t>& first) const {
  std::uint64_t reached = 0;
  for (std::size_t world = 0; world < size_.size(); ++world)
    for (std::size_t i = 0; i < first.size(); ++i) {
      const auto& component = component_[world];
      const auto same = [&](std::uint32_t other) { return component[other] == component[first[i]]; };
      const auto before = first.begin() + static_cast<std::ptrdiff_t>(i);
      if (std::none_of(first.begin(), before, same)) reached += size_[world][component[first[i]]];
    }
  return static_cast<double>(reached) / static_cast<double>(size_.size());
}

std::vector<std::uint32_t> greedy_seeds(const ReachWorlds& worlds, std::size_t count) {
  HIBIKI_ASSERT(count <= worlds.agents());
  std::vector<std::uint32_t> chosen;
  while (chosen.size() < count) {
    std::uint32_t best = 0;
    double most = -1.0;
    for (std::uint32_t agent = 0; agent < worlds.agents(); ++agent) {
      if (std::find(chosen.begin(), chosen.end(), agent) != chosen.end()) continue;
      chosen.push_back(agent);
      if (const double reach = worlds.reach(chosen); reach > most) best = agent, most = reach;
      chosen.pop_back();
    }
    chosen.push_back(best);
  }
  return chosen;
}

std::vector<std::uint32_t> best_seeds(const ReachWorlds& worlds, std::size_t count) {
  HIBIKI_ASSERT(count >= 1 && count <= worlds.agents());
  std::vector<std::uint32_t> set(count), best;
  std::iota(set.begin(), set.end(), 0u);
  double most = -1.0;
  for (;;) {
    if (const double reach = worlds.reach(set); reach > most) best = set, most = reach;
    // The next set in lexicographic order.
    std::size_t place = count;
    while (place > 0 && set[place - 1] == worlds.agents() - count + place - 1) --place;
    if (place == 0) return best;
    ++set[place - 1];
    for (std::size_t i = place; i < count; ++i) set[i] = set[i - 1] + 1;
  }
}

}  // namespace hibiki::reference
